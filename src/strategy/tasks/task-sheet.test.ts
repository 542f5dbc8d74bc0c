import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ending } from '../../../test/harness/story.ts';
import { tellStrategy, type StrategyStory } from '../../../test/harness/strategy.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { exportTasks, getTask, importTasks, listTasks } from '../contract.ts';
import { asText, fromText } from './task-columns.ts';

let story: StrategyStory;
beforeAll(async () => {
  story = await tellStrategy();
  await story.become('vanphong');
});

const send = () => story.server.send;

async function sheetIn(language: string): Promise<ExcelJS.Workbook> {
  const answer = await callRaw(send(), exportTasks, { query: { language } });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await answer.arrayBuffer());
  return book;
}

async function bytesOf(book: ExcelJS.Workbook): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const bring = (content: Uint8Array<ArrayBuffer> | string, dryRun = false, language = 'vi', reason?: string) =>
  call(send(), importTasks, {
    query: { dryRun, ...(reason !== undefined && { reason }) },
    upload: {
      content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
      type: 'application/octet-stream',
    },
    language,
  });

const rowOf = (book: ExcelJS.Workbook, code: string): ExcelJS.Row => {
  const sheet = book.worksheets[0];
  const at = (sheet?.getColumn(1).values ?? []).indexOf(code);
  return sheet?.getRow(at) as ExcelJS.Row;
};

describe('the list as a workbook', () => {
  it.each(['vi', 'en', 'ar'])('goes out and comes back without a change: %s', async (language) => {
    const answer = await bring(await bytesOf(await sheetIn(language)), false, language);
    expect(answer).toMatchObject({ read: 18, added: 0, changed: 0, unchanged: 18, findings: [], differences: [] });
  });
  it('comes back through a screen in another language, its columns in any order', async () => {
    const from = await sheetIn('en');
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('turned');
    from.worksheets[0]?.eachRow((row) => {
      // Everything but the names, which are of one language.
      sheet.addRow([7, 6, 4, 1, 3].map((column) => row.getCell(column).text).concat(row.getCell(2).text));
    });
    const answer = await bring(await bytesOf(book), true, 'en');
    expect(answer).toMatchObject({ read: 18, unchanged: 18, findings: [] });
  });
  it('bears the mark of a trial, and is written from the right in Arabic', async () => {
    const [sheet] = (await sheetIn('ar')).worksheets;
    expect(sheet?.headerFooter.oddHeader).toContain(story.context.words.translator('ar')('platform:watermark'));
    expect(sheet?.views[0]).toMatchObject({ rightToLeft: true });
  });
});

describe('a text that looks like a formula', () => {
  it('leaves as text and comes back as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '', "'", 'x'), fc.string(), (first, rest) => {
        const text = `${first}${rest}`;
        if (/^'[=+\-@\t\r]/.test(text)) return; // a quote that was typed before a sign is the one thing that is lost
        expect(asText(text)).not.toMatch(/^[=+\-@\t\r]/);
        expect(fromText(asText(text))).toBe(text);
      }),
    );
  });
});

