/** Numbers of cells as text a person would write: ids without exponent, days as ISO 8601. */
import type { CellStyle } from './cell-styles.ts';

const DAY = 86_400;
/** 1970-01-01 counted from 1899-12-30, where serial 61 and later agree with the calendar. */
const EPOCH = 25_569;
/** 9999-12-31: larger numbers are no days. */
const LAST_DAY = 2_958_465;

export function numberText(stored: string, style: CellStyle, isFrom1904: boolean): string {
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  if (style.kind !== 'plain') {
    const serial = isFrom1904 ? value + 1462 : value;
    if (serial >= 0 && serial < LAST_DAY + 1) return dayText(serial, style.kind);
  }
  const text = plainNumber(value);
  return style.digits > text.length && /^\d+$/.test(text) ? text.padStart(style.digits, '0') : text;
}

/** No exponent, and the 15 digits that spreadsheets keep: 0.1 + 0.2 is stored with 17. */
export function plainNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '') : text;
}

function dayText(serial: number, kind: 'date' | 'time'): string {
  const seconds = Math.round((serial - Math.floor(serial)) * DAY);
  const day = Math.floor(serial) + (seconds === DAY ? 1 : 0);
  const isMidnight = seconds % DAY === 0;
  if (isMidnight && !(kind === 'time' && day === 0)) return isoDay(day);
  const time = new Date((seconds % DAY) * 1000).toISOString().slice(11, 19);
  return kind === 'time' && day === 0 ? time : `${isoDay(day)}T${time}`;
}

const days = new Map<number, string>();

/** A register has some ten thousand different days, each many times. */
function isoDay(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  const text = toIsoDay(day);
  if (days.size < 50_000) days.set(day, text);
  return text;
}

/** Lotus 1-2-3 took 1900 for a leap year and everybody copied it: days before serial 60 are one off. */
function toIsoDay(day: number): string {
  if (day === 60) return '1900-02-29';
  const real = day < 60 ? day + 1 : day;
  return new Date((real - EPOCH) * DAY * 1000).toISOString().slice(0, 10);
}

/** Characters that XML cannot hold are written as _x000D_ (ECMA-376-1 §22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** `AB12` → 27; -1 when there is no letter. */
export function columnIndex(reference: string): number {
  let index = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~0x20;
    if (code < 65 || code > 90) break;
    index = index * 26 + code - 64;
  }
  return index - 1;
}
