/** Days, partial days and moments in the notations that people and programs use. */
import { dayNumber, dayText, exists, monthLength } from '../expression/civil.ts';
import type { Settings } from './cell.ts';

export type DateReading =
  | { readonly ok: string }
  /** `form`: not a date at all. `day`: the form of a date, but no such day. `year`: two digits, so the century is a guess. */
  | { readonly fault: 'form' | 'day' | 'year'; readonly suggestion?: string };

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/;
const PARTS = /^(\d{1,4})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,4})(?: 0?0:00(?::00)?)?$/;
const SERIAL = /^\d{1,6}(\.0+)?$/;
const EPOCH_1900 = dayNumber({ year: 1899, month: 12, day: 30 });
const LAST_SERIAL = 2_958_465; // 9999-12-31
const two = (n: number) => String(n).padStart(2, '0');
const iso = (year: number, month: number, day: number) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

/** The usual notation of the deployment: what a suggestion is written in. */
export function localDate(year: number, month: number, day: number, order: Settings['dateOrder']): string {
  const y = String(year).padStart(4, '0');
  if (order === 'ymd') return `${y}-${two(month)}-${two(day)}`;
  return order === 'dmy' ? `${two(day)}/${two(month)}/${y}` : `${two(month)}/${two(day)}/${y}`;
}

export function readDate(text: string, settings: Settings): DateReading {
  const ten = text.length === 10 ? splitTen(text, settings.dateOrder) : undefined;
  if (ten && ten[0] >= 100 && exists(ten[0], ten[1], ten[2]))
    return { ok: text[4] === '-' ? text : turned(text, settings) };
  const parts = split(text, settings.dateOrder);
  if (!parts) return readSerial(text, settings) ?? { fault: 'form' };
  const [year, month, day] = parts;
  // Two digits are no year; `0099` is one, however unlikely.
  if (year < 100 && !/\d{4}/.test(text)) return { fault: 'year' };
  if (exists(year, month, day)) return { ok: iso(year, month, day) };
  return { fault: 'day', ...correction(year, month, day, settings.dateOrder) };
}

/** `dd/mm/yyyy` or `mm/dd/yyyy` as ISO, by cutting. */
function turned(text: string, { dateOrder }: Settings): string {
  const [first, second] = [text.slice(0, 2), text.slice(3, 5)];
  const year = text.slice(6);
  return dateOrder === 'dmy' ? `${year}-${second}-${first}` : `${year}-${first}-${second}`;
}

function readSerial(text: string, settings: Settings): DateReading | undefined {
  if (!settings.excelSerials || !SERIAL.test(text)) return undefined;
  const serial = Math.trunc(Number(text));
  if (serial < 1 || serial > LAST_SERIAL) return undefined;
  // Excel believes that 1900 had a 29 February: its day numbers up to 60 are one behind (ECMA-376-1 §18.17.4.1).
  return { ok: dayText(EPOCH_1900 + serial + (serial < 60 ? 1 : 0)) };
}

type Parts = readonly [year: number, month: number, day: number];

function split(text: string, order: Settings['dateOrder']): Parts | undefined {
  const match = ISO.exec(text);
  if (match) return [Number(match[1]), Number(match[2]), Number(match[3])];
  const loose = PARTS.exec(text);
  if (!loose) return undefined;
  const [a = '', b = '', c = ''] = [loose[1], loose[2], loose[3]];
  if (a.length > 2) return c.length > 2 ? undefined : [Number(a), Number(b), Number(c)];
  if (c.length === 3) return undefined;
  // A year of two digits is kept as it is: below 100 no century is guessed.
  const [first, second, third] = [Number(a), Number(b), Number(c)];
  if (order === 'ymd' && c.length < 4) return [first, second, third];
  return order === 'mdy' ? [third, first, second] : [third, second, first];
}

const digit = (text: string, at: number) => {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};

