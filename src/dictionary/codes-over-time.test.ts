import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { listChanges, sequenceChanges } from '../platform/changes/index.ts';
import { call, callRaw } from '../platform/http/call.ts';
import { fuzzEndpoint } from '../platform/http/fuzz.ts';
import * as contract from './contract.ts';
import { install } from './install.ts';
import { problems } from './problems.ts';
import { routes } from './routes.ts';
import { countyContext, unitFiles } from './testing/context.ts';

let context: TestContext;
let server: TestServer;

const conversion = `
notes:
  - { means: part, words: [part] }
  - { means: renamed, words: [renamed] }
  - { means: kept, words: [kept] }
  - { means: whole, words: [whole] }
columns: { from: [Old], to: [New], note: [Remark] }
`;
const DAY = '2025-07-01';
const BEFORE = '2025-06-30';

beforeAll(async () => {
  context = await countyContext(await testDatabase(), { ...unitFiles, 'dictionary/conversion.yaml': conversion });
  await install(context);
  server = await testServer({ kinds: Object.values(problems).map((problem) => problem.kind) });
  routes(server.server, context);
});

const recode = (list: string, code: string, query: { from?: string; to?: string }) =>
  call(server.send, contract.recodeCode, { params: { list, code }, query });
const send = (text: string, query: Record<string, unknown> = {}) =>
  call(server.send, contract.importSuccessions, {
    params: { list: 'WARD' },
    query: { day: DAY, ...query },
    upload: { content: text, type: 'text/csv' },
  });

describe('a code of one day', () => {
  it('is said as it is called on another, with shares, names and the way', async () => {
    expect(await recode('PARISH', '003', { from: BEFORE, to: DAY })).toMatchObject({
      outcome: 'several',
      targets: [
        { code: '001', names: { en: 'Parish of Ashford' }, kind: 'part', share: 0.6 },
        { code: '004', kind: 'part', share: 0.4 },
      ],
      chain: [
        { from: '003', to: '001', day: DAY, share: 0.6 },
        { from: '003', to: '004', day: DAY, share: 0.4 },
      ],
    });
    expect(await recode('PARISH', '003', { from: DAY })).toMatchObject({
      outcome: 'one',
      to: '2026-11-23',
      targets: [{ code: '003', names: { en: 'Town of High Dyke' } }],
      chain: [],
    });
  });

  it('is asked for its day when it stood for several units', async () => {
    expect(await recode('PARISH', '003', {})).toMatchObject({ outcome: 'none', reason: 'day-needed' });
    expect(await recode('PARISH', '999', {})).toMatchObject({ outcome: 'none', reason: 'unknown' });
    await expect(recode('NONE', '1', {})).rejects.toThrow('no code list');
  });
});

describe('a series', () => {
  it('is carried to the codes of another day without losing a unit', async () => {
    const answer = await call(server.send, contract.recutSeries, {
      params: { list: 'PARISH' },
      body: {
        series: [
          { code: '002', value: '10.5' },
          { code: '003', value: '7.1' },
          { code: 'x', value: '3.0' },
        ],
        from: BEFORE,
        to: DAY,
      },
    });
    expect(answer).toMatchObject({
      rows: [
        { code: '001', value: '14.8', exact: '10.5', estimated: '4.3', because: ['share'] },
        { code: '004', value: '2.8', exact: '0.0', estimated: '2.8' },
      ],
      apart: [{ row: 3, code: 'x', value: '3.0', reason: 'unknown' }],
      total: '20.6',
      carried: '17.6',
    });
  });
});

