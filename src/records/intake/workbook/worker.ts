/** Reads a workbook beside the main thread, under a heap limit of its own: a hostile one ends only this worker. */
import { parentPort } from 'node:worker_threads';
import { Problem } from '../../../platform/http/problem.ts';
import type { WorkbookLimits } from '../limits.ts';
import { cleanRow } from '../read-csv.ts';
import { openZip } from '../zip.ts';
import type { Merge } from '../find-table.ts';
import type { Book, BookOptions } from './book.ts';
import { openOds } from './open-ods.ts';
import { openXls } from './open-xls.ts';
import { openXlsx } from './open-xlsx.ts';
import { packRows, type PackedRows } from './packed-rows.ts';
import type { SheetRow } from './sheet-rows.ts';

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

/** Batches that may be on their way before the reader has taken them. */
const AHEAD = 2;

const port = parentPort;
if (port !== null) serve(port);

function serve(main: NonNullable<typeof port>): void {
  let book: Book | undefined;
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
      for await (const rows of book.rows(message.sheet)) {
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

async function openBook(request: OpenRequest): Promise<{ book: Book; sheets: SheetPreview[] }> {
  const fonts = request.capitalFonts.map((source) => new RegExp(source, 'u'));
  const isCapitalFont = (font: string) => fonts.some((one) => one.test(font));
  const book = await openAny(Buffer.from(request.bytes), { limits: request.limits, isCapitalFont });
  const previews: SheetPreview[] = [];
  for (const [index, sheet] of book.sheets.entries()) {
    const rows: SheetRow[] = [];
    for await (const batch of book.rows(index)) {
      rows.push(...batch);
      if (rows.length >= request.previewRows) break;
    }
    const head = rows.slice(0, request.previewRows);
    const merges = sheet.merges().filter((merge) => merge.top <= (head.at(-1)?.number ?? 0));
    previews.push({ index, name: sheet.name, rows: head.map(cleanRow), merges });
  }
  return { book, sheets: previews };
}

/** The content says which of the three it is. */
async function openAny(bytes: Buffer, options: BookOptions): Promise<Book> {
  if (bytes.readUInt32BE(0) === OLE) return openXls(bytes, options);
  const zip = await openZip(bytes, options.limits);
  return zip.entries.has('content.xml') && zip.entries.has('mimetype') ? openOds(zip, options) : openXlsx(zip, options);
}

/** First bytes of an OLE2 file ([MS-CFB] §2.2). */
const OLE = 0xd0cf11e0;
