/** Rows as lines of pages, in PostgreSQL's own text format: records names the tables, this puts them in order. */
import { id, join, sql, type Sql } from '../../../platform/db/sql.ts';
import { delta, relation, type ReadScope, type RegisterTable } from '../../../records/index.ts';

const list = (columns: readonly string[], alias: string): Sql =>
  join(
    columns.map((name) => sql`, ${id(alias, name)}`),
    '',
  );

const fieldsOf = ({ entity }: RegisterTable, columns: readonly string[]): readonly string[] =>
  columns.filter((name) => entity.fields.some((field) => field.name === name));

/**
 * What one change did within a scope, one line a record: `+` with its newest version inside, `-` with the last version
 * inside where there is none. In the order of records, so that pages come out the same whoever cuts them.
 */
export function copyDelta(
  table: RegisterTable,
  change: { readonly id: number; readonly members?: readonly string[] | null },
  { columns, scope }: { readonly columns: readonly string[]; readonly scope: ReadScope },
): Sql {
  const rows = delta(table, change, fieldsOf(table, columns), scope);
  return sql`copy (
    select distinct on (d.record_id) case when d.sign > 0 then '+' else '-' end, d.record_id, d.version, d.body_id
      ${list(columns, 'd')}
    from ${rows} d order by d.record_id, d.sign desc, d.version desc) to stdout`;
}

/** Everything within a scope as it stands, one `+` a record, in their order. */
export function copyRows(
  table: RegisterTable,
  { columns, scope }: { readonly columns: readonly string[]; readonly scope: ReadScope },
): Sql {
  const rows = relation(table, { columns: fieldsOf(table, columns), scope });
  return sql`copy (select '+', r.record_id, r.version, r.body_id ${list(columns, 'r')} from ${rows} r
    order by r.record_id) to stdout`;
}

/** Sessions print and read moments of one zone only. */
export const inUtc = "set local timezone = 'UTC'; set local datestyle = 'ISO'";
