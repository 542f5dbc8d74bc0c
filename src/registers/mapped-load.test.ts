import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, heldLine, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { call, callRaw, ProblemError } from '../platform/http/call.ts';
import { listFindings } from '../records/contract.ts';
import { annotatedLoad, beginLoad, checkDeclared, commitDeclared, readUpload } from './contract.ts';

const codes = `
- code: OLD_STATE
  names: { en: State in the old program }
  items:
    - { code: '1', names: { en: At work } }
    - { code: '2', names: { en: Resting } }
    - { code: '3', names: { en: Resting or at work } }
    - { code: '4', names: { en: At work abroad } }
    - { code: '5', names: { en: Nobody knows } }
  crosswalks:
    - to: STATE
      links:
        - { from: '1', to: A, kind: merge }
        - { from: '2', to: R, kind: merge }
        - { from: '3', to: A, kind: part, share: 0.5 }
        - { from: '3', to: R, kind: part, share: 0.5 }
        - { from: '4', to: A, kind: broader }
`;

const mapping = (code: string, lines: string) => `
code: ${code}
names: { en: The old program }
body: A
system: OLD
entity: member
fields: [{ name: NR }, { name: LAST }, { name: FIRST }, { name: PID }, { name: BORN }, { name: ST }, { name: OLD PLACE }, { name: MEMO, outside: A note }]
lines:
  - { to: card_no, from: [NR], relation: transformed, transform: { kind: expression, expression: "pad_start(trim(NR), 6, '0')" } }
  - { to: full_name, from: [FIRST, LAST], relation: transformed, transform: { kind: join, separator: ' ' } }
  - { to: person_id, from: [PID], relation: same }
  - { to: born_on, from: [BORN], relation: transformed, transform: { kind: date, notation: yyyymmdd } }
  - { to: state, from: [ST], relation: transformed, transform: { kind: crosswalk, list: OLD_STATE } }
${lines}
`;
const place = `  - { to: place, from: [OLD PLACE], relation: transformed, transform: { kind: crosswalk, list: PLACE, on: '2025-06-30' } }`;

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({
    'dictionary/codes/old.yaml': codes,
    'dictionary/mappings/old.yaml': mapping('OLD-1', place),
    'dictionary/mappings/wrong.yaml': mapping('OLD-2', '  - { to: branch, from: [NONE], relation: same }'),
    'dictionary/mappings/seat.yaml': mapping('OLD-3', place).replace('entity: member', 'entity: seat'),
  });
  await county.hold([heldLine(1), heldLine(2), heldLine(3), heldLine(4, { place: '002' }), heldLine(5)]);
  county.become('A', 'officer');
});

const params = { register: 'members' };
const HEAD = 'NR;LAST;FIRST;PID;BORN;ST;OLD PLACE;MEMO';
const row = (n: number, { st = '1', at = '001', born = '19800317', last = String.fromCharCode(65 + n) } = {}) =>
  [n, last, 'Member', `099${String(n).padStart(9, '0')}`, born, st, at, 'x'].join(';');

const send = (rows: readonly string[], head = HEAD) =>
  call(county.http.send, beginLoad, {
    params,
    query: { body: 'A', fileName: 'export.csv' },
    upload: {
      content: new TextEncoder().encode(['Export of 2026;;;;;;;', head, ...rows].join('\n')),
      type: 'text/csv',
    },
  });
const check = (upload: string, code = 'OLD-1') =>
  call(county.http.send, checkDeclared, { params, body: { upload, body: 'A', mapping: code } });
const findings = async (load: string) =>
  (await call(county.http.send, listFindings, { params: { ...params, load }, query: {} })).items;
const refusal = async (answer: Promise<unknown>) => {
  const problem = await answer.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof ProblemError)) throw new Error('it was not refused');
  return problem.problem;
};

