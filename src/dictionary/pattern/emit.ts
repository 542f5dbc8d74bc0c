/** The same pattern for ECMAScript (RFC 9485 §5.3) and for PostgreSQL's advanced regular expressions, both anchored. */
import { parsePattern, type Pattern, type Span } from './parse.ts';

/** Source for `new RegExp(source, 'u')` and for JSON Schema's `pattern`. */
export const toEcmaScript = (text: string): string => `^(?:${write(parsePattern(text), ecmaChar)})$`;

/** Right side of `value ~ '…'`. */
export const toPostgres = (text: string): string => `^(?:${write(parsePattern(text), postgresChar)})$`;

/**
 * Right side of XPath's `matches` and of `sh:pattern`, which search: anchored. An I-Regexp is valid there as it stands
 * (RFC 9485 §5.2) but for the dot, which leaves out other line ends in other engines.
 */
export const toXpath = (text: string): string =>
  `^(${text.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|\./gu, (one) => (one === '.' ? '[^\\n\\r]' : one))})$`;

type WriteChar = (code: number) => string;

const PLAIN = /^[A-Za-z0-9 ]$/;
const plain = (code: number) => (PLAIN.test(String.fromCodePoint(code)) ? String.fromCodePoint(code) : undefined);
const ecmaChar: WriteChar = (code) =>
  plain(code) ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : code < 0xa0 ? hex4(code) : String.fromCodePoint(code));
const hex4 = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
// `\u` and `\U` are always ordinary characters in PostgreSQL, inside brackets and outside; NUL cannot be stored there.
const postgresChar: WriteChar = (code) =>
  plain(code) ?? (code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : hex4(Math.max(1, code)));

function write(pattern: Pattern, char: WriteChar): string {
  switch (pattern.kind) {
    case 'chars':
      return writeChars(pattern.spans, char);
    case 'sequence':
      return pattern.items.map((item) => group(write(item, char), item.kind === 'choice')).join('');
    case 'choice':
      return pattern.items.map((item) => write(item, char)).join('|');
    case 'repeat':
      return group(write(pattern.item, char), pattern.item.kind !== 'chars') + counts(pattern);
  }
}

const group = (text: string, needed: boolean) => (needed ? `(?:${text})` : text);

function counts({ min, max }: { min: number; max: number | undefined }): string {
  if (max === undefined) return min === 0 ? '*' : min === 1 ? '+' : `{${String(min)},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${String(min)}}` : `{${String(min)},${String(max)}}`;
}

const SURROGATES: Span = [0xd800, 0xdfff];

function writeChars(spans: readonly Span[], char: WriteChar): string {
  const [first] = spans;
  if (spans.length === 1 && first && first[0] === first[1]) return char(first[0]);
  const parts = spans.flatMap(withoutSurrogates).map(([from, to]) => {
    if (from === to) return char(from);
    return `${char(from)}-${char(to)}`;
  });
  return `[${parts.join('')}]`;
}

/** Lone surrogates are no characters in PostgreSQL. */
function withoutSurrogates([from, to]: Span): Span[] {
  if (to < SURROGATES[0] || from > SURROGATES[1]) return [[from, to]];
  const parts: Span[] = [];
  if (from < SURROGATES[0]) parts.push([from, SURROGATES[0] - 1]);
  if (to > SURROGATES[1]) parts.push([SURROGATES[1] + 1, to]);
  return parts;
}
