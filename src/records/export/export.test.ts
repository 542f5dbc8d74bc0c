import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { noEncodings, openBytes } from '../intake/index.ts';
import { exportColumns, writeCsv, writeNdjson, writeWorkbook, type ExportColumn, type ExportValue } from './index.ts';

type Row = readonly ExportValue[];

async function* batches(rows: readonly Row[], size = 3): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

async function collect(pieces: AsyncIterable<string | Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece as string));
  return Buffer.concat(parts);
}

const columns: ExportColumn[] = [
  { name: 'id', header: 'Id', type: 'text' },
  { name: 'note', header: 'Note', type: 'text' },
  { name: 'born', header: 'Born', type: 'date' },
  { name: 'points', header: 'Points', type: 'numeric' },
  { name: 'big', header: 'Big', type: 'bigint' },
  { name: 'ok', header: 'Ok', type: 'boolean' },
];
const one: Row = ['099190000417', 'plain', '1990-01-31', '-5.25', '9007199254740991', true];

async function readBack(bytes: Buffer): Promise<string[][]> {
  const source = {
    size: bytes.length,
    async *chunks() {
      yield bytes;
    },
  };
  // Headers that look like data must not move the header row.
  const score = (headers: readonly string[]) => columns.filter((column) => headers.includes(column.header)).length / 6;
  await using opened = await openBytes(source, { encodings: noEncodings, score });
  const rows: string[][] = [];
  for await (const batch of opened.rows) rows.push(...batch.map((row) => [...row.cells]));
  return rows;
}

async function load(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return book;
}

