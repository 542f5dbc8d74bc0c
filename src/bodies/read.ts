/** Reads that other rooms share: bodies as of a day, their place in the tree, who came from whom. */
import type { Db } from '../platform/db/db.ts';
import { fold } from '../platform/search/fold.ts';
import { inForce, type Body, type Succession } from './model.ts';
import { problems } from './problems.ts';
import * as store from './store/body.ts';
import { allSuccessions } from './store/planning.ts';

/**
 * The body with this id, or the one that bears this code on the day. Without a day, the latest bearer of the code.
 * With a day, an id whose body is not in force then finds nothing.
 */
export async function findBody(db: Db, idOrCode: number | string, on?: string): Promise<Body | undefined> {
  if (typeof idOrCode === 'string') {
    return on === undefined ? store.latestByCode(db, idOrCode) : store.byCode(db, idOrCode, on);
  }
  const body = await store.byId(db, idOrCode);
  return body && (on === undefined || inForce(body, on)) ? body : undefined;
}

/** @throws problems.bodyNotFound */
export async function getBody(db: Db, idOrCode: number | string, on?: string): Promise<Body> {
  const body = await findBody(db, idOrCode, on);
  if (!body) throw problems.bodyNotFound({ code: String(idOrCode), ...(on !== undefined && { on }) });
  return body;
}

export interface ListBodies {
  /** Words in code, names or aliases, with or without marks. */
  readonly text?: string;
  readonly kind?: string;
  readonly level?: string;
  /** Id of a body: it and everything below it, by today's tree. */
  readonly under?: number;
  /** In force on this day; left out: all that ever were. */
  readonly on?: string;
  readonly after?: readonly [string, number];
  readonly limit?: number;
}

/** Bodies by code, all of them unless there is a limit. */
export function listBodies(db: Db, { text, limit, ...filter }: ListBodies = {}): Promise<Body[]> {
  const words = text === undefined ? [] : fold(text).split(' ').filter(Boolean);
  return store.list(db, { ...filter, words, limit: limit ?? null });
}

/** Ids from the root down to the body: by today's tree, or as it stood on a day. */
export async function pathOf(db: Db, body: number, on?: string): Promise<number[]> {
  if (on !== undefined) return store.pathOn(db, body, on);
  return (await getBody(db, body)).path.slice();
}

/** Whether `inner` is `outer` or stands below it: by today's tree, or as it stood on a day. */
export async function isWithin(db: Db, inner: number, outer: number, on?: string): Promise<boolean> {
  if (inner === outer) return true;
  if (on !== undefined) return (await store.pathOn(db, inner, on)).includes(outer);
  return (await store.byId(db, inner))?.path.includes(outer) ?? false;
}

/**
 * Ids of a body and of everything below it. By today's tree this includes bodies that have ended there: their records
 * are still somebody's. With a day: only bodies in force on it.
 */
export function subtreeIds(db: Db, body: number, on?: string): Promise<number[]> {
  return store.subtree(db, body, on);
}

/** What a body took over from others (`from`) and what it handed on (`to`). */
export async function successionOf(
  db: Db,
  body: number,
): Promise<{ from: readonly Succession[]; to: readonly Succession[] }> {
  const all = (await store.successionsOf(db, body)) as Succession[];
  return {
    from: all.filter((one) => one.successor === body),
    to: all.filter((one) => one.predecessor === body),
  };
}

/**
 * Ids of bodies that merged into this one or were renamed to it, directly or over others: what was theirs is its own.
 * By today's tree; one that went over in parts is nobody's as a whole.
 */
export function absorbedIds(db: Db, body: number): Promise<number[]> {
  return store.absorbed(db, body);
}

/**
 * Bodies by code: whoever bears it on the day `on`, or bore it last; one that has gone over whole by `today` stands for
 * its successor. What a profile names by code goes on meaning the same after a merger.
 */
export async function bodiesByCode(db: Db, on: string, today = on): Promise<ReadonlyMap<string, Body>> {
  const all = await store.list(db, { words: [], limit: null });
  const byId = new Map(all.map((body) => [body.id, body]));
  const wentTo = await wholeSuccessors(db);
  const codes = new Map<string, Body>();
  // The bearer on the day comes last, and counts; before it, whoever bore it latest.
  const order = ({ to, ...body }: Body) => (inForce({ to, ...body }, on) ? 'z' : (to ?? '9999'));
  for (const body of all.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))) {
    let now: Body | undefined = body;
    while (now && !inForce(now, today) && wentTo.has(now.id)) now = byId.get(wentTo.get(now.id) ?? 0);
    if (now && inForce(now, today)) codes.set(body.code, now);
  }
  return codes;
}

/** Who went over to one successor as a whole: succession goes forward in time, so it never comes back to itself. */
async function wholeSuccessors(db: Db): Promise<ReadonlyMap<number, number>> {
  const from = Map.groupBy(await allSuccessions(db), ({ predecessor }) => predecessor);
  return new Map(
    [...from].flatMap(([predecessor, all]) => {
      const [only] = all;
      return only && all.length === 1 && only.share === 1 ? [[predecessor, only.successor] as const] : [];
    }),
  );
}
