/** What the load bench loads: a register of persons with twelve fields, and files of invented ones in random order. */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

const field = (n: number, name: string, rest: readonly string[]) =>
  [
    `  - code: B.${String(n)}`,
    `    physicalName: ${name}`,
    `    names: { en: ${name.replaceAll('_', ' ')} }`,
    `    definition: { en: "The ${name.replaceAll('_', ' ')} of a person, as it was entered" }`,
    ...rest.map((line) => `    ${line}`),
  ].join('\n');

const elements = `defaults:
  { tier: organisation, layer: master, origin: source, reCollectable: confirm, sharing: shared, importance: core,
    secrecy: none, personal: basic, legalBasis: [], purpose: [] }
elements:
${[
  field(1, 'person_id', [
    'dataType: identifier',
    'maxLength: 12',
    "pattern: '[0-9]{12}'",
    'keyRole: key',
    'criticality: key',
    'nullability: required',
  ]),
  field(2, 'full_name', [
    'dataType: string',
    'minLength: 2',
    'maxLength: 100',
    'nullability: required',
    'normalise: [nfc, trim, collapse]',
  ]),
  field(3, 'birth_date', ['dataType: date', "range: { min: '1900-01-01', max: today }", 'nullability: required']),
  field(4, 'sex', ['dataType: code', 'codeList: SEX']),
  field(5, 'ethnic_group', ['dataType: code', 'codeList: ETHNIC']),
  field(6, 'commune', ['dataType: code', 'codeList: COMMUNE']),
  field(7, 'address', ['dataType: string', 'maxLength: 200']),
  field(8, 'phone', ['dataType: string', 'maxLength: 15', "pattern: '[0-9]{6,14}'"]),
  field(9, 'joined_on', ['dataType: date']),
  field(10, 'state', ['dataType: code', 'codeList: STATE']),
  field(11, 'households', ['dataType: integer', 'range: { min: 0, max: 99 }']),
  field(12, 'remark', ['dataType: text', 'maxLength: 500']),
].join('\n')}
`;

export const FIELDS = [
  'person_id',
  'full_name',
  'birth_date',
  'sex',
  'ethnic_group',
  'commune',
  'address',
  'phone',
  'joined_on',
  'state',
  'households',
  'remark',
] as const;

const entity = `name: bench_person
code: BP
names: { en: Person }
definition: { en: A person }
key: [person_id]
body: { how: uploader }
fields:
${FIELDS.map((_, i) => `  - { element: B.${String(i + 1)} }`).join('\n')}
`;

const list = (code: string, codes: readonly string[]) =>
  `- code: ${code}\n  names: { en: ${code.toLowerCase()} }\n  items:\n${codes
    .map((one) => `    - { code: '${one}', names: { en: '${code.toLowerCase()} ${one}' } }`)
    .join('\n')}\n`;

const two = (n: number) => String(n).padStart(2, '0');
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const COMMUNES = range(3321).map((i) => String(i + 1).padStart(5, '0'));

const files: Readonly<Record<string, string>> = {
  'profile.yaml': 'name: bench\nnames: { en: Bench }\nlanguages: [en]\ntimeZone: UTC\n',
  'bodies/all.yaml': '- { code: C, names: { en: Centre }, kind: committee, level: central }\n',
  'dictionary/settings.yaml':
    "edition: '1'\ndateOrder: dmy\ndecimalMark: ','\nskipColumns: []\nnothing: ['-']\nyes: ['yes']\nno: ['no']\n",
  'dictionary/codes/all.yaml':
    list('SEX', ['1', '2']) +
    list('STATE', ['A', 'B', 'C']) +
    list(
      'ETHNIC',
      range(54).map((i) => two(i + 1)),
    ) +
    list('COMMUNE', COMMUNES),
  'dictionary/elements/all.yaml': elements,
  'dictionary/entities/bench_person.yaml': entity,
  'registers/all.yaml': `- name: persons
  entity: bench_person
  names: { en: Persons }
  definition: { en: All of them }
  owner: C
  manager: C
  stewards: [C]
  updatedBy: { body: C }
  labels: { sharing: shared, importance: core, personal: basic }
`,
};

/** Writes the profile `bench` into a folder of profiles. */
export function writeProfile(folder: string): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'bench', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
}

/** mulberry32: the same rows in every run. */
function luck(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Numbers 0 … n−1 in an order that jumps all over them: multiplication by a number that shares no factor with n. */
const shuffled = (i: number, n: number) => Number((BigInt(i) * 2654435761n + 12345n) % BigInt(n));

const SURNAMES = ['Nguyen', 'Tran', 'Le', 'Pham', 'Hoang', 'Vu', 'Dang', 'Bui'];
const GIVEN = ['An', 'Binh', 'Chi', 'Dung', 'Hanh', 'Khanh', 'Lan', 'Minh', 'Nga', 'Phuc'];

function person(n: number, random: () => number): string[] {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const day = (from: number) =>
    `${two(1 + Math.floor(random() * 28))}/${two(1 + Math.floor(random() * 12))}/${String(from + Math.floor(random() * 40))}`;
  return [
    `099${String(n).padStart(9, '0')}`,
    `${pick(SURNAMES)} ${pick(GIVEN)} ${pick(GIVEN)}`,
    day(1950),
    random() < 0.5 ? '1' : '2',
    two(1 + Math.floor(random() * 54)),
    pick(COMMUNES),
    `${String(1 + Math.floor(random() * 300))} Ly Thuong Kiet`,
    `09${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
    day(1980),
    pick(['A', 'B', 'C']),
    String(Math.floor(random() * 9)),
    random() < 0.1 ? 'seen twice' : '',
  ];
}

export interface FileWish {
  readonly rows: number;
  /** Numbers of the persons: consecutive from here, given in random order. */
  readonly from: number;
  readonly seed: number;
}

const iso = (day: string) => day.split('/').reverse().join('-');

/**
 * Writes `<name>.csv`, as an office would send it, and `<name>.raw.csv`, ready for COPY: with ids, versions and ISO days.
 * Sorted as the other: in random order of the key.
 */
export async function writeFiles(folder: string, name: string, wish: FileWish): Promise<{ csv: string; raw: string }> {
  const random = luck(wish.seed);
  const csv = createWriteStream(join(folder, `${name}.csv`));
  const raw = createWriteStream(join(folder, `${name}.raw.csv`));
  const put = async (stream: typeof csv, text: string) => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  await put(csv, `${FIELDS.join(',')}\n`);
  const seed = wish.seed.toString(16).padStart(4, '0');
  for (let at = 0; at < wish.rows; at += 5000) {
    let [a, b] = ['', ''];
    for (let i = at; i < Math.min(at + 5000, wish.rows); i++) {
      const row = person(wish.from + shuffled(i, wish.rows), random);
      a += `${row.join(',')}\n`;
      const id = `01930000-0000-8abc-8def-${seed}${i.toString(16).padStart(8, '0')}`;
      b += `${id},4294967297,1,1,${row.map((cell, j) => (j === 2 || j === 8 ? iso(cell) : cell)).join(',')}\n`;
    }
    await put(csv, a);
    await put(raw, b);
  }
  csv.end();
  raw.end();
  await Promise.all([finished(csv), finished(raw)]);
  return { csv: join(folder, `${name}.csv`), raw: join(folder, `${name}.raw.csv`) };
}
