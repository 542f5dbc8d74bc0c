/** Reads come off the quota of the grant before anything is answered; single ones that come together are one count. */
import { quotaOf, takeReads, whyNotBeyond } from '../../governance/index.ts';
import { dayOf, startOfDay } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { explain } from '../../platform/http/refusal.ts';
import { groupCommit } from '../../platform/ledger/group-commit.ts';
import { problems } from '../problems.ts';
import type { OpenVoucher } from '../vouchers/index.ts';

interface One {
  taken: boolean;
}
type Taker = ReturnType<typeof groupCommit<One>>;
const takers = new WeakMap<Db, Map<string, Taker>>();
const MOST_TAKERS = 5_000;

type Of = Pick<OpenVoucher, 'agreement' | 'consumer'>;

const readingOf = ({ clock, profile }: Context, { agreement, consumer }: Of, wanted: number) => ({
  agreement,
  consumer: consumer.id,
  day: dayOf(clock.now(), profile.timeZone),
  wanted,
});

function takerOf(context: Context, of: Of): Taker {
  const { db } = context;
  let known = takers.get(db);
  if (!known) takers.set(db, (known = new Map()));
  const { code, quota, quotaPeriod } = of.agreement;
  const name = JSON.stringify([code, quota, quotaPeriod, of.consumer.id]);
  let taker = known.get(name);
  if (!taker) {
    if (known.size >= MOST_TAKERS) known.clear();
    taker = groupCommit<One>(async (batch) => {
      const taken = await db.transaction((tx) => takeReads(tx, readingOf(context, of, batch.length)));
      batch.forEach((one, i) => (one.taken = i < taken));
    });
    known.set(name, taker);
  }
  return taker;
}

/** @returns whether one more read was free */
export async function takeOne(context: Context, of: Of): Promise<boolean> {
  const one: One = { taken: false };
  await takerOf(context, of).add(one);
  return one.taken;
}

class TooFewError extends Error {
  override name = 'TooFewError';
}

/** All of them or none. @returns whether they were free */
export async function takeAll(context: Context, of: Of, wanted: number): Promise<boolean> {
  if (wanted === 0) return true;
  try {
    await context.db.transaction(async (tx) => {
      if ((await takeReads(tx, readingOf(context, of, wanted))) < wanted) throw new TooFewError();
    });
    return true;
  } catch (error) {
    if (error instanceof TooFewError) return false;
    throw error;
  }
}

/** The refusal when nothing (or not enough) is left: how much was used, and when it begins anew. */
export async function quotaSpent(context: Context, voucher: OpenVoucher, language: string): Promise<Error> {
  const { clock, profile, words } = context;
  const quota = await quotaOf(context, voucher.agreement, voucher.consumer.id);
  if (!quota) return problems.quotaSpent();
  const { managerNames } = voucher.opened;
  // What was asked for may be more than what is left: for that, it is as good as spent.
  const spent = { ...quota, used: Math.max(quota.used, quota.quota) };
  const said = whyNotBeyond(
    { ...voucher.decision, ...(managerNames && { whoCanChange: managerNames }) },
    voucher.grant,
    {
      elements: [],
      quota: spent,
    },
  );
  const decision = { ...said, facts: { ...said.facts, used: quota.used } };
  const begins = startOfDay(quota.freeAgain, profile.timeZone).getTime();
  const explained = explain(decision, words.translator(language), language);
  const detail = [explained.words.reason, explained.words.remedy].filter(Boolean).join(' ');
  const retryAfter = Math.max(1, Math.ceil((begins - clock.now().getTime()) / 1000));
  return problems.quotaSpent({ decision: explained, freeAgain: quota.freeAgain, retryAfter }, detail);
}
