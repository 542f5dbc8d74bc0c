/** Reads come off the quota of the grant before anything is answered; single ones that come together are one count. */
import {
  forgetSubjectsBefore,
  spentDecision,
  takeReads,
  takeSubjects,
  tellSubjectsSpent,
  type Met,
} from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { groupCommit } from '../../platform/ledger/group-commit.ts';
import type { Round } from '../../platform/rounds.ts';
import type { OpenVoucher } from '../vouchers/index.ts';

interface One {
  /** Of the record, the same for the same one. */
  readonly subject: string;
  met: Met;
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
  const { code, quota, quotaPeriod, subjects } = of.agreement;
  const name = JSON.stringify([code, quota, quotaPeriod, subjects ?? null, of.consumer.id]);
  let taker = known.get(name);
  if (!taker) {
    if (known.size >= MOST_TAKERS) known.clear();
    taker = groupCommit<One>(async (batch) => {
      await db.transaction((tx) => meet(context, tx, of, batch));
    });
    known.set(name, taker);
  }
  return taker;
}

/** The budget of different records first: what it refuses is no read. */
async function meet(context: Context, tx: Db, of: Of, batch: readonly One[]): Promise<void> {
  const isFree = await takeSubjects(
    tx,
    subjectsReading(context, of),
    batch.map(({ subject }) => subject),
  );
  const free = batch.filter((one, i) => {
    one.met = isFree[i] ? 'free' : 'subjects';
    return isFree[i];
  });
  const taken = await takeReads(tx, readingOf(context, of, free.length));
  free.slice(taken).forEach((one) => (one.met = 'quota'));
}

const subjectsReading = (context: Context, of: Of) => ({ ...readingOf(context, of, 0), now: context.clock.now() });

/** One read of the record with this key. */
export async function takeOne(context: Context, of: Of, key: readonly string[]): Promise<Met> {
  const one: One = { subject: JSON.stringify(key), met: 'quota' };
  await takerOf(context, of).add(one);
  return one.met;
}

class TooFewError extends Error {
  override name = 'TooFewError';
  readonly met: Met;
  constructor(met: Met) {
    super(met);
    this.met = met;
  }
}

/** All of them or none. @param keys one for each read */
export async function takeAll(context: Context, of: Of, keys: readonly (readonly string[])[]): Promise<Met> {
  if (keys.length === 0) return 'free';
  try {
    await context.db.transaction(async (tx) => {
      const named = keys.map((key) => JSON.stringify(key));
      if ((await takeSubjects(tx, subjectsReading(context, of), named)).includes(false))
        throw new TooFewError('subjects');
      if ((await takeReads(tx, readingOf(context, of, keys.length))) < keys.length) throw new TooFewError('quota');
    });
    return 'free';
  } catch (error) {
    if (!(error instanceof TooFewError)) throw error;
    // What was told is undone with it: it is told again by itself.
    if (error.met === 'subjects')
      await context.db.transaction((tx) => tellSubjectsSpent(tx, subjectsReading(context, of)));
    return error.met;
  }
}

/** The decision when nothing (or not enough) is left: how much was used, and when it begins anew. */
export const spentOf = (context: Context, voucher: OpenVoucher, of: { readonly met: Met; readonly wanted?: number }) =>
  spentDecision(context, { ...voucher, consumer: voucher.consumer.id, managerNames: voucher.opened.managerNames }, of);

/** Which records were read is forgotten with the month in which they are counted. */
export const servedRound = ({ db, clock, profile }: Pick<Context, 'db' | 'clock' | 'profile'>): Round => ({
  name: 'exchange.subjects',
  everyMs: 3_600_000,
  run: async () => void (await forgetSubjectsBefore(db, dayOf(clock.now(), profile.timeZone))),
});
