/**
 * Hits of the radar on fields that nobody labelled, judged one by one by reading field, title and register. A line is a
 * field's name and the register that it may be said to hold; what is not listed is open.
 */
import type { Row } from './radar-folds.ts';

/** `field → register's last name`: right wherever it stands. */
const RIGHT: readonly string[] = [];
/** The same, wrong wherever it stands. */
const WRONG: readonly string[] = [];

const right = new Set(RIGHT);
const wrong = new Set(WRONG);

export function verdictOn({ field }: Pick<Row, 'field'>, key: string): 'right' | 'wrong' | 'open' {
  const line = `${field} ${key.split('/').at(-1) ?? ''}`;
  return right.has(line) ? 'right' : wrong.has(line) ? 'wrong' : 'open';
}
