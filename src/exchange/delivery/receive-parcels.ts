/** Takes what another node brings: each parcel once, remembered in the transaction of what it did. */
import { listBodies } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { markGuard, markIn } from '../../platform/marks/index.ts';
import { EVERY_NODE, type Arriving, type Parcel, type Taken, type Travel } from '../../platform/travel.ts';
import { homesOfBodies, isHomeOf, ownNode } from '../nodes/index.ts';
import * as store from './store/parcel.ts';

export interface Settled {
  readonly id: string;
  /** Why it was refused for good; null: taken, now or before. */
  readonly refused: string | null;
  /** Parked: what it waits for. Nothing of it is remembered here, and it is to come again. */
  readonly waitsFor?: string;
}

/** Undoes the transaction that remembers a parcel, without a fault. */
class ParkedError extends Error {
  override name = 'ParkedError';
}

/**
 * In order, each in a transaction of its own; ends at the first that cannot be judged now, which then comes again.
 * @param origin the node that brings them, by its proof
 */
export async function receiveParcels(
  context: Context,
  travels: readonly Travel[],
  { origin, parcels }: { readonly origin: string; readonly parcels: readonly Parcel[] },
): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const parcel of parcels) {
    if (await isMarked(context, { origin, parcel })) {
      settled.push({ id: parcel.id, refused: 'marked-secret' });
      continue;
    }
    try {
      settled.push({ id: parcel.id, refused: await receive(context, travels, { origin, parcel }) });
    } catch (error) {
      if (error instanceof ParkedError) {
        settled.push({ id: parcel.id, refused: null, waitsFor: error.message });
        continue;
      }
      context.log.error({ err: error, origin, parcel: parcel.id }, 'a parcel could not be taken; it comes again');
      break;
    }
  }
  return settled;
}

interface Brought {
  readonly origin: string;
  readonly parcel: Parcel;
}

/** A mark of state secrecy: the sender is told, an incident is written down, and nothing of the parcel is kept. */
async function isMarked(context: Context, { origin, parcel }: Brought): Promise<boolean> {
  const guard = markGuard(context);
  const found = markIn(guard.marks, [parcel.subject, parcel.payload]);
  if (!found) return false;
  await guard.note({ ...found, way: `parcel/${parcel.kind}`, account: `node/${origin}`, body: null });
  await context.audit.append({
    ...{ action: 'exchange.take-parcel', actor: origin, body: null, subject: parcel.kind },
    ...{ allowed: false, rule: 'marks/marked-secret' },
  });
  return true;
}

function receive(context: Context, travels: readonly Travel[], brought: Brought): Promise<string | null> {
  const { origin, parcel } = brought;
  return context.db.transaction(async (tx) => {
    const isNew = await store.insertIn(tx, origin, parcel, context.clock.now());
    if (!isNew) return store.refusalOf(tx, origin, parcel.id);
    const taken = await judge(context, travels, { ...brought, tx });
    if (taken.taken === 'later') throw new ParkedError(taken.reason);
    if (!taken.taken) await store.refuseIn(tx, origin, parcel.id, taken.reason);
    await context.audit.record(tx, {
      action: 'exchange.take-parcel',
      actor: origin,
      body: null,
      subject: parcel.subject,
      allowed: taken.taken,
      rule: taken.taken ? 'exchange/own-bodies' : 'exchange/parcel-refused',
    });
    return taken.taken ? null : taken.reason;
  });
}

/** A node speaks only for the bodies whose home it is, and only to those whose home this is. */
async function judge(
  context: Context,
  travels: readonly Travel[],
  { origin, parcel, tx }: Brought & { readonly tx: Parameters<Travel['receive']>[1] },
): Promise<Taken> {
  const travel = travels.find(({ kinds }) => kinds.includes(parcel.kind));
  if (!travel) return { taken: false, reason: 'unknown-kind' };
  const toAll = parcel.to === EVERY_NODE;
  const homeOf = await homesOfBodies(tx);
  const home = homeOf(parcel.from);
  if (home === undefined) return { taken: 'later', reason: 'unknown-body' };
  if (home !== origin) return { taken: false, reason: 'not-yours-to-say' };
  if (!toAll && !(await isHomeOf(context, parcel.to))) return { taken: false, reason: 'not-at-home-here' };
  const bodies = new Map((await listBodies(tx)).map(({ code, id }) => [code, id]));
  const [to, from] = [toAll ? 0 : bodies.get(parcel.to), bodies.get(parcel.from)];
  if (to === undefined || from === undefined) return { taken: 'later', reason: 'unknown-body' };
  const { root } = await ownNode(context);
  const isTheirs: Arriving['isTheirs'] = (code) => (code === null ? root : homeOf(code)) === origin;
  return travel.receive(context, tx, { parcel, to, from, origin, isTheirs });
}
