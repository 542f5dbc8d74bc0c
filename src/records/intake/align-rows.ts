/** From rows of a sheet to rows of its table: only data, cells in the order of the columns. */
import { fold } from '../../platform/search/fold.ts';
import type { TablePlace } from './find-table.ts';
import type { CellTrouble, RawRow } from './model.ts';

export interface AlignOptions {
  readonly place: TablePlace;
  /** The beginning of a row of totals, folded. */
  readonly total: RegExp | undefined;
  /** Text files have as many cells in each row; in a workbook missing cells are empty ones. */
  readonly ragged: boolean;
  /** Receives what stands below the table. */
  readonly footRows: RawRow[];
}

/** Sheets end with a total, then a place, a date and signatures: more than this is no foot. */
const LONGEST_FOOT = 60;

/** Leaves out empty rows, headers repeated on each page, and what stands below the table. */
export async function* alignRows(
  batches: AsyncIterable<readonly RawRow[]>,
  options: AlignOptions,
): AsyncGenerator<RawRow[]> {
  const align = createAlign(options);
  const isRepeat = createRepeat(options.place);
  const foot = createFoot(options);
  for await (const batch of batches) {
    const rows: RawRow[] = [];
    for (const raw of batch) {
      if (raw.number < options.place.firstRow) continue;
      const row = align(raw);
      if (isRepeat(row)) continue;
      foot.pass(row, rows);
    }
    if (rows.length > 0) yield rows;
  }
  foot.end();
}

function createAlign({ place, ragged }: AlignOptions): (raw: RawRow) => RawRow {
  const { columns } = place;
  const inOrder = columns.every((column, i) => column.index === i);
  const width = (columns.at(-1)?.index ?? -1) + 1;
  const places = new Map(columns.map((column, i) => [column.index, i]));
  return (raw) => {
    if (inOrder && raw.cells.length === width && raw.troubles === undefined) return raw;
    const cells = columns.map((column) => raw.cells[column.index] ?? '');
    const troubles = (raw.troubles ?? []).map((trouble) => ({ ...trouble, column: places.get(trouble.column) ?? -1 }));
    troubles.push(...lengthTroubles(raw, width, ragged));
    return troubles.length > 0 ? { number: raw.number, cells, troubles } : { number: raw.number, cells };
  };
}

function lengthTroubles(raw: RawRow, width: number, ragged: boolean): CellTrouble[] {
  const beyond = raw.cells.slice(width).filter((cell) => cell.trim() !== '');
  if (beyond.length > 0) return [{ column: -1, rule: 'row-too-long', value: beyond.join(' ').slice(0, 200) }];
  const empty = raw.cells.every((cell) => cell.trim() === '');
  if (!ragged || raw.cells.length >= width || empty) return [];
  return [{ column: -1, rule: 'row-too-short', value: String(raw.cells.length) }];
}

/** Lists that were pasted together from printed pages repeat their headers. */
function createRepeat({ columns }: TablePlace): (row: RawRow) => boolean {
  const names = columns.map((column) => column.path.at(-1) ?? '');
  const first = names.findIndex((name) => name !== '');
  return (row) =>
    row.cells[first] === names[first] &&
    names.filter((name) => name !== '').length > 1 &&
    names.every((name, i) => name === '' || name === row.cells[i]?.trim());
}

interface Foot {
  /** Puts into `out` what is known to be data now. */
  pass(row: RawRow, out: RawRow[]): void;
  end(): void;
}

/**
 * Rows are held back while they may be the foot: they begin with a total, or have few cells and stand below a gap.
 * A full row after them proves that they were data.
 */
function createFoot({ place, total, footRows }: AlignOptions): Foot {
  let held: RawRow[] = [];
  let previous = place.firstRow - 1;
  const isFoot = (row: RawRow, below: boolean): boolean => {
    const given = countCells(row) / place.columns.length;
    if (given > 0.6) return false;
    return (below && given <= 0.4) || (total !== undefined && beginsTotal(row, total));
  };
  return {
    pass(row, out) {
      if (isEmpty(row)) return;
      const gap = row.number > previous + 1 && previous >= place.firstRow;
      previous = row.number;
      if (isFoot(row, gap || held.length > 0) && held.length < LONGEST_FOOT) {
        held.push(row);
        return;
      }
      out.push(...held, row);
      held = [];
    },
    end() {
      footRows.push(...held);
    },
  };
}

const isEmpty = (row: RawRow) => row.cells.every((cell) => cell === '' || cell.trim() === '');

function countCells(row: RawRow): number {
  let count = 0;
  for (const cell of row.cells) if (cell !== '') count += 1;
  return count;
}

/** A label may stand in any of the first cells: the one before it is often merged or numbered. */
function beginsTotal(row: RawRow, total: RegExp): boolean {
  const [first = '', second = ''] = row.cells.filter((cell) => cell.trim() !== '');
  return total.test(fold(first)) || (!/\d/.test(second) && total.test(fold(second)));
}
