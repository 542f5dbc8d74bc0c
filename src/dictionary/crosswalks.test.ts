import { beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { call, callRaw } from '../platform/http/call.ts';
import { fuzzEndpoint } from '../platform/http/fuzz.ts';
import * as contract from './contract.ts';
import { install } from './install.ts';
import { problems } from './problems.ts';
import { routes } from './routes.ts';
import { countyContext, unitFiles } from './testing/context.ts';

const DAY = '2025-07-01';
const BEFORE = '2025-06-30';
const words = (en: string) => `{ en: ${en}, fr: ${en} }`;
const files = {
  ...unitFiles,
  // M is male in one system and female in the other.
  'dictionary/codes/sex-a.yaml': `
code: SEX_A
names: ${words('A')}
items:
  - { code: M, names: ${words('Male')} }
  - { code: F, names: ${words('Female')} }
  - { code: U, names: ${words('Unknown')} }
crosswalks:
  - to: SEX
    links: [{ from: M, to: '1', kind: same }, { from: F, to: '2', kind: same }]
`,
  'dictionary/codes/sex-b.yaml': `
code: SEX_B
names: ${words('B')}
items:
  - { code: H, names: ${words('Male')} }
  - { code: M, names: ${words('Female')} }
crosswalks:
  - to: SEX
    links: [{ from: H, to: '1', kind: same }, { from: M, to: '2', kind: same }]
`,
  'dictionary/codes/region.yaml': `
code: REGION
names: ${words('Region')}
items:
  - { code: EAST, names: ${words('East')} }
  - { code: WEST, names: ${words('West')} }
crosswalks:
  - to: PARISH
    toOn: 2025-07-01
    links:
      - { from: EAST, to: '001', kind: narrower }
      - { from: EAST, to: '003', kind: part, share: 0.25 }
      - { from: WEST, to: '004', kind: split, share: 0.7 }
      - { from: WEST, to: '005', kind: split, share: 0.3 }
`,
};

let context: TestContext;
let server: TestServer;
beforeAll(async () => {
  context = await countyContext(await testDatabase(), files);
  await install(context);
  server = await testServer({ kinds: Object.values(problems).map((problem) => problem.kind) });
  routes(server.server, context);
});

const open = (list: string, to: string, query: Record<string, unknown> = {}) =>
  call(server.send, contract.getCrosswalk, { params: { list, to }, query });
const recode = (list: string, code: string, query: Record<string, unknown>) =>
  call(server.send, contract.recodeCode, { params: { list, code }, query });
const pairs = (items: readonly contract.CrosswalkRow[]) =>
  items.map(({ from, kind, to }) => `${from ?? '–'} ${kind ?? '–'} ${to ?? '–'}`);

describe('a crosswalk', () => {
  it('is read with names, coverage and what has no counterpart', async () => {
    const answer = await open('SEX_A', 'SEX');
    expect(pairs(answer.items)).toEqual(['F same 2', 'M same 1', 'U – –']);
    expect(answer.coverage).toMatchObject({ from: 3, fromLinked: 2, to: 2, toLinked: 2, kinds: { same: 2 } });
    expect(answer.items[1]).toMatchObject({ fromNames: { en: 'Male' }, toNames: { en: 'Male' } });
    expect(pairs((await open('SEX_A', 'SEX', { show: 'unmapped' })).items)).toEqual(['U – –']);
    expect(pairs((await open('SEX_A', 'SEX', { q: 'féMALE' })).items)).toEqual(['F same 2']);
  });

  it('is turned round, and composed by way of the list between: one code, two meanings', async () => {
    const answer = await open('SEX_A', 'SEX_B');
    expect(pairs(answer.items)).toEqual(['F same M', 'M same H', 'U – –']);
    expect(answer.way.map(({ list, to, inverse }) => [list, to, inverse])).toEqual([
      ['SEX_A', 'SEX', false],
      ['SEX', 'SEX_B', true],
    ]);
    expect(answer.ways).toEqual([['SEX']]);
    expect(pairs((await open('PARISH', 'REGION', { show: 'merge' })).items)).toEqual([
      '004 merge WEST',
      '005 merge WEST',
    ]);
  });

  it('comes in keyset pages that hold every row once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await open('REGION', 'PARISH', { limit: 2, ...(cursor && { cursor }) });
      seen.push(...pairs(page.items));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(pairs((await open('REGION', 'PARISH')).items));
    expect(new Set(seen).size).toBe(seen.length);
    const heads = await call(server.send, contract.listCrosswalks, { query: { limit: 1 } });
    const next = await call(server.send, contract.listCrosswalks, { query: { limit: 1, cursor: heads.next ?? '' } });
    expect([heads.items[0]?.list, next.items[0]?.list]).toEqual(['REGION', 'SEX_A']);
  });

  it('of two days of one list follows from its successions', async () => {
    const answer = await open('PARISH', 'PARISH', { on: BEFORE, toOn: DAY });
    const linked = answer.items.filter((row) => row.kind !== null);
    expect(pairs(linked)).toContain('003 part 001');
    expect(pairs(linked)).toContain('002 merge 001');
    expect(linked.find((row) => row.from === '003')?.share).toBe(0.6);
    // The day of a crosswalk and the asked day are bridged by the same successions.
    const then = await open('REGION', 'PARISH', { toOn: BEFORE, show: 'split' });
    expect(pairs(then.items)).toContain('WEST split 005');
    expect(then.way.at(-1)).toMatchObject({ by: 'successions', on: DAY, toOn: BEFORE });
  });

  it('that does not exist is refused, and so is a list without two days', async () => {
    await expect(open('SEX', 'SHIRE')).rejects.toThrow('No crosswalk leads');
    await expect(open('SEX', 'SEX')).rejects.toThrow('two different days');
    await expect(open('SEX', 'NONE')).rejects.toThrow('no code list');
  });
});

