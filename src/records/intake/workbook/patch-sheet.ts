/** Marks cells of a sheet: their style is changed, missing cells and rows are put in at their place. */
import { columnLetter } from '../../export/column-letter.ts';
import { columnIndex } from './cell-values.ts';
import {
  editTagStream,
  expand,
  getAttribute,
  isClosing,
  isEmptyTag,
  setAttribute,
  tagName,
  tagPrefix,
  type OnTag,
} from './xml-tags.ts';

export interface SheetMarks {
  /** Row number → columns to mark. */
  readonly cells: ReadonlyMap<number, readonly number[]>;
  /** The red twin of a style. */
  readonly markStyle: (style: number) => number;
  /** The relation of the drawing that holds the notes; undefined when the sheet has one. */
  readonly drawing: string | undefined;
}

interface Place {
  prefix: string;
  /** Rows still to come, ascending. */
  readonly rows: number[];
  row: number;
  column: number;
  /** Columns of the open row still to come, ascending. */
  columns: number[];
  isDrawn: boolean;
  depth: number;
}

/** The relation of the drawing that the sheet has for its notes, if it has one. */
export async function findDrawing(pieces: AsyncIterable<string>): Promise<string | undefined> {
  let found: string | undefined;
  const look: OnTag = (tag) => {
    if (tag.includes('legacyDrawing') && tagName(tag) === 'legacyDrawing') found = getAttribute(tag, 'id');
    return undefined;
  };
  for await (const _ of editTagStream(pieces, look));
  return found;
}

export function patchSheet(pieces: AsyncIterable<string>, marks: SheetMarks): AsyncGenerator<string> {
  const place: Place = {
    prefix: '',
    rows: [...marks.cells.keys()].sort((a, b) => a - b),
    row: 0,
    column: -1,
    columns: [],
    isDrawn: marks.drawing === undefined,
    depth: 0,
  };
  const handlers: Readonly<Record<string, typeof onRow>> = {
    row: onRow,
    c: onCell,
    sheetData: onSheetData,
    worksheet: onWorksheet,
  };
  const onTag: OnTag = (tag) => {
    const name = tagName(tag);
    // Behind the rows, elements of extensions may have the same short names.
    const isBehind = place.row === Infinity && name !== 'worksheet';
    const handler = isBehind ? undefined : handlers[name];
    return handler ? handler(tag, place, marks) : onOther(tag, name, { place, marks });
  };
  return editTagStream(pieces, onTag);
}

function onWorksheet(tag: string, place: Place, marks: SheetMarks): string | undefined {
  if (isClosing(tag)) return withDrawing(tag, place, marks);
  place.prefix = tagPrefix(tag);
  return undefined;
}

/** Elements that stand behind the drawing of notes (ECMA-376-1 §18.3.1.99, in this order). */
const BEHIND = [
  'legacyDrawingHF',
  'drawingHF',
  'picture',
  'oleObjects',
  'controls',
  'webPublishItems',
  'tableParts',
  'extLst',
];

function onOther(tag: string, name: string, at: { place: Place; marks: SheetMarks }): string | undefined {
  const { place, marks } = at;
  // An `extLst` may also stand inside other elements: only those behind the rows and at the first level count.
  if (!isClosing(tag) && place.depth === 0 && BEHIND.includes(name) && place.row === Infinity) {
    const drawn = withDrawing(tag, place, marks);
    if (!isEmptyTag(tag)) place.depth += 1;
    return drawn;
  }
  if (place.row === Infinity && !isEmptyTag(tag)) place.depth += isClosing(tag) ? -1 : 1;
  return undefined;
}

function withDrawing(tag: string, place: Place, marks: SheetMarks): string | undefined {
  if (place.isDrawn) return undefined;
  place.isDrawn = true;
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return `<${place.prefix}legacyDrawing xmlns:r="${office}" r:id="${marks.drawing ?? ''}"/>${tag}`;
}

function onSheetData(tag: string, place: Place, marks: SheetMarks): string | undefined {
  if (isEmptyTag(tag)) {
    const rows = rowsBefore(Infinity, place, marks);
    place.row = Infinity;
    return rows === '' ? undefined : expand(tag, rows);
  }
  if (!isClosing(tag)) return undefined;
  const rows = rowsBefore(Infinity, place, marks);
  place.row = Infinity;
  return rows + tag;
}

function onRow(tag: string, place: Place, marks: SheetMarks): string | undefined {
  if (isClosing(tag)) {
    const cells = cellsBefore(Infinity, place, marks);
    return cells === '' ? undefined : cells + tag;
  }
  place.row = Number(getAttribute(tag, 'r') ?? place.row + 1);
  place.column = -1;
  const before = rowsBefore(place.row, place, marks);
  if (place.rows[0] !== place.row) return before === '' ? undefined : before + tag;
  place.rows.shift();
  place.columns = sortedColumns(place.row, marks);
  // The hint which columns are used would be wrong for cells that are put in.
  const bare = setAttribute(tag, 'spans', undefined);
  return before + (isEmptyTag(tag) ? expand(bare, cellsBefore(Infinity, place, marks)) : bare);
}

function onCell(tag: string, place: Place, marks: SheetMarks): string | undefined {
  if (isClosing(tag)) return undefined;
  const reference = getAttribute(tag, 'r');
  place.column = reference === undefined ? place.column + 1 : columnIndex(reference);
  if (place.columns.length === 0) return undefined;
  const before = cellsBefore(place.column, place, marks);
  if (place.columns[0] !== place.column) return before === '' ? undefined : before + tag;
  place.columns.shift();
  const style = marks.markStyle(Number(getAttribute(tag, 's') ?? 0));
  return before + setAttribute(tag, 's', String(style));
}

function rowsBefore(row: number, place: Place, marks: SheetMarks): string {
  let xml = '';
  while (place.rows[0] !== undefined && place.rows[0] < row) {
    const number = place.rows.shift() ?? 0;
    const inner = { ...place, row: number, columns: sortedColumns(number, marks) };
    xml += `<${place.prefix}row r="${String(number)}">${cellsBefore(Infinity, inner, marks)}</${place.prefix}row>`;
  }
  return xml;
}

function cellsBefore(column: number, place: Place, marks: SheetMarks): string {
  let xml = '';
  while (place.columns[0] !== undefined && place.columns[0] < column) {
    const next = place.columns.shift() ?? 0;
    xml += `<${place.prefix}c r="${columnLetter(next)}${String(place.row)}" s="${String(marks.markStyle(0))}"/>`;
  }
  return xml;
}

const sortedColumns = (row: number, marks: SheetMarks) => [...new Set(marks.cells.get(row))].sort((a, b) => a - b);