describe('a mended list', () => {
  it('is shown before it is stored: every difference, nothing changed yet', async () => {
    const book = await sheetIn('vi');
    rowOf(book, 'NV-11').getCell(8).value = '40';
    const due = rowOf(book, 'NV-12').getCell(6).text;
    rowOf(book, 'NV-12').getCell(6).value = '2026-12-15';
    book.worksheets[0]?.addRow(['NV-19', '=1+1', 'MT-1', 'TW-VP', '97, 98', '2026-12-31', 'Chưa bắt đầu', '', '']);
    const bytes = await bytesOf(book);
    const rehearsal = await bring(bytes, true);
    expect(rehearsal).toMatchObject({ read: 19, added: 1, changed: 2, unchanged: 16, stored: false, findings: [] });
    expect(rehearsal.differences.find(({ code }) => code === 'NV-12')?.columns).toEqual([
      { column: 'due', before: due, after: '2026-12-15' },
    ]);
    expect((await call(send(), listTasks, { query: {} })).counts.all).toBe(18);
    const silent = await bring(bytes);
    expect(silent).toMatchObject({ stored: false, findings: [{ column: 'due' }] });
    expect(silent.findings[0]?.message).toContain('NV-12');
    expect(await bring(bytes, false, 'vi', 'Gia hạn')).toMatchObject({ added: 1, changed: 2, stored: true });
    const { items, counts } = await call(send(), listTasks, { query: {} });
    expect(counts).toMatchObject({ all: 19, overdue: 2 });
    expect(items.find(({ code }) => code === 'NV-19')).toMatchObject({ names: { vi: '=1+1' } });
    expect(items.find(({ code }) => code === 'NV-19')?.cooperating.map(({ code }) => code)).toEqual(['97', '98']);
    expect(await bring(bytes)).toMatchObject({ added: 0, changed: 0, unchanged: 19 });
  });
  it('stands in the history of each task and once in the audit trail', async () => {
    const { events } = await call(send(), getTask, { params: { task: 'NV-12' } });
    expect(events.map(({ what, after, reason }) => [what, after, reason])).toEqual([['due', '2026-12-15', 'Gia hạn']]);
    const imports = story.context.audited.filter(({ action }) => action === 'strategy.import-tasks');
    expect(imports.map(({ counts }) => counts)).toEqual([{ tasks: 3 }]);
  });
  it('keeps the day on which a task was done', async () => {
    const before = (await call(send(), getTask, { params: { task: 'NV-03' } })).task.done;
    const book = await sheetIn('vi');
    rowOf(book, 'NV-03').getCell(9).value = 'Elsewhere now';
    await bring(await bytesOf(book));
    const { task, evidence } = await call(send(), getTask, { params: { task: 'NV-03' } });
    expect([task.done, evidence]).toEqual([before, 'Elsewhere now']);
  });
  it('gives every finding at once, and then stores nothing', async () => {
    const book = await sheetIn('vi');
    const wrong: [string, number, string][] = [
      ['NV-01', 2, ''],
      ['NV-02', 3, 'MT-9'],
      ['NV-04', 4, 'XX'],
      ['NV-05', 5, '97, YY'],
      ['NV-06', 6, '2026-02-30'],
      ['NV-07', 7, 'Perhaps'],
      ['NV-08', 8, '101'],
      ['NV-01', 9, ''],
    ];
    for (const [code, column, value] of wrong) rowOf(book, code).getCell(column).value = value;
    rowOf(book, 'NV-10').getCell(1).value = 'NV-09';
    rowOf(book, 'NV-13').getCell(8).value = '99';
    const answer = await bring(await bytesOf(book));
    expect(answer).toMatchObject({ stored: false, added: 0, changed: 0, differences: [] });
    expect(answer.findings.map(({ column }) => column).toSorted()).toEqual(
      ['code', 'cooperating', 'due', 'evidence', 'lead', 'name', 'objective', 'progress', 'state'].toSorted(),
    );
    expect((await call(send(), getTask, { params: { task: 'NV-13' } })).task.progress).not.toBe(99);
  });
});

describe('what is no task list', () => {
  it.each([
    ['nothing', '', 422],
    ['words', 'abc', 422],
    ['a package that is none', 'PK\u0003\u0004 broken', 422],
    ['another table', 'a,b\n1,2\n3,4\n', 422],
  ])('is refused as a problem: %s', async (_name, text, status) => {
    const end = await ending(bring(text));
    expect(end.status).toBe(status);
    expect(String(end.problem['type'])).toMatch(/^\/problems\/(strategy|intake)\//);
  });
  it('names the columns that are missing', async () => {
    const book = await sheetIn('vi');
    book.worksheets[0]?.spliceColumns(4, 1);
    const { status, problem } = await ending(bring(await bytesOf(book)));
    expect([status, problem['columns']]).toEqual([422, ['lead']]);
  });
  it('is not asked of anybody but the data office', async () => {
    const bytes = await bytesOf(await sheetIn('vi'));
    await story.become('tinh');
    expect((await ending(bring(bytes))).status).toBe(403);
    await story.become('vanphong');
  });
});
