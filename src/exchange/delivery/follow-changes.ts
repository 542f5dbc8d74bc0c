/** Fills the outbox: what a change set tells bodies that are at home in other nodes; in the transaction of the cursor. */
import type { Follower } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { EVERY_NODE, type Parcel, type Travel } from '../../platform/travel.ts';
import { homesOfBodies, listNodes, ownName } from '../nodes/index.ts';
import { insertOut } from './store/parcel.ts';

/** What was before a node had others beside it is told to nobody: there is nothing to build. */
export const deliveryFollower = (context: Context, travels: readonly Travel[]): Follower => ({
  name: 'exchange.delivery',
  kinds: [...new Set(travels.flatMap(({ follows }) => follows))],
  initial: () => Promise.resolve(),
  apply: async (tx, change) => {
    if (context.keysDir === undefined) return;
    const name = ownName(context);
    const homeOf = await homesOfBodies(tx);
    for (const travel of travels.filter(({ follows }) => follows.includes(change.kind))) {
      for (const parcel of await travel.parcels(tx, change, (code) => homeOf(code) === name)) {
        // What comes from a body that is at home elsewhere is told by its own node.
        if (homeOf(parcel.from) !== name) continue;
        const nodes = parcel.to === EVERY_NODE ? await othersThan(tx, name) : [homeOf(parcel.to)];
        await sendLater(context, tx, parcel, nodes);
      }
    }
  },
});

/** Every other node that belongs now. */
export async function othersThan(db: Db, own: string): Promise<string[]> {
  const nodes = await listNodes(db);
  return nodes.filter(({ name, state }) => state === 'approved' && name !== own).map(({ name }) => name);
}

/** Puts it into the outbox for these nodes; for our own, and where nobody is home, it stays. */
async function sendLater(
  context: Context,
  tx: Db,
  parcel: Parcel,
  nodes: readonly (string | undefined)[],
): Promise<void> {
  const own = ownName(context);
  const others = nodes.filter((node) => node !== undefined && node !== own) as string[];
  if (others.length > 0) await insertOut(tx, others, parcel, context.clock.now());
}
