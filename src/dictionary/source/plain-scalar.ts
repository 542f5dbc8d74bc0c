/** Scalars of plain YAML: what a text of one line means by the core schema of YAML 1.2. */
import type { Scalar } from 'yaml';
import { scalarAt } from './plain-nodes.ts';

/** Thrown once a file at most, and never shown. */
export class NotPlain extends Error {}

const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);
const INTEGER = /^[-+]?[0-9]+$/;
const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;
/** Octal, hexadecimal, exponents, infinity: left to the full parser. */
const OTHER_NUMBER = /^[-+]?(?:0o|0x|\.(?:inf|nan)$|(?:[0-9]+\.?[0-9]*|\.[0-9]+)e)/i;
const NUMBERLIKE = /^[-+.0-9]/;
const LONGEST_WORD = 5;

export const isWord = (text: string): boolean => WORDS.has(text);

const FOLDS = / *\n */g;

/** Lines as one; a quoted scalar without text at its ends has other rules. */
export function joined(lines: string): string {
  if (lines.trimStart() !== lines || lines.trimEnd() !== lines) throw new NotPlain();
  return lines.replace(FOLDS, ' ');
}

export const unescaped = (inner: string, isDouble: boolean): string =>
  isDouble ? (JSON.parse(`"${inner}"`) as string) : inner.replaceAll("''", "'");

/** A plain scalar by YAML's core schema. */
export function resolved(source: string, start: number, end: number): Scalar {
  let value: unknown = source;
  if (NUMBERLIKE.test(source)) {
    if (INTEGER.test(source)) value = Number.parseInt(source, 10);
    else if (DECIMAL.test(source)) value = Number.parseFloat(source);
    else if (OTHER_NUMBER.test(source)) throw new NotPlain();
  } else if (source.length <= LONGEST_WORD) {
    const word = WORDS.get(source);
    if (word !== undefined) value = word;
  }
  const scalar = scalarAt(value, start, end);
  scalar.source = source;
  return scalar;
}
