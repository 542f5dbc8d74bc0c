/** What a real PostgreSQL says: the column's type, the set-based queries, and the table's own CHECKs. */
import type { Database, Db } from '../../../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../../../platform/db/sql.ts';
import { emitChecks, type RuleQuery } from '../../emit/checks.ts';
import { emitDdl } from '../../emit/ddl.ts';
import { emitStaging } from '../../emit/staging.ts';
import type { FieldPlan, Plan } from '../../plan.ts';
import { TODAY } from './dictionaries.ts';
import { cellOf, type Case, type Judge, type Verdict } from './judge.ts';
import type { Json } from './oracle.ts';

/** Functions that answer instead of failing; PostgreSQL 15 has no `pg_input_is_valid`. */
export const preparation = `
  create schema if not exists data;
  create schema if not exists history;
  create function data.castable(value text, type text) returns boolean language plpgsql as $$
    begin
      execute format('select %L::%s', value, type);
      return true;
    exception when others then return false;
    end $$;
  create function data.refuses(statement text) returns boolean language plpgsql as $$
    begin
      execute statement;
      return false;
    exception when others then return true;
    end $$;`;

export interface SqlJudge {
  readonly fields: Judge;
  readonly checks: readonly ReadonlySet<string>[];
  /** Rows on which the table's own rules and the queries of those rules say different things. */
  readonly tableDiffers: readonly number[];
}

const isCarried = (field: FieldPlan, value: Json) => {
  const kind = { integer: 'number', boolean: 'boolean' }[field.dataType as string] ?? 'string';
  return typeof value === kind && (typeof value !== 'string' || value.isWellFormed());
};

/** Codes as a relation, so that a generated dictionary need not be published. */
export function planCodesSql(plan: Plan): (list: string) => Sql | undefined {
  return (list) => {
    const items = plan.codeLists.find((one) => one.code === list)?.items ?? [];
    const of = (pick: (item: (typeof items)[number]) => string) => items.map(pick);
    return sql`(select * from unnest(${of((item) => item.code)}::text[], ${of((item) => item.from ?? '-infinity')}::date[],
      ${of((item) => item.to ?? 'infinity')}::date[]) t(code, valid_from, valid_to))`;
  };
}

export type Rewrite = (rules: readonly RuleQuery[]) => readonly RuleQuery[];

export async function bySql(
  db: Database,
  { plan, entity, rows }: Case,
  rewrite: Rewrite = (rules) => rules,
): Promise<SqlJudge> {
  return db.transaction(async (tx) => {
    await tx.run(raw('drop table if exists data.stage, data.thing, history.thing'));
    await tx.run(raw(emitStaging(entity, { name: 'data.stage', kind: 'unlogged' })));
    await tx.run(raw(emitDdl(entity, { serverVersion: 150_000 }).createData));
    const refused = rows.map(() => new Set<string>());
    await stage(tx, { plan, entity, rows }, refused);
    const checks = rows.map(() => new Set<string>());
    const inTable = rows.map(() => false);
    for (const rule of rewrite(emitChecks(entity))) {
      const relation = { from: sql`data.stage`, id: 'row_number', today: TODAY, codes: planCodesSql(plan) };
      for (const { id: n } of await tx.rows<{ id: string | number }>(rule.rows(relation))) {
        if (rule.kind === 'check') checks[Number(n)]?.add(rule.rule);
        else refused[Number(n)]?.add(rule.field);
        if (rule.inTable) inTable[Number(n)] = true;
      }
    }
    const verdict = (row: number, field: FieldPlan): Verdict => {
      const value = rows[row]?.[field.name];
      const isSeen = value === null || value === undefined || isCarried(field, value);
      return !isSeen ? 'unseen' : refused[row]?.has(field.name) ? 'refused' : 'taken';
    };
    return { fields: verdict, checks, tableDiffers: await tableDiffers(tx, entity, inTable) };
  });
}

/** Stages what the columns' types take; the rest is refused by its type. */
async function stage(tx: Db, { entity, rows }: Case, refused: readonly Set<string>[]): Promise<void> {
  const cellsOf = (field: FieldPlan) =>
    rows.map((row, n) => {
      const value = row[field.name];
      if (!isCarried(field, value)) return null;
      const cell = cellOf(value) ?? null;
      // No text of PostgreSQL holds U+0000.
      if (cell?.includes('\u0000')) refused[n]?.add(field.name);
      return cell?.includes('\u0000') ? null : cell;
    });
  const columns = entity.fields.map((field) => ({ field, cells: cellsOf(field) }));
  await tx.run(sql`create temporary table raw_cell on commit drop as
    select n - 1 as n, ${join(columns.map(({ field }) => id(field.name)))}
      from unnest(${join(columns.map(({ cells }) => sql`${cells}::text[]`))}) with ordinality t(${join(columns.map(({ field }) => id(field.name)))}, n)`);
  const cast = (field: FieldPlan) =>
    sql`case when data.castable(${id(field.name)}, ${field.sqlType}) then ${id(field.name)}::${raw(field.sqlType)} end as ${id(field.name)}`;
  await tx.run(sql`insert into data.stage (row_number, ${join(columns.map(({ field }) => id(field.name)))})
    select n, ${join(columns.map(({ field }) => (field.sqlType === 'text' ? id(field.name) : cast(field))))} from raw_cell`);
  for (const { field } of columns.filter((column) => column.field.sqlType !== 'text')) {
    const failed = await tx.rows<{ n: string | number }>(sql`
      select n from raw_cell join data.stage s on s.row_number = n where raw_cell.${id(field.name)} is not null and s.${id(field.name)} is null`);
    for (const { n } of failed) refused[Number(n)]?.add(field.name);
  }
}

/** Every staged row is put into the table itself, one by one. */
async function tableDiffers(tx: Db, { fields }: Case['entity'], inTable: readonly boolean[]): Promise<number[]> {
  const names = fields.map((field) => `"${field.name}"`).join(', ');
  const statement = `insert into data.thing (record_id, version, change_set, body_id, ${names})
    select gen_random_uuid(), 1, 1, 1, ${names} from data.stage where row_number = `;
  const answers = await tx.rows<{ refused: boolean }>(
    sql`select data.refuses(${statement} || row_number) as refused from data.stage order by row_number`,
  );
  return answers.flatMap(({ refused }, n) => (refused === inTable[n] ? [] : [n]));
}
