/** The systems that a body answers for. */
import { sql } from '../../platform/db/sql.ts';
import { columnHolding, type Holding } from '../../platform/holdings/index.ts';

export const holdings: readonly Holding[] = [
  columnHolding({
    kind: 'system',
    table: ['architecture', 'system'],
    key: ['code'],
    column: 'body',
    code: sql`t.code`,
    names: sql`t.names`,
    link: sql`'/architecture/systems/' || t.code`,
    also: (_, body) => sql`body_names = (select b.names from bodies.body b where b.id = ${body})`,
    ignore: ['body_names'],
  }),
];
