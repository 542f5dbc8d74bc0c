/** What merging bodies would touch and what stands against it: everything is read, nothing is written. */
import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Held, Holding, Merging, Obstacle } from '../../platform/holdings/index.ts';
import { canonicalJson } from '../../platform/ledger/canonical.ts';
import { shiftDay, type Body } from '../model.ts';
import { homesElsewhere } from '../insist-on-home.ts';
import { problems } from '../problems.ts';
import { findBody } from '../read.ts';
import * as posts from '../store/merge-posts.ts';
import * as children from '../store/merge-children.ts';
import { todayOf } from '../write-change.ts';
import type { HeldItem, MergePlan, MergeWish } from './model.ts';
import { homeObstacles, treeObstacles, type Pair } from './obstacles.ts';

/** What this room holds itself; the others' come from `node.ts`. */
export const ownHoldings: readonly Holding[] = [children.holding, posts.holding];

/** @throws problems.bodyNotFound when a code was never borne on that day */
export async function planMerge(
  context: Pick<Context, 'clock' | 'profile' | 'homesElsewhere'>,
  db: Db,
  wish: MergeWish,
  holdings: readonly Holding[],
): Promise<MergePlan> {
  const pair = await resolve(db, wish);
  const today = todayOf(context);
  const merging = await describe(db, pair, today);
  const obstacles = [...homeObstacles(await homesElsewhere(context), pair), ...(await treeObstacles(db, pair, today))];
  const items: HeldItem[] = [];
  for (const holding of [...ownHoldings, ...holdings]) {
    const held = await holding.list(db, merging);
    items.push(...held.map((one) => ({ ...one, kind: holding.kind })));
    obstacles.push(...((await holding.obstacles?.(db, merging)) ?? []));
  }
  return { ...pair, merging, items, obstacles, hash: hashOf(pair, merging, items, obstacles) };
}

async function resolve(db: Db, wish: MergeWish): Promise<Pair> {
  const before = shiftDay(wish.day, -1);
  const from: Body[] = [];
  for (const code of wish.from) {
    // One that had not begun or had ended is found all the same: the plan says so, rather than that it is not there.
    const body = (await findBody(db, code, before)) ?? (await findBody(db, code));
    if (!body) throw problems.bodyNotFound({ code, on: before });
    from.push(body);
  }
  const at = async (code: string): Promise<Body> => {
    const body = (await findBody(db, code, wish.day)) ?? (await findBody(db, code));
    if (!body) throw problems.bodyNotFound({ code, on: wish.day });
    return body;
  };
  if (typeof wish.into === 'string') return { wish, from, into: await at(wish.into), parent: null };
  const { parent } = wish.into;
  return { wish, from, into: null, parent: parent === null ? null : await at(parent) };
}

/** The merge as every room is asked about it. */
async function describe(db: Db, { wish, from, into }: Pair, today: string): Promise<Merging> {
  const ids = from.map(({ id }) => id);
  const bare = {
    from: ids,
    into: into?.id ?? 0,
    day: wish.day,
    trees: new Map<number, number[]>(),
    accounts: [],
    today,
  };
  const below = await children.childrenFrom(db, bare);
  return {
    ...bare,
    trees: new Map(ids.map((id) => [id, [id, ...below.filter(({ parent }) => parent === id).map(({ body }) => body)]])),
    accounts: await posts.accountsFrom(db, bare),
  };
}

function hashOf(
  { wish, from, into }: Pair,
  { trees }: Merging,
  items: readonly (Held & { kind: string })[],
  obstacles: readonly Obstacle[],
): string {
  const seen = {
    wish,
    from: from.map(({ id, to, ended }) => [id, to, ended]),
    into: into && [into.id, into.to, into.path],
    trees: [...trees],
    items: items.map(({ kind, key, body, effect, count, before }) => [kind, key, body, effect, count, before ?? null]),
    obstacles: obstacles.map(({ rule, values }) => [rule, values]),
  };
  return createHash('sha256').update(canonicalJson(seen)).digest('hex');
}
