/** How many people may be looked up today: an agreement's quota is a number a body and a day. */
import { listAgreements } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { takeLookups } from '../store/prefill.ts';
import type { OpenedSource } from './find-held.ts';

/**
 * Takes look-ups off the agreements that open the source.
 * @returns how many of those wanted may be asked; all of them where a way in has no quota
 */
export async function takeQuota(
  { db, clock, profile }: Context,
  caller: Caller,
  { doors }: Pick<OpenedSource, 'doors'>,
  wanted: number,
): Promise<number> {
  if (doors.length === 0 || caller.body === null || doors.some(({ agreement }) => agreement === null)) return wanted;
  const quotas = new Map((await listAgreements(db)).map(({ code, quota }) => [code, quota]));
  const limits = doors.map(({ agreement }) => (agreement === null ? null : (quotas.get(agreement) ?? null)));
  if (limits.includes(null)) return wanted;
  const day = dayOf(clock.now(), profile.timeZone);
  const body = caller.body;
  return db.transaction(async (tx) => {
    let taken = 0;
    for (const [i, { agreement }] of doors.entries()) {
      if (taken === wanted || agreement === null) break;
      taken += await takeLookups(tx, { day, agreement, body, wanted: wanted - taken, quota: limits[i] ?? 0 });
    }
    return taken;
  });
}
