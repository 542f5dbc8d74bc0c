/** Asks everybody who may hold what this node lost, until each has answered or was given up. docs/protocol.md §8.4. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { call, type Send } from '../../platform/http/call.ts';
import type { Round } from '../../platform/rounds.ts';
import { listLosses } from '../evidence/store/fence.ts';
import { nodeFetch } from '../nodes/index.ts';
import { problems } from './problems.ts';
import * as contract from './recovery-contract.ts';
import { claimFetches, failFetch, giveUpFetch, moveFetch, type FetchRow } from './store/recovery.ts';
import { takeBack } from './take-back.ts';

const EVERY_MS = 1_000;
const AGAIN_MS = 60_000;
const LONGEST_MS = 300_000;
/** Whoever was silent for so long keeps what it holds to itself: its streams begin anew without it. */
const PATIENCE_MS = 86_400_000;

export interface FetchOptions {
  /** How a node is reached: tests cut the line here. */
  readonly reach?: (node: string) => Send;
}

/** One round. Returns how many nodes have given everything. */
export async function fetchBackDue(context: Context, options: FetchOptions = {}): Promise<number> {
  const { db, clock } = context;
  const now = clock.now();
  let done = 0;
  for (const fetch of await claimFetches(db, now, new Date(now.getTime() + AGAIN_MS))) {
    if (now.getTime() - Date.parse(fetch.askedAt) > PATIENCE_MS) await giveUpFetch(db, fetch.node, now);
    else if (await fetchFrom(context, fetch, options)) done += 1;
  }
  return done;
}

/** Goes on where it was cut off. @returns whether it came to the end */
async function fetchFrom(context: Context, fetch: FetchRow, { reach }: FetchOptions): Promise<boolean> {
  const { db, clock, log } = context;
  const send = reach?.(fetch.node) ?? nodeFetch(context, fetch.node);
  const at = { epoch: fetch.epoch, node: fetch.node };
  const loss = (await listLosses(db)).find(({ epoch }) => epoch === fetch.epoch);
  let { after } = fetch;
  try {
    for (;;) {
      const { register, columns, lines, next } = await call(send, contract.heldRows, { body: { after } });
      await db.transaction(async (tx) => {
        const bringing = { node: fetch.node, register, columns, lines, since: loss?.since ?? null };
        const counts = next
          ? await takeBack(context, tx, { ...bringing, lost: loss?.endedEpoch ?? null })
          : { restored: 0, known: 0, met: 0, refused: 0 };
        await moveFetch(tx, at, { after: next, counts, now: clock.now() });
      });
      if (next === null) return true;
      after = next;
    }
  } catch (error) {
    log.info({ err: error, node: fetch.node }, 'what a node holds of what was lost could not be fetched yet');
    const wait = Math.min(LONGEST_MS, EVERY_MS * 2 ** Math.min(fetch.attempts, 10));
    const failed = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    await failFetch(db, at, { failed, next: new Date(clock.now().getTime() + wait) });
    return false;
  }
}

/** People wait no longer for a node. @throws problems.nothingFetched */
export async function giveUp(context: Context, node: string, by: Author): Promise<void> {
  await context.db.transaction(async (tx) => {
    if (!(await giveUpFetch(tx, node, context.clock.now()))) throw problems.nothingFetched({ node });
    const { account: actor, body, rule } = by;
    const subject = `node/${node}`;
    await context.audit.record(tx, { action: 'exchange.give-up-node', actor, body, subject, allowed: true, rule });
  });
}

export const fetchBackRound = (context: Context): Round => ({
  name: 'exchange.fetch-back',
  everyMs: EVERY_MS,
  run: async () => {
    if (context.keysDir !== undefined) await fetchBackDue(context);
  },
});
