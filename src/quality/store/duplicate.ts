/** SQL on values that stand more than once though they must not. */
import type { Db } from '../../platform/db/db.ts';
import { id, sql, type Sql } from '../../platform/db/sql.ts';
import { hashOf } from '../emit/values.ts';

interface Of {
  readonly register: string;
  readonly field: string;
  /** Every row of the register as it is. */
  readonly rows: Sql;
}

const insertFrom = (tx: Db, { register, field }: Of, rows: Sql) =>
  tx.run(sql`insert into quality.duplicate (register, field, hash, body, n)
    select ${register}, ${field}, v.hash, r.body_id, count(*) from (
      select ${hashOf(id('r', field))} as hash from ${rows} r where ${id('r', field)} is not null
       group by 1 having count(*) > 1) v
      join ${rows} r on ${hashOf(id('r', field))} = v.hash and ${id('r', field)} is not null
     group by v.hash, r.body_id`);

/** Finds them all anew. */
export async function findDuplicates(tx: Db, of: Of): Promise<void> {
  await tx.run(sql`delete from quality.duplicate where register = ${of.register} and field = ${of.field}`);
  await insertFrom(tx, of, of.rows);
}

/** Looks again at the values that a delta has begun or ended. */
export async function renewDuplicates(tx: Db, of: Of & { readonly delta: Sql }): Promise<void> {
  const value = id('r', of.field);
  const touched = sql`(select distinct ${value} as value from ${of.delta} r where ${value} is not null)`;
  await tx.run(sql`delete from quality.duplicate where register = ${of.register} and field = ${of.field}
    and hash in (select ${hashOf(sql`x.value`)} from ${touched} x)`);
  await insertFrom(
    tx,
    of,
    sql`(select r.body_id, ${value} from ${of.rows} r where ${value} in (select x.value from ${touched} x))`,
  );
}

/** Of what is assessed those fail that stand more than once. */
export const failDuplicates = (tx: Db, register: string, field: string) =>
  tx.run(sql`update quality.tally t set passing = greatest(0, t.assessed - coalesce(
      (select sum(d.n) from quality.duplicate d
        where d.register = t.register and d.field = t.field and d.body = t.body), 0))
    where t.register = ${register} and t.field = ${field} and t.rule = 'unique'`);
