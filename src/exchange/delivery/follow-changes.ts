/** Fills the outbox: what a change set tells bodies that are at home in other nodes; in the transaction of the cursor. */
import type { Follower } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Travel } from '../../platform/travel.ts';
import { homesOfBodies, ownName } from '../nodes/index.ts';
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
      for (const parcel of await travel.parcels(tx, change)) {
        const node = homeOf(parcel.to);
        // What comes from a body that is at home elsewhere is told by its own node.
        if (node === undefined || node === name || homeOf(parcel.from) !== name) continue;
        await insertOut(tx, node, parcel, context.clock.now());
      }
    }
  },
});
