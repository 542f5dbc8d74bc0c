/** How a day is written: `dd/mm/yyyy`, `d.m.yyyy`, `yyyymmdd`. One or two digits for `d` and `m`, two for `dd` and `mm`. */

interface Part {
  readonly token: string;
  readonly place: 'day' | 'month' | 'year';
}
export interface Notation {
  readonly parts: readonly Part[];
  /** A regular expression that ECMAScript and PostgreSQL read the same way. */
  readonly form: string;
  /** Groups of `form`, from 1. */
  readonly day: number;
  readonly month: number;
  readonly year: number;
  /** What stands before, between and after the parts. */
  readonly between: readonly string[];
}

const TOKENS = /yyyy|dd|mm|d|m/g;
const BETWEEN = /^[ ./,_-]{0,3}$/;
const PLACES: Readonly<Record<string, Part['place']>> = { d: 'day', m: 'month', y: 'year' };

/** @returns undefined when it does not name day, month and year once each */
export function readNotation(text: string): Notation | undefined {
  if (text.length > 30) return undefined;
  const parts = [...text.matchAll(TOKENS)].map(([token]): Part => ({ token, place: PLACES[token.charAt(0)] ?? 'day' }));
  const between = text.split(TOKENS);
  const group = (place: Part['place']) => parts.findIndex((part) => part.place === place) + 1;
  const isWhole = parts.length === 3 && new Set(parts.map((part) => part.place)).size === 3;
  if (!isWhole || !between.every((mark) => BETWEEN.test(mark))) return undefined;
  // Where no mark stands between, digits must be counted.
  if (parts.some((part, i) => part.token.length === 1 && i < 2 && between[i + 1] === '')) return undefined;
  const form = parts.map((part, i) => `${escaped(between[i] ?? '')}(${digits(part.token)})`).join('');
  const places = { day: group('day'), month: group('month'), year: group('year') };
  return { parts, form: `^${form}${escaped(between[3] ?? '')}$`, ...places, between };
}

const digits = (token: string) => (token.length === 1 ? '[0-9]{1,2}' : `[0-9]{${String(token.length)}}`);
const escaped = (mark: string) => mark.replace(/[./]/g, (sign) => `[${sign}]`);
