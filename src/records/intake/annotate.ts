/** Gives a file back with the wrong cells red and a note in each, and a summary sheet in front of the person. */
import type { ByteSource, FoundTable, Encodings } from './model.ts';

export interface CellNote {
  /** The row's number in the file (RawRow.number). */
  readonly row: number;
  /** Index into `table.columns`; -1 puts the note on the row's first cell. */
  readonly column: number;
  /** What is wrong and what to do, in the person's language. */
  readonly text: string;
}

export interface AnnotateRequest {
  readonly table: FoundTable;
  readonly notes: readonly CellNote[];
  /** Name and lines of the added sheet: `[label, value]` or a single text. */
  readonly summary: {
    readonly name: string;
    readonly lines: readonly (readonly string[])[];
    readonly rightToLeft?: boolean;
  };
  /** Only the header and the rows with notes: a small workbook to mend and send again. */
  readonly onlyWrongRows?: boolean;
  readonly encodings: Encodings;
  /** As in the opened upload: text files are converted before they are written as a workbook. */
  readonly encoding: string;
}

/** Always a workbook (.xlsx), also for a text file. */
export async function annotate(_source: ByteSource, _request: AnnotateRequest): Promise<Buffer> {
  throw new Error('being built');
}
