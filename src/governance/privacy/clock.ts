/** Clocks of privacy: hours from a moment, days from a day, and time that never runs backwards. Pure. */
import { dayOf } from '../../platform/clock.ts';
import { printDay } from '../../platform/day.ts';
import { addDays } from '../../platform/relative-day.ts';

const HOUR_MS = 3_600_000;

export const hoursAfter = (moment: string, hours: number): string =>
  new Date(Date.parse(moment) + hours * HOUR_MS).toISOString();

/** In UTC, as it is stored; undefined for what no calendar has (a leap second, the year 0000). */
export function isoOf(moment: string): string | undefined {
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 ? undefined : at.toISOString();
}

/** The time to write, not before what was written last; and how far the node's clock stood behind it, in whole seconds. */
export function monotone(now: Date, last: string | null): { readonly at: string; readonly behind: number } {
  const behind = last === null ? 0 : Math.max(0, Math.ceil((Date.parse(last) - now.getTime()) / 1000));
  return { at: behind === 0 || last === null ? now.toISOString() : new Date(last).toISOString(), behind };
}

export interface HourClock {
  /** `running`, `late` while nobody has answered; then how it was answered. */
  readonly state: 'running' | 'late' | 'in-time' | 'answered-late' | 'not-owed';
  /** Hours left, one decimal, rounded down; negative when late. Null once it has stopped. */
  readonly hoursLeft: number | null;
  /** The node's clock stands before the beginning: nothing has passed as far as it knows. */
  readonly behind: boolean;
}

/** @param now never before `from` for the clock: what a clock set back would give is not given */
export function hourClock(
  { from, due, answered, owed }: { from: string; due: string; answered: string | null; owed: boolean },
  now: Date,
): HourClock {
  const behind = now.getTime() < Date.parse(from);
  if (answered !== null)
    return { state: Date.parse(answered) <= Date.parse(due) ? 'in-time' : 'answered-late', hoursLeft: null, behind };
  if (!owed) return { state: 'not-owed', hoursLeft: null, behind };
  const left = Date.parse(due) - Math.max(now.getTime(), Date.parse(from));
  return { state: left < 0 ? 'late' : 'running', hoursLeft: Math.floor((left / HOUR_MS) * 10) / 10, behind };
}

/** The same day of a later month; the last of a month that is too short. */
export function addMonths(day: string, months: number): string {
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last))).toISOString().slice(0, 10);
}

/** The last day of a term of so many days: the first is the day after. A day off is followed by the next working day. */
export function lastDayOf(day: string, days: number, calendar: { isWorkingDay(day: string): boolean }): string {
  let last = addDays(day, days);
  for (let i = 0; i < 60 && !calendar.isWorkingDay(last); i += 1) last = addDays(last, 1);
  return last;
}

/** `10:04 22/11/2026`, in the profile's time zone. */
export function printMoment(moment: string, timeZone: string): string {
  const at = new Date(moment);
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${parts.format(at)} ${printDay(dayOf(at, timeZone))}`;
}
