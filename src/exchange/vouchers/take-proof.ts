/** Replay: an assertion or a proof works once. Those that come together are one statement of the database. */
import { hash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { groupCommit } from '../../platform/ledger/group-commit.ts';
import type { Round } from '../../platform/rounds.ts';
import { CLOCK_SECONDS } from './model.ts';
import { forgetProofs, takeProofs } from './store/proof.ts';

// Kept until whatever its maker's clock said is too old; and a minute more, for the clocks of our own processes.
const KEEP_MS = (2 * CLOCK_SECONDS + 60) * 1000;

interface Asked {
  readonly proof: string;
  fresh: boolean;
}

const takers = new WeakMap<Db, ReturnType<typeof groupCommit<Asked>>>();

function takerOf({ db, clock }: Pick<Context, 'db' | 'clock'>) {
  let taker = takers.get(db);
  if (!taker) {
    taker = groupCommit<Asked>(async (batch) => {
      const taken = await takeProofs(
        db,
        [...new Set(batch.map(({ proof }) => proof))],
        new Date(clock.now().getTime() + KEEP_MS),
      );
      // Of two that came in one batch, the first is fresh.
      for (const one of batch) one.fresh = taken.delete(one.proof);
    });
    takers.set(db, taker);
  }
  return taker;
}

/** @returns whether it is the first time; it is remembered before the answer comes */
export async function takeProof(
  context: Pick<Context, 'db' | 'clock'>,
  { client, kind, jti }: { readonly client: string; readonly kind: 'assertion' | 'proof'; readonly jti: string },
): Promise<boolean> {
  const asked: Asked = {
    proof: hash('sha256', JSON.stringify([client, kind, jti]), 'hex').slice(0, 32),
    fresh: false,
  };
  await takerOf(context).add(asked);
  return asked.fresh;
}

/** What is too old to be taken anyway is forgotten. */
export const voucherRounds = ({ db, clock }: Pick<Context, 'db' | 'clock'>): readonly Round[] => [
  { name: 'exchange.proofs', everyMs: 60_000, run: async () => void (await forgetProofs(db, clock.now())) },
];
