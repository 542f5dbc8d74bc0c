/** SQL on how many duplicates were counted. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

export interface DuplicateCount {
  readonly register: string;
  /** Home body of the records. */
  readonly body: number;
  readonly found: number;
  readonly at: Date;
}

/** Notes a count: an older one of the same register and body gives way. */
export const noteDuplicates = (db: Db, { register, body, found, at }: DuplicateCount) =>
  db.run(sql`insert into registers.duplicates (register, body_id, counted_at, found)
    values (${register}, ${body}, ${at.toISOString()}, ${found})
    on conflict (register, body_id) do update set counted_at = excluded.counted_at, found = excluded.found
      where duplicates.counted_at <= excluded.counted_at`);

export const duplicatesOf = (db: Db, register: string, bodies: readonly number[] | 'all') =>
  db.many(
    Type.Object({ body: Type.Integer(), found: Type.Integer() }),
    sql`select body_id as body, found from registers.duplicates
         where register = ${register}
           and ${bodies === 'all' ? sql`true` : sql`body_id = any(${[...bodies]}::integer[])`}`,
  );
