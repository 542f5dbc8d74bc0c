/** Whole files as offices in Vietnam send them, from bytes to rows. */
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import type { Database } from '../../../src/platform/db/db.ts';
import { readProfile } from '../../../src/platform/profile.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import {
  answerEncoding,
  keepUpload,
  openBytes,
  openUpload,
  readEncodings,
  refuseMarked,
  type ByteSource,
  type OpenedUpload,
  type OpenOptions,
} from '../../../src/records/intake/index.ts';

const encodings = readEncodings(readProfile(join(import.meta.dirname, '../..'), 'vn-party'));
const WANTED = ['so the', 'ho va ten', 'ngay sinh', 'que quan'];
const options: OpenOptions = {
  encodings,
  score: (headers) =>
    WANTED.filter((name) => headers.some((header) => fold(header).includes(name))).length / WANTED.length,
};

const source = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  async *chunks() {
    yield bytes;
  },
});

async function rowsOf(opened: OpenedUpload): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const batch of opened.rows) rows.push(...batch.map((row) => [...row.cells]));
  await opened[Symbol.asyncDispose]();
  return rows;
}

const HEADER = ['Số thẻ', 'Họ và tên', 'Ngày sinh', 'Quê quán'];
const PEOPLE = [
  'Nguyễn Văn Hùng',
  'Trần Thị Thắm',
  'Lê Đức Thọ',
  'Phạm Ngọc Ánh',
  'Vũ Thị Mây Hạ',
  'Đặng Quốc Khánh',
  'Bùi Thị Xuân',
].map((name, i) => [`99.00000${String(i)}`, name, '1990-01-02', 'Xã Đồng Lau, tỉnh Vân Mộc']);

/** Unicode to the letters of an old table as Windows-1252 shows them. */
function old(table: string, text: string): string {
  const back = new Map(
    [...encodings.tables.find((one) => one.name === table)!.sequences].map(([from, to]) => [to, from]),
  );
  return [...text].map((letter) => back.get(letter) ?? back.get(letter.toLowerCase()) ?? letter).join('');
}

const csvOf = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\r\n');

describe('a CSV file', () => {
  it.each(['utf8', 'utf16le', 'utf-16be'])('in %s is read without a question', async (charset) => {
    const opened = await openBytes(source(iconv.encode(csvOf([HEADER, ...PEOPLE]), charset)), options);
    expect(opened.question).toBeUndefined();
    expect(opened.encoding.certainty).toBe('certain');
    expect(opened.table.columns.map((column) => column.header)).toEqual(HEADER);
    expect(await rowsOf(opened)).toEqual(PEOPLE);
  });

  it.each(['tcvn3', 'vni'])('in %s is asked about once, with five samples', async (table) => {
    const rows = [HEADER, ...PEOPLE].map((row) => row.map((cell) => old(table, cell)));
    const bytes = iconv.encode(csvOf(rows), 'windows1252');
    const opened = await openBytes(source(bytes), options);
    expect(opened.encoding).toEqual({ name: table, certainty: 'asked' });
    expect(opened.question).toMatchObject({ suggested: table });
    expect(opened.question?.samples).toHaveLength(5);
    const read = await rowsOf(opened);
    expect(read.map((row) => row[1])).toEqual(
      table === 'tcvn3' ? PEOPLE.map((row) => row[1]!.replace('Á', 'á')) : PEOPLE.map((row) => row[1]),
    );
    const told = await openBytes(source(bytes), { ...options, encoding: table });
    expect(told.question).toBeUndefined();
    expect(told.encoding.certainty).toBe('given');
    expect(await rowsOf(told)).toEqual(read);
    const kept = await openBytes(source(bytes), { ...options, encoding: 'as-is' });
    expect((await rowsOf(kept))[0]![1]).toBe(rows[1]![1]);
  });

  it('that Windows wrote without Unicode is read by its code page', async () => {
    // Windows-1258 writes tone marks behind their letter.
    const marked = csvOf([HEADER, ...PEOPLE]).replace(
      /[ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựạảãẻẽẹỉĩịỏõọủũụỳỷỹỵìòýáàéèóúùíâêôăơưđ]/giu,
      (letter) => {
        const [base = '', ...marks] = letter.normalize('NFD');
        const tone = marks.filter((mark) => '\u0300\u0301\u0303\u0309\u0323'.includes(mark)).join('');
        return (base + marks.filter((mark) => !tone.includes(mark)).join('')).normalize('NFC') + tone;
      },
    );
    const opened = await openBytes(source(iconv.encode(marked, 'windows1258')), options);
    expect(opened.encoding.name).toBe('windows-1258');
    expect(await rowsOf(opened)).toEqual(PEOPLE);
  });

  it('finds old text that begins after a thousand plain rows', async () => {
    const plain = Array.from({ length: 1200 }, (_, i) => [String(i), 'Ho Van An', '1990-01-02', 'Xa A']);
    const rows = [
      ['So the', 'Ho va ten', 'Ngay sinh', 'Que quan'],
      ...plain,
      ...PEOPLE.map((row) => row.map((cell) => old('tcvn3', cell))),
    ];
    const opened = await openBytes(source(iconv.encode(csvOf(rows), 'windows1252')), options);
    expect(opened.encoding.name).toBe('tcvn3');
    expect((await rowsOf(opened)).at(-1)![1]).toBe('Bùi Thị Xuân');
  });
});