describe('a code of another list', () => {
  it('is found by the crosswalk, with its kind and share, or with the reason why not', async () => {
    expect(await recode('SEX_A', 'M', { toList: 'SEX_B' })).toMatchObject({
      toList: 'SEX_B',
      outcome: 'one',
      targets: [{ code: 'H', names: { en: 'Male' }, kind: 'whole', link: 'same' }],
    });
    expect(await recode('SEX_A', 'U', { toList: 'SEX_B' })).toMatchObject({ outcome: 'none', reason: 'unmapped' });
    expect(await recode('SEX_A', 'Q', { toList: 'SEX_B' })).toMatchObject({ outcome: 'none', reason: 'unknown' });
    expect((await recode('REGION', 'WEST', { toList: 'PARISH' })).targets).toMatchObject([
      { code: '004', share: 0.7, link: 'split' },
      { code: '005', share: 0.3 },
    ]);
  });

  it('is carried to the day of the crosswalk first, and asked for its day where that matters', async () => {
    // Brook, before the change, went to Ashford and Émile.
    expect(await recode('PARISH', '003', { toList: 'REGION', from: BEFORE })).toMatchObject({
      outcome: 'several',
      targets: [
        { code: 'EAST', share: 0.6 },
        { code: 'WEST', share: 0.4 },
      ],
    });
    expect(await recode('PARISH', '003', { toList: 'REGION' })).toMatchObject({ reason: 'day-needed' });
    expect((await recode('PARISH', '003', { toList: 'REGION', from: DAY })).targets).toMatchObject([{ code: 'EAST' }]);
  });

  it('answers a whole column, each different code once', async () => {
    const body = { codes: ['M', 'F', 'M', 'U'], toList: 'SEX_B' };
    const answer = await call(server.send, contract.recodeCodes, { params: { list: 'SEX_A' }, body });
    expect(answer.items.map(({ code, outcome, targets }) => [code, outcome, targets[0]?.code])).toEqual([
      ['M', 'one', 'H'],
      ['F', 'one', 'M'],
      ['U', 'none', undefined],
    ]);
  });

  it('carries a series without losing a unit', async () => {
    const series = [
      { code: 'WEST', value: '10.1' },
      { code: 'EAST', value: '3' },
    ];
    const answer = await call(server.send, contract.recutSeries, {
      params: { list: 'REGION' },
      body: { series, toList: 'PARISH' },
    });
    expect(answer).toMatchObject({ total: '13.1', carried: '13.1', apart: [] });
    expect(answer.rows.map((row) => [row.code, row.value])).toEqual([
      ['001', '2.3'],
      ['003', '0.7'],
      ['004', '7.1'],
      ['005', '3.0'],
    ]);
  });
});

