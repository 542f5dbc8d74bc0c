/** Lays the node's overlay on a release that comes: what clashes is set aside, kept, and owed by somebody. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import type { Plan } from '../plan.ts';
import * as store from '../store/overlay.ts';
import { applyOverlay, type Effective } from './apply-overlay.ts';

/** What the plan of a release would be here, and which entries of the overlay could not stand on it. Reads only. */
export async function overlayOn(db: Db, plan: Plan): Promise<Pick<Effective, 'plan' | 'clashes'>> {
  const overlay = await store.newest(db);
  return overlay ? applyOverlay(plan, overlay.content, overlay.version) : { plan, clashes: [] };
}

export const planAsItWouldHold = async (db: Db, plan: Plan): Promise<Plan> => (await overlayOn(db, plan)).plan;

/** In the transaction that publishes the release. @returns the plan that holds here from now on */
export async function layOverlay(
  context: Pick<Context, 'clock'>,
  tx: Db,
  release: { readonly number: number; readonly plan: Plan },
): Promise<Plan> {
  const overlay = await store.newest(tx);
  if (!overlay) return release.plan;
  const effective = applyOverlay(release.plan, overlay.content, overlay.version);
  await keepEffective(context, tx, { release: release.number, overlay, effective });
  return effective.plan;
}

export interface Keeping {
  readonly release: number;
  readonly overlay: Pick<store.OverlayVersion, 'version' | 'body'>;
  readonly effective: Effective;
}

const KIND = 'dictionary.settle-overlay';
const SUBJECT = 'overlay';

/** What holds, and the work of those who look after it when something does not. */
export async function keepEffective(context: Pick<Context, 'clock'>, tx: Db, keeping: Keeping): Promise<void> {
  const { release, overlay, effective } = keeping;
  const now = context.clock.now();
  await store.insertEffective(tx, { release, overlay: overlay.version, ...effective, now });
  await closeWork(tx, { kind: KIND, subject: SUBJECT, by: 'system', now });
  if (effective.clashes.length === 0 || overlay.body === null) return;
  await openWork(tx, {
    kind: KIND,
    title: { key: 'overlay:work', values: { count: effective.clashes.length, release } },
    body: overlay.body,
    post: 'steward',
    link: '/dictionary/overlay',
    subject: SUBJECT,
    now,
  });
}
