/**
 * The compiled validator on rows of twelve columns, with code lists of 3,321: against a check written by hand, Ajv with
 * ajv-formats and code lists as sets, and zod 4. All judge the same rows, must give the same verdict row by row, and take
 * turns in one run. `npx node bench/validate-rows.ts`; `run` gives the rows to the bench as a whole.
 */
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { compileDictionary } from '../src/dictionary/compile.ts';
import type { EntityPlan, Plan } from '../src/dictionary/plan.ts';
import { buildCodeLookup } from '../src/dictionary/validate/lookup.ts';
import { compileValidator } from '../src/dictionary/validate/validate.ts';
import type { BenchRow } from './load.ts';

export interface ValidateOptions {
  /** Default 200,000. */
  readonly rows?: number;
  readonly rounds?: number;
  readonly log?: (line: string) => void;
}

type Cells = readonly (string | null)[];
type Judge = (index: number) => boolean;

const TODAY = '2026-11-22';
const FIRST = '1900-01-01';
const COMMUNES = 3321;
const [PROVINCES, ORGANISATIONS] = [34, 3321];
const codesOf = (count: number, width: number) =>
  Array.from({ length: count }, (_, i) => String(i * 7 + 1).padStart(width, '0'));
const [provinces, communes, organisations] = [codesOf(PROVINCES, 3), codesOf(COMMUNES, 5), codesOf(ORGANISATIONS, 6)];
const SEXES = ['1', '2', '9'];

const DEFAULTS = `defaults:
  tier: local
  layer: master
  origin: source
  reCollectable: allowed
  sharing: shared
  importance: core
  secrecy: none
  personal: none
  legalBasis: []
  purpose: []
elements:
`;
const COLUMNS = [
  ['person_id', "dataType: identifier, maxLength: 12, pattern: '[0-9]{12}', keyRole: key, criticality: key"],
  ['full_name', 'dataType: string, minLength: 2, maxLength: 80, nullability: required'],
  ['sex', 'dataType: code, codeList: SEX, nullability: required'],
  ['born_on', `dataType: date, range: { min: '${FIRST}', max: today }, nullability: required`],
  ['phone', "dataType: string, maxLength: 15, pattern: '0[0-9]{9}'"],
  ['province', 'dataType: code, codeList: PROVINCE, nullability: required'],
  ['commune', 'dataType: code, codeList: COMMUNE, nullability: required'],
  ['birth_commune', 'dataType: code, codeList: COMMUNE'],
  ['organisation', 'dataType: code, codeList: ORGANISATION, nullability: required'],
  ['joined_on', `dataType: date, range: { min: '${FIRST}', max: today }`],
  ['children', 'dataType: integer, range: { min: 0, max: 30 }'],
  ['active', 'dataType: boolean'],
] as const;
const NAMES = COLUMNS.map(([name]) => name);

/** The entity as its authors would write it. */
function entityOf(): { plan: Plan; entity: EntityPlan } {
  const element = ([name, rest]: readonly [string, string], i: number) =>
    `  - { code: V.${String(i)}, physicalName: ${name}, names: { en: Column ${String(i)} }, definition: { en: What is meant by ${name} }, ${rest} }\n`;
  const list = (code: string, codes: readonly string[]) =>
    `- code: ${code}\n  names: { en: List of ${code} }\n  items:\n${codes.map((one) => `    - { code: '${one}', names: { en: Unit ${code} ${one} } }\n`).join('')}`;
  const file = (path: string, text: string) => ({ path: `dictionary/${path}`, file: path, text });
  const lists = { SEX: SEXES, PROVINCE: provinces, COMMUNE: communes, ORGANISATION: organisations };
  const files = [
    file('settings.yaml', "edition: '1'\ndateOrder: dmy\ndecimalMark: ','\nnothing: ['-']\nyes: ['yes']\nno: ['no']\n"),
    file(
      'codes/lists.yaml',
      Object.entries(lists)
        .map(([code, codes]) => list(code, codes))
        .join(''),
    ),
    file('elements/person.yaml', DEFAULTS + COLUMNS.map(element).join('')),
    file(
      'entities/person.yaml',
      `name: person\ncode: PERSON\nnames: { en: Person }\ndefinition: { en: Who is listed }\nkey: [person_id]\nbody: { how: uploader }\nfields:\n${NAMES.map((_, i) => `  - { element: V.${String(i)} }\n`).join('')}`,
    ),
  ];
  const { plan, findings } = compileDictionary(files, ['en']);
  const entity = plan?.entities[0];
  if (!plan || !entity) throw new TypeError(JSON.stringify(findings.slice(0, 3)));
  return { plan, entity };
}

