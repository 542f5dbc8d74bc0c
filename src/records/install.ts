/** Puts the tables of every register in place, and forgets what killed or lazy loads left behind. */
import type { Context } from '../platform/context.ts';
import { Problem } from '../platform/http/problem.ts';
import { createAllTables } from './follow-releases.ts';
import { sweepLoads } from './sweep-loads.ts';

/** Idempotent: run at every start. A register that cannot follow a release must not keep the node from starting. */
export async function install(context: Context): Promise<void> {
  try {
    await createAllTables(context, context.db);
  } catch (error) {
    if (!(error instanceof Problem) || !['breaking-release', 'register-busy'].includes(error.kind.slug)) throw error;
    context.log.warn({ err: error }, 'a register stays under an older release');
  }
  await sweepLoads(context);
}
