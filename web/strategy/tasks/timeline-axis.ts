/** Days as places on a line. Pure. */
const DAY_MS = 86_400_000;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

export interface Axis {
  /** 0–100, from the first day to the last. */
  readonly placeOf: (day: string) => number;
  /** The first day of each month on the axis, ISO. */
  readonly months: readonly string[];
}

/** An axis around all days, with a week of air on both sides. */
export function axisOf(days: readonly string[]): Axis {
  const times = days.map(at);
  const from = Math.min(...times) - 7 * DAY_MS;
  const to = Math.max(...times) + 7 * DAY_MS;
  const months: string[] = [];
  const month = new Date(from);
  month.setUTCDate(1);
  month.setUTCMonth(month.getUTCMonth() + 1);
  while (month.getTime() <= to) {
    months.push(month.toISOString().slice(0, 10));
    month.setUTCMonth(month.getUTCMonth() + 1);
  }
  return { placeOf: (day) => ((at(day) - from) / (to - from)) * 100, months };
}
