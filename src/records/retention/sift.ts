/** Which rows of a disposal may still go: asked anew at each of its steps. What a hold keeps by now stays. */
import type { Elsewhere } from '../../bodies/index.ts';
import { disposalItems, spareItems, type Disposal } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { openRegister } from '../open-register.ts';
import { copiesOf } from '../store/ordered.ts';
import { dueOf, heldAmong } from './due.ts';

interface Sifting {
  readonly elsewhere: Elsewhere;
  /** The defence that a twin test takes out. */
  readonly off: { readonly holds?: boolean };
}

/** What is held by now, or due no longer, is written down as spared. Returns what is left. */
export async function sift(
  context: Context,
  tx: Db,
  disposal: Disposal,
  { elsewhere, off }: Sifting,
): Promise<string[]> {
  const items = await disposalItems(tx, disposal.id);
  const { register, what, request } = disposal;
  if (request !== null) return spareHeld(context, tx, { disposal, items, off });
  if (disposal.orderedBy !== null) return siftOrdered(context, tx, { disposal, items, elsewhere, off });
  const due = await dueOf(context, tx, { register, what, among: items, elsewhere, off });
  const rows = new Map(((await due?.rows(items.length)) ?? []).map((row) => [row.item, row]));
  const held = items.filter((item) => rows.get(item)?.held === true);
  const early = items.filter((item) => !rows.has(item));
  await spareItems(tx, disposal.id, held, 'held');
  await spareItems(tx, disposal.id, early, 'not-due');
  return items.filter((item) => rows.get(item)?.held === false);
}

/**
 * Copies that were ordered away: their time is over at their home, and no term of this node is asked, only its holds. What
 * came home here meanwhile is this node's own; what stands again after it was marked was given anew.
 */
async function siftOrdered(
  context: Context,
  tx: Db,
  { disposal, items, elsewhere, off }: Sifting & { readonly disposal: Disposal; readonly items: readonly string[] },
): Promise<string[]> {
  const { entity } = await openRegister(tx, disposal.register);
  const held = new Set(await spareHeldIds(context, tx, { disposal, items, off }));
  const copies = await copiesOf(tx, entity, items);
  const isOurs = copies.filter(({ body, stands }) => !elsewhere.has(body) || (stands && disposal.state === 'marked'));
  const ours = new Set(isOurs.map(({ record }) => record).filter((record) => !held.has(record)));
  await spareItems(tx, disposal.id, [...ours], 'not-due');
  return items.filter((item) => !held.has(item) && !ours.has(item));
}

interface Holding {
  readonly disposal: Disposal;
  readonly items: readonly string[];
  readonly off: { readonly holds?: boolean };
}

/** What a person asked to have erased is due because she asked; a hold wins all the same. */
async function spareHeld(context: Context, tx: Db, asked: Holding): Promise<string[]> {
  const kept = new Set(await spareHeldIds(context, tx, asked));
  return asked.items.filter((item) => !kept.has(item));
}

/** Writes down what a hold keeps, and returns it. */
async function spareHeldIds(context: Context, tx: Db, { disposal, items, off }: Holding): Promise<readonly string[]> {
  const held = off.holds === true ? [] : await heldAmong(context, tx, disposal.register, items);
  await spareItems(tx, disposal.id, held, 'held');
  return held;
}
