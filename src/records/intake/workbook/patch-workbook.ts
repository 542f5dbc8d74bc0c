/**
 * Puts red cells, notes and a summary into a workbook. Every part that is not concerned is taken over as it is packed:
 * styles, widths, formulas, pictures, other sheets.
 */
import { writeZip, type PackedEntry, type ZipEntry } from '../../export/write-zip.ts';
import { escapeXml } from '../../export/workbook-parts.ts';
import { columnLetter } from '../../export/column-letter.ts';
import { MAX_NOTES, type WorkbookLimits } from '../limits.ts';
import { problems } from '../problems.ts';
import { openZip, type Zip } from '../zip.ts';
import { readParts, readRelations, relationsPath, type Relation, type WorkbookParts } from './parts.ts';
import { patchDrawing, patchTexts, type Note } from './patch-notes.ts';
import { addContentTypes, addRelations, addSheet, freeIds, type NewPart, type NewRelation } from './patch-package.ts';
import { findDrawing, patchSheet } from './patch-sheet.ts';
import { patchStyles } from './patch-styles.ts';
import { xmlText } from './xml.ts';

export interface SummarySheet {
  readonly name: string;
  /** Rows of one or more texts. */
  readonly lines: readonly (readonly string[])[];
  readonly rightToLeft?: boolean;
}

export interface PatchRequest {
  /** Name of the sheet; undefined: the first visible one. */
  readonly sheet: string | undefined;
  /** Columns are 0-based places in the sheet, rows 1-based. */
  readonly notes: readonly Note[];
  readonly summary: SummarySheet;
}

/** Pieces of the patched file. @throws sheetNotFound, and what opening a zip throws */
export async function* patchWorkbook(
  bytes: Buffer,
  request: PatchRequest,
  limits: WorkbookLimits,
): AsyncGenerator<Buffer> {
  const zip = await openZip(bytes, limits);
  const parts = await readParts(zip);
  yield* writeZip(entries(await plan(zip, parts, request)));
}

interface Plan {
  readonly zip: Zip;
  /** Written anew, in this order: styles come behind the sheet that says which are needed. */
  readonly written: ReadonlyMap<string, () => AsyncIterable<string>>;
}

async function* entries({ zip, written }: Plan): AsyncGenerator<ZipEntry | PackedEntry> {
  for (const [name, entry] of zip.entries) {
    if (written.has(name) || name.endsWith('/')) continue;
    const { crc32: crc, compressedSize: packedSize, uncompressedSize: size, compressionMethod: method } = entry;
    yield { name, packed: await zip.packed(name), crc, packedSize, size, method };
  }
  for (const [name, content] of written) yield { name, content: content() };
}

async function plan(zip: Zip, parts: WorkbookParts, request: PatchRequest): Promise<Plan> {
  const sheet = parts.sheets.find((one) => (request.sheet === undefined ? !one.isHidden : one.name === request.sheet));
  if (sheet === undefined)
    throw problems.sheetNotFound({ sheet: request.sheet, sheets: parts.sheets.map((s) => s.name) });
  const free = freeNames(zip);
  const written = new Map<string, () => AsyncIterable<string>>();
  const added: NewPart[] = [];
  const notes = joinNotes(request.notes);
  const styles = patchStyles(parts.styles && (await zip.text(parts.styles)));
  const drawing = await planNotes({ zip, sheet: sheet.path, free, written, added }, notes.slice(0, MAX_NOTES));
  const cells = new Map<number, number[]>();
  for (const { row, column } of notes) cells.set(row, [...(cells.get(row) ?? []), column]);
  const stream = await zip.open(sheet.path);
  written.set(sheet.path, () => patchSheet(xmlText(stream), { cells, markStyle: styles.mark, drawing }));
  const stylesPath = parts.styles ?? free('xl/styles', '.xml');
  written.set(stylesPath, () => once(styles.write()));
  if (parts.styles === undefined) added.push({ path: stylesPath, type: `${TYPES}.styles+xml` });
  await planWorkbook({ zip, parts, request, free, written, added, stylesPath });
  const types = await zip.text('[Content_Types].xml');
  if (types === undefined) throw problems.damagedFile({ part: '[Content_Types].xml' });
  written.set('[Content_Types].xml', () => once(addContentTypes(types, added)));
  return { zip, written };
}

const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** Several notes on one cell become one, each on its line. */
function joinNotes(notes: readonly Note[]): Note[] {
  const joined = new Map<string, Note>();
  for (const note of notes) {
    const key = `${String(note.row)}:${String(note.column)}`;
    const before = joined.get(key);
    joined.set(key, before === undefined ? note : { ...note, text: `${before.text}\n${note.text}` });
  }
  return [...joined.values()];
}

