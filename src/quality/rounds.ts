/** What quality does while nothing changes: a day turns, and what was in time is late. */
import { listRegisters } from '../governance/index.ts';
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Round } from '../platform/rounds.ts';
import { escalateDefects } from './defects/escalate.ts';
import { SCORES } from './follow-scores.ts';
import { rulesOfRegister } from './rules-of-register.ts';
import { findBasis } from './store/rule.ts';

const EVERY_MS = 10 * 60_000;

export const qualityRounds = (context: Context): Round[] => [
  {
    name: 'quality.day',
    everyMs: EVERY_MS,
    run: async () => {
      await turnDay(context);
      await escalateDefects(context);
    },
  },
];

/** A register whose rules read otherwise than when they were counted is told of in the log: its followers count it anew. */
export async function turnDay(context: Context): Promise<number> {
  let turned = 0;
  for (const { name } of await listRegisters(context.db)) {
    const counted = await findBasis(context.db, name, SCORES);
    if (counted === undefined) continue;
    if (counted === (await (await rulesOfRegister(context.db, context, name)).basis())) continue;
    turned += 1;
    await context.db.transaction(async (tx) => {
      const id = await takeChangeSet(tx);
      const begunAt = context.clock.now();
      await appendChangeSet(tx, {
        id,
        kind: 'quality',
        subject: name,
        body: null,
        actor: 'system',
        cause: null,
        begunAt,
      });
    });
  }
  return turned;
}
