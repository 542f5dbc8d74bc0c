/** Opening, closing and listing what is owed. */
import { dayOf } from '../clock.ts';
import type { WorkingCalendar } from '../calendar.ts';
import type { Context } from '../context.ts';
import type { Db } from '../db/db.ts';
import { newId } from '../ids.ts';
import type { WorkItem } from './contract.ts';
import type { Closing, NewWork } from './model.ts';
import * as store from './store.ts';

/**
 * Writes down that a post of a body owes something, in the transaction of the act that makes it owed. Opening what is
 * open already gives it its new day and words. Returns its id.
 */
export function openWork(tx: Db, work: NewWork): Promise<string> {
  return store.upsertOpen(tx, newId(work.now), work);
}

/** Closes what is open of that kind about that subject. Returns how many items that were. */
export function closeWork(tx: Db, closing: Closing): Promise<number> {
  return store.close(tx, { as: 'done', ...closing });
}

/** Bodies that owe something of that kind about that subject. */
export function bodiesOwing(db: Db, kind: string, subject: string): Promise<number[]> {
  return store.owing(db, kind, subject);
}

/** How many are open, and how many of them are past their day. */
export const workCounts = store.count;

export interface ListWork {
  /** One, or several. */
  readonly body: number | readonly number[];
  /** Posts the work is addressed to; null for every post of the body. */
  readonly posts: readonly string[] | null;
  /** Default `open`. */
  readonly state?: 'open' | 'done';
  readonly overdue?: boolean;
  readonly limit?: number;
  readonly after?: { readonly due: string | null; readonly id: string };
}

/** The calendar in force, today's day and its time zone. */
export interface Today {
  readonly day: string;
  readonly calendar: WorkingCalendar;
}

export const todayOf = ({ clock, profile }: Pick<Context, 'clock' | 'profile'>, calendar: WorkingCalendar): Today => ({
  day: dayOf(clock.now(), profile.timeZone),
  calendar,
});

/** What is due first comes first; what has no day comes last. */
export async function listWork(db: Db, today: Today, wanted: ListWork): Promise<WorkItem[]> {
  const { body, overdue = false, state = 'open', limit = 50, ...rest } = wanted;
  const bodies = typeof body === 'number' ? [body] : body;
  const rows = await store.select(db, { ...rest, bodies, state, limit, ...(overdue ? { dueBefore: today.day } : {}) });
  return rows.map((row) => describe(row, today));
}

function describe({ titleKey, titleValues, ...row }: store.WorkRow, { day, calendar }: Today): WorkItem {
  const daysLeft = row.due === null || row.state !== 'open' ? null : calendar.workingDaysBetween(day, row.due);
  return {
    ...row,
    title: { key: titleKey, values: titleValues },
    daysLeft,
    overdue: row.state === 'open' && row.due !== null && row.due < day,
  };
}
