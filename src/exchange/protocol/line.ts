/**
 * One line of a page: a record that is in the stream, or one that is not any more. docs/protocol.md §3. Pure.
 * The spelling is PostgreSQL's COPY text format, so that a body goes into a stage as it is: fields with tabs between,
 * `\N` for null, and `\\ \t \n \r` for these four characters.
 */
import { MalformedPageError } from './page.ts';

export interface Upsert {
  readonly sign: '+';
  /** UUID. */
  readonly record: string;
  /** Grows with every change of the record; a newer one replaces an older one, never the other way. */
  readonly version: number;
  /** Code of the home body. */
  readonly body: string;
  readonly values: readonly (string | null)[];
}

/** It was deleted, or left the stream's rows: which of the two is not told. */
export interface Gone {
  readonly sign: '-';
  readonly record: string;
  /** The last version the stream had of it: only that one or an older one is gone. */
  readonly version: number;
}

export type Line = Upsert | Gone;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const UNESCAPES: Readonly<Record<string, string>> = { '\\': '\\', t: '\t', n: '\n', r: '\r' };

const printField = (value: string | null): string =>
  value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] as string);

function readField(text: string): string | null {
  if (text === '\\N') return null;
  return text.replace(/\\(.?)/g, (_, c: string) => {
    const plain = UNESCAPES[c];
    if (plain === undefined) throw new MalformedPageError('a line has an escape that there is not');
    return plain;
  });
}

/** Without the line feed. */
export const printLine = (line: Line): string =>
  line.sign === '-'
    ? ['-', line.record, String(line.version)].join('\t')
    : ['+', line.record, String(line.version), ...[line.body, ...line.values].map(printField)].join('\t');

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @param columns how many values an upsert must have. @throws MalformedPageError */
export function readLine(text: string, columns: number): Line {
  const [sign, record = '', version = '', ...rest] = text.split('\t');
  if (!UUID.test(record)) throw new MalformedPageError('a line names no record');
  if (!/^[1-9]\d{0,15}$/.test(version)) throw new MalformedPageError('a line has no version');
  if (sign === '-' && rest.length === 0) return { sign, record, version: Number(version) };
  if (sign !== '+' || rest.length !== columns + 1)
    throw new MalformedPageError('a line has too few or too many fields');
  const [body, ...values] = rest.map(readField);
  if (body === null || body === undefined || body === '') throw new MalformedPageError('a line names no body');
  return { sign, record, version: Number(version), body, values };
}
