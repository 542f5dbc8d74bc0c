/** A month as weeks of seven days, Monday first. Pure. */
const DAY_MS = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

/** `2026-11` of `2026-11-22`, so many months on. */
export function monthOf(day: string, on = 0): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + on);
  return date.toISOString().slice(0, 7);
}

/** ISO days; null where the week reaches into another month. */
export function weeksOf(month: string): (string | null)[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const weeks: (string | null)[][] = [];
  for (let time = first - before * DAY_MS; iso(time).slice(0, 7) <= month; time += 7 * DAY_MS) {
    const days = Array.from({ length: 7 }, (_, i) => iso(time + i * DAY_MS));
    weeks.push(days.map((day) => (day.startsWith(month) ? day : null)));
  }
  return weeks;
}
