/** What people see after a loss: from whom what came back, and who is still waited for. */
import type { Context } from '../../platform/context.ts';
import type { Answer } from '../../platform/http/endpoint.ts';
import { listLosses } from '../evidence/store/fence.ts';
import type { readRecovery as contract } from './recovery-contract.ts';
import { wordsOf } from './read-met.ts';
import { countMet } from './store/met.ts';
import { listFetches } from './store/recovery.ts';

/** @param mayGiveUp whether the reader may decide to wait no longer */
export async function readRecovery({ db }: Pick<Context, 'db'>, mayGiveUp: boolean): Promise<Answer<typeof contract>> {
  const { nodes } = await wordsOf(db);
  const fetches = Map.groupBy(await listFetches(db), ({ epoch }) => epoch);
  const losses = (await listLosses(db)).map(({ epoch, declaredAt, reason }) => ({
    epoch,
    declaredAt,
    reason,
    nodes: (fetches.get(epoch) ?? []).map(({ node, state, restored, known, met, refused, failed, settledAt }) => ({
      node,
      names: nodes.get(node) ?? null,
      state,
      restored,
      known,
      met,
      refused,
      failed,
      settledAt,
    })),
  }));
  return { losses, met: await countMet(db), mayGiveUp };
}
