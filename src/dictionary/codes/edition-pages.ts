/** What the screens and the API read of a list's editions. */
import type { Context } from '../../platform/context.ts';
import { parseDay } from '../expression/civil.ts';
import type { CodeEdition, EditionChange } from '../code-editions-contract.ts';
import { problems } from '../problems.ts';
import * as store from '../store/code.ts';
import { todayOf } from '../write-change.ts';
import { compareEditions, type CodeOnDay } from './compare-editions.ts';
import { graphOf } from './graph-of.ts';

const LIMIT = 50;
const writeCursor = (key: string): string => Buffer.from(key).toString('base64url');
const readCursor = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();

/** @throws problems.codeListNotFound */
export async function editionList(
  { db }: Context,
  list: string,
  { cursor, limit = LIMIT }: { readonly cursor?: string; readonly limit?: number },
): Promise<{ items: CodeEdition[]; next?: string }> {
  if (!(await store.findList(db, list))) throw problems.codeListNotFound({ list });
  const asked = readCursor(cursor);
  const after = asked !== undefined && parseDay(asked) === null ? undefined : asked;
  const rows = await store.editionsOf(db, list, { after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.day;
  return { items: shown, ...(rows.length > limit && last ? { next: writeCursor(last) } : {}) };
}

export interface EditionsFilter {
  readonly from: string;
  readonly to?: string;
  readonly kind?: EditionChange['kind'];
  readonly cursor?: string;
  readonly limit?: number;
}

/** @throws problems.noSuchDay, codeListNotFound */
export async function editionChangesPage(context: Context, list: string, filter: EditionsFilter) {
  const { from, to = todayOf(context), kind, limit = LIMIT } = filter;
  for (const day of [from, to]) if (parseDay(day) === null) throw problems.noSuchDay({ day });
  const graph = await graphOf(context.db, list);
  const rows = await store.codesOfList(context.db, list);
  const [first, second] = from <= to ? [from, to] : [to, from];
  const { changes, unchanged } = compareEditions(graph, codesOn(rows, first), codesOn(rows, second), {
    from: first,
    to: second,
  });
  const counts: Record<string, number> = {};
  for (const change of changes) counts[change.kind] = (counts[change.kind] ?? 0) + 1;
  const after = readCursor(filter.cursor) ?? '';
  const wanted = changes.filter((change) => (kind === undefined || change.kind === kind) && change.code > after);
  const items = wanted.slice(0, limit);
  const last = items.at(-1);
  const next = wanted.length > limit && last ? { next: writeCursor(last.code) } : {};
  return { from: first, to: second, counts, unchanged, items, ...next };
}

const codesOn = (rows: readonly store.CodeRecord[], day: string): ReadonlyMap<string, CodeOnDay> =>
  new Map(
    rows
      .filter(({ from, to }) => (from ?? '') <= day && day < (to ?? '9999-99-99'))
      .map(({ code, names, parent }) => [code, { names, parent }]),
  );
