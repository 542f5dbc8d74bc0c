/** SQL on rules as they were last counted, and on the statements they were counted with. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';
import { groupOf, type Rule } from '../rule.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const RuleRecord = Type.Object({
  field: Type.String(),
  rule: Type.String(),
  countedBy: Type.String(),
  dimension: Type.String(),
  keyField: Type.Boolean(),
  weight: Type.Number(),
  threshold: Nullable(Type.Number()),
  severity: Type.String(),
  group: Type.String(),
  names: Nullable(Texts),
  /** Why it was not assessed: `too-slow`, `fails`; null when it was. */
  reason: Nullable(Type.String()),
});
export type RuleRecord = Static<typeof RuleRecord>;

/** Exactly these rules are the register's by this follower. */
export async function putRules(tx: Db, register: string, follower: string, rules: readonly Rule[]): Promise<void> {
  const rows = rules.map((rule) => ({
    field: rule.field,
    rule: rule.rule,
    dimension: rule.dimension,
    key_field: rule.keyField,
    weight: rule.weight ?? 1,
    threshold: rule.threshold ?? null,
    severity: rule.severity ?? 'error',
    defect_group: groupOf(rule),
    names: rule.names ?? null,
  }));
  await tx.run(sql`delete from quality.rule where register = ${register} and counted_by = ${follower}`);
  await tx.run(sql`insert into quality.rule (register, counted_by, field, rule, dimension, key_field, weight, threshold,
      severity, defect_group, names)
    select ${register}, ${follower}, x.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(field text, rule text, dimension text, key_field boolean, weight numeric, threshold numeric, severity text,
           defect_group text, names jsonb)
    on conflict (register, rule, field) do nothing`);
}

export const listRules = (db: Db, register: string) =>
  db.many(
    RuleRecord,
    sql`select field, rule, counted_by as "countedBy", dimension, key_field as "keyField", weight::float8 as weight,
          threshold::float8 as threshold, severity, defect_group as "group", names, reason
        from quality.rule where register = ${register} order by field, rule`,
  );

/** It is not assessed, and why. */
export const setReason = (tx: Db, register: string, { rule, field }: Pick<Rule, 'rule' | 'field'>, reason: string) =>
  tx.run(
    sql`update quality.rule set reason = ${reason} where register = ${register} and rule = ${rule} and field = ${field}`,
  );

export async function findBasis(db: Db, register: string, follower: string): Promise<string | undefined> {
  const row = await db.one(
    Type.Object({ basis: Type.String() }),
    sql`select basis from quality.counted where register = ${register} and counted_by = ${follower}`,
  );
  return row?.basis;
}

export const putBasis = (tx: Db, register: string, follower: string, basis: string) =>
  tx.run(sql`insert into quality.counted (register, counted_by, basis) values (${register}, ${follower}, ${basis})
    on conflict (register, counted_by) do update set basis = excluded.basis`);

/** Editions of code lists: a code that came or went changes what passes. */
export async function codeEditions(db: Db, lists: readonly string[]): Promise<string> {
  const row = await db.one(
    Type.Object({ editions: Nullable(Type.String()) }),
    sql`select string_agg(code || ':' || edition::text, ',' order by code) as editions
        from dictionary.code_list where code = any(${lists}::text[])`,
  );
  return row?.editions ?? '';
}

/** The day on which the register first changed on this node; null while it never did. */
export async function firstChange(db: Db, register: string, timeZone: string): Promise<string | null> {
  const row = await db.one(
    Type.Object({ day: Nullable(Type.String()) }),
    sql`select (min(begun_at) at time zone ${timeZone})::date as day from platform.change_set
        where subject = ${register} and kind in ('records', 'applied')`,
  );
  return row?.day ?? null;
}
