import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { annotate, type AnnotateRequest } from './annotate.ts';
import { noEncodings } from './read-encodings.ts';
import type { ByteSource, FoundTable, OpenOptions } from './model.ts';
import { openBytes } from './open-upload.ts';
import { workbookLimits } from './limits.ts';
import { openZip } from './zip.ts';

const options: OpenOptions = {
  encodings: noEncodings,
  score: (headers) => ['Id', 'Name', 'Born'].filter((name) => headers.includes(name)).length / 3,
};

const source = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  async *chunks() {
    yield bytes;
  },
});

async function tableOf(bytes: Buffer): Promise<FoundTable> {
  await using opened = await openBytes(source(bytes), options);
  return opened.table;
}

async function rowsOf(bytes: Buffer, sheet?: string): Promise<string[][]> {
  await using opened = await openBytes(source(bytes), { ...options, sheet });
  const rows: string[][] = [];
  for await (const batch of opened.rows) rows.push(...batch.map((row) => [...row.cells]));
  return rows;
}

async function load(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return book;
}

async function request(bytes: Buffer, more: Partial<AnnotateRequest> = {}): Promise<AnnotateRequest> {
  return {
    table: await tableOf(bytes),
    notes: [
      { row: 5, column: 0, text: 'An id needs 12 digits, this one has 11.' },
      { row: 5, column: 2, text: 'No such day.' },
      { row: 6, column: 1, text: 'The name is missing.' },
      { row: 6, column: 1, text: 'A second word on it.' },
    ],
    summary: {
      name: 'Findings',
      lines: [
        ['Rows read', '3'],
        ['To mend', '2'],
      ],
    },
    encodings: noEncodings,
    encoding: 'workbook',
    ...more,
  };
}

