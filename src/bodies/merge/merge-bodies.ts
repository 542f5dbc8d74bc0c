/** Merges bodies: everything they hold goes over in one change set, or nothing does. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { StaleHoldingError, type Holding, type Merging, type Stamp } from '../../platform/holdings/index.ts';
import { newId } from '../../platform/ids.ts';
import { fold } from '../../platform/search/fold.ts';
import { shiftDay, type Succession } from '../model.ts';
import { homesElsewhere } from '../insist-on-home.ts';
import { problems } from '../problems.ts';
import { placementsOf } from '../store/body.ts';
import * as store from '../store/merge.ts';
import * as write from '../store/write.ts';
import { todayOf, writeChange, type Author } from '../write-change.ts';
import { isBlocked, type Founding, type HeldItem, type MergePlan, type MergeWish } from './model.ts';
import { ownHoldings, planMerge } from './plan-merge.ts';
import { tellOfficers } from './tell-officers.ts';

export interface MergeBodies extends MergeWish {
  /** Number of the document that decided it. */
  readonly decision: string;
  readonly reason?: string | undefined;
  /** Hash of the plan that was seen. */
  readonly hash: string;
}

/**
 * @returns the id of the merge
 * @throws problems.bodyNotFound, problems.mergeNotYet, problems.mergeBlocked, problems.mergeStale
 */
export async function mergeBodies(
  context: Context,
  asked: MergeBodies,
  by: Author,
  holdings: readonly Holding[],
): Promise<string> {
  if (asked.day > todayOf(context)) throw problems.mergeNotYet({ day: asked.day });
  const merge = newId(context.clock.now());
  const detail = { decision: asked.decision, ...(asked.reason !== undefined && { reason: asked.reason }) };
  const act = { action: 'bodies.merge-bodies', subject: `merge ${merge}`, by, tree: true, detail };
  const { hash, decision, reason, ...wish } = asked;
  const elsewhere = await homesElsewhere(context);
  const here = { ...context, homesElsewhere: () => Promise.resolve(elsewhere) };
  try {
    return await writeChange(context, act, async (tx, changeSet) => {
      await store.lockMerges(tx);
      const plan = await planMerge(here, tx, wish, holdings);
      if (isBlocked(plan)) throw problems.mergeBlocked({ obstacles: plan.obstacles });
      if (plan.hash !== hash) throw problems.mergeStale();
      const stamp = { merge, changeSet, now: context.clock.now(), account: by.account };
      const into = await foundOrFind(tx, plan, stamp);
      await store.insertMerge(tx, {
        ...into,
        id: merge,
        day: plan.wish.day,
        decision,
        reason: reason ?? null,
        hash,
        obstacles: plan.obstacles,
        changeSet,
        madeBy: by.account,
        madeAt: stamp.now,
      });
      await keepBefore(tx, merge, plan);
      await endBodies(tx, plan, into.into, changeSet);
      const merging = { ...plan.merging, into: into.into };
      await moveAll(tx, plan.items, { merging, stamp, holdings });
      await store.insertItems(tx, merge, plan.items);
      await tellOfficers(context, tx, { merge, bodies: [into.into], word: 'merged', names: into.intoNames });
      return { result: merge, ended: plan.from.length, ...(into.founded && { added: 1 }) };
    });
  } catch (error) {
    if (error instanceof StaleHoldingError) throw problems.mergeStale();
    throw error;
  }
}

/** The body they become, founded where it has to be. */
async function foundOrFind(tx: Db, { wish, into, parent, from }: MergePlan, { changeSet }: Stamp) {
  if (into) return { into: into.id, intoNames: into.names, intoCode: into.code, founded: false };
  const founding = wish.into as Founding;
  const [id = 0] = await write.takeIds(tx, 1);
  await write.deferDayRules(tx);
  const row = {
    id,
    code: founding.code,
    names: founding.names,
    kind: founding.kind,
    level: founding.level,
    from: wish.day,
    to: null,
    ended: null,
    attributes: {},
    note: null,
    search: [founding.code, ...Object.values(founding.names), ...from.map(({ code }) => code)].map(fold).join(' '),
  };
  await write.insertBodies(tx, [row], { origin: 'hand', changeSet });
  if (parent) await write.insertPlacements(tx, [{ body: id, parent: parent.id, from: wish.day, to: null }]);
  return { into: id, intoNames: founding.names, intoCode: founding.code, founded: true };
}

async function keepBefore(tx: Db, merge: string, { from }: MergePlan): Promise<void> {
  const rows = await Promise.all(
    from.map(async ({ id, code, names, to, ended }) => {
      const placements = (await placementsOf(tx, id)).map(({ body: _, ...row }) => row);
      return { body: id, code, names, before: { to, ended, placements } };
    }),
  );
  await store.insertFrom(tx, merge, rows);
}

async function endBodies(tx: Db, { from, wish }: MergePlan, into: number, changeSet: number): Promise<void> {
  const lastDay = shiftDay(wish.day, -1);
  for (const body of from) {
    await write.close(tx, body.id, { lastDay, ended: 'merger', changeSet });
    await write.endPlacements(tx, body.id, lastDay);
  }
  const successions = from.map(({ id }): Succession => ({
    kind: 'merge',
    day: wish.day,
    predecessor: id,
    successor: into,
    share: 1,
  }));
  await write.putSuccessions(tx, successions);
}

interface Moving {
  readonly merging: Merging;
  readonly stamp: Stamp;
  readonly holdings: readonly Holding[];
}

async function moveAll(tx: Db, items: readonly HeldItem[], { merging, stamp, holdings }: Moving): Promise<void> {
  for (const holding of [...ownHoldings, ...holdings]) {
    const held = items.filter(({ kind, effect }) => kind === holding.kind && effect !== 'stay' && effect !== 'widen');
    if (held.length > 0) await holding.move?.(tx, held, merging, stamp);
  }
}
