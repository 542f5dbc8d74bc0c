/** What the formats of workbooks have in common for the reader. */
import type { Merge } from '../find-table.ts';
import type { WorkbookLimits } from '../limits.ts';
import type { SheetRow } from './sheet-rows.ts';

export interface Book {
  /** Visible sheets, in order. */
  readonly sheets: readonly BookSheet[];
  rows(sheet: number): AsyncGenerator<SheetRow[]>;
}

export interface BookSheet {
  readonly name: string;
  /** Complete for the rows that were read. */
  merges(): readonly Merge[];
}

export interface BookOptions {
  readonly limits: WorkbookLimits;
  readonly isCapitalFont: (font: string) => boolean;
}
