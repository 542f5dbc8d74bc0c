/** Keeps what each body contributes to each indicator, by following the change log. */
import { subtreeIds } from '../bodies/index.ts';
import type { Follower } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { bodySources } from './measure-sources.ts';
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
        if (!(await recount(tx, indicator, 'all'))) continue;
        await store.addPoint(tx, indicator.code, at, await now(tx));
      }
    },
    apply: async (tx, change) => {
      if (!change.at) return;
      for (const indicator of await store.allIndicators(tx)) {
        const own = indicator.register === change.subject;
        const bodies = own && change.body !== null ? await subtreeIds(tx, change.body) : 'all';
        if (!(await recount(tx, indicator, bodies))) continue;
        await store.addPoint(tx, indicator.code, change.at, change.stampedAt ?? change.begunAt);
      }
    },
  };
}

async function recount(tx: Db, indicator: store.IndicatorRecord, bodies: readonly number[] | 'all'): Promise<boolean> {
  const source = bodySources[indicator.source];
  if (!source || indicator.register === null) return false;
  await store.putTallies(tx, indicator.code, bodies, await source(tx, indicator.register, bodies));
  return true;
}

const now = (tx: Db) => store.databaseTime(tx);
