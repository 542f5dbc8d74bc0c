/** Imports codes from a file: the same file again changes nothing; rows with a fault are set apart and said. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import { problems } from '../problems.ts';
import * as store from '../store/code.ts';
import { recordChange, takeChange, type Author } from '../write-change.ts';
import { applyImport } from './apply-import.ts';
import { planImport, type ImportChange, type ImportFinding, type ImportPlan, type ImportRow } from './plan-import.ts';
import {
  columnsFound,
  guessColumns,
  parseDocument,
  readRows,
  UnreadableError,
  type CodeFormat,
  type Columns,
  type RawRow,
} from './read-rows.ts';

export interface ImportRequest {
  readonly list: string;
  readonly text: string;
  readonly format: CodeFormat;
  /** Our column → theirs; guessed from their names when absent. */
  readonly columns?: Columns | undefined;
  /** First day in force of rows that do not say. */
  readonly from?: string | undefined;
  /** Codes in force that the file does not have end on `from`. */
  readonly complete?: boolean | undefined;
  /** What becomes of rows that say what the list said before its newest change; default `keep`. */
  readonly older?: 'keep' | 'take' | undefined;
  /** Plans everything and stores nothing. */
  readonly dryRun?: boolean | undefined;
}

const MOST_CHANGES = 500;

export interface ImportOutcome {
  readonly list: string;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  readonly unchanged: number;
  /** The first of what differs; the counts say how much there is. */
  readonly changes: readonly (ImportChange & { readonly list: string })[];
  /** Null when nothing changed, or for a dry run. */
  readonly changeSet: number | null;
  readonly findings: readonly ImportFinding[];
}

/**
 * Rows of an upper level go to the list's parent list where it takes imports, else they are only compared.
 * @throws problems.codeListNotFound, listBelongsToRelease, fileUnreadable, fileEmpty, columnsUnclear, columnAbsent, noSuchDay
 */
export async function importCodes(context: Context, request: ImportRequest, by: Author): Promise<ImportOutcome> {
  if (request.from !== undefined && parseDay(request.from) === null) throw problems.noSuchDay({ day: request.from });
  const document = openFile(request);
  return context.db.transaction(async (tx) => {
    const list = await store.lockList(tx, request.list);
    if (!list) throw problems.codeListNotFound({ list: request.list });
    if (list.kind === 'release') throw problems.listBelongsToRelease({ list: list.code });
    const raw = rowsOf(document, request.columns, list.parent_list !== null);
    const language = context.profile.languages[0] ?? 'en';
    const [upper, own] = [raw.filter((row) => row.level === 'upper'), raw.filter((row) => row.level === 'only')];
    const above = list.parent_list === null ? undefined : await store.lockList(tx, list.parent_list);
    const parts: Part[] = [];
    // Both levels in one list, or each in its own.
    if (!above) parts.push(await plan(tx, list, [...upper, ...own], { request, language }));
    else {
      if (above.kind === 'imported' && upper.length > 0)
        parts.push(await plan(tx, above, upper, { request, language }));
      parts.push(await plan(tx, list, own, { request, language, parents: await parentsOf(tx, above.code, upper) }));
    }
    const total = sum(parts);
    const isChange = total.added + total.changed + total.ended > 0;
    if (request.dryRun || !isChange) return { list: list.code, read: raw.length, ...total, changeSet: null };
    const changeSet = await takeChange(tx);
    for (const part of parts) {
      await applyImport(tx, { list: part.list.code, plan: part.plan, origin: 'import', changeSet });
    }
    const act = { kind: 'codes', action: 'dictionary.import-codes', subject: list.code, by } as const;
    await recordChange(context, tx, act, { changeSet, ...total });
    return { list: list.code, read: raw.length, ...total, changeSet };
  });
}

function openFile({ text, format }: ImportRequest): unknown {
  try {
    return parseDocument(text, format);
  } catch (error) {
    if (error instanceof UnreadableError) throw problems.fileUnreadable({ reason: error.message });
    throw error;
  }
}

