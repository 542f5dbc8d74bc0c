/** Rows as the text format of COPY, and ids of records made without asking the database. Pure. */
import { randomBytes } from 'node:crypto';

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One value; null is `\N`. */
export const copyValue = (value: string | null): string => {
  if (value === null) return '\\N';
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? '') : value;
};

/** The values of one row, joined; the line's end is the caller's. */
export function copyValues(values: readonly (string | null)[]): string {
  let line = '';
  for (let i = 0; i < values.length; i++) line += (i === 0 ? '' : '\t') + copyValue(values[i] ?? null);
  return line;
}

/** Makes the id of a record from the number of its row. */
export type RecordIds = (row: number) => string;

const ROWS = 2 ** 32;

/**
 * Ids of one load: 48 bits of time, 40 random bits, the row's number in 32 bits, as a UUID of version 8 (RFC 9562 §5.8).
 * They grow with the row, so their index is cheap, and a restore cannot give one twice as a sequence would.
 */
export function recordIds(now: Date, random: () => Buffer = () => randomBytes(5)): RecordIds {
  const time = now.getTime().toString(16).padStart(12, '0');
  const bits = random().toString('hex');
  const prefix = `${time.slice(0, 8)}-${time.slice(8)}-8${bits.slice(0, 3)}-8${bits.slice(3, 6)}-${bits.slice(6, 10)}`;
  return (row) => prefix + (row % ROWS).toString(16).padStart(8, '0');
}
