/** Puts the tables of every register in place, and forgets what killed or lazy loads left behind. */
import type { Context } from '../platform/context.ts';
import { createAllTables } from './follow-releases.ts';
import { sweepLoads } from './sweep-loads.ts';

/** Idempotent: run at every start. */
export async function install(context: Context): Promise<void> {
  await createAllTables(context, context.db);
  await sweepLoads(context);
}
