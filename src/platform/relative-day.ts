/** Days written relative to a day of reference, so that a story stays true for ever: `D`, `D-20`, `D+9wd`. Pure. */

export interface DayCounter {
  addWorkingDays(day: string, n: number): string;
  isWorkingDay(day: string): boolean;
}

/** The calendar day n days later (earlier when negative); ISO days. */
export function addDays(day: string, n: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

const isRealDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/**
 * An ISO day from `2025-07-01`, `D` (the day of reference), `D-20` (calendar days) or `D+9wd` (working days);
 * undefined when the text is none of these.
 */
export function readRelativeDay(text: string, reference: string, calendar?: DayCounter): string | undefined {
  const relative = /^D(?:([+-]\d{1,5})(wd)?)?$/.exec(text.trim());
  if (!relative) return isRealDay(text.trim()) ? text.trim() : undefined;
  const n = Number(relative[1] ?? 0);
  if (relative[2] === undefined) return addDays(reference, n);
  return calendar && workingDayFrom(reference, n, calendar);
}

/**
 * So many working days away, as `workingDaysBetween` will count them: what lies fifteen working days before a Sunday is
 * counted from the Friday, or on that Sunday it would be fourteen days late.
 */
function workingDayFrom(reference: string, n: number, calendar: DayCounter): string {
  const from = n < 0 && !calendar.isWorkingDay(reference) ? calendar.addWorkingDays(reference, -1) : reference;
  return calendar.addWorkingDays(from, n);
}
