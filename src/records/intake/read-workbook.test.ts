import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { handmadeWorkbook as handmade, MAIN, OFFICE, sheetXml } from '../../../test/harness/handmade-workbook.ts';
import { workbookLimits, type WorkbookLimits } from './limits.ts';
import type { ByteSource, RawRow } from './model.ts';
import { openWorkbook } from './read-workbook.ts';
import { sniff } from './sniff.ts';
import { readEncodings } from './read-encodings.ts';
import { compileTable } from './convert-text.ts';

const source = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  async *chunks() {
    for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  },
});

async function read(bytes: Buffer, limits: Partial<WorkbookLimits> = {}, sheet = 0): Promise<RawRow[]> {
  await using book = await openWorkbook(source(bytes), { fonts: [], limits: { ...workbookLimits, ...limits } });
  const rows: RawRow[] = [];
  for await (const batch of book.rows(sheet, undefined)) rows.push(...batch);
  return rows;
}

async function made(prepare: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  prepare(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const cells = (rows: readonly RawRow[]) => rows.map((row) => row.cells);

describe('values of cells', () => {
  it('come as a person would write them', async () => {
    const bytes = await made((book) => {
      const sheet = book.addWorksheet('S');
      sheet.getRow(1).values = ['099190000417', 99190000417, 123456789012, 1.23e11, 0.1 + 0.2, -5.25, true, false];
      sheet.getRow(3).values = [
        { richText: [{ text: 'rich ' }, { text: 'text' }] },
        { formula: 'A1', result: 'cached' },
        { text: 'link', hyperlink: 'http://localhost/' },
        'a\nb',
        ' spaces ',
      ];
      sheet.getCell('A4').value = 417;
      sheet.getCell('A4').numFmt = '000000000000';
    });
    expect(await read(bytes)).toEqual([
      {
        number: 1,
        cells: ['099190000417', '99190000417', '123456789012', '123000000000', '0.3', '-5.25', 'true', 'false'],
      },
      { number: 3, cells: ['rich text', 'cached', 'link', 'a\nb', ' spaces '] },
      { number: 4, cells: ['000000000417'] },
    ]);
  });

  it('are ISO days where the format is one', async () => {
    const formats: [string, number | Date, string][] = [
      ['dd/mm/yyyy', new Date('1990-01-31'), '1990-01-31'],
      ['[$-42A]dd "ng\u00e0y" mm;@', new Date('1990-01-31'), '1990-01-31'],
      ['yyyy-mm-dd hh:mm:ss', new Date('1990-01-31T13:05:09Z'), '1990-01-31T13:05:09'],
      ['hh:mm', 0.5, '12:00:00'],
      ['0.00', 32_904, '32904'],
      ['#,##0 "days"', 12, '12'],
      ['[Red]0.0', 1.5, '1.5'],
      ['General', 1985, '1985'],
    ];
    const bytes = await made((book) => {
      const sheet = book.addWorksheet('S');
      formats.forEach(([format, value], i) => {
        sheet.getCell(i + 1, 1).value = value;
        sheet.getCell(i + 1, 1).numFmt = format;
      });
    });
    expect(cells(await read(bytes)).flat()).toEqual(formats.map(([, , expected]) => expected));
  });

  it('count days from 1904 where the workbook says so, and know the day that never was', async () => {
    const styles = `<styleSheet xmlns="${MAIN}"><cellXfs count="1"><xf numFmtId="14"/></cellXfs></styleSheet>`;
    const rows = '<row><c><v>1</v></c><c><v>59</v></c><c><v>60</v></c><c><v>61</v></c><c><v>0.999999999</v></c></row>';
    const parts = { 'xl/styles.xml': styles, 'xl/worksheets/sheet1.xml': sheetXml(rows) };
    expect(cells(await read(await handmade(parts)))).toEqual([
      ['1900-01-01', '1900-02-28', '1900-02-29', '1900-03-01', '1900-01-01'],
    ]);
    const workbook = `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="1"/><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`;
    expect(cells(await read(await handmade({ ...parts, 'xl/workbook.xml': workbook })))[0]?.[0]).toBe('1904-01-02');
  });

  it('that are errors or were never computed are troubles, not values', async () => {
    const rows = '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>1+1</f></c><c r="C2"><v>5</v></c></row>';
    expect(await read(await handmade({ 'xl/worksheets/sheet1.xml': sheetXml(rows) }))).toEqual([
      {
        number: 2,
        cells: ['', '', '5'],
        troubles: [
          { column: 0, rule: 'cell-error', value: '#N/A' },
          { column: 1, rule: 'formula-not-computed', value: '' },
        ],
      },
    ]);
  });

  it('are read whatever prefix the producer writes, with and without places', async () => {
    const xml = `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t><x:rPh><x:t>aloud</x:t></x:rPh></x:is></x:c><x:c/><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c t="d"><x:v>2020-01-02T00:00:00</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const shared = `<sst xmlns="${MAIN}"><si><t>one_x000D_two &amp; <![CDATA[<three>]]></t></si></sst>`;
    const rows = await read(await handmade({ 'xl/worksheets/sheet1.xml': xml, 'xl/sharedStrings.xml': shared }));
    expect(rows).toEqual([
      { number: 1, cells: ['a', '', 'one\rtwo & <three>'] },
      { number: 2, cells: ['2020-01-02'] },
    ]);
  });

  it('of cells merged downwards stand in every row', async () => {
    const bytes = await made((book) => {
      const sheet = book.addWorksheet('S');
      sheet.addRows([
        ['unit 1', 'a'],
        [null, 'b'],
        [null, 'c'],
        ['unit 2', 'd'],
      ]);
      sheet.mergeCells('A1:A3');
    });
    expect(cells(await read(bytes))).toEqual([
      ['unit 1', 'a'],
      ['unit 1', 'b'],
      ['unit 1', 'c'],
      ['unit 2', 'd'],
    ]);
  });

  it('in a font that draws capitals are converted to capitals', async () => {
    const encodings = readEncodings({
      files: () => [
        {
          path: 'x.yaml',
          file: 'x.yaml',
          text: "name: x\nnames: { en: X }\nfont: '^Old'\ncapitalFont: '^Old.*H$'\nbytes: { 'E9': 'q' }",
        },
      ],
    });
    const bytes = await made((book) => {
      const sheet = book.addWorksheet('S');
      sheet.getRow(1).values = ['ab\u00e9', 'ab\u00e9'];
      sheet.getCell('B1').font = { name: 'OldTimeH' };
    });
    await using book = await openWorkbook(source(bytes), { fonts: encodings.tables });
    for await (const batch of book.rows(0, compileTable(encodings.tables[0]!)))
      expect(cells(batch)).toEqual([['abq', 'ABQ']]);
  });
});

describe('sheets', () => {
  it('are the visible ones, each with its first rows', async () => {
    const bytes = await made((book) => {
      book.addWorksheet('Secret', { state: 'hidden' }).getCell('A1').value = 'x';
      book.addWorksheet('Deep', { state: 'veryHidden' }).getCell('A1').value = 'x';
      book.addWorksheet('Empty');
      const list = book.addWorksheet('List');
      for (let i = 1; i <= 2500; i++) list.addRow([i]);
      list.mergeCells('B2:C2');
    });
    await using book = await openWorkbook(source(bytes), { fonts: [] });
    expect(book.sheets.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['Empty', 0],
      ['List', 500],
    ]);
    expect(book.sheets[1]?.merges).toEqual([{ top: 2, bottom: 2, left: 1, right: 2 }]);
    const rows: RawRow[] = [];
    for await (const batch of book.rows(1, undefined)) rows.push(...batch);
    expect(rows).toHaveLength(2500);
  });

  it('cost nothing for what is only formatted', async () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="XFD1048576" s="1"/></row>';
    const bytes = await handmade({ 'xl/worksheets/sheet1.xml': sheetXml(rows) });
    expect(await read(bytes)).toEqual([{ number: 1, cells: ['1'] }]);
  });
});

describe('hostile workbooks', () => {
  const refused = (bytes: Buffer, slug: string, limits: Partial<WorkbookLimits> = {}) =>
    expect(read(bytes, limits)).rejects.toMatchObject({ kind: { room: 'intake', slug } });

  it.each([
    ['an external entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'],
    ['entities that multiply', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'],
    ['a document type of another place', '<!DOCTYPE x SYSTEM "http://localhost/x.dtd">'],
  ])('with %s are refused', async (_, doctype) => {
    const rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>';
    await refused(
      await handmade({
        'xl/worksheets/sheet1.xml': `<?xml version="1.0"?>${doctype}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
      }),
      'forbidden-xml',
    );
    await refused(
      await handmade({ 'xl/sharedStrings.xml': `${doctype}<sst xmlns="${MAIN}"><si><t>&e;</t></si></sst>` }),
      'forbidden-xml',
    );
    await refused(await handmade({ 'xl/workbook.xml': `${doctype}<workbook/>` }), 'forbidden-xml');
  });

  it('that unpack to too much are refused from their directory', async () => {
    const bomb = await handmade({ 'xl/worksheets/sheet1.xml': Buffer.alloc(20_000_000, 32) });
    await refused(bomb, 'zip-bomb');
    await expect(sniff(source(bomb))).rejects.toMatchObject({
      kind: { slug: 'zip-bomb' },
      extras: { measure: 'ratio' },
    });
    await refused(bomb, 'zip-bomb', { ratio: Infinity, entryBytes: 1_000_000 });
    await refused(bomb, 'zip-bomb', { ratio: Infinity, totalBytes: 19_000_000 });
    await refused(bomb, 'zip-bomb', { entries: 3 });
    await refused(bomb, 'upload-too-large', { fileBytes: 1000 });
  });

  it('would be read if the limits were off', async () => {
    const bomb = await handmade({
      'xl/worksheets/sheet1.xml': `${sheetXml('<row><c><v>1</v></c></row>')}${' '.repeat(20_000_000)}`,
    });
    expect(await read(bomb, { ratio: Infinity })).toHaveLength(1);
  });

  it('that say a smaller size than they have are damaged', async () => {
    const bytes = await handmade({ 'xl/worksheets/sheet1.xml': sheetXml('<row><c><v>1</v></c></row>'.repeat(50_000)) });
    // The size in the central directory, the last place where the name stands.
    const at = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46 + 24;
    const lying = Buffer.from(bytes);
    lying.writeUInt32LE(100, at);
    await refused(lying, 'damaged-file');
  });

  it('with too many columns, merges or texts are refused', async () => {
    const wide = await handmade({ 'xl/worksheets/sheet1.xml': sheetXml('<row r="1"><c r="XFD1"><v>1</v></c></row>') });
    await refused(wide, 'too-many-columns');
    const merges = `<mergeCells>${'<mergeCell ref="A1:B2"/>'.repeat(50)}</mergeCells>`;
    const merged = await handmade({ 'xl/worksheets/sheet1.xml': sheetXml('<row><c><v>1</v></c></row>', merges) });
    await refused(merged, 'too-much-work', { merges: 49 });
    expect(await read(merged, { merges: 50 })).toHaveLength(1);
    const texts = await handmade({
      'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${'<si><t>abcdef</t></si>'.repeat(1000)}</sst>`,
    });
    await refused(texts, 'too-much-work', { sharedTextBytes: 5000 });
  });

  it('that need more memory or time than allowed end only their worker', async () => {
    // One cell of 60 MB is one string in the worker's heap.
    const cell = `<row r="1"><c r="A1" t="inlineStr"><is><t>${'x\u00e9'.repeat(30_000_000)}</t></is></c></row>`;
    const large = await handmade({ 'xl/worksheets/sheet1.xml': sheetXml(cell) });
    await refused(large, 'too-much-work', { ratio: Infinity, heapMiB: 16 });
    await refused(large, 'too-much-work', { ratio: Infinity, stallMs: 1 });
  });

  it('that are damaged or locked say so', async () => {
    const bytes = await handmade({});
    await refused(bytes.subarray(0, bytes.length - 30), 'damaged-file');
    const broken = Buffer.from(bytes);
    const sheet = bytes.indexOf('xl/worksheets/sheet1.xml') + 24;
    broken.fill(0xff, sheet, sheet + 30);
    await refused(broken, 'damaged-file');
    await refused(
      await handmade({ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row></sheetData>' }),
      'damaged-file',
    );
    const locked = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(1000),
      Buffer.from('EncryptedPackage\0', 'utf16le'),
    ]);
    expect(await sniff(source(locked))).toBe('encrypted');
  });
});

describe('stopping early', () => {
  it('ends the worker', async () => {
    const bytes = await made((book) => {
      const sheet = book.addWorksheet('S');
      for (let i = 0; i < 5000; i++) sheet.addRow([i]);
    });
    const book = await openWorkbook(source(bytes), { fonts: [] });
    for await (const batch of book.rows(0, undefined)) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    await book[Symbol.asyncDispose]();
    await expect(book.rows(0, undefined).next()).rejects.toThrow();
  });
});
