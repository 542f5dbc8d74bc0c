/** From kept bytes to a found table and its rows. */
import type { Db } from '../../platform/db/db.ts';
import { alignRows } from './align-rows.ts';
import { detectCharset, type Charset } from './charset.ts';
import { chooseEncoding, type ChosenEncoding } from './choose-encoding.ts';
import { locateTable, type Merge, type TablePlace } from './find-table.ts';
import { refuseKind, type TableKind } from './keep-upload.ts';
import type { ByteSource, FoundTable, OpenedUpload, OpenOptions, RawRow, ScoreHeaders } from './model.ts';
import { problems } from './problems.ts';
import { readCsv } from './read-csv.ts';
import { convertRow, openWorkbook, type SheetPreview } from './read-workbook.ts';
import { sniff } from './sniff.ts';
import { getUpload, uploadBytes } from './upload-store.ts';

/**
 * Opens an upload that was kept; the kept answer to the encoding question counts as given.
 * @throws uploadNotFound, and what `openBytes` throws
 */
export async function openUpload(db: Db, uploadId: string, options: OpenOptions): Promise<OpenedUpload> {
  const upload = await getUpload(db, uploadId);
  const source = await uploadBytes(db, uploadId);
  const known = { kind: upload.kind, charset: upload.charset ?? undefined };
  return open(source, { ...options, encoding: options.encoding ?? upload.encoding ?? undefined }, known);
}

/**
 * The same for bytes that are not kept: the command line and tests.
 * @throws every problem of `problems.ts` that a file can have
 */
export async function openBytes(source: ByteSource, options: OpenOptions): Promise<OpenedUpload> {
  return open(source, options, { kind: await sniff(source), charset: undefined });
}

interface Known {
  readonly kind: Parameters<typeof refuseKind>[0];
  readonly charset: Charset | undefined;
}

async function open(source: ByteSource, options: OpenOptions, known: Known): Promise<OpenedUpload> {
  const { kind } = known;
  refuseKind(kind);
  if (kind === 'csv') return openCsv(source, options, known.charset ?? (await detectCharset(source)));
  return openSheet(source, options, kind);
}

/** Enough rows to find headers and to see in what encoding names are. */
const PREVIEW_ROWS = 500;

async function openCsv(source: ByteSource, options: OpenOptions, charset: Charset): Promise<OpenedUpload> {
  const preview = await previewCsv(source, charset);
  const chosen = chooseEncoding(
    preview.flatMap((row) => row.cells),
    options,
    charset,
  );
  const head = preview.slice(0, PREVIEW_ROWS).map((row) => convertRow(row, chosen.convert));
  const place = locate(head, options.score);
  const footRows: RawRow[] = [];
  const batches = readCsv(source, { charset, convert: chosen.convert });
  return {
    kind: 'csv',
    encoding: chosen.encoding,
    question: chosen.question,
    table: foundTable(place, undefined, footRows),
    sheets: [],
    rows: alignRows(batches, { place, total: options.encodings.total, ragged: true, footRows }),
    [Symbol.asyncDispose]: async () => void (await batches.return(undefined)),
  };
}

/** The first rows; of a file that is no Unicode, as many more as it takes to see what it is. */
export async function previewCsv(source: ByteSource, charset: Charset): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  let marked = 0;
  for await (const batch of readCsv(source, { charset })) {
    for (const row of batch) {
      const isMarked = charset === 'bytes' && row.cells.some((cell) => /[^\t-~]/.test(cell));
      if (isMarked) marked += 1;
      if (rows.length < PREVIEW_ROWS || isMarked) rows.push(row);
    }
    if (rows.length >= PREVIEW_ROWS && (charset !== 'bytes' || marked >= PREVIEW_ROWS)) break;
  }
  return rows;
}

/** @throws emptyFile, notATable */
function locate(preview: readonly RawRow[], score: ScoreHeaders, merges: readonly Merge[] = []): TablePlace {
  const rows = preview.filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  if (rows.length === 0) throw problems.emptyFile();
  const place = locateTable(rows, score, merges);
  if (place === undefined) {
    const seen = rows.slice(0, 3).map((row) =>
      row.cells
        .filter((cell) => cell !== '')
        .join(' ')
        .slice(0, 100),
    );
    throw problems.notATable({ rows: seen });
  }
  return place;
}

function foundTable(place: TablePlace, sheet: string | undefined, footRows: RawRow[]): FoundTable {
  const { titleRows, headerRows, columns, confidence } = place;
  return { sheet, titleRows, headerRows, columns, confidence, footRows };
}

async function openSheet(source: ByteSource, options: OpenOptions, kind: TableKind): Promise<OpenedUpload> {
  const workbook = await openWorkbook(source, { fonts: options.encodings.tables });
  try {
    const best = chooseSheet(workbook.sheets, options);
    const footRows: RawRow[] = [];
    const { place, chosen, sheet } = best;
    const batches = workbook.rows(sheet.index, chosen.convert);
    return {
      kind,
      encoding: chosen.encoding,
      question: chosen.question,
      table: foundTable(place, sheet.name, footRows),
      sheets: workbook.sheets.map((one) => one.name),
      rows: alignRows(batches, { place, total: options.encodings.total, ragged: false, footRows }),
      [Symbol.asyncDispose]: () => workbook[Symbol.asyncDispose](),
    };
  } catch (error) {
    await workbook[Symbol.asyncDispose]();
    throw error;
  }
}

interface SheetChoice {
  readonly sheet: SheetPreview;
  readonly place: TablePlace;
  readonly chosen: ChosenEncoding;
}

/** The named sheet; else the one whose headers fit best, the first of equals. @throws sheetNotFound, notATable, emptyFile */
function chooseSheet(sheets: readonly SheetPreview[], options: OpenOptions): SheetChoice {
  const asked = sheets.filter((sheet) => options.sheet === undefined || sheet.name === options.sheet);
  if (asked.length === 0) throw problems.sheetNotFound({ sheet: options.sheet, sheets: sheets.map((one) => one.name) });
  let best: SheetChoice | undefined;
  let refusal: unknown;
  for (const sheet of asked) {
    const chosen = chooseEncoding(
      sheet.rows.flatMap((row) => row.cells),
      options,
      undefined,
    );
    try {
      const head = sheet.rows.map((row) => convertRow(row, chosen.convert));
      const place = locate(head, options.score, sheet.merges);
      if (best === undefined || place.confidence > best.place.confidence) best = { sheet, place, chosen };
    } catch (error) {
      refusal = refusal === undefined || isEmpty(refusal) ? error : refusal;
    }
  }
  if (best === undefined) throw refusal;
  return best;
}

const isEmpty = (error: unknown) => (error as { kind?: unknown }).kind === problems.emptyFile.kind;
