/** SQL that opens and closes defects as rows fail and pass. */
import type { Db } from '../../../platform/db/db.ts';
import { join, sql, type Sql } from '../../../platform/db/sql.ts';
import { groupOf, type Rule } from '../../rule.ts';
import type { Dues } from '../clock.ts';

export interface Keeping {
  /** Home → who keeps its records. */
  readonly keepers: ReadonlyMap<number, number>;
  readonly post: string;
}

export interface Finding extends Keeping {
  readonly register: string;
  readonly rules: readonly Rule[];
  /** The register's rows, for after FROM. */
  readonly rows: Sql;
  /** Only these records; all of them when absent. */
  readonly members: readonly string[] | undefined;
  /** Some of the register's rules: the others are not spoken of. */
  readonly partly: boolean;
  /** More failing rows than this of one rule in one body are one defect. */
  readonly most: number;
  readonly source: string;
  readonly dues: Dues;
  /** Begins a defect's code: `SL-2026-12`. */
  readonly prefix: string;
}

/** A key that must be whole is an incident at once. */
const levelOf = ({ keyField, severity }: Rule) => (keyField ? 'incident' : (severity ?? 'error'));

const ruleRows = (rules: readonly Rule[]) => sql`unnest(${rules.map(({ rule }) => rule)}::text[],
  ${rules.map(({ field }) => field)}::text[], ${rules.map(({ dimension }) => dimension)}::text[],
  ${rules.map(groupOf)}::text[], ${rules.map(levelOf)}::text[])
  with ordinality as u(rule, field, dimension, defect_group, level, i)`;

/** `(rule, field, body)` of which there is one defect for all: by what was counted. */
const mass = ({ register, most }: Finding) =>
  sql`(select t.rule, t.field, t.body, t.assessed - t.passing as n from quality.tally t
        where t.register = ${register} and t.assessed - t.passing > ${most})`;

const keeperOf = ({ keepers }: Keeping, body: Sql) =>
  sql`coalesce((select k.keeper from unnest(${[...keepers.keys()]}::int[], ${[...keepers.values()]}::int[]) k(home, keeper)
        where k.home = ${body}), ${body})`;

const head = sql`id, code, register, record, version, rows, rule, field, dimension, defect_group, level, source, found_on,
  opened_at, body, keeper, post, cause_due, due, calendar`;

const tail = (of: Finding, body: Sql): Sql => {
  const { dues, source, post } = of;
  return sql`${source}, ${dues.today}::date, ${dues.now.toISOString()}::timestamptz, ${body}, ${keeperOf(of, body)},
    ${post}, ${dues.causeDue}::date, ${dues.due}::date, ${dues.calendar}`;
};

const codeOf = ({ prefix, dues }: Finding) =>
  sql`${`${prefix}-${dues.today.slice(0, 4)}-`} || nextval('quality.defect_number')`;

/** `(record_id, body_id, version, i)`: which rows fail which of the rules, one scan. */
function failing({ rules, rows, members }: Finding): Sql {
  const verdicts = rules.map(
    (rule, i) => sql`(${i + 1}::bigint, ((${rule.assessed}) and not (${rule.passes})) is true)`,
  );
  const few = members === undefined ? sql`true` : sql`r.record_id = any(${members}::uuid[])`;
  return sql`(select r.record_id, r.body_id, r.version, x.i from ${rows} r
    cross join lateral (values ${join(verdicts)}) x(i, fails) where x.fails and ${few})`;
}

/** Rows that fail get a defect each, unless they are too many, have one, or were said to be right as they are. */
export async function openRows(tx: Db, of: Finding): Promise<number> {
  if (of.rules.length === 0) return 0;
  return tx.run(sql`
    with failing as materialized ${failing(of)}, rule as (select * from ${ruleRows(of.rules)}), mass as ${mass(of)}
    insert into quality.defect (${head})
    select gen_random_uuid(), ${codeOf(of)}, ${of.register}, f.record_id, f.version, 1, rule.rule, rule.field,
           rule.dimension, rule.defect_group, rule.level, ${tail(of, sql`f.body_id`)}
      from failing f join rule using (i)
     where not exists (select from mass m where m.rule = rule.rule and m.field = rule.field and m.body = f.body_id)
       and not exists (select from quality.defect d
             where d.register = ${of.register} and d.record = f.record_id and d.rule = rule.rule and d.field = rule.field
               and (d.state <> 'closed'
                    or d.version = f.version and d.outcome in ('source-wrong', 'not-a-defect')))
     order by f.record_id, rule.i
    on conflict do nothing`);
}