/** Whatever a person may have typed; a row of it is never empty, and never a copy of the headers. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '007',
    '100 %',
    '"',
    'a"b',
    'a,b',
    'line\nline',
    'x\r\ny',
    "'",
    "'=1",
    '=1+1',
    '+84',
    '-x',
    '@a',
    ' lead',
    '1.23E+11',
    '_x000D_',
  ),
);
// Control characters are refused on the way in, so they cannot come back.
// A lone \r in a workbook's XML is a line end for every reader (XML 1.0 §2.11): it travels escaped.
const clean = (value: string) =>
  value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/g, '').toWellFormed();
const row = fc.tuple(
  fc.constantFrom('1', '002', '099190000417'),
  text.map(clean),
  fc
    .date({ min: new Date('1900-03-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  fc.integer({ min: -1e9, max: 1e9 }).map(String),
  fc.maxSafeNat().map((n) => String(n % 1e15)),
  fc.boolean(),
);
const table = fc.array(row, { minLength: 1, maxLength: 12 });
const asText = (rows: readonly Row[]) => rows.map((cells) => cells.map(String));

describe('export and import again', () => {
  it('changes nothing as CSV', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect(await readBack(await collect(writeCsv({ columns, rows: batches(rows) })))).toEqual(asText(rows));
      }),
      { numRuns: 300 },
    );
  });

  it('changes nothing as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const bytes = await collect(writeWorkbook({ columns, rows: batches(rows), sheet: 'List' }));
        expect(await readBack(bytes)).toEqual(asText(rows));
      }),
      { numRuns: 25 },
    );
  });

  it('changes nothing as NDJSON', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const lines = (await collect(writeNdjson({ columns, rows: batches(rows) }))).toString().trimEnd().split('\n');
        expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
          rows.map((cells) => Object.fromEntries(cells.map((value, i) => [columns[i]!.name, value]))),
        );
      }),
    );
  });
});

const DANGEROUS = ['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '\uff1d1', '\uff0b1', '\uff0d1', '\uff20a'];

describe('what a spreadsheet could compute', () => {
  it.each(DANGEROUS)('stands as text in CSV: %j', async (value) => {
    const rows = [['1', value, null, '-5', null, null]];
    const bytes = await collect(writeCsv({ columns, rows: batches(rows) }));
    const [, line] = parse(bytes, { bom: true, relax_column_count: true }) as string[][];
    expect(line?.[1]).toBe(`'${value}`);
    // A number of a numeric column is a number.
    expect(line?.[3]).toBe('-5');
  });

  it.each(DANGEROUS)('stands as text in a workbook: %j', async (value) => {
    const rows = [['1', value, null, null, null, null]];
    const book = await load(await collect(writeWorkbook({ columns, rows: batches(rows), sheet: 'List' })));
    const cell = book.worksheets[0]!.getCell('B2');
    expect(cell.type).toBe(ExcelJS.ValueType.String);
    expect(cell.formula).toBeUndefined();
  });

  it('is guarded in headers too', async () => {
    const bad = [{ name: 'x', header: '=cmd', type: 'text' as const }];
    expect((await collect(writeCsv({ columns: bad, rows: batches([]) }))).toString()).toContain("'=cmd");
  });
});

describe('a workbook', () => {
  it('has days as days, ids with their zeros, long numbers as text', async () => {
    const rows = [one, ['1', 'x', '1899-12-31', '12345678901234567890', '7', false]];
    const book = await load(await collect(writeWorkbook({ columns, rows: batches(rows), sheet: 'Members [2026]' })));
    const sheet = book.worksheets[0]!;
    expect(sheet.name).toBe('Members  2026');
    expect(sheet.getCell('A2').value).toBe('099190000417');
    expect(sheet.getCell('C2').value).toEqual(new Date('1990-01-31'));
    expect(sheet.getCell('C2').numFmt).toBe('dd/mm/yyyy');
    expect(sheet.getCell('D2').value).toBe(-5.25);
    expect(sheet.getCell('C3').value).toBe('1899-12-31');
    expect(sheet.getCell('D3').value).toBe('12345678901234567890');
    expect(sheet.getCell('E2').value).toBe('9007199254740991');
    expect(sheet.getCell('F2').value).toBe(true);
  });

  it('goes on to another sheet when one is full', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => [String(i)]);
    const request = { columns: columns.slice(0, 1), rows: batches(rows), sheet: 'List' };
    const book = await load(await collect(writeWorkbook(request, 4)));
    expect(book.worksheets.map((sheet) => [sheet.name, sheet.rowCount])).toEqual([
      ['List', 4],
      ['List (2)', 4],
      ['List (3)', 2],
    ]);
    expect(book.worksheets[2]!.getCell('A2').value).toBe('6');
  });

  it('says that the data are invented, on the sheet and in print', async () => {
    const book = await load(
      await collect(writeWorkbook({ columns, rows: batches([one]), sheet: 'L', watermark: 'Invented' })),
    );
    expect(book.worksheets[0]!.getCell('A1').value).toBe('Invented');
    expect(book.worksheets[0]!.headerFooter.oddHeader).toBe('&CInvented');
    expect(
      await readBack(
        await collect(writeWorkbook({ columns, rows: batches([one]), sheet: 'L', watermark: 'Invented' })),
      ),
    ).toHaveLength(1);
  });

  it('reads from right to left where the language does', async () => {
    const book = await load(
      await collect(writeWorkbook({ columns, rows: batches([]), sheet: 'L', rightToLeft: true })),
    );
    expect(book.worksheets[0]!.views[0]).toMatchObject({ rightToLeft: true, state: 'frozen', ySplit: 1 });
  });

  it('refuses a text that no cell can hold', async () => {
    const rows = [['x'.repeat(32_768)]];
    await expect(collect(writeWorkbook({ columns, rows: batches(rows), sheet: 'L' }))).rejects.toThrow(/longer/);
  });

  it('asks for rows only as fast as they are taken', async () => {
    let asked = 0;
    async function* endless() {
      for (;;) {
        asked += 1;
        yield Array.from({ length: 1000 }, () => one);
      }
    }
    let taken = 0;
    for await (const _ of writeWorkbook({ columns, rows: endless(), sheet: 'L' })) if (++taken === 20) break;
    const atStop = asked;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked - atStop).toBeLessThanOrEqual(10);
  });
});

describe('text exports', () => {
  it('carry the watermark where the data are invented', async () => {
    const csv = (await collect(writeCsv({ columns, rows: batches([one]), watermark: 'Invented' }))).toString();
    expect(csv.split('\r\n')[0]).toBe('\ufeffInvented');
    expect(await readBack(Buffer.from(csv))).toHaveLength(1);
    const ndjson = (await collect(writeNdjson({ columns, rows: batches([one]), watermark: 'Invented' }))).toString();
    expect(JSON.parse(ndjson.split('\n')[0]!)).toEqual({ watermark: 'Invented' });
  });

  it('name their columns in the language that is asked', () => {
    const fields = [{ name: 'id', names: { en: 'Id', ar: 'رقم' }, sqlType: 'text' as const }];
    expect(exportColumns(fields, 'ar')).toEqual([{ name: 'id', header: 'رقم', type: 'text' }]);
  });
});
