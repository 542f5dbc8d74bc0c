/**
 * A batch of rows on its way between threads: one long text instead of thousands of small ones, which cost more to
 * hand over than to read. Cells hold no control characters, so two of those can stand between them.
 */
import type { SheetRow } from './sheet-rows.ts';

export interface PackedRows {
  readonly text: string;
  readonly numbers: readonly number[];
  /** Place in the batch → troubles and fonts, for the few rows that have any. */
  readonly extras: readonly (readonly [number, Pick<SheetRow, 'troubles' | 'capitals'>])[];
}

const CELL = '\u001f';
const ROW = '\u001e';

export function packRows(rows: readonly SheetRow[]): PackedRows {
  const extras: [number, Pick<SheetRow, 'troubles' | 'capitals'>][] = [];
  rows.forEach(({ troubles, capitals }, i) => {
    if (troubles || capitals)
      extras.push([i, { ...(troubles ? { troubles } : {}), ...(capitals ? { capitals } : {}) }]);
  });
  return {
    text: rows.map((row) => row.cells.join(CELL)).join(ROW),
    numbers: rows.map((row) => row.number),
    extras,
  };
}

export function unpackRows({ text, numbers, extras }: PackedRows): SheetRow[] {
  const rows: SheetRow[] = text.split(ROW).map((row, i) => ({
    number: numbers[i] ?? 0,
    cells: row === '' ? [] : row.split(CELL),
  }));
  for (const [i, extra] of extras) rows[i] = { number: numbers[i] ?? 0, cells: rows[i]?.cells ?? [], ...extra };
  return rows;
}
