/** From the words of a request to a typed question, and from a place in a list to an opaque cursor and back. Pure. */
import { createHash } from 'node:crypto';
import { operators, type Condition, type Operator } from './model.ts';
import { problems } from './problems.ts';
import type { After, Order } from './store/record.ts';

const isOperator = (text: string): text is Operator => (operators as readonly string[]).includes(text);
const MOST_VALUES = 200;

/**
 * `field:operator:value`; `in` splits its value by `|`; `null` and `notnull` take none. Colons after the second belong
 * to the value.
 * @throws problems.invalidFilter
 */
export function parseCondition(text: string): Condition {
  const [, field = '', op = '', value] = /^([a-z][a-z0-9_]*):([a-z]+)(?::([\s\S]*))?$/.exec(text) ?? [];
  if (!isOperator(op)) throw problems.invalidFilter({ filter: text, expected: operators.join(' ') });
  if (op === 'null' || op === 'notnull') return { field, op, values: [] };
  if (value === undefined) throw problems.invalidFilter({ filter: text, expected: `${field}:${op}:…` });
  const values = op === 'in' ? value.split('|') : [value];
  if (values.length > MOST_VALUES) throw problems.invalidFilter({ filter: text, expected: `≤ ${String(MOST_VALUES)}` });
  return { field, op, values };
}

/** `field` or `-field`. */
export const parseOrder = (text: string | undefined): Order =>
  text?.startsWith('-') ? { field: text.slice(1), descending: true } : { field: text, descending: false };

/** Everything that makes two pages belong together. */
export const hashQuestion = (question: unknown): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16);

export const writeCursor = (question: string, after: After): string =>
  Buffer.from(JSON.stringify([question, after.value, after.record])).toString('base64url');

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** @throws problems.invalidCursor when it is of another question, or no cursor at all */
export function readCursor(question: string, cursor: string): After {
  const parts = decode(cursor);
  const [of, value, record] = parts;
  const fits = of === question && (value === null || typeof value === 'string') && typeof record === 'string';
  if (!fits || !UUID.test(record)) throw problems.invalidCursor();
  return { value, record };
}

function decode(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
