/** Reads a workbook beside the main thread, under a heap limit of its own: a hostile one ends only this worker. */
import { parentPort } from 'node:worker_threads';
import { Problem } from '../../../platform/http/problem.ts';
import type { WorkbookLimits } from '../limits.ts';
import { openZip, type Zip } from '../zip.ts';
import { readStyles } from './cell-styles.ts';
import type { Merge } from '../find-table.ts';
import { cleanRow } from '../read-csv.ts';
import { packRows, type PackedRows } from './packed-rows.ts';
import { readParts, type SheetPart } from './parts.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readMerges } from './sheet-merges.ts';
import { readSheet, type SheetContext, type SheetRow } from './sheet-rows.ts';

export interface SheetPreview {
  /** Place among the visible sheets. */
  readonly index: number;
  readonly name: string;
  readonly rows: readonly SheetRow[];
  readonly merges: readonly Merge[];
}

export interface OpenRequest {
  readonly type: 'open';
  readonly bytes: ArrayBuffer;
  readonly limits: WorkbookLimits;
  /** Sources of regular expressions over font names. */
  readonly capitalFonts: readonly string[];
  readonly previewRows: number;
}

export type ToWorker = OpenRequest | { readonly type: 'read'; readonly sheet: number } | { readonly type: 'more' };

export type FromWorker =
  | { readonly type: 'opened'; readonly sheets: readonly SheetPreview[] }
  | { readonly type: 'rows'; readonly rows: PackedRows }
  | { readonly type: 'end' }
  | { readonly type: 'problem'; readonly slug: string; readonly extras: Readonly<Record<string, unknown>> }
  | { readonly type: 'failed'; readonly message: string };

interface OpenBook {
  readonly zip: Zip;
  readonly sheets: readonly SheetPart[];
  readonly contexts: readonly SheetContext[];
}

/** Batches that may be on their way before the reader has taken them. */
const AHEAD = 2;

const port = parentPort;
if (port !== null) serve(port);

function serve(main: NonNullable<typeof port>): void {
  let book: OpenBook | undefined;
  let credit = 0;
  let wake: (() => void) | undefined;
  const say = (message: FromWorker) => main.postMessage(message);
  const answer = async (message: ToWorker): Promise<void> => {
    if (message.type === 'more') {
      credit += 1;
      wake?.();
    } else if (message.type === 'open') {
      const opened = await openBook(message);
      book = opened.book;
      say({ type: 'opened', sheets: opened.sheets });
    } else if (book !== undefined) {
      credit = AHEAD;
      for await (const rows of sheetRows(book, message.sheet)) {
        while (credit === 0) await new Promise<void>((resolve) => (wake = resolve));
        credit -= 1;
        say({ type: 'rows', rows: packRows(rows.map(cleanRow)) });
      }
      say({ type: 'end' });
    }
  };
  main.on('message', (message: ToWorker) => {
    answer(message).catch((error: unknown) => {
      if (error instanceof Problem) say({ type: 'problem', slug: error.kind.slug, extras: error.extras });
      else say({ type: 'failed', message: String(error) });
    });
  });
}

async function openBook(request: OpenRequest): Promise<{ book: OpenBook; sheets: SheetPreview[] }> {
  const { limits } = request;
  const zip = await openZip(Buffer.from(request.bytes), limits);
  const parts = await readParts(zip);
  const fonts = request.capitalFonts.map((source) => new RegExp(source, 'u'));
  const shared = {
    strings: await readSharedStrings(await openPart(zip, parts.sharedStrings), limits),
    styles: readStyles(parts.styles && (await zip.text(parts.styles))),
    isFrom1904: parts.isFrom1904,
    limits,
    isCapitalFont: (font: string) => fonts.some((one) => one.test(font)),
  };
  const sheets = parts.sheets.filter((sheet) => !sheet.isHidden).slice(0, limits.sheets);
  const contexts: SheetContext[] = [];
  for (const sheet of sheets)
    contexts.push({ ...shared, merges: await readMerges(await zip.open(sheet.path), limits) });
  const book = { zip, sheets, contexts };
  const previews: SheetPreview[] = [];
  for (const [index, sheet] of sheets.entries()) {
    const rows: SheetRow[] = [];
    for await (const batch of sheetRows(book, index)) {
      rows.push(...batch);
      if (rows.length >= request.previewRows) break;
    }
    const merges = contexts[index]?.merges.filter((merge) => merge.top <= (rows.at(-1)?.number ?? 0)) ?? [];
    previews.push({ index, name: sheet.name, rows: rows.slice(0, request.previewRows).map(cleanRow), merges });
  }
  return { book, sheets: previews };
}

const openPart = async (zip: Zip, path: string | undefined) => (path === undefined ? undefined : zip.open(path));

async function* sheetRows(book: OpenBook, index: number): AsyncGenerator<SheetRow[]> {
  const sheet = book.sheets[index];
  const context = book.contexts[index];
  if (sheet === undefined || context === undefined) return;
  yield* readSheet(await book.zip.open(sheet.path), context);
}
