/** A workbook with one row a field (code, name, definition, type, length, required, code list…) → drafts. */
import type { default as ExcelJS } from 'exceljs';
import { fromBuffer } from 'yauzl';
import { fold } from '../../platform/search/fold.ts';
import { having } from './document.ts';
import type { DataType } from '../plan.ts';
import type {
  Draft,
  DraftCode,
  DraftEntity,
  DraftField,
  DraftList,
  ImportFile,
  ImportFindings,
  Spot,
} from './model.ts';
import { decode, isReadable, isZip, refuseOther } from './open-file.ts';

/** Our columns, and what else a header may say (folded). */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  entity: ['entity', 'table'],
  code: ['code', 'physical name', 'column', 'field'],
  name: ['name', 'title', 'label'],
  definition: ['definition', 'description'],
  type: ['type', 'data type'],
  length: ['length', 'max length', 'maximum length'],
  required: ['required', 'mandatory'],
  key: ['key', 'primary key'],
  list: ['code list', 'codelist', 'list'],
  parent: ['parent'],
  references: ['references', 'reference'],
  pattern: ['pattern'],
  example: ['example'],
};
const TYPES: readonly DataType[] = [
  'string',
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'partialDate',
  'datetime',
  'code',
  'identifier',
  'reference',
];
const MOST_ROWS = 20_000;
// A workbook is a zip: a small one may hold gigabytes.
const MOST_UNPACKED = 200 * 1024 * 1024;
const NONE: Draft = { entities: [], lists: [] };

export async function readExcel(file: ImportFile, findings: ImportFindings): Promise<Draft> {
  const spot = { file: file.name };
  const workbook = await openWorkbook(file, findings);
  if (!workbook) return NONE;
  const lists: DraftList[] = [];
  const entities: DraftEntity[] = [];
  for (const sheet of workbook.worksheets) readSheet(sheet, { file: file.name, findings, lists, entities });
  if (entities.length + lists.length === 0) findings.error(spot, 'no-field-sheet', { columns: 'code, name, type' });
  return { entities, lists };
}

/** @returns undefined when a finding says why it cannot be opened */
export async function openWorkbook(file: ImportFile, findings: ImportFindings): Promise<ExcelJS.Workbook | undefined> {
  const spot = { file: file.name };
  if (!isReadable(file, findings)) return undefined;
  if (!isZip(file.bytes)) {
    refuseOther({ file: file.name, text: decode(file.bytes) ?? '', format: 'excel', findings });
    return undefined;
  }
  const bytes = Buffer.from(file.bytes);
  const unpacked = await sizeUnpacked(bytes);
  if (unpacked === undefined || unpacked > MOST_UNPACKED) {
    findings.error(spot, 'file-too-large', {
      size: Math.ceil((unpacked ?? 0) / 1e6),
      most: Math.floor(MOST_UNPACKED / 1e6),
    });
    return undefined;
  }
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  try {
    await workbook.xlsx.load(bytes as never);
    return workbook;
  } catch (error) {
    findings.error(spot, 'unreadable', { reason: error instanceof Error ? error.message.slice(0, 200) : '' });
    return undefined;
  }
}

/** What the entries say they hold; undefined: no directory can be read. */
function sizeUnpacked(bytes: Buffer): Promise<number | undefined> {
  return new Promise((resolve) => {
    fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error) return resolve(undefined);
      let total = 0;
      zip.on('entry', (entry: { uncompressedSize: number }) => (total += entry.uncompressedSize));
      zip.on('end', () => resolve(total));
      zip.on('error', () => resolve(undefined));
    });
  });
}

interface Scene {
  readonly file: string;
  readonly findings: ImportFindings;
  readonly lists: DraftList[];
  readonly entities: DraftEntity[];
}
type Cells = Readonly<Record<string, string>>;

