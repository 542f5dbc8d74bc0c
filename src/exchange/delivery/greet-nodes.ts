/**
 * Whoever comes to the others is told everything that is at home here: a node that has just joined, and all of them when a
 * body has come home. What they know already changes nothing there.
 */
import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Round } from '../../platform/rounds.ts';
import { EVERY_NODE, type Travel } from '../../platform/travel.ts';
import { homesOfBodies, listNodes, ownName, ownNode } from '../nodes/index.ts';
import { othersThan } from './follow-changes.ts';
import * as store from './store/parcel.ts';

const EVERY_MS = 10_000;

/** Fills the outbox for nodes that were never told, or not since homes moved. Returns how many nodes. */
export async function greetNodes(context: Context, travels: readonly Travel[]): Promise<number> {
  const { db } = context;
  const markOf = await homesMarks(context);
  let greeted = 0;
  for (const node of await othersThan(db, ownName(context))) {
    const homes = markOf(node);
    if ((await store.greetedWith(db, node)) === homes) continue;
    await db.transaction((tx) => greet(context, tx, { node, homes, travels }));
    greeted += 1;
  }
  return greeted;
}

interface Greeting {
  readonly node: string;
  readonly homes: string;
  readonly travels: readonly Travel[];
}

async function greet(context: Context, tx: Db, { node, homes, travels }: Greeting): Promise<void> {
  const name = ownName(context);
  const homeOf = await homesOfBodies(tx);
  const now = context.clock.now();
  const mark = `${homes.slice(0, 12)}/${now.toISOString()}`;
  for (const travel of travels) {
    for (const parcel of (await travel.everything?.(tx, (code) => homeOf(code) === name, mark)) ?? [])
      if (parcel.to === EVERY_NODE || homeOf(parcel.to) === node) await store.insertOut(tx, [node], parcel, now);
  }
  await store.putGreeted(tx, node, homes);
}

/**
 * Of each other node: changes whenever a body may have come home here or there. Homes move between a node and its parent
 * or children only.
 */
async function homesMarks(context: Context): Promise<(node: string) => string> {
  const { name, bodies } = await ownNode(context);
  const nodes = await listNodes(context.db);
  const near = (of: string) =>
    nodes
      .filter((node) => node.name === of || node.parent === of)
      .map((node) => (node.state === 'approved' ? node.bodies : []));
  const own = [bodies, ...near(name)];
  return (node) =>
    createHash('sha256')
      .update(JSON.stringify([...own, ...near(node)].map((codes) => codes.toSorted())))
      .digest('hex');
}

export const greetingRound = (context: Context, travels: readonly Travel[]): Round => ({
  name: 'exchange.greeting',
  everyMs: EVERY_MS,
  run: async () => {
    if (context.keysDir !== undefined) await greetNodes(context, travels);
  },
});
