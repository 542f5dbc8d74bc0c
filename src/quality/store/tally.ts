/** SQL on what was counted, rule by rule and body by body. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';
import type { Rule } from '../rules.ts';

export const TallyRecord = Type.Object({
  field: Type.String(),
  rule: Type.String(),
  dimension: Type.String(),
  keyField: Type.Boolean(),
  body: Type.Integer(),
  assessed: Type.Integer(),
  passing: Type.Integer(),
});
export type TallyRecord = Static<typeof TallyRecord>;

const within = (bodies: readonly number[] | 'all', column: Sql) =>
  bodies === 'all' ? sql`true` : sql`${column} = any(${[...bodies]}::integer[])`;

export interface Recount {
  readonly register: string;
  readonly rules: readonly Rule[];
  /** The register's rows, for after FROM. */
  readonly rows: Sql;
  readonly bodies: readonly number[] | 'all';
  /** Whose rules these are: another follower's stay as they were counted. */
  readonly follower: string;
}

/** Counts rows anew for these bodies: one scan of the register, two sums a rule. */
export async function recount(tx: Db, { register, rules, rows, bodies, follower }: Recount): Promise<void> {
  await tx.run(sql`delete from quality.tally where register = ${register} and counted_by = ${follower}
    and ${within(bodies, sql`body`)}`);
  if (rules.length === 0) return;
  const sums = rules.map(
    (rule) =>
      sql`count(*) filter (where ${rule.assessed}), count(*) filter (where ${rule.assessed} and ${rule.passes})`,
  );
  await tx.run(sql`
    with counted as (
      select r.body_id as body, array[${join(sums)}]::bigint[] as n
        from ${rows} r where ${within(bodies, sql`r.body_id`)} group by r.body_id),
    rule as (
      select * from unnest(${rules.map((rule) => rule.field)}::text[], ${rules.map((rule) => rule.rule)}::text[],
        ${rules.map((rule) => rule.dimension)}::text[], ${rules.map((rule) => rule.keyField)}::boolean[])
        with ordinality as u(field, rule, dimension, key_field, i))
    insert into quality.tally (register, field, rule, dimension, key_field, body, assessed, passing, counted_by)
    select ${register}, rule.field, rule.rule, rule.dimension, rule.key_field, counted.body,
           counted.n[2 * rule.i - 1], counted.n[2 * rule.i], ${follower}
      from counted cross join rule`);
}

export const talliesOf = (db: Db, register: string, bodies: readonly number[] | 'all') =>
  db.many(
    TallyRecord,
    sql`select field, rule, dimension, key_field as "keyField", body, assessed, passing from quality.tally
        where register = ${register} and ${within(bodies, sql`body`)} order by field, rule, body`,
  );

/** Home bodies of rows, each once. */
export const homesIn = async (db: Db, rows: Sql): Promise<number[]> =>
  (
    await db.many(
      Type.Object({ body: Type.Integer() }),
      sql`select distinct r.body_id as body from ${rows} r order by 1`,
    )
  ).map((row) => row.body);

export async function fingerprint(db: Db, follower: string): Promise<string> {
  const row = await db.one(
    Type.Object({ digest: Type.String() }),
    sql`select coalesce(md5(string_agg(concat_ws('/', register, rule, field, body, assessed, passing), ','
          order by register, rule, field, body)), '') as digest from quality.tally where counted_by = ${follower}`,
  );
  return row?.digest ?? '';
}
