/**
 * Working days as data: `calendar.yaml` of a profile. Pure. Days are text, YYYY-MM-DD.
 *
 * Editions stand in the order they were issued. A day is decided by the last edition whose validity covers it, so that a
 * decree that moves a day comes as one more edition and leaves the earlier ones as they were: a deadline keeps the name of
 * the edition it was computed with, and can be computed again.
 */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { Profile } from './profile.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const Weekdays = Type.Array(Type.Enum(weekdays));
/** A day by itself, or with a name and a citation for people. */
const Named = Type.Union([
  Day,
  Type.Object({ day: Day, names: Type.Optional(Type.Record(Type.String(), Type.String())) }),
]);

const Edition = Type.Object({
  /** Name that deadlines keep: `2026`, `2026-b`. */
  edition: Type.String(),
  validFrom: Day,
  /** The last day it speaks of. */
  validTo: Day,
  citation: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Default: the calendar's. */
  weekend: Type.Optional(Weekdays),
  holidays: Type.Optional(Type.Array(Named)),
  /** Days moved by decree: `from` is off, `to` is worked instead. */
  moved: Type.Optional(Type.Array(Type.Object({ from: Day, to: Day }))),
  /** Days worked for half: two of them make one working day. */
  halfDays: Type.Optional(Type.Array(Named)),
});

export const CalendarFile = Type.Object({
  /** Weekdays that are not worked, where no edition says otherwise. */
  weekend: Weekdays,
  /** Weekdays that are worked for half. */
  halfWeekdays: Type.Optional(Weekdays),
  editions: Type.Array(Edition),
});
export type CalendarFile = Static<typeof CalendarFile>;

export interface WorkingCalendar {
  /** The newest edition it uses; a deadline keeps it. */
  readonly edition: string;
  /** 1 for a working day, 0.5 for a half day, 0 for a day off. */
  weight(day: string): number;
  isWorkingDay(day: string): boolean;
  /** The first day by which `n` working days are over, the given day not counted; backwards for negative n. */
  addWorkingDays(day: string, n: number): string;
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number;
  /** Whether an edition speaks of the day; beyond, only weekends are known. */
  covers(day: string): boolean;
}

export class CalendarError extends Error {
  override name = 'CalendarError';
}

const DAY_MS = 86_400_000;
const LONGEST = 366 * 50;
const toTime = (day: string): number => {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(time)) throw new CalendarError(`"${day}" is not a day`);
  return time;
};
const toDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * The calendar of a profile, from its `calendar.yaml`; without one, Saturday and Sunday are off.
 * @throws CalendarError naming what is wrong in the file
 */
export function workingCalendar(profile: Pick<Profile, 'read'>, edition?: string): WorkingCalendar {
  return makeCalendar((profile.read('calendar.yaml') as CalendarFile | undefined) ?? plain, edition);
}

const plain: CalendarFile = { weekend: ['saturday', 'sunday'], editions: [] };

/** With an edition's name: the calendar as it was when that edition was the newest. @throws CalendarError */
export function makeCalendar(file: CalendarFile, edition?: string): WorkingCalendar {
  refuseMisfit(file);
  const last = edition === undefined ? file.editions.length : file.editions.findIndex((e) => e.edition === edition) + 1;
  if (last === 0 && edition !== undefined && edition !== '') throw new CalendarError(`there is no edition ${edition}`);
  const editions = file.editions.slice(0, last).map(prepare).reverse();
  const half = new Set<string>(file.halfWeekdays ?? []);
  const coverOf = (day: string) => editions.find(({ from, to }) => from <= day && day <= to);
  const weight = (day: string): number => {
    const weekday = weekdays[new Date(toTime(day)).getUTCDay()] as string;
    const cover = coverOf(day);
    const known = cover?.days.get(day);
    if (known !== undefined) return known;
    if ((cover?.weekend ?? file.weekend).includes(weekday as (typeof weekdays)[number])) return 0;
    return half.has(weekday) ? 0.5 : 1;
  };
  return {
    edition: file.editions[last - 1]?.edition ?? '',
    weight,
    isWorkingDay: (day) => weight(day) > 0,
    covers: (day) => coverOf(day) !== undefined,
    addWorkingDays: (day, n) => add(weight, day, n),
    workingDaysBetween: (from, to) => between(weight, from, to),
  };
}

function add(weight: (day: string) => number, day: string, n: number): string {
  const step = n < 0 ? -DAY_MS : DAY_MS;
  let time = toTime(day);
  let left = Math.abs(n);
  for (let i = 0; left > 0; i += 1) {
    if (i > LONGEST) throw new CalendarError('no working day comes: the calendar knows only days off');
    time += step;
    left -= weight(toDay(time));
  }
  return toDay(time);
}

function between(weight: (day: string) => number, from: string, to: string): number {
  if (to < from) return 0 - between(weight, to, from);
  let sum = 0;
  for (let time = toTime(from) + DAY_MS; time <= toTime(to); time += DAY_MS) sum += weight(toDay(time));
  return sum;
}

interface Prepared {
  readonly from: string;
  readonly to: string;
  readonly weekend: CalendarFile['weekend'] | undefined;
  /** Days that are not what their weekday says. */
  readonly days: ReadonlyMap<string, number>;
}

function prepare(edition: Static<typeof Edition>): Prepared {
  const dayOf = (named: Static<typeof Named>) => (typeof named === 'string' ? named : named.day);
  const days = new Map<string, number>();
  for (const named of edition.halfDays ?? []) days.set(dayOf(named), 0.5);
  for (const named of edition.holidays ?? []) days.set(dayOf(named), 0);
  for (const { from, to } of edition.moved ?? []) days.set(from, 0).set(to, 1);
  for (const day of days.keys()) {
    if (day < edition.validFrom || day > edition.validTo) {
      throw new CalendarError(`edition ${edition.edition} names ${day}, which is outside of its validity`);
    }
    toTime(day);
  }
  return { from: edition.validFrom, to: edition.validTo, weekend: edition.weekend, days };
}

function refuseMisfit(file: CalendarFile): void {
  if (!Check(CalendarFile, file)) {
    const [first] = Errors(CalendarFile, file);
    throw new CalendarError(`calendar.yaml does not have the documented form: ${JSON.stringify(first)}`);
  }
  const names = file.editions.map((edition) => edition.edition);
  if (new Set(names).size < names.length) throw new CalendarError('two editions have the same name');
}