describe('a workbook', () => {
  async function workbook(prepare: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
    const book = new ExcelJS.Workbook();
    prepare(book);
    return Buffer.from(await book.xlsx.writeBuffer());
  }

  it.each(['tcvn3', 'vni'])('whose cells hold %s is asked about and converted', async (table) => {
    const bytes = await workbook((book) => {
      book.addWorksheet('DS').addRows([HEADER, ...PEOPLE].map((row) => row.map((cell) => old(table, cell))));
    });
    const opened = await openBytes(source(bytes), options);
    expect(opened.encoding).toEqual({ name: table, certainty: 'asked' });
    expect(opened.table.confidence).toBe(1);
    expect((await rowsOf(opened)).map((row) => row[1]?.toLowerCase())).toEqual(
      PEOPLE.map((row) => row[1]?.toLowerCase()),
    );
  });

  it('is read from the sheet whose headers fit, or from the one that is asked for', async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet('Hướng dẫn').addRows([['Cách điền'], ['1', 'Điền đủ các cột', 'không gộp ô']]);
      book.addWorksheet('Danh sách').addRows([HEADER, ...PEOPLE]);
    });
    const opened = await openBytes(source(bytes), options);
    expect(opened.table.sheet).toBe('Danh sách');
    expect(opened.sheets).toEqual(['Hướng dẫn', 'Danh sách']);
    expect(await rowsOf(opened)).toEqual(PEOPLE);
    await expect(openBytes(source(bytes), { ...options, sheet: 'Không có' })).rejects.toMatchObject({
      kind: { slug: 'sheet-not-found' },
    });
  });

  it('without a table is refused', async () => {
    const empty = await workbook((book) => void book.addWorksheet('A'));
    await expect(openBytes(source(empty), options)).rejects.toMatchObject({ kind: { slug: 'empty-file' } });
    const prose = await workbook((book) => void book.addWorksheet('A').addRows([['Kính gửi'], ['Báo cáo tình hình']]));
    await expect(openBytes(source(prose), options)).rejects.toMatchObject({ kind: { slug: 'not-a-table' } });
  });
});

describe('a mark of secrecy', () => {
  const inspect = refuseMarked(encodings);
  const refused = { kind: { slug: 'marked-secret' } };

  it.each(['MẬT', 'Tối mật', ' TUYỆT  MẬT ', 'Độ mật: Mật', old('tcvn3', 'TuyÖt mËt')])(
    'above the list refuses the file: %s',
    async (mark) => {
      await expect(inspect(source(Buffer.from(csvOf([[mark], HEADER, ...PEOPLE]))), 'csv')).rejects.toMatchObject(
        refused,
      );
      const book = new ExcelJS.Workbook();
      book.addWorksheet('A').addRows([HEADER, ...PEOPLE]);
      book.addWorksheet('B').addRows([['', mark], HEADER]);
      const bytes = Buffer.from(await book.xlsx.writeBuffer());
      await expect(inspect(source(bytes), 'xlsx')).rejects.toMatchObject({
        ...refused,
        extras: { sheet: 'B', row: 1 },
      });
    },
  );

  it('is not seen in another column of the list, nor in other words', async () => {
    const rows = [['Mặt trận Tổ quốc'], ['Bí mật'], ['Số', 'Tên', 'Ngày', 'Độ mật'], ['1', 'Mật', 'b', 'Thường']];
    await expect(inspect(source(Buffer.from(csvOf(rows))), 'csv')).resolves.toBeUndefined();
  });

  it('is seen under a column that says how secret it is, in any row', async () => {
    const rows = [['Số', 'Tên', 'Ngày', 'Độ mật'], ...Array.from({ length: 50 }, (_, i) => [String(i), 'a', 'b', ''])];
    rows.push(['51', 'a', 'b', 'Mật']);
    await expect(inspect(source(Buffer.from(csvOf(rows))), 'csv')).rejects.toMatchObject({
      ...refused,
      extras: { row: 52 },
    });
    const book = new ExcelJS.Workbook();
    book.addWorksheet('A').addRows(rows);
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    await expect(inspect(source(bytes), 'xlsx')).rejects.toMatchObject({ ...refused, extras: { row: 52 } });
  });
});

describe('a kept upload', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase();
  });

  it('is asked about its encoding once', async () => {
    const bytes = iconv.encode(
      csvOf([HEADER, ...PEOPLE].map((row) => row.map((cell) => old('tcvn3', cell)))),
      'windows1252',
    );
    const kept = await keepUpload(db, source(bytes).chunks(), {
      name: 'a.csv',
      scope: 's',
      account: 'a',
      limit: 1e6,
      now: new Date(),
    });
    const first = await openUpload(db, kept.id, options);
    expect(first.question?.suggested).toBe('tcvn3');
    await first[Symbol.asyncDispose]();
    await answerEncoding(db, kept.id, 'tcvn3');
    const second = await openUpload(db, kept.id, options);
    expect(second.question).toBeUndefined();
    expect(second.encoding).toEqual({ name: 'tcvn3', certainty: 'given' });
    expect((await rowsOf(second))[0]).toEqual(PEOPLE[0]);
    await answerEncoding(db, kept.id, 'klingon');
    await expect(openUpload(db, kept.id, options)).rejects.toMatchObject({ kind: { slug: 'unknown-encoding' } });
  });
});
