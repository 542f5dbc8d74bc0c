/** Rows of a sheet's XML (ECMA-376-1 §18.3.1), as they come; only cells with a value cost anything. */
import type { Merge } from '../find-table.ts';
import { BATCH_ROWS, type WorkbookLimits } from '../limits.ts';
import type { CellTrouble, RawRow } from '../model.ts';
import { problems } from '../problems.ts';
import type { CellStyles } from './cell-styles.ts';
import { columnIndex, numberText, unescapeText } from './cell-values.ts';
import type { SharedStrings } from './shared-strings.ts';
import { createFastReader, fastAttribute, type FastEvents } from './fast-xml.ts';
import { xmlText } from './xml.ts';

/** A row, and which of its cells are drawn in a font that makes small letters capitals. */
export interface SheetRow extends RawRow {
  readonly capitals?: readonly number[];
}

export interface SheetContext {
  readonly strings: SharedStrings;
  readonly styles: CellStyles;
  readonly isFrom1904: boolean;
  readonly merges: readonly Merge[];
  readonly limits: WorkbookLimits;
  readonly isCapitalFont: (font: string) => boolean;
}

/** @throws tooManyColumns, damagedFile, forbiddenXml */
export async function* readSheet(stream: AsyncIterable<Buffer>, context: SheetContext): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  const fill = createFill(context.merges);
  const reader = createFastReader(createRowEvents(context, (row) => rows.push(fill(row))));
  for await (const piece of xmlText(stream)) {
    reader.write(piece);
    if (rows.length < BATCH_ROWS) continue;
    yield rows;
    rows = [];
  }
  reader.end();
  if (rows.length > 0) yield rows;
}

interface CellDraft {
  column: number;
  type: string;
  style: string | undefined;
  value: string;
  hasValue: boolean;
  hasFormula: boolean;
}

interface RowDraft {
  number: number;
  cells: string[];
  troubles: CellTrouble[];
  capitals: number[];
}

interface SheetDraft {
  row: RowDraft;
  cell: CellDraft | undefined;
  column: number;
  /** Inside the text of a cell. */
  reading: boolean;
  /** Inside a text that is read aloud only. */
  aside: boolean;
}

function createRowEvents(context: SheetContext, done: (row: SheetRow) => void): FastEvents {
  const draft: SheetDraft = { row: emptyRow(0), cell: undefined, column: -1, reading: false, aside: false };
  return {
    open: (name, tag) => openers[name]?.(draft, tag),
    text(piece) {
      if (draft.reading && draft.cell) draft.cell.value += piece;
    },
    close(name) {
      if (name === 'v' || name === 't') draft.reading = false;
      else if (name === 'rPh') draft.aside = false;
      else if (name === 'c' && draft.cell) {
        putCell(draft.row, draft.cell, context);
        draft.cell = undefined;
      } else if (name === 'row' && (draft.row.cells.length > 0 || draft.row.troubles.length > 0)) {
        done(finishRow(draft.row));
      }
    },
  };
}

const emptyRow = (number: number): RowDraft => ({ number, cells: [], troubles: [], capitals: [] });

function openText(draft: SheetDraft): void {
  draft.reading = draft.cell !== undefined && !draft.aside;
  if (draft.cell && draft.reading) draft.cell.hasValue = true;
}

const openers: Readonly<Record<string, (draft: SheetDraft, tag: string) => void>> = {
  row(draft, tag) {
    draft.row = emptyRow(Number(fastAttribute(tag, 'r') ?? draft.row.number + 1));
    draft.column = -1;
  },
  c(draft, tag) {
    const reference = fastAttribute(tag, 'r');
    draft.column = reference === undefined ? draft.column + 1 : columnIndex(reference);
    draft.cell = {
      column: draft.column,
      type: fastAttribute(tag, 't') ?? 'n',
      style: fastAttribute(tag, 's'),
      value: '',
      hasValue: false,
      hasFormula: false,
    };
  },
  v: openText,
  t: openText,
  f(draft) {
    if (draft.cell) draft.cell.hasFormula = true;
  },
  rPh: (draft) => void (draft.aside = true),
};

function putCell(row: RowDraft, cell: CellDraft, context: SheetContext): void {
  const { column } = cell;
  if (!cell.hasValue && !cell.hasFormula) return;
  const trouble = troubleOf(cell);
  if (trouble !== undefined) {
    row.troubles.push({ column, rule: trouble, value: cell.value.slice(0, 200) });
    return;
  }
  const text = cellText(cell, context);
  if (text === '') return;
  if (column >= context.limits.columns) {
    throw problems.tooManyColumns({ limit: context.limits.columns, row: row.number });
  }
  while (row.cells.length < column) row.cells.push('');
  row.cells[column] = text;
  if (cell.type !== 'n' && context.isCapitalFont(context.styles(cell.style).font)) row.capitals.push(column);
}

function troubleOf(cell: CellDraft): 'cell-error' | 'formula-not-computed' | undefined {
  if (cell.type === 'e') return 'cell-error';
  return cell.hasFormula && !cell.hasValue ? 'formula-not-computed' : undefined;
}

function cellText({ type, value, style }: CellDraft, context: SheetContext): string {
  if (type === 's') return context.strings.get(Number(value));
  if (type === 'inlineStr' || type === 'str') return unescapeText(value);
  if (type === 'b') return value.trim() === '1' ? 'true' : 'false';
  // An ISO day, of which the time of midnight says nothing.
  if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '');
  return value === '' ? '' : numberText(value, context.styles(style), context.isFrom1904);
}

function finishRow({ number, cells, troubles, capitals }: RowDraft): SheetRow {
  return {
    number,
    cells,
    ...(troubles.length > 0 ? { troubles } : {}),
    ...(capitals.length > 0 ? { capitals } : {}),
  };
}

/** A cell merged downwards stands for all its rows; only its first row has the value. */
export function createFill(merges: readonly Merge[]): (row: SheetRow) => SheetRow {
  const columns = new Map<number, Merge[]>();
  for (const merge of merges) {
    if (merge.left === merge.right && merge.top !== merge.bottom) {
      columns.set(merge.left, [...(columns.get(merge.left) ?? []), merge]);
    }
  }
  const fills = [...columns].map(([column, list]) => createColumnFill(column, list));
  if (fills.length === 0) return (row) => row;
  return (row) => {
    const cells = [...row.cells];
    for (const fill of fills) fill(row.number, cells);
    return { ...row, cells };
  };
}

function createColumnFill(column: number, merges: readonly Merge[]): (number: number, cells: string[]) => void {
  const list = [...merges].sort((a, b) => a.top - b.top);
  let next = 0;
  let value = '';
  return (number, cells) => {
    while ((list[next]?.bottom ?? Infinity) < number) next += 1;
    const merge = list[next];
    if (merge === undefined || number < merge.top) return;
    if (number === merge.top) value = cells[column] ?? '';
    else if (value !== '' && (cells[column] ?? '') === '') {
      while (cells.length < column) cells.push('');
      cells[column] = value;
    }
  };
}