/** A small generator with a fixed seed (mulberry32): every run judges the same rows. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const WORDS = [
  'An',
  'Bình',
  'Chi',
  'Dũng',
  'Hà',
  'Khánh',
  'Lê',
  'Minh',
  'Ngọc',
  'Phạm',
  'Quỳnh',
  'Trần',
  'Adé',
  'Ólafur',
];
const BAD: readonly (readonly [column: number, value: string | null])[] = [
  [0, '09900000000'],
  [0, '0990000000AB'],
  [1, 'A'],
  [1, 'x'.repeat(81)],
  [1, null],
  [2, '3'],
  [3, '1980-02-30'],
  [3, '1899-12-31'],
  [3, '2027-01-01'],
  [4, '0912'],
  [5, '999'],
  [6, '99999'],
  [7, 'x'],
  [8, null],
  [9, 'soon'],
  [10, '31'],
  [10, '-1'],
  [11, 'perhaps'],
];

/** Three in a hundred are wrong somewhere; one cell in eight that may be empty is. */
function makeRows(count: number): Cells[] {
  const next = random(7);
  const of = <T>(list: readonly T[]) => list[next(list.length)] as T;
  const two = (n: number) => String(n).padStart(2, '0');
  const day = () => `${String(1930 + next(80))}-${two(1 + next(12))}-${two(1 + next(28))}`;
  const maybe = (value: () => string) => (next(8) === 0 ? null : value());
  return Array.from({ length: count }, (_, i) => {
    const row: (string | null)[] = [
      `099${String(i).padStart(9, '0')}`,
      `${of(WORDS)} ${of(WORDS)} ${of(WORDS)}`,
      of(SEXES),
      day(),
      maybe(() => `09${String(10_000_000 + next(90_000_000))}`),
      of(provinces),
      of(communes),
      maybe(() => of(communes)),
      of(organisations),
      maybe(day),
      maybe(() => String(next(6))),
      maybe(() => of(['true', 'false'])),
    ];
    if (next(100) < 3) {
      const [column, value] = of(BAD);
      row[column] = value;
    }
    return row;
  });
}

const isDigits = (text: string, length: number) => {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
};
const MONTHS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const digit = (at: number) => text.charCodeAt(at) - 48;
  for (const at of [0, 1, 2, 3, 5, 6, 8, 9]) {
    const one = digit(at);
    if (!(one >= 0 && one <= 9)) return false;
  }
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const month = digit(5) * 10 + digit(6);
  const date = digit(8) * 10 + digit(9);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && isLeap ? 29 : (MONTHS[month] ?? 0);
  return date >= 1 && date <= last && text >= FIRST && text <= TODAY;
}

function lengthOf(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff) n -= 1;
  }
  return n;
}

/** What a programmer writes who knows exactly these twelve columns. */
function byHand(): (row: Cells) => boolean {
  const [inProvince, inCommune, inOrganisation] = [new Set(provinces), new Set(communes), new Set(organisations)];
  const isName = (text: string) => {
    const n = lengthOf(text);
    return n >= 2 && n <= 80;
  };
  return (row) => {
    const [id, name, sex, born, phone, province, commune, birth, organisation, joined, children, active] = row;
    if (!id || !isDigits(id, 12)) return false;
    if (!name || !isName(name)) return false;
    if (sex !== '1' && sex !== '2' && sex !== '9') return false;
    if (!born || !isDay(born)) return false;
    if (phone && !(phone.length === 10 && phone.charCodeAt(0) === 48 && isDigits(phone, 10))) return false;
    if (!province || !inProvince.has(province)) return false;
    if (!commune || !inCommune.has(commune)) return false;
    if (birth && !inCommune.has(birth)) return false;
    if (!organisation || !inOrganisation.has(organisation)) return false;
    if (joined && !isDay(joined)) return false;
    if (
      children &&
      !(
        (children.length === 1 || children.length === 2) &&
        isDigits(children, children.length) &&
        Number(children) <= 30
      )
    )
      return false;
    return !active || active === 'true' || active === 'false';
  };
}

