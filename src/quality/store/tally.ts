/** SQL on what was counted, rule by rule and body by body. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';
import type { Rule } from '../rule.ts';

export const TallyRecord = Type.Object({
  field: Type.String(),
  rule: Type.String(),
  dimension: Type.String(),
  keyField: Type.Boolean(),
  weight: Type.Number(),
  threshold: Type.Union([Type.Number(), Type.Null()]),
  body: Type.Integer(),
  assessed: Type.Integer(),
  passing: Type.Integer(),
});
export type TallyRecord = Static<typeof TallyRecord>;

type Bodies = readonly number[] | 'all';
const within = (bodies: Bodies, column: Sql) =>
  bodies === 'all' ? sql`true` : sql`${column} = any(${[...bodies]}::integer[])`;

export interface Recount {
  readonly register: string;
  readonly rules: readonly Rule[];
  /** The register's rows, for after FROM. */
  readonly rows: Sql;
  readonly bodies: Bodies;
  /** Whose rules these are: another follower's stay as they were counted. */
  readonly follower: string;
}

export const clearTallies = (
  tx: Db,
  { register, follower, bodies }: Pick<Recount, 'register' | 'follower' | 'bodies'>,
) =>
  tx.run(sql`delete from quality.tally where register = ${register} and counted_by = ${follower}
    and ${within(bodies, sql`body`)}`);

export const clearRule = (tx: Db, register: string, { rule, field }: Pick<Rule, 'rule' | 'field'>) =>
  tx.run(sql`delete from quality.tally where register = ${register} and rule = ${rule} and field = ${field}`);

const ruleRows = (rules: readonly Rule[]) => sql`unnest(${rules.map((rule) => rule.field)}::text[],
  ${rules.map((rule) => rule.rule)}::text[], ${rules.map((rule) => rule.dimension)}::text[],
  ${rules.map((rule) => rule.keyField)}::boolean[]) with ordinality as u(field, rule, dimension, key_field, i)`;

/** Counts rows: one scan of the register, two sums a rule. What stands for these rules and bodies must have been cleared. */
export async function tally(tx: Db, { register, rules, rows, bodies, follower }: Recount): Promise<void> {
  if (rules.length === 0) return;
  const sums = rules.map(
    (rule) =>
      sql`count(*) filter (where ${rule.assessed}), count(*) filter (where ${rule.assessed} and ${rule.passes})`,
  );
  await tx.run(sql`
    with counted as (
      select r.body_id as body, array[${join(sums)}]::bigint[] as n
        from ${rows} r where ${within(bodies, sql`r.body_id`)} group by r.body_id),
    rule as (select * from ${ruleRows(rules)})
    insert into quality.tally (register, field, rule, dimension, key_field, body, assessed, passing, counted_by)
    select ${register}, rule.field, rule.rule, rule.dimension, rule.key_field, counted.body,
           counted.n[2 * rule.i - 1], counted.n[2 * rule.i], ${follower}
      from counted cross join rule`);
}

/** Adds what a change set began and takes off what it ended: `rows` is its delta, with `sign`. */
export async function tallyDelta(tx: Db, { register, rules, rows, follower }: Omit<Recount, 'bodies'>): Promise<void> {
  if (rules.length === 0) return;
  const sums = rules.map(
    (rule) => sql`coalesce(sum(r.sign) filter (where ${rule.assessed}), 0),
      coalesce(sum(r.sign) filter (where ${rule.assessed} and ${rule.passes}), 0)`,
  );
  await tx.run(sql`
    with counted as (
      select r.body_id as body, array[${join(sums)}]::bigint[] as n from ${rows} r group by r.body_id),
    moved as (
      select counted.body, rule.*, counted.n[2 * rule.i - 1] as assessed, counted.n[2 * rule.i] as passing
        from counted cross join (select * from ${ruleRows(rules)}) rule),
    added as (
      update quality.tally t set assessed = t.assessed + m.assessed, passing = t.passing + m.passing
        from moved m where t.register = ${register} and t.rule = m.rule and t.field = m.field and t.body = m.body
      returning t.rule, t.field, t.body)
    insert into quality.tally (register, field, rule, dimension, key_field, body, assessed, passing, counted_by)
    select ${register}, m.field, m.rule, m.dimension, m.key_field, m.body, m.assessed, m.passing, ${follower}
      from moved m where not exists (
        select from added a where a.rule = m.rule and a.field = m.field and a.body = m.body)`);
}

export const talliesOf = (db: Db, register: string, bodies: Bodies) =>
  db.many(
    TallyRecord,
    sql`select t.field, t.rule, t.dimension, t.key_field as "keyField", coalesce(q.weight, 1)::float8 as weight,
          q.threshold::float8 as threshold, t.body, t.assessed, t.passing
        from quality.tally t left join quality.rule q using (register, rule, field)
        where t.register = ${register} and ${within(bodies, sql`t.body`)} order by t.field, t.rule, t.body`,
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
  // A body whose rows are all gone keeps lines of nothing until the register is counted anew.
  const row = await db.one(
    Type.Object({ digest: Type.String() }),
    sql`select coalesce(md5(string_agg(concat_ws('/', register, rule, field, body, assessed, passing), ','
          order by register, rule, field, body)), '') as digest
        from quality.tally where counted_by = ${follower} and assessed > 0`,
  );
  return row?.digest ?? '';
}
