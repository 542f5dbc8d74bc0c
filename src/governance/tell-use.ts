/** Use of grants whose body is at home at another node: told there once a minute where it changed, so that both sides see it. */
import { homesElsewhere } from '../bodies/index.ts';
import { system } from '../platform/caller.ts';
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Round } from '../platform/rounds.ts';
import { periodStart } from './quota.ts';
import { putUse, untoldUse } from './store/use.ts';
import { todayOf } from './write-change.ts';

const EVERY_MS = 30_000;
export const USE_TOLD = 'use';

export const useRound = (context: Context): Round => ({
  name: 'governance.tell-use',
  everyMs: EVERY_MS,
  run: async () => void (await tellUse(context)),
});

/** One change for all that is new; begun anew, it tells nothing twice. @returns of how many grants */
export async function tellUse(context: Context): Promise<number> {
  const { db, clock } = context;
  const elsewhere = [...(await homesElsewhere(context)).keys()];
  if (elsewhere.length === 0) return 0;
  const now = clock.now();
  const day = todayOf(context);
  return db.transaction(async (tx) => {
    const news = await untoldUse(tx, { elsewhere, day, month: periodStart('month', day) });
    if (news.length === 0) return 0;
    const id = await takeChangeSet(tx);
    await putUse(tx, news, { at: now.toISOString(), changeSet: id });
    const change = {
      id,
      kind: 'governance',
      subject: USE_TOLD,
      body: null,
      actor: system.account,
      cause: null,
    } as const;
    await appendChangeSet(tx, { ...change, begunAt: now });
    return news.length;
  });
}
