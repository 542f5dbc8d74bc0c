/** All SQL on `records.finding`. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';
import type { Finding, Severity } from '../model.ts';

const LONGEST_VALUE = 200;

/** Where a finding was made: while the file was read, or when the staged rows were compared. */
export type FoundAt = 'read' | 'check';

/** Stores findings of a load; more than some thousands at once are better given in parts. */
export async function insertFindings(
  db: Db,
  load: string,
  findings: readonly Finding[],
  at: FoundAt = 'read',
): Promise<void> {
  if (findings.length === 0) return;
  const rows = findings.map((finding) => ({
    row_no: finding.row,
    field: finding.field,
    kind: finding.kind,
    rule: finding.rule,
    catalogue: finding.catalogue,
    severity: finding.severity,
    value: finding.value?.slice(0, LONGEST_VALUE) ?? null,
    params: finding.values ?? {},
    suggestion: finding.suggestion ?? null,
    candidates: finding.candidates ?? null,
  }));
  await db.run(sql`
    insert into records.finding (load, at_check, row_no, field, kind, rule, catalogue, severity, value, params,
      suggestion, candidates)
    select ${load}::uuid, ${at === 'check'}, f.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(
      row_no bigint, field text, kind text, rule text, catalogue text, severity text, value text, params jsonb,
      suggestion text, candidates text[])`);
}

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const FindingRow = Type.Object({
  n: Type.Integer(),
  row: Type.Integer(),
  field: Nullable(Type.String()),
  kind: Type.String(),
  rule: Type.String(),
  catalogue: Type.String(),
  severity: Type.String(),
  value: Nullable(Type.String()),
  values: Type.Record(Type.String(), Type.Unknown()),
  suggestion: Nullable(Type.String()),
  candidates: Nullable(Type.Array(Type.String())),
  settled: Nullable(Type.String()),
});

/** A stored finding; one that was settled is a note. */
export interface FindingRow extends Omit<Static<typeof FindingRow>, 'severity'> {
  readonly severity: Severity;
}

// An error that a comparison settled keeps nothing out any more.
const severity = sql`case when settled is not null then 'note' else severity end`;

export interface FindingFilter {
  readonly kind?: string | undefined;
  readonly severity?: string | undefined;
  readonly after?: { readonly row: number; readonly n: number } | undefined;
  readonly limit: number;
}

export async function selectFindings(db: Db, load: string, filter: FindingFilter): Promise<FindingRow[]> {
  const conditions: Sql[] = [sql`load = ${load}`];
  if (filter.kind !== undefined) conditions.push(sql`kind = ${filter.kind}`);
  if (filter.severity !== undefined) conditions.push(sql`${severity} = ${filter.severity}`);
  if (filter.after) conditions.push(sql`(row_no, n) > (${filter.after.row}, ${filter.after.n})`);
  const rows = await db.many(
    FindingRow,
    sql`select n, row_no as "row", field, kind, rule, catalogue, ${severity} as severity, value, params as "values",
        suggestion, candidates, settled
      from records.finding where ${join(conditions, ' and ')} order by row_no, n limit ${filter.limit}`,
  );
  return rows as FindingRow[];
}

const KindCount = Type.Object({ kind: Type.String(), severity: Type.String(), rows: Type.Integer() });

/** Rows by kind: a row counts once under the kind of its first error, so that the errors add up to the wrong rows. */
export async function countFindings(db: Db, load: string): Promise<Static<typeof KindCount>[]> {
  return db.many(
    KindCount,
    sql`with all_of_it as (select row_no, n, kind, ${severity} as severity from records.finding where load = ${load}),
      first_error as (select distinct on (row_no) row_no, kind from all_of_it where severity = 'error' order by row_no, n)
      select kind, 'error' as severity, count(*) as rows from first_error group by kind
      union all
      select kind, severity, count(distinct row_no) from all_of_it where severity <> 'error' group by kind, severity`,
  );
}

/** Forgets what the comparison of staged rows found, so that it can be made again; what the file itself showed stays. */
export async function deleteCheckFindings(tx: Db, load: string): Promise<void> {
  await tx.run(sql`delete from records.finding where load = ${load} and at_check`);
}

/** What a comparison settled is open again. */
export async function unsettle(tx: Db, load: string): Promise<void> {
  await tx.run(sql`update records.finding set settled = null where load = ${load} and settled is not null`);
}

/** Settles what a field of some rows stands for: the errors that had candidates become notes. `select row_no, value …` */
export async function settle(tx: Db, load: string, field: string, values: Sql): Promise<number> {
  return tx.run(sql`update records.finding f set settled = a.value from (${values}) a(row_no, value)
    where f.load = ${load} and f.field = ${field} and f.row_no = a.row_no and a.value = any(f.candidates)`);
}

/** Condition: the row has no error among the findings of the load. */
export const isReady = (load: string, row: Sql): Sql => sql`not exists (select 1 from records.finding f
  where f.load = ${load} and f.row_no = ${row} and f.severity = 'error' and f.settled is null)`;
