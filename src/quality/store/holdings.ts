/** Rounds in which a body is counted: its figure is its own, and adds up in the tree that it came to. */
import { sql } from '../../platform/db/sql.ts';
import { columnHolding, type Holding } from '../../platform/holdings/index.ts';

export const holdings: readonly Holding[] = [
  columnHolding({
    kind: 'round',
    table: ['quality', 'expected'],
    key: ['round'],
    column: 'body',
    code: sql`t.round`,
    stays: true,
  }),
];
