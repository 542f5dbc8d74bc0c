/** Cells of one OpenDocument table, as they come (OpenDocument 1.3 part 3, §9.1.4 and §19.385). */
import type { Merge } from '../find-table.ts';
import type { CellTrouble } from '../model.ts';
import { problems } from '../problems.ts';
import { plainNumber } from './cell-values.ts';
import { fastAttribute, type FastEvents } from './fast-xml.ts';

export interface OdsRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly troubles: readonly CellTrouble[];
  /** How many equal rows stand here. */
  readonly repeat: number;
}

export interface OdsSink {
  /** The largest number of columns. */
  readonly columns: number;
  row(row: OdsRow): void;
  merge(merge: Merge): void;
  /** The table is over. */
  end(): void;
}

interface Cell {
  readonly tag: string;
  readonly repeat: number;
  text: string;
  paragraphs: number;
}

interface State {
  table: number;
  depth: number;
  row: number;
  rowRepeat: number;
  column: number;
  cells: string[];
  troubles: CellTrouble[];
  cell: Cell | undefined;
  /** Inside a comment, whose paragraphs are no value. */
  aside: number;
  inText: boolean;
  /** Column → value that a cell merged downwards gives to the rows below. */
  readonly spans: Map<number, { readonly last: number; readonly value: string }>;
}

/** @param place which table of the part is read */
export function createOdsEvents(place: number, sink: OdsSink): FastEvents {
  const state: State = {
    table: -1,
    depth: 0,
    row: 0,
    rowRepeat: 1,
    column: 0,
    cells: [],
    troubles: [],
    cell: undefined,
    aside: 0,
    inText: false,
    spans: new Map(),
  };
  const isHere = () => state.depth === 1 && state.table === place;
  return {
    open(name, tag) {
      if (name === 'table') {
        if (state.depth === 0) state.table += 1;
        state.depth += 1;
      } else if (isHere()) openers[name]?.(state, tag);
    },
    text(text) {
      if (state.inText && state.aside === 0 && state.cell) state.cell.text += text;
    },
    close(name) {
      if (name === 'table') {
        state.depth -= 1;
        if (state.depth === 0 && state.table === place) sink.end();
      } else if (isHere()) closers[name]?.(state, sink);
    },
  };
}

const counted = (tag: string, name: string) => Math.max(1, Number(fastAttribute(tag, `table:${name}`) ?? 1) || 1);

function openCell(state: State, tag: string): void {
  state.cell = { tag, repeat: counted(tag, 'number-columns-repeated'), text: '', paragraphs: 0 };
}

const openers: Readonly<Record<string, (state: State, tag: string) => void>> = {
  'table-row'(state, tag) {
    state.rowRepeat = counted(tag, 'number-rows-repeated');
    state.row += 1;
    state.column = 0;
    state.cells = [];
    state.troubles = [];
  },
  'table-cell': openCell,
  'covered-table-cell': openCell,
  annotation: (state) => void (state.aside += 1),
  p(state) {
    if (state.aside > 0 || !state.cell) return;
    state.cell.text += state.cell.paragraphs > 0 ? '\n' : '';
    state.cell.paragraphs += 1;
    state.inText = true;
  },
  s(state, tag) {
    if (state.inText && state.aside === 0 && state.cell)
      state.cell.text += ' '.repeat(Math.min(1000, Number(fastAttribute(tag, 'text:c') ?? 1)));
  },
  tab: (state) => void (state.inText && state.cell && (state.cell.text += '\t')),
  'line-break': (state) => void (state.inText && state.cell && (state.cell.text += '\n')),
};

function closeCell(state: State, sink: OdsSink): void {
  const { cell } = state;
  if (!cell) return;
  state.cell = undefined;
  const isError = /calcext:value-type="error"/.test(cell.tag);
  if (isError) state.troubles.push({ column: state.column, rule: 'cell-error', value: cell.text.slice(0, 200) });
  const text = isError ? '' : cellText(cell) || spannedText(state);
  noteSpan(state, sink, text);
  if (text !== '') {
    if (state.column + cell.repeat > sink.columns)
      throw problems.tooManyColumns({ limit: sink.columns, row: state.row });
    while (state.cells.length < state.column) state.cells.push('');
    for (let i = 0; i < cell.repeat; i++) state.cells.push(text);
  }
  state.column += cell.repeat;

  function noteSpan(at: State, to: OdsSink, value: string): void {
    const tag = cell?.tag ?? '';
    const columns = counted(tag, 'number-columns-spanned');
    const rows = counted(tag, 'number-rows-spanned');
    if (columns === 1 && rows === 1) return;
    to.merge({ top: at.row, bottom: at.row + rows - 1, left: at.column, right: at.column + columns - 1 });
    if (columns === 1) at.spans.set(at.column, { last: at.row + rows - 1, value });
  }
}

function spannedText(state: State): string {
  const span = state.spans.get(state.column);
  return span !== undefined && span.last >= state.row ? span.value : '';
}

const closers: Readonly<Record<string, (state: State, sink: OdsSink) => void>> = {
  'table-cell': closeCell,
  'covered-table-cell': closeCell,
  annotation: (state) => void (state.aside -= 1),
  p(state) {
    if (state.aside === 0) state.inText = false;
  },
  'table-row'(state, sink) {
    const { row, cells, troubles, rowRepeat } = state;
    if (cells.length > 0 || troubles.length > 0) sink.row({ number: row, cells, troubles, repeat: rowRepeat });
    state.row += rowRepeat - 1;
  },
};

function cellText({ tag, text }: Cell): string {
  const type = fastAttribute(tag, 'office:value-type');
  if (type === undefined || type === 'string') return text;
  if (type === 'date') return (fastAttribute(tag, 'office:date-value') ?? text).replace(/T00:00:00(\.0+)?$/, '');
  if (type === 'boolean') return fastAttribute(tag, 'office:boolean-value') ?? text;
  if (type === 'time') return timeText(fastAttribute(tag, 'office:time-value') ?? text);
  const value = Number(fastAttribute(tag, 'office:value'));
  if (!Number.isFinite(value)) return text;
  // A format of zeros: what is shown is the id.
  return /^0\d+$/.test(text) && Number(text) === value ? text : plainNumber(value);
}

/** PT12H30M00S → 12:30:00. */
function timeText(duration: string): string {
  const parts = /^PT(\d+)H(\d+)M(\d+)/.exec(duration);
  return parts === null
    ? duration
    : parts
        .slice(1)
        .map((part) => part.padStart(2, '0'))
        .join(':');
}
