/** Goes on with what was approved, and tells the steward once a day what is due. */
import { getRegister, listDisposals } from '../../governance/index.ts';
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { RowKeeping } from '../../platform/keeping.ts';
import type { Round } from '../../platform/rounds.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { executeDisposal } from './execute.ts';
import { dueLines } from './read-retention.ts';

const EVERY_MS = 60_000;
const DUE = 'records.propose-disposal';
const DUE_EVERY_MS = 3_600_000;

export const disposalRound = (context: Context, keepings: () => readonly RowKeeping[]): Round => ({
  name: 'records.disposals',
  everyMs: EVERY_MS,
  run: async (signal) => {
    for (const { id } of await listDisposals(context.db, { states: ['approved', 'marked'] })) {
      if (signal.aborted) return;
      await executeDisposal(context, id, keepings());
    }
  },
});

export const dueRound = (context: Context): Round => ({
  name: 'records.due',
  everyMs: DUE_EVERY_MS,
  run: async () => void (await oweDue(context)),
});

/** One work item for each register and what is due of it; it closes when nothing is. */
export async function oweDue(context: Context): Promise<number> {
  const { items } = await dueLines(context, system);
  const now = context.clock.now();
  for (const { register, what, due } of items) {
    const subject = `${register.code}/${what}`;
    const { managerBody } = await getRegister(context.db, register.code);
    if (due === 0 || managerBody === null) {
      await closeWork(context.db, { kind: DUE, subject, by: system.account, as: 'withdrawn', now });
      continue;
    }
    await openWork(context.db, {
      kind: DUE,
      title: { key: `records:work.due.${what}`, values: { register: register.names, count: due } },
      ...{ body: managerBody, post: 'steward', due: null, link: '/governance/lifecycle/due', subject, now },
    });
  }
  return items.length;
}