/** The rule passes by now, the record has ended, or it is one of too many: nobody has to say so. */
export async function closeRows(tx: Db, of: Finding): Promise<number> {
  const few = of.members === undefined ? sql`true` : sql`d.record = any(${of.members}::uuid[])`;
  // A look at some records says nothing of rules that it left out; a look at all finds those that are no more.
  const looked = of.partly
    ? sql`exists (select from rule where rule.rule = d.rule and rule.field = d.field)`
    : sql`true`;
  const known =
    of.rules.length === 0
      ? sql`(select null::uuid as record_id, null::integer as body_id, null::bigint as version,
    null::bigint as i where false)`
      : failing(of);
  return tx.run(sql`
    with failing as materialized ${known}, rule as (select * from ${ruleRows(of.rules)}), mass as ${mass(of)}
    update quality.defect d set state = 'closed', closed_at = ${of.dues.now.toISOString()}, closed_by = 'system',
      outcome = case
        when exists (select from mass m where m.rule = d.rule and m.field = d.field and m.body = d.body) then 'merged'
        when exists (select from ${of.rows} r where r.record_id = d.record) then 'mended' else 'gone' end
    where d.register = ${of.register} and d.source = ${of.source} and d.record is not null and d.state <> 'closed' and ${few}
      and ${looked}
      and (not exists (select from failing f join rule using (i)
             where f.record_id = d.record and rule.rule = d.rule and rule.field = d.field)
        or d.state <> 'contested'
           and exists (select from mass m where m.rule = d.rule and m.field = d.field and m.body = d.body))`);
}

/** One defect for all rows of a body, with how many they are; closed when they are few again. */
export async function settleMass(tx: Db, of: Finding): Promise<void> {
  await tx.run(sql`
    with rule as (select * from ${ruleRows(of.rules)}), mass as ${mass(of)}
    insert into quality.defect (${head})
    select gen_random_uuid(), ${codeOf(of)}, ${of.register}, null, null, m.n, rule.rule, rule.field, rule.dimension,
           rule.defect_group, rule.level, ${tail(of, sql`m.body`)}
      from mass m join rule on rule.rule = m.rule and rule.field = m.field
    on conflict (register, body, rule, field) where state <> 'closed' and record is null
      do update set rows = excluded.rows`);
  await tx.run(sql`
    with mass as ${mass(of)}
    update quality.defect d set state = 'closed', closed_at = ${of.dues.now.toISOString()}, closed_by = 'system',
      outcome = 'mended'
    where d.register = ${of.register} and d.source = ${of.source} and d.record is null and d.state <> 'closed'
      and not exists (select from mass m where m.rule = d.rule and m.field = d.field and m.body = d.body)`);
}

/** Whether there is anything to open or close of these rules. */
export const concerns = async (tx: Db, register: string, rules: readonly Rule[]): Promise<boolean> =>
  (
    await tx.rows(sql`with rule as (select * from ${ruleRows(rules)})
      select 1 where exists (select from quality.tally t join rule on rule.rule = t.rule and rule.field = t.field
                              where t.register = ${register} and t.passing < t.assessed)
        or exists (select from quality.defect d join rule on rule.rule = d.rule and rule.field = d.field
                    where d.register = ${register} and d.state <> 'closed')`)
  ).length > 0;

/** Home bodies of which something was counted. */
export const homesOf = async (tx: Db, register: string): Promise<number[]> =>
  (
    await tx.rows<{ body: number }>(
      sql`select distinct body from quality.tally where register = ${register} order by 1`,
    )
  ).map(({ body }) => body);

/** Whether a cell has become too many or few again: then all its rows are looked at, not those of a change alone. */
export const hasTurned = async (tx: Db, { register, most }: Pick<Finding, 'register' | 'most'>): Promise<boolean> =>
  (
    await tx.rows(sql`select 1 from quality.defect d join quality.tally t
        on t.register = d.register and t.rule = d.rule and t.field = d.field and t.body = d.body
      where d.register = ${register} and d.state not in ('closed', 'contested') and d.correction is null
        and (d.record is null) <> (t.assessed - t.passing > ${most}) limit 1`)
  ).length > 0;
