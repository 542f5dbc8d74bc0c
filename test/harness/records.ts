/** A small county with one register of members, installed by the real rooms: for tests of rows. */
import { testContext, profileOf, type TestContext } from './context.ts';
import { bodiesRoom, getBody } from '../../src/bodies/index.ts';
import { dictionaryRoom } from '../../src/dictionary/index.ts';
import { governanceRoom } from '../../src/governance/index.ts';
import type { Caller } from '../../src/platform/caller.ts';
import type { Database } from '../../src/platform/db/db.ts';
import { sequenceChanges } from '../../src/platform/changes/index.ts';
import { recordsRoom } from '../../src/records/index.ts';
import type { RawRow, RowBatches } from '../../src/records/intake/index.ts';

const bodies = `
- { code: C, names: { en: Centre }, kind: committee, level: central }
- { code: DM, names: { en: Commission }, kind: committee, level: central, parent: C }
- { code: A, names: { en: Ashford }, kind: commune, level: commune, parent: C }
- { code: A1, names: { en: Ashford first branch }, kind: branch, level: branch, parent: A }
- { code: A2, names: { en: Ashford second branch }, kind: branch, level: branch, parent: A }
- { code: B, names: { en: Brook }, kind: commune, level: commune, parent: C }
- { code: B1, names: { en: Brook first branch }, kind: branch, level: branch, parent: B }
`;

const settings = `
edition: '1.0'
dateOrder: dmy
decimalMark: ','
skipColumns: []
nothing: ['-']
yes: [yes]
no: [no]
`;

const codes = `
- code: STATE
  names: { en: State }
  items:
    - { code: A, names: { en: Active } }
    - { code: R, names: { en: Resting } }
- code: PLACE
  names: { en: Place }
  items:
    - { code: '001', names: { en: Hill } }
    - { code: '002', names: { en: Dale } }
    - { code: '003', names: { en: Split }, to: 2025-07-01 }
  successions:
    - { from: '003', to: '001', day: 2025-07-01, kind: part, share: 0.5 }
    - { from: '003', to: '002', day: 2025-07-01, kind: part, share: 0.5 }
`;

const element = (n: number, name: string, rest: string) => `
  - code: T.${String(n)}
    physicalName: ${name}
    names: { en: "${name.replaceAll('_', ' ')}" }
    definition: { en: "The ${name.replaceAll('_', ' ')} of a member, as entered" }
${rest
  .trim()
  .split('\n')
  .map((line) => `    ${line.trim()}`)
  .join('\n')}`;

const elements = `
defaults:
  tier: organisation
  layer: master
  origin: source
  reCollectable: confirm
  sharing: shared
  importance: core
  secrecy: none
  personal: basic
  legalBasis: []
  purpose: []
elements:
${element(1, 'card_no', "dataType: identifier\nmaxLength: 12\npattern: '[0-9]{6}'\nkeyRole: key\ncriticality: key\nnullability: required")}
${element(2, 'full_name', 'dataType: string\nmaxLength: 60\nnullability: required\nnormalise: [nfc, trim, collapse]')}
${element(3, 'person_id', "dataType: identifier\nmaxLength: 12\npattern: '[0-9]{12}'\nidentifierOf: person")}
${element(4, 'born_on', "dataType: date\nrange: { min: '1900-01-01', max: today }")}
${element(5, 'joined_on', 'dataType: date')}
${element(6, 'state', 'dataType: code\ncodeList: STATE')}
${element(7, 'place', 'dataType: code\ncodeList: PLACE')}
${element(8, 'fee', 'dataType: decimal\nprecision: 10\nscale: 2')}
${element(9, 'branch', 'dataType: string\nmaxLength: 60')}
`;

const entity = (name: string, how: string, validTime: boolean) => `
name: ${name}
code: ${name.toUpperCase()}
names: { en: ${name} }
definition: { en: A person who belongs }
key: [card_no]
body: ${how}
validTime: ${String(validTime)}
fields:
  - { element: T.1 }
  - { element: T.2 }
  - { element: T.3 }
  - { element: T.4 }
  - { element: T.5 }
  - { element: T.6 }
  - { element: T.7 }
  - { element: T.8 }
  - { element: T.9 }
checks:
  - name: joined_after_birth
    expression: 'joined_on >= born_on'
    severity: error
    dimension: consistent
    message: { en: Nobody joins before birth. }
`;

