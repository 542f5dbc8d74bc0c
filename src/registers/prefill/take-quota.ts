/** How many people may be looked up: what an agreement's quota leaves its consumer in the running day or month. */
import { freeAgain, isMetered, listAgreements, takeReads, takeSubjects } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { OpenedSource } from './find-held.ts';

export interface Taken {
  /** How many of those wanted may be asked. */
  readonly taken: number;
  /** The first day on which there is more; null when all were given. */
  readonly freeAgain: string | null;
}

/**
 * Takes look-ups off the agreements that open the source, and counts them there; one's own rows cost nothing. Of several the
 * first are given, as far as quota and budget of different records go.
 * @param keys of the people
 */
export async function takeQuota(
  { db, clock, profile }: Context,
  caller: Caller,
  { doors }: Pick<OpenedSource, 'doors'>,
  keys: readonly string[],
): Promise<Taken> {
  const wanted = keys.length;
  const consumer = caller.body;
  const isOwn = doors.length === 0 || doors.some(({ agreement }) => agreement === null);
  if (isOwn || consumer === null) return { taken: wanted, freeAgain: null };
  const all = new Map((await listAgreements(db)).map((one) => [one.code, one]));
  // What has neither comes first: nothing is taken off the others then.
  const ways = doors
    .flatMap(({ agreement }) => all.get(agreement ?? '') ?? [])
    .toSorted((a, b) => Number(isMetered(a)) - Number(isMetered(b)));
  const day = dayOf(clock.now(), profile.timeZone);
  const taken = await db.transaction(async (tx) => {
    let sum = 0;
    for (const agreement of ways) {
      if (sum === wanted) break;
      const left = keys.slice(sum).map((key) => JSON.stringify([key]));
      const isFree = await takeSubjects(tx, { agreement, consumer, day, now: clock.now() }, left);
      const fit = isFree.includes(false) ? isFree.indexOf(false) : left.length;
      sum += await takeReads(tx, { agreement, consumer, day, wanted: fit });
    }
    return sum;
  });
  const [soonest = null] = ways.map(({ quotaPeriod }) => freeAgain(quotaPeriod, day)).sort();
  return { taken, freeAgain: taken < wanted ? soonest : null };
}