function byAjv(): (row: object) => boolean {
  const ajv = new Ajv2020({ allErrors: false });
  (addFormats as unknown as (ajv: Ajv2020, options: object) => void)(ajv, { keywords: true });
  const sets: Record<string, ReadonlySet<string>> = {
    PROVINCE: new Set(provinces),
    COMMUNE: new Set(communes),
    ORGANISATION: new Set(organisations),
  };
  ajv.addKeyword({
    keyword: 'inList',
    type: 'string',
    compile: (list: string) => {
      const set = sets[list] as ReadonlySet<string>;
      return (value: string) => set.has(value);
    },
  });
  const text = { type: 'string' };
  const day = { ...text, format: 'date', formatMinimum: FIRST, formatMaximum: TODAY };
  const properties = {
    person_id: { ...text, pattern: '^[0-9]{12}$' },
    full_name: { ...text, minLength: 2, maxLength: 80 },
    sex: { enum: SEXES },
    born_on: day,
    phone: { ...text, pattern: '^0[0-9]{9}$' },
    province: { ...text, inList: 'PROVINCE' },
    commune: { ...text, inList: 'COMMUNE' },
    birth_commune: { ...text, inList: 'COMMUNE' },
    organisation: { ...text, inList: 'ORGANISATION' },
    joined_on: day,
    children: { ...text, pattern: '^(?:[0-9]|[12][0-9]|30)$' },
    active: { enum: ['true', 'false'] },
  };
  const required = ['person_id', 'full_name', 'sex', 'born_on', 'province', 'commune', 'organisation'];
  return ajv.compile({ type: 'object', properties, required, additionalProperties: false });
}

function byZod(): (row: object) => boolean {
  const within = (codes: readonly string[]) => {
    const set = new Set(codes);
    return z.string().refine((value) => set.has(value));
  };
  const day = z.iso.date().refine((value) => value >= FIRST && value <= TODAY);
  const schema = z.strictObject({
    person_id: z.string().regex(/^[0-9]{12}$/),
    full_name: z.string().refine((value) => {
      const n = lengthOf(value);
      return n >= 2 && n <= 80;
    }),
    sex: z.enum(['1', '2', '9']),
    born_on: day,
    phone: z
      .string()
      .regex(/^0[0-9]{9}$/)
      .optional(),
    province: within(provinces),
    commune: within(communes),
    birth_commune: within(communes).optional(),
    organisation: within(organisations),
    joined_on: day.optional(),
    children: z
      .string()
      .regex(/^(?:[0-9]|[12][0-9]|30)$/)
      .optional(),
    active: z.enum(['true', 'false']).optional(),
  });
  return (row) => schema.safeParse(row).success;
}

function ours(): (row: Cells) => boolean {
  const { plan, entity } = entityOf();
  const validate = compileValidator(entity, buildCodeLookup(plan.codeLists, TODAY), {
    settings: plan.settings,
    today: TODAY,
  });
  return (row) => validate(row).findings.length === 0;
}

/** The processor's time for all rows, in microseconds: what else runs on the machine does not count. */
function measure(judge: Judge, count: number): number {
  const start = process.cpuUsage();
  let good = 0;
  for (let i = 0; i < count; i += 1) if (judge(i)) good += 1;
  if (good === 0) throw new Error('no row was good');
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export function run(options: ValidateOptions = {}): BenchRow[] {
  const { rows: count = 200_000, rounds = 5, log = () => undefined } = options;
  const rows = makeRows(count);
  const objects = rows.map((row) =>
    Object.fromEntries(NAMES.flatMap((name, i) => (row[i] === null ? [] : [[name, row[i]]]))),
  );
  const of = <T>(all: readonly T[], judge: (row: T) => boolean): Judge => {
    return (i) => judge(all[i] as T);
  };
  const judges: Readonly<Record<string, Judge>> = {
    ours: of(rows, ours()),
    hand: of(rows, byHand()),
    ajv: of(objects, byAjv()),
    zod: of(objects, byZod()),
  };
  const names = Object.keys(judges);
  const bad = assertSame(judges, rows);
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) times.get(name)?.push(measure(judges[name] as Judge, count));
  const speed = (name: string) => count / median(times.get(name) ?? []);
  const said = names.map((name) => `${name} ${(speed(name) * 1000).toFixed(0)}`).join(', ');
  log(
    `validate-rows: ${String(count)} rows, ${String(bad)} of them bad by every verdict; thousand rows a second: ${said}`,
  );
  const row = (against: string, name: string, reach: number): BenchRow => {
    const value = Number((speed('ours') / speed(name)).toFixed(2));
    return { name: 'validate-rows', value, unit: 'times as fast', against, reach, ok: value >= reach };
  };
  return [row('a check written by hand', 'hand', 0.6), row('Ajv, codes as sets', 'ajv', 2), row('zod 4', 'zod', 4)];
}

/** @throws Error when one of them judges a row otherwise */
function assertSame(judges: Readonly<Record<string, Judge>>, rows: readonly Cells[]): number {
  let bad = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const verdicts = Object.entries(judges).map(([name, judge]) => [name, judge(i)] as const);
    const isGood = verdicts[0]?.[1] ?? false;
    if (!isGood) bad += 1;
    if (verdicts.some(([, one]) => one !== isGood))
      throw new Error(`not one verdict on ${JSON.stringify(rows[i])}: ${JSON.stringify(verdicts)}`);
  }
  return bad;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const row of run({ log: (line) => process.stderr.write(`${line}\n`) }))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