/** A list with everything that must survive. */
async function workbook(prepare: (book: ExcelJS.Workbook) => void = () => undefined): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('List', { views: [{ state: 'frozen', ySplit: 3 }] });
  sheet.mergeCells('A1:D1');
  sheet.getCell('A1').value = 'A title';
  sheet.getRow(3).values = ['Id', 'Name', 'Born', 'Note'];
  sheet.getRow(4).values = ['099190000417', 'Someone', new Date('1990-01-31'), 'x'];
  sheet.getRow(5).values = ['09919000041', 'Other', '31/02/1990', 'y'];
  sheet.getRow(6).values = ['007', null, new Date('1991-01-31'), 'z'];
  sheet.getColumn(3).numFmt = 'dd/mm/yyyy';
  sheet.getColumn(2).width = 33;
  sheet.getCell('B5').font = { bold: true, color: { argb: 'FF0000FF' } };
  sheet.getCell('A5').border = { top: { style: 'thin' } };
  sheet.getCell('D6').dataValidation = { type: 'list', formulae: ['"x,y"'] };
  const other = book.addWorksheet('Other');
  other.getCell('B2').value = { formula: '1+1', result: 2 };
  other.getCell('B2').note = 'stays';
  prepare(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('a workbook given back', () => {
  it('has red cells with notes at the right places, missing cells too', async () => {
    const bytes = await workbook();
    const sheet = (await load(await annotate(source(bytes), await request(bytes)))).getWorksheet('List')!;
    const red = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } };
    for (const address of ['A5', 'C5', 'B6']) expect(sheet.getCell(address).fill).toMatchObject(red);
    for (const address of ['A4', 'B5', 'A6']) expect(sheet.getCell(address).fill).not.toMatchObject(red);
    expect(noteText(sheet.getCell('A5'))).toBe('An id needs 12 digits, this one has 11.');
    expect(noteText(sheet.getCell('B6'))).toBe('The name is missing.\nA second word on it.');
    expect(noteText(sheet.getCell('B5'))).toBeUndefined();
  });

  it('keeps values, zeros, formats, widths, merges, validations, other sheets and their notes', async () => {
    const bytes = await workbook();
    const book = await load(await annotate(source(bytes), await request(bytes)));
    const sheet = book.getWorksheet('List')!;
    expect(sheet.getCell('A6').value).toBe('007');
    expect(sheet.getCell('A5').border.top?.style).toBe('thin');
    expect(sheet.getCell('B5').font).toMatchObject({ bold: true, color: { argb: 'FF0000FF' } });
    expect(sheet.getCell('C5').numFmt).toBe('dd/mm/yyyy');
    expect(sheet.getCell('A1').isMerged && sheet.getCell('D1').isMerged).toBe(true);
    expect(sheet.getColumn(2).width).toBe(33);
    expect(sheet.getCell('D6').dataValidation.formulae).toEqual(['"x,y"']);
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
    expect(book.getWorksheet('Other')!.getCell('B2').formula).toBe('1+1');
    expect(noteText(book.getWorksheet('Other')!.getCell('B2'))).toBe('stays');
    expect(book.getWorksheet('Findings')!.getRow(2).values).toEqual([undefined, 'To mend', '2']);
  });

  it('takes every part over byte for byte that is not concerned', async () => {
    const bytes = await workbook();
    const before = await openZip(bytes);
    const after = await openZip(await annotate(source(bytes), await request(bytes)));
    const changed = [];
    for (const name of before.entries.keys()) {
      // Entries for folders say nothing and are left out.
      if (name.endsWith('/')) continue;
      if (before.entries.get(name)!.crc32 !== after.entries.get(name)?.crc32) changed.push(name);
    }
    expect(changed.sort()).toEqual([
      '[Content_Types].xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ]);
  });

  it('reads as before: the rows of the list have not changed', async () => {
    const bytes = await workbook();
    const after = await annotate(source(bytes), await request(bytes));
    expect(await rowsOf(after, 'List')).toEqual(await rowsOf(bytes));
  });

  it('keeps the notes that the sheet has already and adds to them', async () => {
    const bytes = await workbook((book) => {
      book.getWorksheet('List')!.getCell('A5').note = 'mine';
      book.getWorksheet('List')!.getCell('D4').note = 'elsewhere';
    });
    const sheet = (await load(await annotate(source(bytes), await request(bytes)))).getWorksheet('List')!;
    expect(noteText(sheet.getCell('A5'))).toBe('mine\nAn id needs 12 digits, this one has 11.');
    expect(noteText(sheet.getCell('D4'))).toBe('elsewhere');
    expect(noteText(sheet.getCell('C5'))).toBe('No such day.');
  });

  it('can be given back twice', async () => {
    const bytes = await workbook();
    const once = await annotate(source(bytes), await request(bytes));
    const twice = await load(await annotate(source(once), await request(once)));
    expect(twice.worksheets.map((sheet) => sheet.name)).toEqual(['List', 'Other', 'Findings', 'Findings (2)']);
  });

  it('marks rows that the sheet does not have', async () => {
    const bytes = await workbook();
    const notes = [
      { row: 9, column: 3, text: 'below' },
      { row: 2, column: 1, text: 'between' },
    ];
    const sheet = (await load(await annotate(source(bytes), await request(bytes, { notes })))).getWorksheet('List')!;
    expect(noteText(sheet.getCell('D9'))).toBe('below');
    expect(noteText(sheet.getCell('B2'))).toBe('between');
    expect(sheet.getCell('A3').value).toBe('Id');
  });

  it('gives a small workbook with the wrong rows only, to mend and send again', async () => {
    const bytes = await workbook();
    const small = await annotate(source(bytes), await request(bytes, { onlyWrongRows: true }));
    expect(await rowsOf(small)).toEqual([
      ['09919000041', 'Other', '31/02/1990', 'y'],
      ['007', '', '1991-01-31', 'z'],
    ]);
    const sheet = (await load(small)).worksheets[0]!;
    expect(noteText(sheet.getCell('A2'))).toMatch(/12 digits/);
    expect(noteText(sheet.getCell('B3'))).toMatch(/missing/);
  });

  it('ends with a problem when it takes too much', async () => {
    const bytes = await workbook();
    const limits = { ...workbookLimits, entryBytes: 500 };
    await expect(annotate(source(bytes), await request(bytes, { limits }))).rejects.toMatchObject({
      kind: { slug: 'zip-bomb' },
    });
  });
});

describe('a text file given back', () => {
  const csv = Buffer.from(
    'A title\n\nId,Name,Born,Note\n099190000417,Someone,1990-01-31,x\n0991,=1+1,31/02/1990,y\n007,,,z\n',
  );

  it('is a workbook with the same rows, all of them text', async () => {
    const bytes = await annotate(source(csv), await request(csv, { encoding: 'utf-8' }));
    const sheet = (await load(bytes)).worksheets[0]!;
    expect(sheet.getCell('A6').value).toBe('007');
    expect(sheet.getCell('B5').value).toBe('=1+1');
    expect(noteText(sheet.getCell('C5'))).toBe('No such day.');
    expect(noteText(sheet.getCell('B6'))).toMatch(/missing/);
    expect(await rowsOf(bytes)).toEqual(await rowsOf(csv));
  });

  it('gives its wrong rows only', async () => {
    const bytes = await annotate(source(csv), await request(csv, { encoding: 'utf-8', onlyWrongRows: true }));
    expect((await rowsOf(bytes)).map((row) => row[0])).toEqual(['0991', '007']);
  });

  it('that is too long for a workbook is refused as a whole, but not its wrong rows', async () => {
    const limits = { ...workbookLimits, fileBytes: 50 };
    const whole = await request(csv, { encoding: 'utf-8', limits });
    await expect(annotate(source(csv), whole)).rejects.toThrow(/larger/);
    const small = await annotate(source(csv), { ...whole, onlyWrongRows: true });
    expect((await rowsOf(small)).map((row) => row[0])).toEqual(['0991', '007']);
  });
});

describe.each(['xls', 'ods'])('an older or other workbook (.%s) given back', (kind) => {
  const bytes = readFileSync(join(import.meta.dirname, 'workbook', 'fixtures', `list.${kind}`));

  it('is written anew as .xlsx: every cell a text at its place, wrong ones red with a note', async () => {
    const after = await annotate(source(bytes), await request(bytes));
    const sheet = (await load(after)).worksheets[0]!;
    expect(sheet.name).toBe('List');
    expect(sheet.getCell('A4').value).toBe('099190000417');
    expect(sheet.getCell('C4').value).toBe('1990-01-31');
    expect(noteText(sheet.getCell('A5'))).toMatch(/12 digits/);
    expect(await rowsOf(after, 'List')).toEqual(await rowsOf(bytes));
  });

  it('gives its wrong rows only', async () => {
    const small = await annotate(source(bytes), await request(bytes, { onlyWrongRows: true }));
    expect((await rowsOf(small)).map((row) => row[0])).toEqual(['007', '99190000417']);
  });
});

function noteText(cell: ExcelJS.Cell): string | undefined {
  const note = cell.note as ExcelJS.Comment | string | undefined;
  return typeof note === 'object' ? note.texts?.map((part) => part.text).join('') : note;
}