describe('a series as a workbook', () => {
  const series = [
    { code: '002', value: '10.5' },
    { code: '003', value: '12345678901234567.5' },
    { code: 'x', value: '3' },
  ];
  const sheets = async (language: string) => {
    const answer = await callRaw(server.send, contract.recutWorkbook, {
      params: { list: 'PARISH' },
      query: { language },
      body: { series, from: BEFORE, to: DAY },
    });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await answer.arrayBuffer());
    return book.worksheets.map((sheet) => ({ sheet, rightToLeft: sheet.views[0]?.rightToLeft }));
  };

  it('has codes as text, figures as numbers unless that would lose a digit, and reasons in words', async () => {
    const [result, apart] = (await sheets('en')).map(({ sheet }) => sheet);
    const cell = (row: number, column: number) => result?.getRow(row).getCell(column).value;
    expect([cell(1, 1), cell(2, 1), typeof cell(2, 3), typeof cell(4, 3)]).toEqual(['Code', '001', 'string', 'string']);
    expect(cell(2, 4)).toBe(10.5);
    expect(cell(2, 6)).toBe('by the stated share');
    expect(apart?.name).toBe('Not carried over');
    expect(apart?.getRow(2).values).toEqual([undefined, 3, 'x', 3, 'The list never had this code.']);
  });

  it('is read from the right where the language is', async () => {
    expect((await sheets('ar')).map((one) => one.rightToLeft)).toEqual([true, true]);
  });
});

describe('a conversion table', () => {
  const table = [
    'Old,New,Remark',
    '1009,1001,whole',
    '1008,1001,part 75%',
    '1008,1003,part 25%',
    '1001,1002,perhaps',
    '2222,1001,whole',
    '1001,3333,whole',
    '12,1001,whole',
  ].join('\n');

  it('is rehearsed without storing anything', async () => {
    expect(await send(table, { dryRun: true })).toMatchObject({ added: 1, changed: 1, ended: 1, changeSet: null });
    expect((await recode('WARD', '1008', { from: BEFORE, to: DAY })).targets.map((one) => one.code)).toEqual([
      '1001',
      '1002',
    ]);
  });

  it('is stored under a change set and in the audit trail; its units are what it says of them', async () => {
    const answer = await send(table);
    expect(answer).toMatchObject({
      read: 7,
      counts: { whole: 3, part: 2, renamed: 0, kept: 0 },
      added: 1,
      changed: 1,
      ended: 1,
      unchanged: 1,
    });
    expect(answer.findings.map((one) => one.message)).toEqual([
      'Line 5: the note “perhaps” is not understood.',
      'Line 6: the list had no code 2222 before that day.',
      'Line 7: the list has no code 3333 on that day.',
      'Line 8: code 12 does not have the form of this list.',
    ]);
    expect((await recode('WARD', '1008', { from: BEFORE, to: DAY })).targets).toMatchObject([
      { code: '1001', share: 0.75 },
      { code: '1003', share: 0.25 },
    ]);
    expect(context.audited.at(-1)).toMatchObject({
      action: 'dictionary.import-successions',
      subject: 'WARD',
      counts: { added: 1, changed: 1, ended: 1 },
    });
    await sequenceChanges(context.db, context.clock.now());
    const changes = await listChanges(context.db, { limit: 100 });
    expect(changes.map((one) => one.id)).toContain(answer.changeSet);
  });

  it('changes nothing the second time', async () => {
    const before = context.audited.length;
    expect(await send(table)).toMatchObject({ added: 0, changed: 0, ended: 0, unchanged: 3, changeSet: null });
    expect(context.audited.length).toBe(before);
  });

  it('is refused as a whole without rows, columns, a day, or a list that takes imports', async () => {
    await expect(send('')).rejects.toThrow('no row was found');
    await expect(send('a,b\n1,2')).rejects.toThrow('columns: a, b');
    await expect(send(table, { columns: 'note=Nothing' })).rejects.toThrow('“Nothing”');
    await expect(send(table, { day: undefined })).rejects.toThrow('on which day');
    const release = call(server.send, contract.importSuccessions, {
      params: { list: 'PARISH' },
      query: { day: DAY },
      upload: { content: table, type: 'text/csv' },
    });
    await expect(release).rejects.toThrow('takes no imports');
  });
});

describe('codes over time', () => {
  it.each([contract.recodeCode, contract.recutSeries, contract.recutWorkbook, contract.importSuccessions])(
    '$name keeps its contract, whatever is asked',
    async (endpoint) => {
      const known = { list: ['PARISH', 'WARD'], code: ['003', '1008'] };
      await fuzzEndpoint(server.server, endpoint, { runs: 100, seed: 20261123, known });
    },
  );
});
