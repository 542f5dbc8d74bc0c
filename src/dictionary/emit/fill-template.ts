/**
 * Rows in a template: what is known stands in locked cells, the rest is open, and a last column says what was found. The
 * library makes the styles of one row; the others are written as text, since ten thousand rows of it take seconds.
 */
import type { default as ExcelJS } from 'exceljs';
import type { EntityPlan, FieldPlan } from '../plan.ts';

export interface FilledTemplate {
  /** Stands in the workbook's keywords, so that the file is known again when it comes back. */
  readonly mark: string;
  /** Where a column's values come from and of which day: added to the note over the column. */
  readonly sourceOf: (field: string) => string | undefined;
  /** Header of the last column. */
  readonly resultHeader: string;
  readonly rows: readonly FilledRow[];
  /** What is written for a value: a code's name, a day in the settings' order. */
  readonly shown: (field: FieldPlan, value: string | number | boolean) => string | number | boolean;
}

export interface FilledRow {
  readonly values: Readonly<Record<string, string | number | boolean | null | undefined>>;
  /** Fields whose cells are locked. */
  readonly locked: ReadonlySet<string>;
  /** What was found of this row, in words; '' when there is nothing to say. */
  readonly result: string;
  /** Somebody has to look at this row. */
  readonly isMarked: boolean;
}

const LOCKED_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEFEFEF' } } as const;
const MARKED_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } } as const;
/** How a cell looks; rows 2 to 4 of the sheet have the styles. */
type Look = 'locked' | 'open' | 'marked';

/** Locks the sheet and leaves three rows that show how each column looks. */
export async function lockSheet(sheet: ExcelJS.Worksheet, entity: EntityPlan, filled: FilledTemplate): Promise<void> {
  const result = sheet.getCell(1, entity.fields.length + 1);
  sheet.getColumn(entity.fields.length + 1).width = 44;
  result.value = filled.resultHeader;
  result.font = { bold: true };
  result.alignment = { wrapText: true, vertical: 'middle' };
  entity.fields.forEach((field, i) => {
    const column = sheet.getColumn(i + 1);
    const header = sheet.getCell(1, i + 1);
    const style = { ...header.style };
    // Cells that are not there yet take the column's: who is missing from the list can be added below.
    column.protection = { locked: false };
    header.style = { ...style, protection: { locked: true } };
    const source = filled.sourceOf(field.name);
    if (source !== undefined) header.note = [header.note, source].filter((part) => part !== undefined).join('\n');
    const numFmt = column.numFmt ?? 'General';
    sheet.getCell(2, i + 1).style = { numFmt, protection: { locked: true }, fill: LOCKED_FILL };
    sheet.getCell(3, i + 1).style = { numFmt, protection: { locked: false } };
    sheet.getCell(4, i + 1).style = { numFmt, protection: { locked: false }, fill: MARKED_FILL };
  });
  const last = entity.fields.length + 1;
  sheet.getCell(2, last).style = { protection: { locked: true } };
  sheet.getCell(3, last).style = { protection: { locked: true } };
  sheet.getCell(4, last).style = { protection: { locked: true }, fill: MARKED_FILL };
  // Without a password: it keeps from slips, and whoever has a reason can take it off. A change is found when it comes back.
  await sheet.protect('', {
    formatColumns: true,
    formatRows: true,
    insertRows: true,
    sort: true,
    autoFilter: true,
    selectLockedCells: true,
    selectUnlockedCells: true,
  });
}

/** The sheet's XML with the rows in the place of the samples. */
export function fillSheet(xml: string, entity: EntityPlan, filled: FilledTemplate): string {
  const width = entity.fields.length + 1;
  const styles = stylesOf(xml, width);
  const letters = Array.from({ length: width }, (_, i) => letterOf(i));
  const rows = filled.rows.map((row, i) => rowXml(row, i + 2, { entity, filled, styles, letters }));
  const first = xml.indexOf('<row r="2"');
  const end = xml.indexOf('</sheetData>');
  return (xml.slice(0, first) + rows.join('') + xml.slice(end)).replace(/<dimension ref="[^"]*"\/>/, '');
}

type Styles = Readonly<Record<Look, readonly string[]>>;

function stylesOf(xml: string, width: number): Styles {
  const read = (row: number) => {
    const [, cells = ''] = new RegExp(`<row r="${String(row)}"[^>]*>(.*?)</row>`, 's').exec(xml) ?? [];
    const found = new Map([...cells.matchAll(/<c r="([A-Z]+)\d+" s="(\d+)"/g)].map(([, at, style]) => [at, style]));
    return Array.from({ length: width }, (_, i) => found.get(letterOf(i)) ?? '0');
  };
  return { locked: read(2), open: read(3), marked: read(4) };
}

interface Scene {
  readonly entity: EntityPlan;
  readonly filled: FilledTemplate;
  readonly styles: Styles;
  readonly letters: readonly string[];
}

function rowXml(row: FilledRow, number: number, { entity, filled, styles, letters }: Scene): string {
  let xml = `<row r="${String(number)}">`;
  const cell = (i: number, look: Look, value: string | number | boolean) => {
    const head = `<c r="${letters[i] ?? ''}${String(number)}" s="${styles[look][i] ?? '0'}"`;
    xml +=
      typeof value === 'number'
        ? `${head}><v>${String(value)}</v></c>`
        : `${head} t="inlineStr"><is><t xml:space="preserve">${escapeXml(String(value))}</t></is></c>`;
  };
  entity.fields.forEach((field, i) => {
    const value = row.values[field.name];
    if (value === null || value === undefined || value === '') return;
    const look = row.isMarked ? 'marked' : row.locked.has(field.name) ? 'locked' : 'open';
    cell(i, look, filled.shown(field, value));
  });
  if (row.result !== '') cell(entity.fields.length, row.isMarked ? 'marked' : 'open', row.result);
  return `${xml}</row>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML cannot hold is left out: no value of a register has it. */
const escapeXml = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>]/g, (c) => ENTITIES[c] ?? c);

/** 0 → A, 26 → AA. */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}
