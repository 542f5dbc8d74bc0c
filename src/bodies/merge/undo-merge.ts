/** Parts what was merged: what went over goes back, and what was written at the other body since stays there, by name. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Holding, Merging, Stamp } from '../../platform/holdings/index.ts';
import { homesElsewhere, insistOnHome } from '../insist-on-home.ts';
import { problems } from '../problems.ts';
import * as store from '../store/merge.ts';
import * as write from '../store/write.ts';
import { todayOf, writeChange, type Author } from '../write-change.ts';
import type { HeldItem } from './model.ts';
import { ownHoldings } from './plan-merge.ts';
import { newsRead, tellOfficers } from './tell-officers.ts';

/** Something that stays at the other body. */
export interface Left {
  readonly kind: string;
  readonly code: string;
  readonly names: Readonly<Record<string, string>> | null;
  readonly word: string | null;
  readonly count: number;
  /** `changed`: it went over and was changed since. `new`: it was written there. */
  readonly why: 'changed' | 'new';
}

export interface UndoMerge {
  readonly merge: string;
  readonly reason: string;
}

interface Standing {
  readonly merge: store.MergeRow;
  readonly from: readonly store.FromRow[];
  readonly items: readonly store.ItemRow[];
  readonly merging: Merging;
}

/** @throws problems.mergeNotFound, problems.mergeUndone, problems.mergeNeeded */
export async function standingMerge(context: Context, db: Db, id: string): Promise<Standing> {
  const merge = await store.findMerge(db, id);
  if (!merge) throw problems.mergeNotFound({ merge: id });
  if (merge.undoneAt !== null) throw problems.mergeUndone({ merge: id });
  const from = await store.fromOf(db, [merge.id]);
  const bodies = from.map(({ body }) => body);
  const later = await store.laterMerges(db, merge.id, [merge.into, ...bodies]);
  if (later.length > 0) {
    throw problems.mergeNeeded({
      merge: id,
      by: later.map(({ id: one, intoCode, day }) => ({ merge: one, into: intoCode, day })),
    });
  }
  const merging: Merging = {
    from: bodies,
    into: merge.into,
    day: merge.day,
    trees: new Map(),
    accounts: [],
    today: todayOf(context),
  };
  return { merge, from, items: await store.itemsOf(db, [merge.id]), merging };
}

/** What was written at the other body since, as far as the rooms know. */
export async function writtenSince(
  db: Db,
  { merging, merge }: Pick<Standing, 'merging' | 'merge'>,
  holdings: readonly Holding[],
): Promise<Left[]> {
  const found: Left[] = [];
  for (const { kind, since } of [...ownHoldings, ...holdings]) {
    for (const { code, names, count, word } of (await since?.(db, merging, merge.changeSet)) ?? [])
      found.push({ kind, code, names, count, word: word ?? null, why: 'new' });
  }
  return found;
}

/** @throws problems.mergeNotFound, problems.mergeUndone, problems.mergeNeeded, problems.codeTakenAgain,
 * problems.homeElsewhere */
export async function undoMerge(
  context: Context,
  asked: UndoMerge,
  by: Author,
  holdings: readonly Holding[],
): Promise<readonly Left[]> {
  const detail = { reason: asked.reason };
  const act = { action: 'bodies.undo-merge', subject: `merge ${asked.merge}`, by, tree: true, detail };
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, act, async (tx, changeSet) => {
    await store.lockMerges(tx);
    const standing = await standingMerge(context, tx, asked.merge);
    const { merge, from, items, merging } = standing;
    insistOnHome(elsewhere, { id: merge.into, code: merge.intoCode });
    const stamp = { merge: merge.id, changeSet, now: context.clock.now(), account: by.account };
    const since = await writtenSince(tx, standing, holdings);
    await write.deferDayRules(tx);
    await store.dropSuccession(tx, merging.from, merging.into, merge.day);
    for (const one of from) await reopen(tx, one, changeSet);
    const changed = await putBack(tx, items, { merging, stamp, holdings });
    const left = [...changed.map((item): Left => ({ ...leftOf(item), why: 'changed' })), ...since];
    refuseTakenCode(standing, left);
    if (merge.founded && left.length === 0) {
      // Nothing stands under it any more, and the paths say so.
      await write.refreshPaths(tx, merging.today);
      await store.dropFounded(tx, merge.into);
    }
    await store.markUndone(tx, merge.id, { by: by.account, at: stamp.now, reason: asked.reason, left });
    await store.markItems(
      tx,
      merge.id,
      changed.map(({ n }) => n),
    );
    await newsRead(context, tx, merge.id, { account: by.account });
    const told = [...merging.from, ...(merge.founded ? [] : [merging.into])];
    await tellOfficers(context, tx, { merge: merge.id, bodies: told, word: 'parted', names: merge.intoNames });
    return { result: left, changed: from.length };
  });
}

const leftOf = ({ kind, code, names, word, count }: store.ItemRow) => ({ kind, code, names, word, count });

/** A body that was founded with the code of one that comes back, and is needed for what is in it, stays. */
function refuseTakenCode({ merge, from }: Standing, left: readonly Left[]): void {
  if (merge.founded && left.length > 0 && from.some(({ code }) => code === merge.intoCode))
    throw problems.codeTakenAgain({ code: merge.intoCode, left: left.length });
}

async function reopen(tx: Db, { body, before }: store.FromRow, changeSet: number): Promise<void> {
  await store.reopen(tx, body, before, changeSet);
  await write.dropPlacements(tx, [body]);
  await write.insertPlacements(
    tx,
    before.placements.map((row) => ({ body, ...row })),
  );
}

interface Moving {
  readonly merging: Merging;
  readonly stamp: Stamp;
  readonly holdings: readonly Holding[];
}

/** The last that went over goes back first. Returns what was changed since and stays. */
async function putBack(tx: Db, items: readonly store.ItemRow[], { merging, stamp, holdings }: Moving) {
  const left: store.ItemRow[] = [];
  for (const holding of [...ownHoldings, ...holdings].toReversed()) {
    const gone = items.filter(({ kind, effect }) => kind === holding.kind && effect !== 'stay' && effect !== 'widen');
    if (gone.length === 0) continue;
    const held: HeldItem[] = gone.map((item) => ({ ...store.heldOf(item), kind: item.kind }));
    const kept = new Set((await holding.back?.(tx, held, merging, stamp)) ?? []);
    left.push(...gone.filter(({ key }) => kept.has(key)));
  }
  return left;
}
