/**
 * A plan → one workbook in which the whole dictionary is edited: a sheet a kind of thing, a row an entry, a column an
 * attribute. `read-workbook.ts` reads it back to the same hash. Texts stay texts: nothing in it is a formula.
 */
import type { default as ExcelJS } from 'exceljs';
import { authorPlan, type AuthoredPlan } from '../author/author-plan.ts';
import { repackZip } from '../emit/repack-zip.ts';
import type { Authored } from '../import/model.ts';
import type { Plan } from '../plan.ts';
import { acceptsOf } from '../source/reader.ts';
import { flatten, type Cell } from './flat-entry.ts';
import {
  columnsOf,
  entriesOf,
  inOrder,
  isFlag,
  isNumber,
  keyOf,
  LANGUAGES,
  partsOf,
  readOf,
  SHEETS,
  type SheetPlan,
} from './workbook-sheets.ts';

const FIRST_DAY = new Date(Date.UTC(1980, 0, 1));
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7EEF7' } } as const;
const OWNER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFBE9D7' } } as const;
/** Rows below the last that have drop-downs too. */
const ROOM = 2000;
/** Excel holds 32,767 letters a cell: what is longer goes on in the column `name#2`. */
const LONGEST = 32_000;

export async function writeWorkbook(plan: Plan): Promise<Buffer> {
  // Loaded when somebody wants a workbook: it costs every start a quarter of a second otherwise.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  workbook.title = plan.release;
  workbook.keywords = `artery dictionary ${plan.hash}`;
  const authored = authorPlan(plan);
  for (const sheet of SHEETS) await addSheet(workbook, sheet, { authored, languages: plan.languages });
  // The same plan gives the same bytes.
  workbook.created = FIRST_DAY;
  workbook.modified = FIRST_DAY;
  return repackZip(Buffer.from(await workbook.xlsx.writeBuffer()), ({ content }) => content);
}

interface Row {
  readonly owner: readonly Cell[];
  readonly cells: ReadonlyMap<string, Cell>;
}
interface Scene {
  readonly authored: AuthoredPlan;
  readonly languages: readonly string[];
}

async function addSheet(workbook: ExcelJS.Workbook, plan: SheetPlan, { authored, languages }: Scene): Promise<void> {
  const rows = rowsOf(plan, authored, languages);
  const said = rows.flatMap(({ cells }) => [...cells.keys()]);
  const head = plan.kind === 'settings' ? [LANGUAGES] : [];
  const attributes = inOrder([...columnsOf(plan, languages), ...said], plan.shape, languages);
  const columns = [...head, ...attributes.filter((name) => !head.includes(name))];
  const sheet = workbook.addWorksheet(plan.name, {
    views: [{ state: 'frozen', ySplit: 1, xSplit: Math.max(1, plan.owner.length) }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  const names = [...plan.owner, ...columns];
  names.forEach((name, i) => fillColumn(sheet, plan, { name, number: i + 1, rows: rows.length }));
  fillHeader(sheet, names, plan.owner.length);
  for (const { owner, cells } of rows) sheet.addRow([...owner, ...columns.map((name) => cells.get(name) ?? null)]);
  await sheet.protect('', {
    ...{ formatCells: true, formatColumns: true, formatRows: true, insertColumns: true, insertRows: true },
    ...{ deleteColumns: true, deleteRows: true, sort: true, autoFilter: true },
  });
}

function fillHeader(sheet: ExcelJS.Worksheet, names: readonly string[], owners: number): void {
  const header = sheet.getRow(1);
  names.forEach((name, i) => {
    const cell = header.getCell(i + 1);
    cell.value = name;
    cell.fill = i < owners ? OWNER_FILL : HEADER_FILL;
    cell.font = { bold: true };
    cell.protection = { locked: true };
    cell.alignment = { wrapText: true, vertical: 'middle' };
  });
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: Math.max(1, names.length) } };
}

/** Every row of a sheet: entries without what has a sheet of its own, or the members of one of their lists. */
function rowsOf(plan: SheetPlan, authored: AuthoredPlan, languages: readonly string[]): readonly Row[] {
  const away = new Set(partsOf(plan));
  const rowOf = (owner: readonly Cell[], one: Authored): Row => {
    const own = Object.fromEntries(Object.entries(one).filter(([name]) => !away.has(name)));
    return { owner, cells: cut(flatten(own)) };
  };
  return entriesOf(plan.kind, authored).flatMap((entry): readonly Row[] => {
    if (plan.kind === 'settings') return [rowOf([], { languages, ...entry })];
    if (plan.part.length === 0) return [rowOf([], entry)];
    return membersOf(entry, plan.part).map(({ numbers, member }) => {
      const owner = [keyOf(plan.kind, entry), ...numbers].slice(0, plan.owner.length);
      return rowOf(owner, member);
    });
  });
}

/** Members of lists in lists, each with its number in every list, from 1. */
function membersOf(entry: Authored, [name, ...inner]: readonly string[]): { numbers: number[]; member: Authored }[] {
  const members = (entry[name ?? ''] ?? []) as readonly Authored[];
  return members.flatMap((member, i) =>
    inner.length === 0
      ? [{ numbers: [i + 1], member }]
      : membersOf(member, inner).map((one) => ({ ...one, numbers: [i + 1, ...one.numbers] })),
  );
}

function cut(cells: ReadonlyMap<string, Cell>): ReadonlyMap<string, Cell> {
  return new Map(
    [...cells].flatMap(([name, cell]): (readonly [string, Cell])[] => {
      if (typeof cell !== 'string' || cell.length <= LONGEST) return [[name, cell]];
      const parts = cell.match(new RegExp(`[^]{1,${String(LONGEST)}}`, 'gu')) ?? [];
      return parts.map((part, i) => [i === 0 ? name : `${name}#${String(i + 1)}`, part] as const);
    }),
  );
}

/** Owners and elements are chosen among the rows of their sheets. */
const CHOSEN: Readonly<Record<string, string>> = { entity: 'entities', list: 'lists', element: 'elements' };

function fillColumn(
  sheet: ExcelJS.Worksheet,
  plan: SheetPlan,
  { name, number, rows }: { name: string; number: number; rows: number },
): void {
  const column = sheet.getColumn(number);
  const read = readOf(plan.shape, name);
  // As text, leading zeros stay, and a text that begins like a formula is none when it is edited.
  column.numFmt = isNumber(read) || isFlag(read) || name === 'crosswalk' ? 'General' : '@';
  column.protection = { locked: false };
  column.alignment = { wrapText: true, vertical: 'top' };
  column.width = name.startsWith('definition') ? 50 : Math.min(32, Math.max(12, name.length + 4));
  const isChosen = plan.part.length > 0 && name in CHOSEN;
  const literals = isFlag(read) ? ['TRUE', 'FALSE'] : read && acceptsOf(read).literals;
  if (!isChosen && !literals) return;
  const source = isChosen ? `${CHOSEN[name] ?? ''}!$A$2:$A$100000` : `"${(literals ?? []).join(',')}"`;
  const rule: ExcelJS.DataValidation = {
    ...{ type: 'list', allowBlank: true, formulae: [source] },
    ...{ showErrorMessage: true, errorStyle: isChosen ? 'warning' : 'stop' },
  };
  const { letter } = column;
  (
    sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } }
  ).dataValidations.add(`${letter}2:${letter}${String(rows + 1 + ROOM)}`, rule);
}
