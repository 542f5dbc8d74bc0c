/** A day of which only the year or the month may be known, as people write it and as it is kept. Pure. */
import { parseDay } from '../ui/format.ts';

/** `1990` · `05/1990` · `19/05/1990` → `1990` · `1990-05` · `1990-05-19`; undefined when it is none of these. */
export function parsePartialDay(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^\d{4}$/.test(trimmed)) return trimmed;
  const month = /^(\d{1,2})[/.\-\s](\d{4})$/.exec(trimmed) ?? /^(\d{4})-(\d{1,2})$/.exec(trimmed);
  if (!month) return parseDay(trimmed);
  const [first = '', second = ''] = month.slice(1);
  const [year, number] = first.length === 4 ? [first, second] : [second, first];
  return Number(number) >= 1 && Number(number) <= 12 ? `${year}-${number.padStart(2, '0')}` : undefined;
}
