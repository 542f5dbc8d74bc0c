/** Cuts an expression into tokens. */
import { ExpressionError } from './ast.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  /** The name, the number's digits, the text's value or the sign. */
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const SIGNS = [
  '||',
  '&&',
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '!',
  '?',
  ':',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
];
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /[0-9]{1,30}(\.[0-9]{1,20})?/y;
const SPACE = /\s+/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

export function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const space = take(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = readToken(source, at, take);
    tokens.push(token);
    at = token.to;
  }
  return [...tokens, { kind: 'end', value: '', from: at, to: at }];
}

function readToken(source: string, at: number, take: (pattern: RegExp) => string | undefined): Token {
  const name = take(NAME);
  if (name !== undefined) return { kind: 'name', value: name, from: at, to: at + name.length };
  const number = take(NUMBER);
  if (number !== undefined) return { kind: 'number', value: number, from: at, to: at + number.length };
  const char = source[at] ?? '';
  if (char === "'" || char === '"') return readText(source, at, char);
  const sign = SIGNS.find((candidate) => source.startsWith(candidate, at));
  if (sign === undefined) throw new ExpressionError('strange-character', at, { character: char });
  return { kind: 'sign', value: sign, from: at, to: at + sign.length };
}

function readText(source: string, from: number, quote: string): Token {
  let value = '';
  for (let at = from + 1; at < source.length; at += 1) {
    const char = source[at] ?? '';
    if (char === quote) return { kind: 'text', value, from, to: at + 1 };
    if (char === '\\') {
      at += 1;
      const meaning = ESCAPES[source[at] ?? ''];
      if (meaning === undefined) throw new ExpressionError('strange-escape', at);
      value += meaning;
    } else value += char;
  }
  throw new ExpressionError('text-not-closed', from);
}