describe('a crosswalk from a file', () => {
  const send = (text: string, query: Record<string, unknown> = {}, to = 'WARD') =>
    call(server.send, contract.importCrosswalk, {
      params: { list: 'SHIRE', to },
      query: { format: 'csv', toOn: DAY, ...query },
      upload: { content: text, type: 'text/csv' },
    });
  const table = 'from,to,kind,share\nN,1001,split,75%\nN,1002,split,0.25\nS,1003,same,\n';

  it('is looked at without storing, stored as a whole, and the same again changes nothing', async () => {
    expect(await send(table, { dryRun: true })).toMatchObject({ added: 3, changeSet: null, findings: [] });
    await expect(open('SHIRE', 'WARD')).rejects.toThrow('No crosswalk leads');
    expect(await send(table)).toMatchObject({ read: 3, added: 3, coverage: { from: 2, fromLinked: 2 } });
    expect(context.audited.at(-1)).toMatchObject({ action: 'dictionary.import-crosswalk', counts: { added: 3 } });
    expect(await send(table)).toMatchObject({ added: 0, changed: 0, ended: 0, unchanged: 3, changeSet: null });
    const less = await send('from,to,kind\nN,1001,broader\nS,1003,same\n');
    expect(less).toMatchObject({ changed: 1, ended: 1, unchanged: 1 });
    expect(less.changes).toContainEqual({
      from: 'N',
      to: '1001',
      kind: 'changed',
      before: { kind: 'split', share: 0.75 },
      after: { kind: 'broader' },
    });
  });

  it('tells every row that is not understood, and infers kinds where none are written', async () => {
    const bad = await send('from,to,kind,share\nN,1001,perhaps,\nN,,same,\nQ,1001,same,\nS,1003,part,200%\n', {
      dryRun: true,
    });
    expect(bad.findings.map(({ line, kind }) => [line, kind])).toEqual([
      [2, 'kind-unknown'],
      [3, 'to-missing'],
      [4, 'unknown-code'],
      [5, 'share-bad'],
    ]);
    expect(bad.findings.map((one) => one.message).join(' ')).not.toMatch(/dictionary:|\{\{/);
    const inferred = await send('from;to\nN;1001\nN;1002\nS;1003\n', { dryRun: true });
    expect(inferred.findings.map((one) => one.kind)).toEqual(['kinds-inferred']);
    const after = (kind: string) => inferred.changes.filter((one) => one.after?.kind === kind).map((one) => one.to);
    expect([after('split'), after('same')]).toEqual([['1001', '1002'], []]);
    // The one that was the same before is the same still.
    expect(inferred.unchanged).toBe(1);
  });

  it('is written and read again, as CSV and as SKOS mapping properties', async () => {
    await send(table);
    const read = async (format: 'csv' | 'turtle') => {
      const params = { list: 'SHIRE', to: 'WARD', format } as const;
      return (await callRaw(server.send, contract.getCrosswalkExport, { params, query: {} })).text();
    };
    const csv = await read('csv');
    expect(csv).toContain('N,North Shire,1001,Ward of Alder,split,0.75');
    expect(await send(csv)).toMatchObject({ added: 0, changed: 0, ended: 0, unchanged: 3, findings: [] });
    const turtle = await read('turtle');
    expect(turtle).toContain('skos:narrowMatch');
    expect(turtle).toContain('skos:exactMatch');
    expect(await send(turtle, { format: 'turtle' })).toMatchObject({ unchanged: 3, changed: 0, findings: [] });
    // A reader of plain SKOS, without the annotations, still gets what is within what; said from the other side, too.
    const plain = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
      <x:1001> skos:broadMatch <x:N> . <x:S> skos:closeMatch <x:1003> .`;
    const plainly = await send(plain, { format: 'turtle', dryRun: true });
    expect(plainly.findings.map((one) => one.kind)).toEqual(['close-match']);
    expect(plainly.changes.map(({ from, to, after }) => [from, to, after?.kind])).toEqual([
      ['N', '1001', 'narrower'],
      ['N', '1002', undefined],
      ['S', '1003', 'part'],
    ]);
  });

  it('is refused where the release has one, where columns are unclear, and between one day', async () => {
    await expect(
      call(server.send, contract.importCrosswalk, {
        params: { list: 'SEX_A', to: 'SEX' },
        query: { format: 'csv' },
        upload: { content: table, type: 'text/csv' },
      }),
    ).rejects.toThrow('part of the release');
    await expect(send('a,b\n1,2\n')).rejects.toThrow('columns: a, b');
    await expect(send('')).rejects.toThrow('no row was found');
    await expect(send(table, { toOn: undefined }, 'SHIRE')).rejects.toThrow('two different days');
  });
});

describe('editions of a list', () => {
  it('are the days on which it changed, with what began, ended and went on', async () => {
    const { items } = await call(server.send, contract.listCodeEditions, { params: { list: 'PARISH' }, query: {} });
    expect(items).toEqual([
      { day: DAY, codes: 5, began: 1, ended: 2, successions: 3 },
      { day: null, codes: 6, began: 6, ended: 0, successions: 0 },
    ]);
  });

  it('say what differs: used again, joined, ended, with what each became and is made of', async () => {
    const answer = await call(server.send, contract.compareCodeEditions, {
      params: { list: 'PARISH' },
      query: { from: BEFORE, to: DAY },
    });
    expect(answer.items.map(({ code, kind }) => [code, kind])).toEqual([
      ['001', 'joined'],
      ['002', 'ended'],
      ['003', 'reused'],
      ['004', 'joined'],
    ]);
    expect(answer.items[0]?.madeOf.map(({ code, share }) => [code, share])).toEqual([
      ['001', 1],
      ['002', 1],
      ['003', 0.6],
    ]);
    expect(answer.items[2]).toMatchObject({ before: { en: 'Parish of Brook' }, after: { en: 'Town of High Dyke' } });
    expect(answer).toMatchObject({ counts: { joined: 2, ended: 1, reused: 1 }, unchanged: 2 });
  });

  it('show former codes where they stood, marked', async () => {
    const codes = async (query: Record<string, unknown>) =>
      (await call(server.send, contract.listCodes, { params: { list: 'PARISH' }, query })).items;
    expect((await codes({})).map(({ code }) => code)).toEqual(['001', '003', '004', '005', '006']);
    const all = await codes({ former: true });
    expect(all.filter((row) => row.former).map(({ code }) => code)).toEqual(['002']);
    expect(all.find((row) => row.code === '003')).toMatchObject({ names: { en: 'Town of High Dyke' }, former: false });
  });
});

it.each([
  contract.listCrosswalks,
  contract.getCrosswalk,
  contract.importCrosswalk,
  contract.recodeCodes,
  contract.listCodeEditions,
  contract.compareCodeEditions,
])('$name keeps its contract, whatever is asked', async (endpoint) => {
  const known = { list: ['PARISH', 'SEX_A'], to: ['SEX', 'REGION'] };
  await fuzzEndpoint(server.server, endpoint, { runs: 60, seed: 20261129, known });
});
