/** The sheets of a dictionary's workbook → rows as authored data, each knowing its cells. */
import type { default as ExcelJS } from 'exceljs';
import type { Authored, ImportFindings } from '../import/model.ts';
import { columnOf, stepsOf, unflatten, type Cell, type Step } from './flat-entry.ts';
import { isFlag, isNumber, readOf, SHEETS, type SheetPlan } from './workbook-sheets.ts';

const MOST_ROWS = 200_000;

export interface SheetRow {
  readonly plan: SheetPlan;
  readonly sheet: ExcelJS.Worksheet;
  readonly number: number;
  readonly owner: readonly string[];
  readonly data: Authored;
  readonly columns: ReadonlyMap<string, number>;
}

export const planOf = (sheet: ExcelJS.Worksheet): SheetPlan | undefined =>
  SHEETS.find(({ name }) => name === sheet.name.trim().toLowerCase());

/** Seen from the headers, because a simple workbook may have sheets of these names. */
export const isDictionary = (workbook: ExcelJS.Workbook): boolean =>
  workbook.worksheets.some((sheet) => {
    if (!planOf(sheet)) return false;
    const names = [...columnsOf(sheet).keys()];
    return names.some((name) => name === 'physicalName' || name === 'edition' || name.includes('/'));
  });

export function columnsOf(sheet: ExcelJS.Worksheet): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  sheet.getRow(1).eachCell((cell, number) => {
    const name = String(rawOf(cell) ?? '').trim();
    if (name !== '' && !columns.has(name)) columns.set(name, number);
  });
  return columns;
}

/** @returns undefined for an empty cell */
function rawOf(cell: ExcelJS.Cell): Cell | undefined {
  const { value } = cell;
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object' || value === null || 'error' in value) return undefined;
  if ('richText' in value) return value.richText.map((one) => one.text).join('');
  return 'hyperlink' in value ? cell.text : undefined;
}

export const spotOf = (file: string, sheet: ExcelJS.Worksheet, number: number, column = 1) => ({
  file,
  line: number,
  pointer: `${sheet.name}!${sheet.getCell(number, column).address}`,
});

export function readRows(sheet: ExcelJS.Worksheet, file: string, findings: ImportFindings): readonly SheetRow[] {
  const plan = planOf(sheet);
  if (!plan) {
    if (sheet.actualRowCount > 0)
      findings.note({ file, pointer: sheet.name }, 'sheet-not-dictionary', { sheet: sheet.name });
    return [];
  }
  const columns = columnsOf(sheet);
  reportTwice(sheet, columns, { file, findings });
  const last = Math.min(sheet.rowCount, MOST_ROWS + 1);
  if (sheet.rowCount > last)
    findings.error({ file, line: last, pointer: sheet.name }, 'too-many-rows', { most: MOST_ROWS });
  const rows: SheetRow[] = [];
  for (let number = 2; number <= last; number += 1) {
    const cells = cellsOf(sheet, number, { columns, plan, file, findings });
    if (cells.size === 0) continue;
    const owner = plan.owner.map((name) => String(cells.get(name) ?? ''));
    for (const name of plan.owner) cells.delete(name);
    const data = unflatten(cells, (column, why) =>
      findings.error(spotOf(file, sheet, number, columns.get(column)), `cell-${why}`, { name: column }),
    );
    rows.push({ plan, sheet, number, owner, data, columns });
  }
  return rows;
}

interface Reading {
  readonly file: string;
  readonly findings: ImportFindings;
}

function reportTwice(
  sheet: ExcelJS.Worksheet,
  columns: ReadonlyMap<string, number>,
  { file, findings }: Reading,
): void {
  sheet.getRow(1).eachCell((cell, number) => {
    const name = String(rawOf(cell) ?? '').trim();
    if (name !== '' && columns.get(name) !== number)
      findings.error(spotOf(file, sheet, 1, number), 'column-twice', { name });
  });
}

function cellsOf(
  sheet: ExcelJS.Worksheet,
  number: number,
  { columns, plan, file, findings }: Reading & { columns: ReadonlyMap<string, number>; plan: SheetPlan },
): Map<string, Cell> {
  const raw = new Map<string, Cell>();
  const row = sheet.getRow(number);
  for (const [name, column] of columns) {
    const cell = row.getCell(column);
    if (cell.formula) findings.error(spotOf(file, sheet, number, column), 'cell-formula', { name });
    const value = rawOf(cell);
    if (value === undefined) continue;
    const [whole = name] = name.split('#');
    raw.set(whole, raw.has(whole) ? `${String(raw.get(whole))}${String(value)}` : value);
  }
  const cells = new Map<string, Cell>();
  for (const [name, value] of raw) {
    const typed = typedOf(value, plan, name);
    if (typed !== '') cells.set(name, typed);
  }
  return cells;
}

/** A number or a flag where the attribute is one; else the text, as it stands. */
function typedOf(value: Cell, plan: SheetPlan, name: string): Cell {
  const read = readOf(plan.shape, name);
  const text = String(value).normalize('NFC').trim();
  if (isNumber(read)) return typeof value !== 'string' || !/^\d+(\.\d+)?$/.test(text) ? value : Number(text);
  if (isFlag(read) && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/** The column of the nearest attribute to a place inside a row. */
export function columnAt(row: SheetRow, steps: readonly Step[]): number | undefined {
  for (let length = steps.length; length > 0; length -= 1) {
    const wanted = columnOf(steps.slice(0, length));
    for (const [name, number] of row.columns) {
      const own = columnOf(stepsOf(name));
      if (own === wanted || own.startsWith(`${wanted}/`)) return number;
    }
  }
  return undefined;
}
