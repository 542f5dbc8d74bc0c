/** What posts of a body owe goes over with it; what the other body owes already is owed once. */
import { sql } from '../db/sql.ts';
import { columnHolding, type Holding } from '../holdings/index.ts';

export const holdings: readonly Holding[] = [
  columnHolding({
    kind: 'work',
    table: ['platform', 'work_item'],
    key: ['id'],
    column: 'body',
    where: (t) => sql`${t}.state = 'open'`,
    code: sql`coalesce(t.due::text, '–')`,
    names: sql`null::jsonb`,
    word: sql`t.title_key`,
    link: sql`t.link`,
    once: ['kind', 'subject', 'post'],
    aside: ({ now }) => sql`state = 'withdrawn', closed_at = ${now.toISOString()}, closed_by = 'system'`,
    ignore: ['title_values', 'due', 'calendar'],
  }),
];
