/** Somebody says what holds here on top of the release: a new version, refused as a whole when anything clashes. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import { getRelease } from '../current-release.ts';
import type { Plan } from '../plan.ts';
import { problems } from '../problems.ts';
import { putContent } from '../publish-release.ts';
import { isSame } from '../same.ts';
import * as store from '../store/overlay.ts';
import * as releases from '../store/release.ts';
import { releaseKey } from '../take-release.ts';
import { recordChange, takeChange, type Author } from '../write-change.ts';
import { applyOverlay, type Effective } from './apply-overlay.ts';
import { keepEffective } from './lay-overlay.ts';
import { countEntries, type Clash, type Overlay } from './model.ts';

export interface OverlayChange {
  readonly overlay: Overlay;
  readonly reason: string;
  /** The version that the author saw; 0 when there was none. */
  readonly version: number;
  /** What may stay set aside, because it was before: nobody has to mend it in order to say something else. */
  readonly aside?: readonly Clash[];
}

export interface OverlayPorts {
  /** Asked before anything is written: throws when the node's tables cannot follow. */
  readonly fits: (plan: Plan) => Promise<void>;
  /** What is written with it, in its transaction. */
  readonly within?: (tx: Db) => Promise<void>;
}

export interface SetOverlay {
  readonly version: number;
  readonly release: number;
  readonly edition: string;
  readonly hash: string;
}

/** What an overlay would come to on the release in force. Reads only. @throws problems.noRelease */
export async function tryOverlay(
  context: Pick<Context, 'db'>,
  overlay: Overlay,
): Promise<Effective & { readonly central: Plan }> {
  const head = await releases.latest(context.db);
  if (!head) throw problems.noRelease();
  const { plan } = await getRelease(context.db, head.number);
  const before = await store.newest(context.db);
  return { ...applyOverlay(plan, overlay, (before?.version ?? 0) + 1), central: plan };
}

/**
 * @throws problems.overlayNeedsRelease, problems.overlayPrefix, problems.overlayClashes, platform preconditionFailed
 */
export async function setOverlay(
  context: Context,
  change: OverlayChange,
  by: Author,
  { fits, within }: OverlayPorts,
): Promise<SetOverlay> {
  if ((await releaseKey(context)) === undefined) throw problems.overlayNeedsRelease();
  const { overlay, reason } = change;
  const before = await store.newest(context.db);
  mustBeSeen(before?.version, change.version);
  if (before && before.content.prefix !== overlay.prefix)
    throw problems.overlayPrefix({ prefix: before.content.prefix });
  const { central, ...effective } = await tryOverlay(context, overlay);
  const { plan } = effective;
  const clashes = effective.clashes.filter((clash) => !change.aside?.some((known) => isSame(known, clash)));
  if (clashes.length > 0) throw problems.overlayClashes({ clashes, count: clashes.length });
  await fits(plan);
  return context.db.transaction(async (tx) => {
    await releases.lockReleases(tx);
    mustBeSeen((await store.newest(tx))?.version, change.version);
    const head = await releases.latest(tx);
    // A release came while this one was tried: it is tried again against that.
    if (head?.hash !== central.hash) throw platformProblems.preconditionFailed({ version: change.version });
    const changeSet = await takeChange(tx);
    const version = change.version + 1;
    const row = {
      version,
      content: overlay,
      entries: countEntries(overlay),
      reason,
      changeSet,
      now: context.clock.now(),
    };
    await store.insert(tx, { ...row, by: by.account, body: by.body });
    await keepEffective(context, tx, { release: head.number, overlay: { version, body: by.body }, effective });
    await putContent(tx, plan, changeSet);
    await within?.(tx);
    const act = { kind: 'release', action: 'dictionary.set-overlay', subject: 'overlay', by } as const;
    const counts = { added: row.entries, changed: 0, ended: before?.entries ?? 0 };
    await recordChange(context, tx, act, { changeSet, release: head.number, ...counts });
    return { version, release: head.number, edition: plan.release, hash: plan.hash };
  });
}

function mustBeSeen(stored = 0, seen: number): void {
  if (stored !== seen) throw platformProblems.preconditionFailed({ version: stored });
}
