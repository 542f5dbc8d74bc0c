/** Quotas: counted per grant and period from what was read, the same figure for both sides. */
import type { Db } from '../platform/db/db.ts';
import type { Agreement, QuotaPeriod } from './model.ts';
import { addUse, lockGrant, usedSince } from './store/request.ts';

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
  const { code, quota, quotaPeriod } = agreement;
  let taken = wanted;
  if (quota !== null) {
    await lockGrant(tx, code, consumer);
    const used = await usedSince(tx, [code], periodStart(quotaPeriod, day));
    const mine = used.find((one) => one.consumer === consumer)?.used ?? 0;
    taken = Math.max(0, Math.min(wanted, quota - mine));
  }
  if (taken > 0) await addUse(tx, { agreement: code, consumer, day, taken });
  return taken;
}
