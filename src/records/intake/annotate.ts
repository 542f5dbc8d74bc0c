/** Gives a file back with the wrong cells red and a note in each, and a summary sheet behind the others. */
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { alignRows } from './align-rows.ts';
import { detectCharset } from './charset.ts';
import { chooseEncoding } from './choose-encoding.ts';
import { refuseKind, type TableKind } from './keep-upload.ts';
import { workbookLimits, type WorkbookLimits } from './limits.ts';
import type { ByteSource, Encodings, FoundTable, RawRow } from './model.ts';
import { problems } from './problems.ts';
import { writeRows } from './plain-workbook.ts';
import { readCsv } from './read-csv.ts';
import { openWorkbook } from './read-workbook.ts';
import { readWhole, sniff } from './sniff.ts';
import type { Note } from './workbook/patch-notes.ts';
import type { PatchAnswer, PatchJob } from './workbook/patch-worker.ts';
import type { PatchRequest, SummarySheet } from './workbook/patch-workbook.ts';

export interface CellNote {
  /** The row's number in the file (`RawRow.number`). */
  readonly row: number;
  /** Index into `table.columns`; -1 puts the note on the row's first cell. */
  readonly column: number;
  /** What is wrong and what to do, in the person's language. */
  readonly text: string;
}

export interface AnnotateRequest {
  readonly table: FoundTable;
  readonly notes: readonly CellNote[];
  /** The added sheet: its name, and rows of one or more texts. */
  readonly summary: SummarySheet;
  /** Only the headers and the rows with notes: a small workbook to mend and send again. */
  readonly onlyWrongRows?: boolean;
  readonly encodings: Encodings;
  /** As in the opened upload (`encoding.name`): old text is converted before it is written anew. */
  readonly encoding: string;
  readonly limits?: WorkbookLimits;
}

/**
 * Always a workbook (.xlsx), also for a text file.
 * A workbook is given back as it came, with nothing changed but the marked cells.
 * @throws uploadTooLarge when a text file is too long for a workbook: ask for `onlyWrongRows`
 */
export async function annotate(source: ByteSource, request: AnnotateRequest): Promise<Buffer> {
  const limits = request.limits ?? workbookLimits;
  const kind = await sniff(source);
  refuseKind(kind);
  if (request.onlyWrongRows === true) return annotateWrongRows(source, request, kind);
  const { table, summary } = request;
  if (source.size > limits.fileBytes) throw problems.uploadTooLarge({ limit: limits.fileBytes });
  const notes = request.notes.map((note) => inSheet(note, table));
  if (kind === 'xlsx') {
    return patch(await readWhole(source, limits.fileBytes), { sheet: table.sheet, notes, summary }, limits);
  }
  // Other kinds are written anew: every cell at its place, as text.
  const sheet = { sheet: table.sheet ?? 'CSV', headerRows: table.headerRows };
  const bytes = await collect(writeRows(fileRows(source, request, kind), sheet));
  return patch(bytes, { sheet: undefined, notes, summary }, limits);
}

async function annotateWrongRows(source: ByteSource, request: AnnotateRequest, kind: TableKind): Promise<Buffer> {
  const { table, summary } = request;
  const rows = await wrongRows(fileRows(source, request, kind), request);
  const headers = { number: 1, cells: table.columns.map((column) => column.header) };
  const all = [headers, ...rows.map((row, i) => ({ number: i + 2, cells: row.cells }))];
  const bytes = await collect(writeRows(batch(all), { sheet: table.sheet ?? 'CSV', headerRows: [1] }));
  const places = new Map(rows.map((row, i) => [row.number, i + 2]));
  const notes = request.notes.flatMap((note) => {
    const row = places.get(note.row);
    return row === undefined ? [] : [{ row, column: Math.max(0, note.column), text: note.text }];
  });
  return patch(bytes, { sheet: undefined, notes, summary }, request.limits ?? workbookLimits);
}

function inSheet(note: CellNote, table: FoundTable): Note {
  const column = table.columns[Math.max(0, note.column)]?.index ?? 0;
  return { row: note.row, column, text: note.text };
}

/** All rows as they stand in the file, in Unicode. */
async function* fileRows(source: ByteSource, request: AnnotateRequest, kind: TableKind): AsyncGenerator<RawRow[]> {
  const charset = kind === 'csv' ? await detectCharset(source) : undefined;
  const { convert } = chooseEncoding([], { ...request, encoding: tableName(request) }, charset);
  if (charset !== undefined) {
    yield* readCsv(source, { charset, convert });
    return;
  }
  await using workbook = await openWorkbook(source, { fonts: request.encodings.tables });
  const { sheet: name } = request.table;
  const sheet = workbook.sheets.find((one) => one.name === name);
  if (sheet === undefined)
    throw problems.sheetNotFound({ sheet: name, sheets: workbook.sheets.map((one) => one.name) });
  yield* workbook.rows(sheet.index, convert);
}

/** A character set that is no table of the profile needs no conversion. */
function tableName({ encoding, encodings }: AnnotateRequest): string {
  return encodings.tables.some((table) => table.name === encoding) ? encoding : 'as-is';
}

/** The rows that have notes, their cells in the order of the table's columns. */
async function wrongRows(batches: AsyncIterable<readonly RawRow[]>, request: AnnotateRequest): Promise<RawRow[]> {
  const wanted = new Set(request.notes.map((note) => note.row));
  const { table } = request;
  const footRows: RawRow[] = [];
  const place = { ...table, firstRow: (table.headerRows.at(-1) ?? 0) + 1 };
  async function* marked() {
    for await (const rows of batches) yield rows.filter((row) => wanted.has(row.number));
  }
  const found: RawRow[] = [];
  for await (const rows of alignRows(marked(), { place, total: undefined, ragged: false, footRows }))
    found.push(...rows);
  return [...found, ...footRows];
}

async function* batch(rows: readonly RawRow[]): AsyncGenerator<readonly RawRow[]> {
  yield rows;
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

/** @throws tooMuchWork, and what the worker found */
async function patch(bytes: Buffer, request: PatchRequest, limits: WorkbookLimits): Promise<Buffer> {
  const own = Uint8Array.from(bytes).buffer;
  const job: PatchJob = { bytes: own, request, limits };
  const worker = new Worker(new URL('./workbook/patch-worker.ts', import.meta.url), {
    workerData: job,
    transferList: [own],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMiB, maxYoungGenerationSizeMb: 48 },
    stderr: true,
  });
  const timer = setTimeout(() => void worker.terminate(), limits.stallMs * 4);
  const pieces: Uint8Array[] = [];
  let last: PatchAnswer | undefined;
  worker.on('message', (answer: PatchAnswer) => {
    if (answer.type === 'piece') pieces.push(answer.piece);
    else last = answer;
  });
  try {
    await once(worker, 'exit');
  } catch (error) {
    const isMemory = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
    throw isMemory ? problems.tooMuchWork({ measure: 'memory', limit: limits.heapMiB }) : error;
  } finally {
    clearTimeout(timer);
  }
  return finish(last, pieces, limits);
}

function finish(last: PatchAnswer | undefined, pieces: readonly Uint8Array[], limits: WorkbookLimits): Buffer {
  if (last?.type === 'end') return Buffer.concat(pieces);
  if (last?.type !== 'problem') throw problems.tooMuchWork({ measure: 'time', limit: (limits.stallMs * 4) / 1000 });
  const { slug, extras } = last;
  throw (Object.values(problems).find((one) => one.kind.slug === slug) ?? problems.damagedFile)(extras);
}