const register = (name: string, of: string) => `
- name: ${name}
  entity: ${of}
  names: { en: ${name} }
  definition: { en: Who belongs }
  owner: C
  manager: DM
  stewards: [C]
  updatedBy: { level: commune }
  labels: { sharing: shared, importance: core, personal: basic }
`;

/** Fields in the order of `FIELDS`: a file of a test has these columns. */
export const FIELDS = ['card_no', 'full_name', 'person_id', 'born_on', 'joined_on', 'state', 'place', 'fee', 'branch'];
export const columns = FIELDS.map((field, column) => ({ column, header: field, field }));

export const files: Readonly<Record<string, string>> = {
  'bodies/all.yaml': bodies,
  'dictionary/settings.yaml': settings,
  'dictionary/codes/all.yaml': codes,
  'dictionary/elements/all.yaml': elements,
  'dictionary/entities/member.yaml': entity('member', '{ how: uploader }', false),
  'dictionary/entities/seat.yaml': entity('seat', '{ field: branch, how: code }', false),
  'dictionary/entities/term.yaml': entity('term', '{ how: uploader }', true),
  'registers/members.yaml': register('members', 'member'),
  'registers/seats.yaml': register('seats', 'seat'),
  'registers/terms.yaml': register('terms', 'term'),
};

export interface County {
  readonly context: TestContext;
  /** Ids of bodies by code. */
  readonly id: (code: string) => number;
  /** Somebody who holds a post in a body. */
  readonly caller: (body: string, ...roles: string[]) => Caller;
  /** Numbers everything that is committed. */
  readonly sequence: () => Promise<number>;
}

/** Call it in `beforeAll`, with a database of its own. */
export async function openCounty(db: Database, options: { demo?: { idPrefix: string } } = {}): Promise<County> {
  const context = await testContext(db, { profile: profileOf(files, options.demo) });
  for (const room of [bodiesRoom, dictionaryRoom, governanceRoom, recordsRoom]) await room.install?.(context);
  const ids = new Map<string, number>();
  for (const code of ['C', 'DM', 'A', 'A1', 'A2', 'B', 'B1']) ids.set(code, (await getBody(context.db, code)).id);
  const id = (code: string) => ids.get(code) as number;
  return {
    context,
    id,
    caller: (body, ...roles) => ({
      account: `00000000-0000-7000-8000-0000000000${String(id(body)).padStart(2, '0')}`,
      name: body,
      kind: 'person',
      body: id(body),
      roles,
      language: 'en',
    }),
    sequence: () => sequenceChanges(context.db, context.clock.now()),
  };
}

/** Rows of a file whose table begins in row 2. */
export const rowsOf = (lines: readonly (readonly string[])[], batch = 1000): RowBatches => batches(lines, batch);

async function* batches(lines: readonly (readonly string[])[], size: number): AsyncGenerator<RawRow[]> {
  for (let at = 0; at < lines.length; at += size) {
    await Promise.resolve();
    yield lines.slice(at, at + size).map((cells, i) => ({ number: at + i + 2, cells }));
  }
}

/** A good line: card number n, name and so on. */
export const line = (n: number, changes: Partial<Record<string, string>> = {}): string[] =>
  FIELDS.map((field) => changes[field] ?? defaults(n)[field] ?? '');

const defaults = (n: number): Record<string, string> => ({
  card_no: String(n).padStart(6, '0'),
  full_name: `Member ${String.fromCharCode(65 + (n % 26))}`,
  person_id: `099${String(n).padStart(9, '0')}`,
  born_on: '17/03/1980',
  joined_on: '2001-05-19',
  state: n % 2 === 0 ? 'A' : 'R',
  place: '001',
  fee: '12,50',
});
