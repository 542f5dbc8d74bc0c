/** On a node that follows signed releases approved proposals become the next version of its overlay, together. */
import type { Context } from '../../platform/context.ts';
import { currentRelease, getRelease, type Release } from '../current-release.ts';
import { problems as dictionaryProblems } from '../problems.ts';
import { overlayOfEntries, prefixOf } from '../overlay/overlay-of-entries.ts';
import { setOverlay } from '../overlay/set-overlay.ts';
import type { Overlay } from '../overlay/model.ts';
import type { Plan } from '../plan.ts';
import * as overlays from '../store/overlay.ts';
import { todayOf } from '../write-change.ts';
import type { Acting } from './act-on-proposal.ts';
import type { Assessment } from './assess-proposal.ts';
import type { MergedEntry } from './candidate.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import { inForce, mark } from './mark-released.ts';

export interface OverlayReleasing {
  readonly ready: readonly Assessment[];
  /** The last word on each entry, in the order of the proposals. */
  readonly entries: readonly MergedEntry[];
  /** Of local codes, where no overlay has fixed it yet and no code shows it. */
  readonly prefix: string | undefined;
}

/**
 * What the node's overlay said before stays, also what is set aside on the release in force.
 * @throws problems.overlayPrefixNeeded, dictionary overlayClashes (also for what would re-define the centre)
 */
export async function releaseIntoOverlay(
  context: Context,
  { ready, entries, prefix }: OverlayReleasing,
  acting: Acting,
  fits: (plan: Plan) => Promise<void>,
): Promise<Release> {
  const { db } = context;
  const current = await currentRelease(db);
  const { plan: central } = await getRelease(db, current.number);
  const stored = await overlays.newest(db);
  const today = todayOf(context);
  const own = entries.map((entry) => inForce(entry, today));
  const before = stored?.content ?? emptyOverlay(prefix ?? prefixOf(central, own));
  const { overlay, refused } = overlayOfEntries(before, central, own);
  if (refused.length > 0) throw dictionaryProblems.overlayClashes({ clashes: refused, count: refused.length });
  const version = stored?.version ?? 0;
  const aside = stored ? ((await overlays.findEffective(db, current.number, version))?.clashes ?? []) : [];
  const reason = ready.map(({ row }) => `${String(row.number)}: ${row.title}`).join('\n');
  const change = { overlay, reason, version, aside };
  await setOverlay(context, change, acting, {
    fits,
    within: async (tx) => {
      for (const { row } of ready) await mark(context, tx, { row, release: current.number, acting });
    },
  });
  return currentRelease(db);
}

function emptyOverlay(prefix: string | undefined): Overlay {
  if (prefix === undefined) throw problems.overlayPrefixNeeded();
  return { prefix };
}
