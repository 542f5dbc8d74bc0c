/** Sends what waits, node by node and in order; what a node has taken or refused for good waits no longer. */
import type { Context } from '../../platform/context.ts';
import { call, type Send } from '../../platform/http/call.ts';
import type { Round } from '../../platform/rounds.ts';
import type { Parcel, Travel } from '../../platform/travel.ts';
import { nodeFetch } from '../nodes/index.ts';
import { takeParcels } from './delivery-contract.ts';
import * as store from './store/parcel.ts';

const EVERY_MS = 500;
const AT_ONCE = 50;
/** Bytes of one call, well below what a node takes. */
const AT_ONCE_BYTES = 1024 * 1024;

export interface SendOptions {
  /** How a node is reached: tests cut the line here. */
  readonly reach?: (node: string) => Send;
}

/** Everything that can be sent now. Returns how many parcels were settled. */
export async function sendParcels(
  context: Context,
  travels: readonly Travel[],
  { reach = (node) => nodeFetch(context, node) }: SendOptions = {},
): Promise<number> {
  const nodes = await store.nodesWaiting(context.db);
  const settled = await Promise.all(nodes.map((node) => sendTo(context, travels, { node, send: reach(node) })));
  return settled.reduce((sum, n) => sum + n, 0);
}

async function sendTo(
  context: Context,
  travels: readonly Travel[],
  { node, send }: { readonly node: string; readonly send: Send },
): Promise<number> {
  const { db, log } = context;
  const parcels = oneCall(await store.waitingFor(db, node, AT_ONCE));
  try {
    const { items } = await call(send, takeParcels, { body: { parcels } });
    let settled = 0;
    for (const { id, refused, waitsFor } of items) {
      const parcel = parcels.find((one) => one.id === id);
      if (!parcel) continue;
      if (waitsFor !== undefined) {
        await store.noteWaiting(db, { node, id }, waitsFor);
        continue;
      }
      await db.transaction(async (tx) => {
        if (!(await store.settleOut(tx, { node, id }, { refused, now: context.clock.now() }))) return;
        const travel = travels.find(({ kinds }) => kinds.includes(parcel.kind));
        if (refused !== null) await travel?.refused(context, tx, parcel, refused);
        settled += 1;
      });
    }
    return settled;
  } catch (error) {
    log.info({ err: error, node }, 'parcels wait: the node did not take them');
    await store.noteFailure(db, node, error instanceof Error ? error.name : String(error));
    return 0;
  }
}

/** As many from the beginning as one call holds; one at least. */
function oneCall(parcels: readonly Parcel[]): Parcel[] {
  let bytes = 0;
  return parcels.filter((parcel, i) => {
    bytes += Buffer.byteLength(JSON.stringify(parcel));
    return i === 0 || bytes <= AT_ONCE_BYTES;
  });
}

export const deliveryRound = (context: Context, travels: readonly Travel[]): Round => ({
  name: 'exchange.delivery',
  everyMs: EVERY_MS,
  run: async (signal) => {
    if (context.keysDir === undefined) return;
    while (!signal.aborted && (await sendParcels(context, travels)) > 0);
  },
});
