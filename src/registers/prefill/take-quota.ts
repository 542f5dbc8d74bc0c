/** How many people may be looked up: what an agreement's quota leaves its consumer in the running day or month. */
import {
  isMetered,
  listAgreements,
  openGrant,
  saySpent,
  takeReads,
  takeSubjects,
  type Met,
  type Spent,
} from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { OpenedSource } from './find-held.ts';

export interface Taken {
  /** How many of those wanted may be asked. */
  readonly taken: number;
  /** Why no more, of the agreement that is free again first; undefined when all were given. */
  readonly spent: Spent | undefined;
}

/**
 * Takes look-ups off the agreements that open the source, and counts them there; one's own rows cost nothing. Of several the
 * first are given, as far as quota and budget of different records go.
 * @param keys of the people
 */
export async function takeQuota(
  context: Context,
  caller: Caller,
  { doors }: Pick<OpenedSource, 'doors'>,
  keys: readonly string[],
): Promise<Taken> {
  const { db, clock, profile } = context;
  const wanted = keys.length;
  const consumer = caller.body;
  const isOwn = doors.length === 0 || doors.some(({ agreement }) => agreement === null);
  if (isOwn || consumer === null) return { taken: wanted, spent: undefined };
  const all = new Map((await listAgreements(db)).map((one) => [one.code, one]));
  // What has neither comes first: nothing is taken off the others then.
  const ways = doors
    .flatMap(({ agreement }) => all.get(agreement ?? '') ?? [])
    .toSorted((a, b) => Number(isMetered(a)) - Number(isMetered(b)));
  const day = dayOf(clock.now(), profile.timeZone);
  const over = new Map<string, Met>();
  const taken = await db.transaction(async (tx) => {
    let sum = 0;
    for (const agreement of ways) {
      if (sum === wanted) break;
      const left = keys.slice(sum).map((key) => JSON.stringify([key]));
      const isFree = await takeSubjects(tx, { agreement, consumer, day, now: clock.now() }, left);
      const fit = isFree.includes(false) ? isFree.indexOf(false) : left.length;
      const took = await takeReads(tx, { agreement, consumer, day, wanted: fit });
      over.set(agreement.code, fit < left.length ? 'subjects' : 'quota');
      sum += took;
    }
    return sum;
  });
  return { taken, spent: taken < wanted ? await soonest(context, consumer, over) : undefined };
}

async function soonest(context: Context, consumer: number, over: ReadonlyMap<string, Met>): Promise<Spent | undefined> {
  const all: Spent[] = [];
  for (const [agreement, met] of over) {
    const { opened } = await openGrant(context, { agreement, consumer, mode: 'lookup' });
    if (opened) all.push(await saySpent(context, { opened, consumer }, { met }));
  }
  return all.toSorted((a, b) => ((a.freeAgain ?? '') < (b.freeAgain ?? '') ? -1 : 1))[0];
}
