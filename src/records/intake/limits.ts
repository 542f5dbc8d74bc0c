/** What a file may cost. Each number names the failure that chose it; every one has a test that hits it. */

const MiB = 1024 * 1024;

export interface WorkbookLimits {
  /** Zip bombs hide in the number of entries (a 2 MB file can list 65,535 of them); a big real workbook has some 200. */
  readonly entries: number;
  /** A 4.5 MB workbook took 1.1 GB when it was read as a tree. Read as a stream, the cost is time: 2 s per 60 MiB. */
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Compressed size that is held in memory while the file is read. */
  readonly fileBytes: number;
  /** Deflate reaches 1032:1 on a bomb; real sheets stay below 40:1. Asked only of entries above `ratioFrom`. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Distinct texts of a workbook, as UTF-8: kept outside the heap, so the heap limit does not see them. */
  readonly sharedTextBytes: number;
  /** A list of merged cells is read before the rows; a hostile one has millions. */
  readonly merges: number;
  /** Excel's own last column is 16,384; a file with a cell there costs 16,384 cells a row. */
  readonly columns: number;
  readonly sheets: number;
  /** Heap of the worker that reads. */
  readonly heapMiB: number;
  /** How long one batch may keep the reader waiting. */
  readonly stallMs: number;
}

export const workbookLimits: WorkbookLimits = {
  entries: 2_000,
  entryBytes: 768 * MiB,
  totalBytes: 1024 * MiB,
  fileBytes: 96 * MiB,
  ratio: 150,
  ratioFrom: 8 * MiB,
  sharedTextBytes: 128 * MiB,
  merges: 100_000,
  columns: 2_000,
  sheets: 50,
  heapMiB: 256,
  stallMs: 30_000,
};

export interface CsvLimits {
  /** A line with a million columns makes a million strings before anybody can look at the first. */
  readonly columns: number;
  /** An opening quote that is never closed swallows the rest of the file into one cell. */
  readonly cellChars: number;
  readonly lineChars: number;
}

export const csvLimits: CsvLimits = { columns: 2_000, cellChars: 1 * MiB, lineChars: 8 * MiB };

/** Rows of one batch: small enough that a batch of wide rows stays below some MB. */
export const BATCH_ROWS = 1_000;

/** Uploads are kept in pieces: a bytea above 1 GB is refused by PostgreSQL, and a piece is what one read holds. */
export const CHUNK_BYTES = 1 * MiB;

/** Below this an upload waits in memory until it is complete; above, in an unlinked temporary file. */
export const SPOOL_MEMORY = 8 * MiB;

/** Notes of one workbook: Excel needs a minute to open a sheet with more. The summary counts the rest. */
export const MAX_NOTES = 10_000;
