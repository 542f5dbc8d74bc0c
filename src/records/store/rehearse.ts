/** SQL of a rehearsal: reads only. Each function is one statement. */
import Type, { type Static } from 'typebox';
import { columnType, type CodeListPlan, type EntityPlan, type RuleQuery } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { catalogueType, widens } from '../widening.ts';
import type { TableColumn } from './alter-table.ts';
import { dataTable, keyColumns } from './register-table.ts';

/** The stored rows as they would be under the newer entity: new columns empty, widened ones widened. */
export function asWanted(
  entity: EntityPlan,
  stored: readonly TableColumn[],
  renames: ReadonlyMap<string, string> = new Map(),
): Sql {
  const types = new Map(stored.map((column) => [column.name, column.type]));
  const fields = entity.fields.map((field) => {
    const source = renames.get(field.name) ?? field.name;
    const [before, after] = [types.get(source), catalogueType(columnType(field))];
    const name = id(field.name);
    if (before === undefined) return sql`null::${raw(field.sqlType)} as ${name}`;
    if (before === after) return sql`${id(source)} as ${name}`;
    // What cannot be converted is told in a sentence of its own; its rules have nothing to look at.
    return widens(before, after)
      ? sql`${id(source)}::${raw(field.sqlType)} as ${name}`
      : sql`null::${raw(field.sqlType)} as ${name}`;
  });
  const period = entity.validTime ? [id('valid_from')] : [];
  return sql`(select ${join([id('record_id'), ...period, ...fields])} from ${dataTable(entity)})`;
}

/** Rows that the newer key does not tell apart: a part of it is missing, or another row has it too. */
export async function countKeyless(db: Db, entity: EntityPlan, from: Sql, most: number) {
  const key = keyColumns(entity).map((name) => id('r', name));
  const row = await db.one(
    Failing,
    sql`with broken as materialized (
          select x.record_id as id from (
            select r.record_id, ${join(
              key.map((column) => sql`${column} is null`),
              ' or ',
            )} as lacks, count(*) over (partition by ${join(key)}) as n from ${from} r) x
          where x.lacks or x.n > 1)
        select (select count(*) from broken)::int as fails,
          array(select b.id::text from broken b order by b.id limit ${most}::int) as records`,
  );
  return { fails: row?.fails ?? 0, records: row?.records ?? [] };
}

/** The codes of a list that is part of a plan, as a relation. */
export const codesOfPlan = (list: CodeListPlan): Sql => sql`(
  select x.code, coalesce(x."from", '-infinity'::date) as valid_from, coalesce(x."to", 'infinity'::date) as valid_to
    from jsonb_to_recordset(${JSON.stringify(list.items.map(({ code, from, to }) => ({ code, from, to })))}::jsonb)
      as x(code text, "from" date, "to" date))`;

const Failing = Type.Object({ fails: Type.Integer(), records: Type.Union([Type.Array(Type.String()), Type.Null()]) });

/** How many rows break a rule, and which: the first by id. */
export async function countFailing(db: Db, rule: RuleQuery, relation: Parameters<RuleQuery['rows']>[0], most: number) {
  const row = await db.one(
    Failing,
    sql`with broken as materialized (${rule.rows(relation)})
        select (select count(*) from broken)::int as fails,
          array(select b.id::text from broken b order by b.id limit ${most}::int) as records`,
  );
  return { fails: row?.fails ?? 0, records: row?.records ?? [] };
}

const Counts = Type.Object({ rows: Type.Integer(), values: Type.Array(Type.Integer()) });

/** Rows of the table, and how many have a value in each of the columns. */
export async function countValues(
  db: Db,
  entity: EntityPlan,
  columns: readonly string[],
): Promise<Static<typeof Counts>> {
  const counts = join(columns.map((name) => sql`count(${id(name)})::int`));
  const values = columns.length === 0 ? sql`'{}'::int[]` : sql`array[${counts}]`;
  const row = await db.one(Counts, sql`select count(*)::int as rows, ${values} as values from ${dataTable(entity)}`);
  return row ?? { rows: 0, values: [] };
}
