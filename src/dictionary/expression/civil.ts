/** Calendar days as numbers (days since 1970-01-01, proleptic Gregorian), years 1 to 9999. */

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0);

export const exists = (year: number, month: number, day: number): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);

/** Days since 1970-01-01. */
export function dayNumber({ year, month, day }: Civil): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function civil(number: number): Civil {
  const z = number + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

export const FIRST_DAY = dayNumber({ year: 1, month: 1, day: 1 });
export const LAST_DAY = dayNumber({ year: 9999, month: 12, day: 31 });

const digit = (text: string, at: number) => {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const DASH = 0x2d;

/** The day's number, or null when the text is not a day that exists (ISO 8601, YYYY-MM-DD). */
export function parseDay(text: string): number | null {
  if (text.length !== 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  const year = digit(text, 0) * 1000 + digit(text, 1) * 100 + digit(text, 2) * 10 + digit(text, 3);
  const month = digit(text, 5) * 10 + digit(text, 6);
  const day = digit(text, 8) * 10 + digit(text, 9);
  return exists(year, month, day) ? dayNumber({ year, month, day }) : null;
}

const two = (n: number) => String(n).padStart(2, '0');
export function dayText(number: number): string {
  const { year, month, day } = civil(number);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Full months from a to b, negative when b is earlier; the day of the month decides (31 Jan → 28 Feb is none). */
export function monthsBetween(a: number, b: number): number {
  const from = civil(a);
  const to = civil(b);
  return (to.year - from.year) * 12 + (to.month - from.month) - (to.day < from.day ? 1 : 0);
}

/** Full years from a to b: the age on day b of who was born on day a (29 Feb: from 1 Mar in common years). */
export function yearsBetween(a: number, b: number): number {
  const from = civil(a);
  const to = civil(b);
  const before = to.month < from.month || (to.month === from.month && to.day < from.day);
  return to.year - from.year - (before ? 1 : 0);
}

/** The same day n months later, or the month's last day. */
export function addMonths(number: number, months: number): number | null {
  const { year, month, day } = civil(number);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  if (target.year < 1 || target.year > 9999) return null;
  return dayNumber({ ...target, day: Math.min(day, monthLength(target.year, target.month)) });
}

export function addDays(number: number, days: number): number | null {
  const result = number + days;
  return result >= FIRST_DAY && result <= LAST_DAY ? result : null;
}
