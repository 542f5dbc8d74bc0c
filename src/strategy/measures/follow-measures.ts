/** Keeps what each body contributes to each indicator, by following the change log. */
import { subtreeIds } from '../../bodies/index.ts';
import type { Follower } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { bodySources } from './measure-sources.ts';
import { countRows } from './row-measure.ts';
import * as store from './store/indicator.ts';

/**
 * A change of a register can move only the bodies whose rows it touched; when the change names none, all are counted
 * again. A change of an authority's own register can move everybody who is verified against it.
 */
export function measuresFollower(): Follower {
  return {
    name: 'strategy.measures',
    after: ['registers.verification'],
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal'],
    initial: async (tx, at) => {
      for (const indicator of await store.allIndicators(tx)) {
        const moment = await now(tx);
        if (!(await recount(tx, indicator, 'all', moment))) continue;
        await store.addPoint(tx, indicator.code, at, moment);
      }
    },
    apply: async (tx, change) => {
      if (!change.at) return;
      for (const indicator of await store.allIndicators(tx)) {
        const own = indicator.register === change.subject;
        const bodies = own && change.body !== null ? await subtreeIds(tx, change.body) : 'all';
        const moment = change.stampedAt ?? change.begunAt;
        if (!(await recount(tx, indicator, bodies, moment))) continue;
        await store.addPoint(tx, indicator.code, change.at, moment);
      }
    },
  };
}

/** @param moment when: a measure over rows takes its day for today */
async function recount(
  tx: Db,
  indicator: store.IndicatorRecord,
  bodies: readonly number[] | 'all',
  moment: string,
): Promise<boolean> {
  const { register, counts, among } = indicator;
  if (register === null) return false;
  const source = bodySources[indicator.source];
  const rows =
    counts === null
      ? await source?.(tx, register, bodies)
      : await countRows(tx, register, { counts, among }, { bodies, day: moment.slice(0, 10) });
  if (!rows) return false;
  await store.putTallies(tx, indicator.code, bodies, rows);
  return true;
}

const now = (tx: Db) => store.databaseTime(tx);