describe('a file in the layout of a local system', () => {
  it('is offered the mappings of the entity, and shows what one makes of its columns', async () => {
    const sent = await send([row(1)]);
    expect(sent).toMatchObject({ mapping: null });
    expect(sent.mappings.map(({ code }) => code)).toEqual(['OLD-1', 'OLD-2']);
    const view = await call(county.http.send, readUpload, {
      params: { ...params, upload: sent.upload },
      query: { body: 'A', mapping: 'OLD-1' },
    });
    expect(view.headerRows).toEqual([2]);
    expect(view.missingKeys).toEqual([]);
    expect(view.mapping).toMatchObject({ code: 'OLD-1', revision: 1, unread: ['MEMO'] });
    expect(view.mapping?.lines.map(({ field, from, transform }) => [field, from.join('+'), transform])).toEqual([
      ['card_no', 'NR', 'expression'],
      ['full_name', 'FIRST+LAST', 'join'],
      ['person_id', 'PID', null],
      ['born_on', 'BORN', 'date'],
      ['state', 'ST', 'crosswalk'],
      ['place', 'OLD PLACE', 'crosswalk'],
    ]);
  });

  it('is loaded through the mapping: old codes in the file, today’s codes in the register', async () => {
    const { upload } = await send([row(1), row(2, { st: '2', at: '002' })]);
    const load = await check(upload);
    expect([load.counts, load.findings]).toMatchObject([{ rows: 2, ready: 2, wrong: 0 }, {}]);
    expect(load.extra).toMatchObject({ mapping: { code: 'OLD-1', revision: 1 }, declared: { authority: 'people' } });
    await call(county.http.send, commitDeclared, { params: { ...params, load: load.load }, body: {} });
    expect((await county.member('000002'))?.values).toMatchObject({
      full_name: 'Member C',
      born_on: '1980-03-17',
      state: 'R',
      place: '002',
    });
  });

  it('guesses nothing: what is broader, divided or without a counterpart is a finding at the source’s cell', async () => {
    const rows = [row(11, { st: '3' }), row(12, { st: '4' }), row(13, { st: '5' }), row(14, { st: '9' })];
    const load = await check((await send(rows)).upload);
    expect(load.findings).toMatchObject({ mapping: 4 });
    const found = (await findings(load.load)).filter((one) => one.field === 'state');
    // Row 3 of the file is its first: a title stands above the header. ST is column F.
    expect(found.map(({ row: at, column, rule, value }) => [at, column, rule, value])).toEqual([
      [3, 5, 'unclear-split', '3'],
      [4, 5, 'unclear-broader', '4'],
      [5, 5, 'unclear-none', '5'],
      [6, 5, 'missed', '9'],
    ]);
    expect(found[0]?.message).toBe('“3” was divided here into A, R. Say which code is meant.');
  });

  it('lets the trusted source settle which part of a divided place is meant', async () => {
    const load = await check((await send([row(4, { at: '003' }), row(5, { at: '003' })])).upload);
    expect(load.counts).toMatchObject({ rows: 2, ready: 2 });
    expect(load.extra['declared']).toMatchObject({ settledBySource: 2 });
    await call(county.http.send, commitDeclared, { params: { ...params, load: load.load }, body: {} });
    const places = await Promise.all(['000004', '000005'].map((card) => county.member(card)));
    expect(places.map((one) => one?.values['place'])).toEqual(['002', '001']);
  });

  it('says a fault of the value with what the file has, and the notes come back in the file’s own cells', async () => {
    const load = await check((await send([row(21, { born: '17500317' }), row(22, { born: '1980' })])).upload);
    const born = (await findings(load.load)).filter((one) => one.field === 'born_on');
    expect(born.map(({ row: at, column, value }) => [at, column, value])).toEqual([
      [3, 4, '17500317'],
      [4, 4, '1980'],
    ]);
    expect(born[0]?.message).toContain('In the file it is written “17500317”.');
    const answer = await callRaw(county.http.send, annotatedLoad, {
      params: { ...params, load: load.load },
      query: {},
    });
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  });
});

describe('what is refused before a row is read', () => {
  it('a file without a column that the mapping reads', async () => {
    const { upload } = await send(['1;x'], 'NR;LAST');
    expect(await refusal(check(upload))).toMatchObject({
      status: 409,
      type: '/problems/registers/mapping-not-of-file',
      columns: ['FIRST', 'PID', 'BORN', 'ST', 'OLD PLACE'],
    });
  });
  it('a mapping that is wrong at a line, one of another entity, and one that is not there', async () => {
    const { upload } = await send([row(1)]);
    const types = await Promise.all(
      ['OLD-2', 'OLD-3', 'NONE'].map(async (code) => (await refusal(check(upload, code))).type),
    );
    expect(types).toEqual([
      '/problems/registers/mapping-unsound',
      '/problems/dictionary/mapping-of-another',
      '/problems/dictionary/mapping-not-found',
    ]);
  });
});
