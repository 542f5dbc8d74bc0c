/** Rows of twelve columns with code lists of 3,321, always the same, and their entity as its authors would write it. */
import { compileDictionary } from '../src/dictionary/compile.ts';
import type { EntityPlan, Plan } from '../src/dictionary/plan.ts';

export type Cells = readonly (string | null)[];

export const TODAY = '2026-11-22';
export const FIRST = '1900-01-01';
const COMMUNES = 3321;
const [PROVINCES, ORGANISATIONS] = [34, 3321];
const codesOf = (count: number, width: number) =>
  Array.from({ length: count }, (_, i) => String(i * 7 + 1).padStart(width, '0'));
export const [provinces, communes, organisations] = [
  codesOf(PROVINCES, 3),
  codesOf(COMMUNES, 5),
  codesOf(ORGANISATIONS, 6),
];
export const SEXES = ['1', '2', '9'];

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
export const NAMES = COLUMNS.map(([name]) => name);

/** The entity as its authors would write it. */
export function entityOf(): { plan: Plan; entity: EntityPlan } {
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
export function makeRows(count: number): Cells[] {
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