function rowsOf(document: unknown, columns: Columns | undefined, isBelow: boolean): readonly RawRow[] {
  const found = columnsFound(document);
  if (found.length === 0) throw problems.fileEmpty();
  const chosen = columns ?? guessColumns(document, { isBelow });
  const isClear = chosen?.['code'] !== undefined && Object.keys(chosen).some((ours) => /^name(\.|$)/.test(ours));
  if (!isClear) throw problems.columnsUnclear({ found: found.join(', ') });
  const rows = readRows(document, chosen);
  const column = absentColumn(chosen, found, rows);
  if (column !== undefined) throw problems.columnAbsent({ column, found: found.join(', ') });
  return rows;
}

/** A column that was named and is not there: one sentence, instead of a finding in every row. */
function absentColumn(columns: Columns, found: readonly string[], rows: readonly RawRow[]): string | undefined {
  const own = Object.entries(columns).filter(([ours]) => !ours.startsWith('children.'));
  const absent = own.find(([, path]) => !found.includes(path) && !found.includes(path.split(/\.|\[\]/)[0] ?? ''));
  if (absent) return absent[1];
  const hasCodes = (level: RawRow['level']) => {
    const those = rows.filter((row) => row.level === level);
    return those.length === 0 || those.some(({ cells }) => cells['code'] !== undefined);
  };
  if (!hasCodes('upper')) return columns['code'];
  return hasCodes('only') ? undefined : (columns['children.code'] ?? columns['code']);
}

interface Part {
  readonly list: store.ListRow;
  readonly plan: ImportPlan;
}
interface Scene {
  readonly request: ImportRequest;
  readonly language: string;
  readonly parents?: ReadonlySet<string>;
}

async function plan(tx: Db, list: store.ListRow, raw: readonly RawRow[], scene: Scene): Promise<Part> {
  const rows = raw.map((row) => toImportRow(row, scene.language));
  const existing = await store.codesOfList(tx, list.code);
  const known = scene.parents ?? new Set([...existing, ...rows].map((row) => row.code));
  const { from, complete = false, older } = scene.request;
  const rules = { pattern: list.pattern, parents: known, from, complete, older, origin: 'import' } as const;
  return { list, plan: planImport(existing, rows, rules) };
}

async function parentsOf(tx: Db, list: string, upper: readonly RawRow[]): Promise<ReadonlySet<string>> {
  const existing = await store.codesOfList(tx, list);
  return new Set([...existing.map((row) => row.code), ...upper.map((row) => row.cells['code'] ?? '')]);
}

/** `name` is in the deployment's first language, `name.en` in another; aliases stand between bars. */
export function toImportRow({ row, cells }: RawRow, language: string): ImportRow {
  const names = Object.entries(cells).flatMap(([column, value]) => {
    if (column === 'name') return [[language, value] as const];
    return column.startsWith('name.') ? [[column.slice('name.'.length), value] as const] : [];
  });
  const aliases = cells['aliases']?.split('|').filter((alias) => alias !== '');
  const { code = '', parent, from, to } = cells;
  return { row, code, names: Object.fromEntries(names), parent, from, to, aliases };
}

function sum(parts: readonly Part[]): Omit<ImportOutcome, 'list' | 'read' | 'changeSet'> {
  const add = (count: 'added' | 'changed' | 'ended' | 'unchanged') =>
    parts.reduce((total, part) => total + part.plan[count], 0);
  return {
    added: add('added'),
    changed: add('changed'),
    ended: add('ended'),
    unchanged: add('unchanged'),
    changes: parts
      .flatMap(({ list, plan }) => plan.changes.map((change) => ({ list: list.code, ...change })))
      .slice(0, MOST_CHANGES),
    findings: parts.flatMap((part) => part.plan.findings),
  };
}