/** Names of parts that are not taken: `xl/comments1.xml`. */
function freeNames(zip: Zip): (start: string, end: string) => string {
  const taken = new Set([...zip.entries.keys()].map((name) => name.toLowerCase()));
  return (start, end) => {
    let number = 1;
    while (taken.has(`${start}${String(number)}${end}`.toLowerCase())) number += 1;
    const name = `${start}${String(number)}${end}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

interface Writing {
  readonly zip: Zip;
  readonly free: (start: string, end: string) => string;
  readonly written: Map<string, () => AsyncIterable<string>>;
  readonly added: NewPart[];
}

/** The relation of the drawing that the sheet must name; undefined when it names one already. */
async function planNotes(at: Writing & { sheet: string }, notes: readonly Note[]): Promise<string | undefined> {
  if (notes.length === 0) return undefined;
  const { zip, sheet, free, written, added } = at;
  const relations = await readRelations(zip, sheet);
  const named = await findDrawing(xmlText(await zip.open(sheet)));
  const pathOf = (is: (one: Relation) => boolean) =>
    relations.find((one) => is(one) && zip.entries.has(one.path))?.path;
  const oldTexts = pathOf((one) => one.type === 'comments');
  const oldDrawing = pathOf((one) => one.type === 'vmlDrawing' && one.id === named);
  const texts = oldTexts ?? free('xl/comments', '.xml');
  const drawing = oldDrawing ?? free('xl/drawings/vmlDrawing', '.vml');
  const textsBefore = oldTexts && (await zip.text(oldTexts));
  const drawingBefore = oldDrawing && (await zip.text(oldDrawing));
  written.set(texts, () => once(patchTexts(textsBefore, notes)));
  written.set(drawing, () => once(patchDrawing(drawingBefore, notes)));
  const list = relationsPath(sheet);
  const before = await zip.text(list);
  const nextId = freeIds(before);
  const fresh: NewRelation[] = [];
  if (oldTexts === undefined) {
    fresh.push({ id: nextId(), type: 'comments', path: texts });
    added.push({ path: texts, type: `${TYPES}.comments+xml` });
  }
  const id = nextId();
  if (oldDrawing === undefined) {
    fresh.push({ id, type: 'vmlDrawing', path: drawing });
    added.push({ path: drawing, type: '' });
  }
  if (fresh.length === 0) return undefined;
  written.set(list, () => once(addRelations(before, sheet, fresh)));
  return oldDrawing === undefined ? id : undefined;
}

type WorkbookPlan = Writing & {
  readonly parts: WorkbookParts;
  readonly request: PatchRequest;
  readonly stylesPath: string;
};

/** The summary sheet, and the lists that name it. */
async function planWorkbook({ zip, parts, request, free, written, added, stylesPath }: WorkbookPlan): Promise<void> {
  const path = free('xl/worksheets/sheet', '.xml');
  written.set(path, () => once(summaryXml(request.summary)));
  added.push({ path, type: `${TYPES}.worksheet+xml` });
  const list = relationsPath(parts.workbook);
  const before = await zip.text(list);
  const nextId = freeIds(before);
  const relations: NewRelation[] = [{ id: nextId(), type: 'worksheet', path }];
  const relation = relations[0]?.id ?? '';
  if (parts.styles === undefined) relations.push({ id: nextId(), type: 'styles', path: stylesPath });
  const workbook = (await zip.text(parts.workbook)) ?? '';
  const ids = [...workbook.matchAll(/sheetId="(\d+)"/g)].map((match) => Number(match[1]));
  const sheet = {
    name: freeSheetName(
      request.summary.name,
      parts.sheets.map((one) => one.name.toLowerCase()),
    ),
    id: Math.max(0, ...ids) + 1,
    relation,
  };
  written.set(parts.workbook, () => once(addSheet(workbook, sheet)));
  written.set(list, () => once(addRelations(before, parts.workbook, relations)));
}

function freeSheetName(name: string, taken: readonly string[]): string {
  const clean =
    name
      .replace(/[[\]:*?/\\]/g, ' ')
      .trim()
      .slice(0, 27) || 'Summary';
  let candidate = clean;
  for (let number = 2; taken.includes(candidate.toLowerCase()); number++) candidate = `${clean} (${String(number)})`;
  return candidate;
}

function summaryXml({ lines, rightToLeft }: SummarySheet): string {
  const rows = lines.map((cells, i) => {
    const row = String(i + 1);
    const inner = cells.map(
      (text, column) =>
        `<c r="${columnLetter(column)}${row}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, 32_767))}</t></is></c>`,
    );
    return `<row r="${row}">${inner.join('')}</row>`;
  });
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    `<sheetViews><sheetView workbookViewId="0"${rightToLeft === true ? ' rightToLeft="1"' : ''}/></sheetViews>` +
    '<cols><col min="1" max="1" width="48" customWidth="1"/><col min="2" max="6" width="24" customWidth="1"/></cols>' +
    `<sheetData>${rows.join('')}</sheetData></worksheet>`
  );
}
