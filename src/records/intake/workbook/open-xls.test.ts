/**
 * `fixtures/list.xls` and `list.ods` were saved by LibreOffice from one workbook: titles, merged cells, dates, errors,
 * formulas, a comment, a hidden sheet, texts that go on over several records.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../export/write-zip.ts';
import { workbookLimits } from '../limits.ts';
import { openZip } from '../zip.ts';
import type { BookOptions } from './book.ts';
import { openOds } from './open-ods.ts';
import { openXls } from './open-xls.ts';
import type { SheetRow } from './sheet-rows.ts';

const options: BookOptions = { limits: workbookLimits, isCapitalFont: (font) => font === 'OldTimeH' };
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));

async function open(kind: 'xls' | 'ods') {
  return kind === 'xls' ? openXls(fixture('list.xls'), options) : openOds(await openZip(fixture('list.ods')), options);
}

async function rowsOf(batches: AsyncIterable<SheetRow[]>): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

describe.each(['xls', 'ods'] as const)('a workbook saved as .%s', (kind) => {
  it('has the visible sheets with their merged cells', async () => {
    const book = await open(kind);
    const rows = await rowsOf(book.rows(0));
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['List', 'Other & more']);
    expect(rows).toHaveLength(66);
    expect(book.sheets[0]!.merges()).toEqual([
      { top: 1, bottom: 1, left: 0, right: 5 },
      { top: 4, bottom: 6, left: 5, right: 5 },
    ]);
    expect((await rowsOf(book.rows(1))).map((row) => row.cells)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('has its values as a person would write them', async () => {
    const rows = await rowsOf((await open(kind)).rows(0));
    expect(rows[0]).toEqual({ number: 1, cells: ['A title'] });
    expect(rows[1]).toEqual({ number: 3, cells: ['Id', 'Name', 'Born', 'Points', 'Ok', 'Unit'] });
    const first = ['099190000417', 'Nguy\u00d4n V\u00a8n', '1990-01-31', '1.5'];
    expect(rows[2]?.cells.slice(0, 4)).toEqual(first);
    expect(rows[3]?.cells.slice(0, 4)).toEqual(['007', 'two runs', '1991-02-28T13:05:09', '-123456789.25']);
    expect(rows[4]?.cells.slice(0, 4)).toEqual([
      '99190000417',
      '\u0111\u1eb7ng '.repeat(60).trim(),
      '31/02/1990',
      '1234567890123',
    ]);
    // The program that saved .xls kept 0 as the result of a formula of texts.
    expect(rows[5]?.cells.slice(0, 4)).toEqual([kind === 'xls' ? '0' : 'ab', '', '2', '00100']);
    expect(rows[5]?.troubles).toEqual([{ column: 1, rule: 'cell-error', value: '#DIV/0!' }]);
    expect(rows.slice(2, 6).map((row) => row.cells[5])).toEqual(['one', 'one', 'one', 'four']);
    // The program that saved .ods made numbers of the booleans.
    expect(rows.slice(2, 5).map((row) => row.cells[4])).toEqual(
      kind === 'xls' ? ['true', 'false', 'true'] : ['1', '0', '1'],
    );
  });

  it('has long texts whole, however they were cut into records', async () => {
    const rows = await rowsOf((await open(kind)).rows(0));
    rows.slice(6).forEach((row, i) => {
      expect(row.cells[1]).toBe(`name ${'x'.repeat(i * 5)}${i % 3 ? '\u1ea1' : ''}`);
      expect(row.cells[2]).toBe(new Date(Date.UTC(1990, 0, 1 + i)).toISOString().slice(0, 10));
      expect(row.cells[3]).toBe(String(i / 100));
    });
  });
});

describe('an old workbook', () => {
  it('says which cells are in a font that draws capitals', async () => {
    const rows = await rowsOf((await openXls(fixture('list.xls'), options)).rows(0));
    expect(rows.filter((row) => row.capitals).map((row) => [row.number, row.capitals])).toEqual([[4, [1]]]);
  });

  it('of Excel 95 has its texts in bytes', async () => {
    const name = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);
    const globals = [
      record(0x809, u16(0x500, 5)),
      record(0x31, Buffer.concat([Buffer.alloc(14), name('Arial')])),
      record(0xe0, u16(0, 0, 0)),
    ];
    const sheet = [
      record(0x809, u16(0x500, 0x10)),
      record(0x204, Buffer.concat([u16(0, 0, 0, 4), Buffer.from('V\u00a8n\u00e9', 'latin1')])),
      record(0x27e, Buffer.concat([u16(0, 1, 0), i32((417 << 2) | 2)])),
      record(0xbd, Buffer.concat([u16(1, 0), u16(0), i32((7 << 2) | 3), u16(0), i32((-5 << 2) | 2), u16(1)])),
      record(0x06, Buffer.concat([u16(2, 0, 0), u16(0, 0, 0, 0xffff), Buffer.alloc(8)])),
      record(0x207, Buffer.concat([u16(2), Buffer.from('ab')])),
      record(0x0a, Buffer.alloc(0)),
    ];
    const offset = Buffer.concat(globals).length + 12 + 4;
    const bound = record(0x85, Buffer.concat([i32(offset), u16(0), name('S')]));
    const stream = Buffer.concat([...globals, bound, record(0x0a, Buffer.alloc(0)), ...sheet]);
    const book = await openXls(compound('Book', stream), options);
    expect(book.sheets.map((one) => one.name)).toEqual(['S']);
    expect((await rowsOf(book.rows(0))).map((row) => row.cells)).toEqual([
      ['V\u00a8n\u00e9', '417'],
      ['0.07', '-5'],
      ['ab'],
    ]);
  });

  it('with a password says so', async () => {
    const stream = Buffer.concat([record(0x809, u16(0x600, 5)), record(0x2f, u16(1))]);
    await expect(openXls(compound('Workbook', stream), options)).rejects.toMatchObject({
      kind: { slug: 'encrypted-workbook' },
    });
  });

  it('that is cut or runs in a circle is damaged, wherever', async () => {
    const whole = fixture('list.xls');
    for (const length of [20, 100, 600, 2000, 9000]) {
      await expect(openXls(whole.subarray(0, length), options)).rejects.toMatchObject({
        kind: { slug: 'damaged-file' },
      });
    }
    const circle = compound('Workbook', Buffer.alloc(5000));
    circle.writeUInt32LE(2, 512 + 2 * 4);
    await expect(openXls(circle, options)).rejects.toMatchObject({ kind: { slug: 'damaged-file' } });
  });
});

describe('an OpenDocument spreadsheet', () => {
  async function ods(table: string, parts: Record<string, string> = {}) {
    const content = `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>${table}</office:spreadsheet></office:body></office:document-content>`;
    async function* entries() {
      for (const [name, text] of Object.entries({ 'content.xml': content, ...parts }))
        yield { name, content: once(text) };
    }
    const pieces: Buffer[] = [];
    for await (const piece of writeZip(entries())) pieces.push(piece);
    return openZip(Buffer.concat(pieces));
  }
  async function* once(text: string) {
    yield text;
  }
  const cell = (text: string, more = '') =>
    `<table:table-cell office:value-type="string"${more}><text:p>${text}</text:p></table:table-cell>`;

  it('repeats rows and cells as often as it says, and no empty ones', async () => {
    const zip = await ods(
      `<table:table table:name="T"><table:table-row table:number-rows-repeated="2">${cell('a')}${cell('b', ' table:number-columns-repeated="2"')}<table:table-cell table:number-columns-repeated="16000"/></table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>${cell('end')}</table:table-row></table:table>`,
    );
    expect(await rowsOf((await openOds(zip, options)).rows(0))).toEqual([
      { number: 1, cells: ['a', 'b', 'b'] },
      { number: 2, cells: ['a', 'b', 'b'] },
      { number: 1_048_573, cells: ['end'] },
    ]);
  });

  it('reads lines, spaces and links, and no comments', async () => {
    const zip = await ods(
      `<table:table table:name="T"><table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>aside</text:p></office:annotation><text:p>one<text:s text:c="2"/><text:span>two</text:span></text:p><text:p><text:a>three</text:a></text:p></table:table-cell><table:table-cell office:value-type="float" office:value="417"><text:p>00417</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1.23E+11"><text:p>1.23E+11</text:p></table:table-cell><table:table-cell office:value-type="time" office:time-value="PT8H05M00S"><text:p>8:05</text:p></table:table-cell></table:table-row></table:table>`,
    );
    expect((await rowsOf((await openOds(zip, options)).rows(0)))[0]?.cells).toEqual([
      'one  two\nthree',
      '00417',
      '123000000000',
      '08:05:00',
    ]);
  });

  it('with too many columns or a password is refused', async () => {
    const wide = await ods(
      `<table:table table:name="T"><table:table-row>${cell('a', ' table:number-columns-repeated="16384"')}</table:table-row></table:table>`,
    );
    await expect(rowsOf((await openOds(wide, options)).rows(0))).rejects.toMatchObject({
      kind: { slug: 'too-many-columns' },
    });
    const locked = await ods('', { 'META-INF/manifest.xml': '<manifest:encryption-data/>' });
    await expect(openOds(locked, options)).rejects.toMatchObject({ kind: { slug: 'encrypted-workbook' } });
  });
});

const u16 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => bytes.writeUInt16LE(value, i * 2));
  return bytes;
};

const i32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};

const record = (type: number, data: Buffer) => Buffer.concat([u16(type, data.length), data]);

/** A compound file with one stream: head, table of sectors, directory, stream. */
function compound(name: string, stream: Buffer): Buffer {
  const padded = Buffer.alloc(Math.max(9, Math.ceil(stream.length / 512)) * 512);
  stream.copy(padded);
  const head = Buffer.alloc(512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head);
  head.writeUInt16LE(9, 30);
  head.writeUInt16LE(6, 32);
  head.writeUInt32LE(1, 44);
  head.writeUInt32LE(1, 48);
  head.writeUInt32LE(4096, 56);
  head.writeUInt32LE(0xffff_fffe, 60);
  head.writeUInt32LE(0xffff_fffe, 68);
  head.fill(0xff, 76);
  head.writeUInt32LE(0, 76);
  const table = Buffer.alloc(512, 0xff);
  table.writeUInt32LE(0xffff_fffd, 0);
  table.writeUInt32LE(0xffff_fffe, 4);
  const sectors = padded.length / 512;
  for (let i = 0; i < sectors; i++) table.writeUInt32LE(i === sectors - 1 ? 0xffff_fffe : i + 3, 8 + i * 4);
  const directory = Buffer.alloc(512);
  const entry = (at: number, text: string, size: number) => {
    directory.write(text, at, 'utf16le');
    directory.writeUInt16LE(text.length * 2 + 2, at + 64);
    directory.writeUInt32LE(at === 0 ? 0xffff_fffe : 2, at + 116);
    directory.writeUInt32LE(size, at + 120);
  };
  entry(0, 'Root Entry', 0);
  entry(128, name, padded.length);
  return Buffer.concat([head, table, directory, padded]);
}
