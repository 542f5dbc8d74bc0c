/** What the screens read: one level of the tree, the page of a body, its history. */
import type { Static } from 'typebox';
import type { Db } from '../platform/db/db.ts';
import { fold } from '../platform/search/fold.ts';
import type { BodyHistory, BodyName, BodyPage, SuccessionEntry, TreeItem } from './contract.ts';
import type * as contract from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Body, SuccessionKind } from './model.ts';
import { getBody } from './read.ts';
import type { Elsewhere } from './insist-on-home.ts';
import * as store from './store/body.ts';

const PAGE = 50;

export interface Page<T> {
  items: T[];
  next?: string;
}

/** One more row than asked tells whether there is a next page. */
function paged<T extends { code: string; id: number }>(rows: T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last ? { items, next: writeCursor([last.code, last.id]) } : { items };
}

export type ListQuery = Static<(typeof contract.listBodies)['query'] & {}>;

export async function listPage(db: Db, query: ListQuery, today: string): Promise<Page<BodyName>> {
  const limit = query.limit ?? PAGE;
  const on = query.on ?? today;
  const under = query.under === undefined ? undefined : (await getBody(db, query.under, on)).id;
  const rows = await store.listNames(db, {
    words: fold(query.text ?? '')
      .split(' ')
      .filter(Boolean),
    ...(query.kind !== undefined && { kind: query.kind }),
    ...(query.level !== undefined && { level: query.level }),
    ...(under !== undefined && { under }),
    // A former code or name finds the body that bore it: only a stated day hides bodies that have ended.
    ...(query.text === undefined || query.on !== undefined ? { on } : {}),
    ...readCursor(query.after),
    limit: limit + 1,
  });
  return paged(rows, limit);
}

export type TreeQuery = Static<(typeof contract.readTree)['query'] & {}>;

export async function treePage(db: Db, query: TreeQuery, today: string): Promise<Page<TreeItem> & { total: number }> {
  const limit = query.limit ?? PAGE;
  const day = query.on ?? today;
  const parent = query.parent === undefined ? null : (await getBody(db, query.parent, day)).id;
  const rows = await store.children(db, { parent, day, ...readCursor(query.after), limit: limit + 1 });
  return { ...paged(rows, limit), total: await store.countChildren(db, parent, day) };
}

async function names(db: Db, ids: readonly number[]): Promise<(id: number) => BodyName> {
  const found = new Map((await store.namesByIds(db, ids)).map((name) => [name.id, name]));
  return (id) => found.get(id) as BodyName;
}

async function successionsOf(
  db: Db,
  body: number,
): Promise<{ predecessors: SuccessionEntry[]; successors: SuccessionEntry[] }> {
  const rows = await store.successionsOf(db, body);
  const name = await names(
    db,
    rows.flatMap(({ predecessor, successor }) => [predecessor, successor]),
  );
  const entry = (row: store.SuccessionRow, other: number): SuccessionEntry => ({
    kind: row.kind as SuccessionKind,
    day: row.day,
    body: name(other),
    share: row.share,
  });
  return {
    predecessors: rows.filter((row) => row.successor === body).map((row) => entry(row, row.predecessor)),
    successors: rows.filter((row) => row.predecessor === body).map((row) => entry(row, row.successor)),
  };
}

export async function bodyPage(db: Db, code: string, day: string, elsewhere: Elsewhere = new Map()): Promise<BodyPage> {
  const body = await getBody(db, code, day);
  const path = await store.pathOn(db, body.id, day);
  const name = await names(db, path);
  return {
    body,
    path: path.map(name),
    children: await store.countChildren(db, body.id, day),
    aliases: await store.aliasesOf(db, body.id),
    ...(await successionsOf(db, body.id)),
    sameCode: await store.everBearing(db, body.code),
    home: elsewhere.get(body.id) ?? null,
  };
}

const toName = ({ id, code, names: texts, kind, level, from, to }: Body): BodyName => ({
  id,
  code,
  names: texts,
  kind,
  level,
  from,
  to,
});

export async function bodyHistory(db: Db, code: string, day: string): Promise<BodyHistory> {
  const body = await getBody(db, code, day);
  const placements = await store.placementsOf(db, body.id);
  const name = await names(
    db,
    placements.map(({ parent }) => parent),
  );
  return {
    body: toName(body),
    placements: placements.map(({ parent, from, to }) => ({ parent: name(parent), from, to })),
    ...(await successionsOf(db, body.id)),
    sameCode: await store.everBearing(db, body.code),
  };
}
