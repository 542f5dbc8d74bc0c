/** Numbers and days as the reader writes them; digits stay Latin in every language so that tables line up. */
const locales: Readonly<Record<string, string>> = { vi: 'vi-VN', en: 'en-GB', ar: 'ar-u-nu-latn' };
const localeOf = (language: string) => locales[language] ?? language;

const cache = new Map<string, Intl.NumberFormat>();

export interface NumberStyle {
  /** Exactly so many digits after the mark; without it up to two, as needed. */
  readonly decimals?: number;
  readonly percent?: boolean;
  /** `+5`, `−4`. */
  readonly signed?: boolean;
}

/** `86.04` → `86,04` · `1231` → `1.231` · percent of a share already in hundredths: `86` → `86 %`. */
export function formatNumber(value: number, language: string, style: NumberStyle = {}): string {
  const key = `${language}/${style.decimals ?? '-'}/${style.signed ? 's' : ''}`;
  let format = cache.get(key);
  if (!format) {
    format = new Intl.NumberFormat(localeOf(language), {
      ...(style.decimals === undefined
        ? { maximumFractionDigits: 2 }
        : { minimumFractionDigits: style.decimals, maximumFractionDigits: style.decimals }),
      ...(style.signed ? { signDisplay: 'exceptZero' as const } : {}),
      useGrouping: 'always' as unknown as boolean,
    });
    cache.set(key, format);
  }
  const text = format.format(value).replace('-', '−');
  const whole = style.percent ? `${text}\u202f%` : text;
  return isolated(whole, language, style);
}

/** Inside a right-to-left sentence a sign changes sides; Unicode isolates (UAX #9 §2.4) keep it where it belongs. */
function isolated(text: string, language: string, { percent, signed }: NumberStyle): string {
  return language === 'ar' && (percent || signed) ? `\u2066${text}\u2069` : text;
}

/** `2026-11-22` or `2026-11-22T03:04:05Z` → `22/11/2026`; years and months of partial dates stay partial. */
export function formatDay(day: string): string {
  const [year, month, date] = day.slice(0, 10).split('-');
  return [date, month, year].filter(Boolean).join('/');
}

/** An instant in the node's time zone, as its papers write it: `10:04 22/11/2026`. */
export function formatMoment(moment: string): string {
  const at = new Date(moment.includes(' ') ? moment.replace(' ', 'T') : moment);
  if (Number.isNaN(at.getTime())) return moment;
  const { hour, minute, day, month, year } = clockAt(at);
  return `${hour}:${minute} ${day}/${month}/${year}`;
}

/** The day and time that somebody writes for the node's time zone, as an instant (RFC 3339, UTC); undefined for none. */
export function momentIn(day: string, time: string): string | undefined {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // A zone's distance changes twice a year at most: measured at the guess, and once more where that led.
  let at = asUtc;
  for (let round = 0; round < 2; round += 1) at = asUtc - (shownAsUtc(new Date(at)) - at);
  return new Date(at).toISOString();
}

function shownAsUtc(at: Date): number {
  const { hour, minute, day, month, year } = clockAt(at);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
}

type ClockPart = 'year' | 'month' | 'day' | 'hour' | 'minute';

function clockAt(at: Date): Record<ClockPart, string> {
  if (!moments) tellDaysIn(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return Object.fromEntries((moments?.formatToParts(at) ?? []).map(({ type, value }) => [type, value])) as Record<
    ClockPart,
    string
  >;
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "3 minutes ago", in words of the language. */
export function formatAgo(moment: string, now: Date, language: string): string {
  const seconds = (new Date(moment).getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return format.format(Math.round(seconds / size), unit);
}

/** What a person types for a day, as ISO: `30/06/2025`, `30-6-2025`, `30.6.2025` or `2025-06-30`; else undefined. */
export function parseDay(text: string): string | undefined {
  const trimmed = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed);
  const local = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/.exec(trimmed);
  const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : undefined;
  if (!parts) return undefined;
  const [year = 0, month = 0, date = 0] = parts.map(Number);
  const day = new Date(Date.UTC(year, month - 1, date));
  if (day.getUTCMonth() !== month - 1 || day.getUTCDate() !== date) return undefined;
  return day.toISOString().slice(0, 10);
}

let days: Intl.DateTimeFormat | undefined;
let moments: Intl.DateTimeFormat | undefined;

/** From now on days and moments are told in this zone (IANA name), the node's: what is past or in force is for the node to say. */
export function tellDaysIn(timeZone: string): void {
  const day = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  days = new Intl.DateTimeFormat('en-CA', day);
  moments = new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** Today in the node's time zone, ISO; in the reader's own until the node has told its. */
export function today(now: Date): string {
  if (!days) tellDaysIn(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return days?.format(now) ?? '';
}

/** Several things one after the other, with the language's own mark between them: `a, b` · `أ، ب`. */
export const formatList = (items: readonly string[], language: string): string =>
  items.join(language === 'ar' ? '، ' : ', ');