function readSheet(sheet: ExcelJS.Worksheet, scene: Scene): void {
  const { findings, file } = scene;
  const columns = new Map<number, string>();
  sheet.getRow(1).eachCell((cell, column) => {
    const header = fold(textOf(cell));
    const known = Object.entries(COLUMNS).find(([, words]) => words.includes(header));
    if (known) columns.set(column, known[0]);
    else
      findings.warn({ file, line: 1, pointer: `${sheet.name}!${cell.address}` }, 'unknown-column', {
        name: textOf(cell),
      });
  });
  const has = (name: string) => [...columns.values()].includes(name);
  const isFields = has('code') && has('type');
  if (!isFields && !(has('code') && has('name') && has('list'))) {
    if (sheet.actualRowCount > 0) findings.note({ file, pointer: sheet.name }, 'sheet-skipped', { sheet: sheet.name });
    return;
  }
  const rows: { cells: Cells; spot: Spot }[] = [];
  const last = Math.min(sheet.rowCount, MOST_ROWS + 1);
  if (sheet.rowCount > last) findings.error({ file, line: last }, 'too-many-rows', { most: MOST_ROWS });
  for (let number = 2; number <= last; number += 1) {
    const row = sheet.getRow(number);
    const cells = Object.fromEntries([...columns].map(([column, name]) => [name, textOf(row.getCell(column))]));
    const spot = { file, line: number, pointer: `${sheet.name}!A${String(number)}` };
    if (Object.values(cells).some((cell) => cell !== '')) rows.push({ cells, spot });
  }
  if (isFields) readFields(sheet.name, rows, scene);
  else readCodes(rows, scene);
}

export function textOf(cell: ExcelJS.Cell): string {
  const { value } = cell;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  // A cell with an error or an empty link has no text, and says so by throwing.
  if (value === null || (typeof value === 'object' && 'error' in value)) return '';
  try {
    return cell.text.normalize('NFC').trim();
  } catch {
    return '';
  }
}

type Rows = readonly { cells: Cells; spot: Spot }[];

function readCodes(rows: Rows, { lists }: Scene): void {
  const byList = new Map<string, DraftCode[]>();
  for (const { cells, spot } of rows) {
    const { list = '', code = '', name = '', parent = '' } = cells;
    const item = having<DraftCode>({ code, names: { '': name || code }, parent: parent || undefined, spot });
    byList.set(list, [...(byList.get(list) ?? []), item]);
  }
  for (const [list, items] of byList) {
    lists.push({ name: list, names: { '': list }, items, spot: items[0]?.spot ?? { file: '' } });
  }
}

function readFields(sheet: string, rows: Rows, { findings, entities, file }: Scene): void {
  const byEntity = new Map<string, { fields: DraftField[]; key: string[]; spot: Spot }>();
  for (const { cells, spot } of rows) {
    const name = cells['entity'] || sheet;
    const entity = byEntity.get(name) ?? { fields: [], key: [], spot: { file, line: spot.line ?? 1 } };
    byEntity.set(name, entity);
    const field = readField(cells, spot, findings);
    if (!field) continue;
    entity.fields.push(field);
    if (isYes(cells['key'])) entity.key.push(field.name);
  }
  for (const [name, { fields, key, spot }] of byEntity) entities.push({ name, key, fields, spot });
}

const YES = ['yes', 'x', 'true', '1', 'y'];
const NO = ['', 'no', 'false', '0', 'n'];
const isYes = (cell: string | undefined): boolean => YES.includes((cell ?? '').toLowerCase());

/** @returns undefined when the row cannot be a field */
function readField(cells: Cells, spot: Spot, findings: ImportFindings): DraftField | undefined {
  const of = (name: string) => cells[name] || undefined;
  const code = of('code');
  if (code === undefined) {
    findings.error(spot, 'field-without-name', { number: spot.line ?? 0 });
    return undefined;
  }
  const said = (text: string | undefined) => (text === undefined ? undefined : { '': text });
  return having<DraftField>({
    name: code,
    title: said(of('name')),
    definition: said(of('definition')),
    type: typeOf(cells, spot, findings),
    maxLength: lengthOf(cells, spot, findings),
    required: requiredOf(cells, spot, findings),
    list: of('list'),
    references: of('references'),
    pattern: of('pattern'),
    wholePattern: true,
    example: of('example'),
    spot,
  });
}

function typeOf({ code = '', type = '', list = '' }: Cells, spot: Spot, findings: ImportFindings): DataType {
  const known = TYPES.find((one) => one.toLowerCase() === type.toLowerCase());
  if (!known) findings.error(spot, 'unknown-type', { name: code, type, known: TYPES.join(', ') });
  if (known === 'code' && list === '') findings.error(spot, 'list-missing', { name: code });
  return known ?? 'text';
}

function lengthOf({ code = '', length = '' }: Cells, spot: Spot, findings: ImportFindings): number | undefined {
  if (length === '') return undefined;
  if (/^[1-9]\d{0,5}$/.test(length)) return Number(length);
  findings.error(spot, 'bad-length', { name: code, length });
  return undefined;
}

function requiredOf({ code = '', required = '' }: Cells, spot: Spot, findings: ImportFindings): true | undefined {
  if (isYes(required)) return true;
  if (!NO.includes(required.toLowerCase())) findings.error(spot, 'bad-flag', { name: code, value: required });
  return undefined;
}