/** The two commonest forms, `dd/mm/yyyy` and `yyyy-mm-dd`, without a regular expression: a load reads millions. */
function splitTen(text: string, order: Settings['dateOrder']): Parts | undefined {
  const mark = text[4];
  const isIso = mark === '-' && text[7] === '-';
  if (!isIso && (text[2] !== '/' || text[5] !== '/' || order === 'ymd')) return undefined;
  const y = isIso ? 0 : 6;
  const b = isIso ? 5 : 3;
  const a = isIso ? 8 : 0;
  const year = digit(text, y) * 1000 + digit(text, y + 1) * 100 + digit(text, y + 2) * 10 + digit(text, y + 3);
  const second = digit(text, b) * 10 + digit(text, b + 1);
  const first = digit(text, a) * 10 + digit(text, a + 1);
  if (Number.isNaN(year + second + first)) return undefined;
  return isIso || order === 'dmy' ? [year, second, first] : [year, first, second];
}

/** Day and month swapped, or the month's last day when only the day is too large. */
function correction(year: number, month: number, day: number, order: Settings['dateOrder']) {
  if (exists(year, day, month)) return { suggestion: localDate(year, day, month, order) };
  if (month >= 1 && month <= 12 && day > 28 && day <= 31 && year >= 1 && year <= 9999) {
    return { suggestion: localDate(year, month, monthLength(year, month), order) };
  }
  return {};
}

const YEAR = /^\d{4}$/;
const YEAR_MONTH = /^(\d{4})[-/.](\d{1,2})$/;
const MONTH_YEAR = /^(\d{1,2})[-/.](\d{4})$/;

/** A year, a year with month, or a whole day (ISO 8601 reduced precision). Day or month written 00 is unknown. */
export function readPartialDate(text: string, settings: Settings): DateReading {
  if (text.length === 10) {
    const reading = readDate(text, settings);
    if ('ok' in reading) return reading;
  }
  if (YEAR.test(text) && Number(text) > 0) return { ok: text };
  const [, y, m] = YEAR_MONTH.exec(text) ?? [];
  const [, m2, y2] = MONTH_YEAR.exec(text) ?? [];
  const year = Number(y ?? y2);
  const month = Number(m ?? m2);
  if (!Number.isNaN(year) && !Number.isNaN(month)) return yearMonth(year, month);
  const parts = split(text, settings.dateOrder);
  if (parts?.[2] === 0 && parts[0] >= 100) return yearMonth(parts[0], parts[1]);
  return readDate(text, settings);
}

function yearMonth(year: number, month: number): DateReading {
  if (month === 0) return { ok: String(year).padStart(4, '0') };
  if (month > 12 || year < 1) return { fault: 'day' };
  return { ok: `${String(year).padStart(4, '0')}-${two(month)}` };
}

const MOMENT = /^(\S+)[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?\d*)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** `YYYY-MM-DD HH:MM:SS[.mmm]` with an offset or the deployment's zone, as PostgreSQL reads it. */
export function readMoment(text: string, settings: Settings): DateReading {
  const match = MOMENT.exec(text);
  if (!match) {
    const day = readDate(text, settings);
    return 'ok' in day ? { ok: `${day.ok} 00:00:00 ${settings.timeZone}` } : day;
  }
  const day = readDate(match[1] ?? '', settings);
  if (!('ok' in day)) return day;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  const zone = readZone(match[6], settings);
  if (hour > 23 || minute > 59 || second > 59 || zone === undefined) return { fault: 'day' };
  return { ok: `${day.ok} ${two(hour)}:${two(minute)}:${two(second)}${match[5] ?? ''}${zone}` };
}

// Minutes: no place is further from Greenwich (XML Schema 1.1 part 2 §3.3.7.2).
const FURTHEST = 14 * 60;

/** `+07:00`, or the deployment's zone by name; undefined for an offset that no place has. */
function readZone(offset: string | undefined, settings: Settings): string | undefined {
  if (offset === undefined) return ` ${settings.timeZone}`;
  if (offset === 'Z') return '+00:00';
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  return hours * 60 + minutes > FURTHEST || minutes > 59 ? undefined : `${offset.slice(0, 3)}:${two(minutes)}`;
}
