/** Quotas: counted per grant and period from what was read, the same figure for both sides. */
import type { Db } from '../platform/db/db.ts';
import type { Agreement, QuotaPeriod } from './model.ts';
import { addUse, addUses, lockGrant, usedSince, type Use } from './store/request.ts';

/** The first day of the period that a day lies in. */
export const periodStart = (period: QuotaPeriod, day: string): string =>
  period === 'day' ? day : `${day.slice(0, 7)}-01`;

/** The day on which the whole quota is free again. */
export function freeAgain(period: QuotaPeriod, day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const next = period === 'day' ? Date.UTC(year, month - 1, date + 1) : Date.UTC(year, month, 1);
  return new Date(next).toISOString().slice(0, 10);
}

export interface Reading {
  readonly agreement: Pick<Agreement, 'code' | 'quota' | 'quotaPeriod'>;
  /** Id of the consumer body. */
  readonly consumer: number;
  readonly day: string;
  readonly wanted: number;
}

/**
 * Takes reads off a grant's quota and writes down what was taken; without a quota it only counts. The grant is held
 * until the transaction ends.
 * @returns how many of those wanted may be read
 */
export async function takeReads(tx: Db, { agreement, consumer, day, wanted }: Reading): Promise<number> {
  const taken = Math.min(wanted, await leftOfQuota(tx, { agreement, consumer, day }));
  if (taken > 0) await addUse(tx, { agreement: agreement.code, consumer, day, taken });
  return taken;
}

/** What a grant may still read in the period, without end where it has no quota; with one, it is held as above. */
export async function leftOfQuota(
  tx: Db,
  { agreement: { code, quota, quotaPeriod }, consumer, day }: Omit<Reading, 'wanted'>,
): Promise<number> {
  if (quota === null) return Infinity;
  await lockGrant(tx, code, consumer);
  const used = await usedSince(tx, [code], periodStart(quotaPeriod, day));
  return Math.max(0, quota - (used.find((one) => one.consumer === consumer)?.used ?? 0));
}

/** Reads of grants without a quota, many at once. */
export const countReads = async (tx: Db, uses: readonly Use[]): Promise<void> => {
  if (uses.length > 0) await addUses(tx, uses);
};

export const isMetered = ({ quota, subjects = null }: Pick<Agreement, 'quota' | 'subjects'>): boolean =>
  quota !== null || subjects !== null;
