/** The small county with a register outside it that is the trusted source of people: for tests of the rooms above rows. */
import { profileOf, testContext, type TestContext } from './context.ts';
import { testDatabase } from './database.ts';
import { atEndOfFile } from './end-of-file.ts';
import { columns, files, line, rowsOf } from './records.ts';
import { testServer, type TestServer } from './server.ts';
import { bodiesRoom, getBody } from '../../src/bodies/index.ts';
import { dictionaryRoom } from '../../src/dictionary/index.ts';
import { exchangeRoom } from '../../src/exchange/index.ts';
import { authorizer, governanceRoom } from '../../src/governance/index.ts';
import { system, type Caller } from '../../src/platform/caller.ts';
import { sequenceChanges } from '../../src/platform/changes/index.ts';
import type { Room } from '../../src/platform/room.ts';
import { qualityRoom } from '../../src/quality/index.ts';
import {
  findByKey,
  loadRows,
  openRegister,
  recordsRoom,
  type Load,
  type StoredRecord,
} from '../../src/records/index.ts';
import { registersRoom } from '../../src/registers/index.ts';

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
  - code: P.1
    physicalName: citizen_no
    names: { en: Number of the person }
    definition: { en: "The number under which a person stands in the population register" }
    dataType: identifier
    maxLength: 12
    pattern: '[0-9]{12}'
    keyRole: key
    criticality: key
    nullability: required
`;

const person = `
name: person
code: PERSON
names: { en: person }
definition: { en: Somebody who lives somewhere }
key: [citizen_no]
body: { how: uploader }
fields:
  - { element: P.1 }
  - { element: T.2 }
  - { element: T.4 }
  - { element: T.7 }
`;

const people = `
- name: people
  entity: person
  names: { en: People }
  definition: { en: The population register of another authority }
  external: true
  ownerNames: { en: Population authority }
  manager: DM
  stewards: [DM]
  updatedBy: { body: C }
  labels: { sharing: shared, importance: core, personal: basic }
  citation: { en: Act 1 }
  authorityFor: [P.1, T.2, T.4, T.7]
`;

const governance = `
purposes:
  - { code: prefill, names: { en: prefilling }, bases: [act-1] }
bases:
  - { code: act-1, names: { en: Act 1 }, citation: Act 1 }
agreements:
  - code: TT-01
    names: { en: Every commune looks people up }
    register: people
    for: { class: { level: commune } }
    elements: all
    rows: all
    purpose: prefill
    basis: act-1
    mode: lookup
    from: D-100
    to: D+200
    state: active
`;

const comparison = `
register: members
authority: people
key: { here: person_id, there: citizen_no }
identity: [full_name, born_on]
held: [full_name, born_on, place]
sameSpelling: [[ph, f]]
`;

const round = `
- code: Q4
  register: members
  names: { en: Fourth quarter }
  opens: D-10
  bodies:
    - { body: A, expected: 10, due: D+2wd }
    - { body: B, expected: 20, due: D-3wd }
`;

export interface AuthorityCounty {
  readonly context: TestContext;
  readonly http: TestServer;
  readonly rooms: readonly Room[];
  readonly id: (code: string) => number;
  readonly caller: (body: string, ...roles: string[]) => Caller;
  /** Who calls from now on. */
  readonly become: (body: string, ...roles: string[]) => void;
  /** What the population register holds: `citizen_no, full_name, born_on, place`. */
  readonly hold: (rows: readonly (readonly string[])[]) => Promise<Load>;
  /** Loads members as their officer does, without the comparison. */
  readonly load: (body: string, rows: readonly (readonly string[])[]) => Promise<Load>;
  readonly member: (card: string) => Promise<StoredRecord | undefined>;
  readonly sequence: () => Promise<number>;
}

const cells = ['citizen_no', 'full_name', 'born_on', 'place'].map((field, column) => ({
  column,
  header: field,
  field,
}));

/** Somebody of the population register as `line(n)` of the members says: nothing differs. */
export const heldLine = (n: number, changes: { name?: string; born?: string; place?: string } = {}): string[] => {
  const [, name = '', id = '', born = '', , , place = ''] = line(n);
  return [id, changes.name ?? name, changes.born ?? born, changes.place ?? place];
};

/** Call it in `beforeAll`. Rooms up to exchange are installed; all their routes are served under the real decisions. */
export async function openAuthorityCounty(more: Readonly<Record<string, string>> = {}): Promise<AuthorityCounty> {
  const profile = profileOf({
    ...files,
    'dictionary/elements/people.yaml': elements,
    'dictionary/entities/person.yaml': person,
    'registers/people.yaml': people,
    'governance/all.yaml': governance,
    'comparisons/members.yaml': comparison,
    'quality/rounds.yaml': round,
    ...more,
  });
  const context = await testContext(await testDatabase(), { profile });
  const rooms = [bodiesRoom, dictionaryRoom, governanceRoom, recordsRoom, registersRoom, qualityRoom, exchangeRoom];
  for (const room of rooms) await room.install?.(context);
  const tables = rooms.map((room) => room.permissions);
  const http = await testServer({
    authorize: authorizer(context, tables),
    kinds: rooms.flatMap((room) => Object.values(room.problems).map((problem) => problem.kind)),
  });
  atEndOfFile(() => http[Symbol.asyncDispose]());
  for (const room of rooms) room.routes?.(http.server, context);
  const ids = new Map<string, number>();
  for (const code of ['C', 'DM', 'A', 'A1', 'A2', 'B', 'B1']) ids.set(code, (await getBody(context.db, code)).id);
  return { context, http, rooms, ...acts(context, http, (code) => ids.get(code) as number) };
}

function acts(context: TestContext, http: TestServer, id: AuthorityCounty['id']) {
  const caller: AuthorityCounty['caller'] = (body, ...roles) => ({
    account: `00000000-0000-7000-8000-0000000000${String(id(body)).padStart(2, '0')}`,
    name: body,
    kind: 'person',
    body: id(body),
    roles,
    language: 'en',
  });
  return {
    id,
    caller,
    become: (body: string, ...roles: string[]) => http.become(caller(body, ...roles)),
    hold: (rows: readonly (readonly string[])[]) =>
      loadRows(context, { register: 'people', body: id('C'), caller: system, columns: cells, rows: rowsOf(rows) }),
    load: (body: string, rows: readonly (readonly string[])[]) =>
      loadRows(context, {
        register: 'members',
        body: id(body),
        caller: caller(body, 'officer'),
        columns,
        rows: rowsOf(rows),
      }),
    member: async (card: string) =>
      findByKey(context.db, await openRegister(context.db, 'members'), [card], { scope: 'all' }),
    sequence: () => sequenceChanges(context.db, context.clock.now()),
  };
}
