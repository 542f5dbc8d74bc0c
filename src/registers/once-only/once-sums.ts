/** What declaring once has spared, summed at the body that keeps the records: for the figures and for indicators. */
import { workingCalendar } from '../../platform/calendar.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { keepersOf } from '../corrections/keepers.ts';
import { findComparison } from '../store/claim.ts';
import { answered } from '../store/correction.ts';
import { duplicatesOf } from '../store/duplicates.ts';
import { tallyPrefills } from '../store/prefill.ts';
import { tallies } from '../store/verification.ts';

export interface OnceSums {
  readonly records: number;
  readonly found: number;
  readonly cellsSpared: number;
  readonly asked: number;
  readonly hits: number;
  readonly correctionsOpen: number;
  readonly correctionsOverdue: number;
  readonly correctionsSettled: number;
  readonly correctionsInTime: number;
  readonly duplicates: number | null;
  /** Working days from opening to answer of each that a person settled, and from opening until now of each that waits. */
  readonly days: readonly number[];
  readonly ages: readonly number[];
}

export const nothing: OnceSums = {
  records: 0,
  found: 0,
  cellsSpared: 0,
  asked: 0,
  hits: 0,
  correctionsOpen: 0,
  correctionsOverdue: 0,
  correctionsSettled: 0,
  correctionsInTime: 0,
  duplicates: null,
  days: [],
  ages: [],
};

export const plus = (a: OnceSums, b: Partial<OnceSums>): OnceSums => ({
  records: a.records + (b.records ?? 0),
  found: a.found + (b.found ?? 0),
  cellsSpared: a.cellsSpared + (b.cellsSpared ?? 0),
  asked: a.asked + (b.asked ?? 0),
  hits: a.hits + (b.hits ?? 0),
  correctionsOpen: a.correctionsOpen + (b.correctionsOpen ?? 0),
  correctionsOverdue: a.correctionsOverdue + (b.correctionsOverdue ?? 0),
  correctionsSettled: a.correctionsSettled + (b.correctionsSettled ?? 0),
  correctionsInTime: a.correctionsInTime + (b.correctionsInTime ?? 0),
  duplicates: b.duplicates === undefined || b.duplicates === null ? a.duplicates : (a.duplicates ?? 0) + b.duplicates,
  days: [...a.days, ...(b.days ?? [])],
  ages: [...a.ages, ...(b.ages ?? [])],
});

/** One register's figures at each keeper. @param bodies homes of the records that count */
export async function onceSums(
  context: Context,
  register: string,
  bodies: 'all' | readonly number[],
): Promise<Map<number, OnceSums>> {
  const { db } = context;
  const keeperOf = await keepersOf(db, register);
  const sums = new Map<number, OnceSums>();
  const add = (body: number, more: Partial<OnceSums>) => {
    const keeper = keeperOf(body).body;
    sums.set(keeper, plus(sums.get(keeper) ?? nothing, more));
  };
  const fields = (await findComparison(db, register))?.held.length ?? 0;
  for (const { body, held, found } of await tallies(db, register, bodies))
    add(body, { records: held, found, cellsSpared: found * fields });
  for (const { body, asked, found } of await tallyPrefills(db, { register, bodies })) add(body, { asked, hits: found });
  const clocked = clockOf(context);
  for (const one of await answered(db, register, bodies)) add(one.body, clocked(one));
  for (const { body, found } of await duplicatesOf(db, register, bodies)) add(body, { duplicates: found });
  return sums;
}

type Answered = Awaited<ReturnType<typeof answered>>[number];

/** What one correction adds: how long it waits, or how long its answer took and whether it came in time. */
function clockOf({ clock, profile }: Context): (one: Answered) => Partial<OnceSums> {
  const calendar = workingCalendar(profile);
  const day = (moment: string) => dayOf(new Date(moment), profile.timeZone);
  const today = dayOf(clock.now(), profile.timeZone);
  return ({ openedAt, closedAt, due, byPerson }) => {
    const days = (until: string) => [calendar.workingDaysBetween(day(openedAt), until)];
    if (closedAt === null)
      return { correctionsOpen: 1, correctionsOverdue: due !== null && due < today ? 1 : 0, ages: days(today) };
    if (!byPerson) return {};
    const inTime = due === null || day(closedAt) <= due;
    return { correctionsSettled: 1, correctionsInTime: inTime ? 1 : 0, days: days(day(closedAt)) };
  };
}
