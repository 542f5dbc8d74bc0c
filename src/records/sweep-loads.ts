/** Forgets loads that nobody committed in time, and the stages of processes that were killed. */
import type { Context } from '../platform/context.ts';
import { expireUploads } from './intake/index.ts';
import { selectExpired, updateLoad } from './store/load.ts';
import { dropStage, orphanedStages } from './store/stage.ts';

/** Returns how many loads expired. Safe beside running loads: each is skipped while somebody works on it. */
export async function sweepLoads({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const expired = await db.transaction(async (tx) => {
    const loads = await selectExpired(tx, clock.now());
    for (const load of loads) {
      if (load.stage !== null) await dropStage(tx, load.stage);
      await updateLoad(tx, load.id, { state: 'expired', stage: null });
    }
    return loads.length;
  });
  for (const name of await orphanedStages(db)) await dropStage(db, name);
  await expireUploads(db, clock.now());
  return expired;
}
