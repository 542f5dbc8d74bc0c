/** Time enters through a parameter: tests and the demo's history set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export function fixedClock(at: string | Date): Clock & { set(at: string | Date): void } {
  let now = new Date(at);
  return { now: () => new Date(now), set: (next) => void (now = new Date(next)) };
}

// Making a formatter takes some 50 µs, and every decision asks for the day.
const dayFormats = new Map<string, Intl.DateTimeFormat>();

// The day last told of each time zone, and the quarter of an hour in which it was: days begin on quarters of an hour,
// in every zone since 1972.
const lastDays = new Map<string, { quarter: number; day: string }>();
const QUARTER_MS = 15 * 60_000;
const FIRST_QUARTER = Date.UTC(1973) / QUARTER_MS;

/** The calendar day (YYYY-MM-DD) at that moment in that time zone. */
export function dayOf(moment: Date, timeZone: string): string {
  const quarter = Math.floor(moment.getTime() / QUARTER_MS);
  const last = lastDays.get(timeZone);
  if (last?.quarter === quarter && quarter > FIRST_QUARTER) return last.day;
  const day = formatDay(moment, timeZone);
  lastDays.set(timeZone, { quarter, day });
  return day;
}

function formatDay(moment: Date, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(timeZone, format);
  }
  return format.format(moment);
}

/** The instant at which a calendar day (YYYY-MM-DD) begins in that time zone; the day after is `startOfDay` of it. */
export function startOfDay(day: string, timeZone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // The offset may change in the night before: the second look is from the right side of it.
  const guess = utc - offsetAt(utc, timeZone);
  return new Date(utc - offsetAt(guess, timeZone));
}

/** The last millisecond of a calendar day in that time zone. */
export function endOfDay(day: string, timeZone: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return new Date(startOfDay(next, timeZone).getTime() - 1);
}

/** Milliseconds that the zone's clocks are ahead of UTC at that instant. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(instant / 1000) * 1000;
}
