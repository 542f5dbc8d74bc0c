/** The stage: rows of one load that passed the validator, in an unlogged table of their own until they are committed. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, sql, type Sql } from '../../platform/db/sql.ts';
import { isReady } from './finding.ts';
import { columnList, dataTable, keyColumns, keyEquals } from './register-table.ts';

/** A load's stage. `given` are the fields that the file has: the others are left as they are in the register. */
export interface Stage {
  readonly load: string;
  readonly entity: EntityPlan;
  /** Name of the table in the schema `records`. */
  readonly name: string;
  readonly given: readonly string[];
}

export const stageName = (load: string): string => `stage_${load.replaceAll('-', '')}`;
/** A pipelined load has a table a turn: each is scanned whole, and none while it grows. */
export const stagePart = (stage: Stage, turn: number): Stage => ({ ...stage, name: `${stage.name}_${String(turn)}` });
export const stageTable = (stage: Stage): Sql => id('records', stage.name);

/** Columns of every stage before the fields: number of the row in the file, id if it becomes a record, home body. */
export const stageColumns = (entity: EntityPlan): readonly string[] => [
  'row_no',
  'record_id',
  'body_id',
  ...(entity.validTime ? ['valid_from', 'valid_to'] : []),
  ...entity.fields.map((field) => field.name),
];

/** The register's own types without its rules, so that COPY never stops half way. */
export async function createStage(tx: Db, stage: Stage): Promise<void> {
  const [, ...columns] = stageColumns(stage.entity);
  await tx.run(sql`create unlogged table ${stageTable(stage)} with (autovacuum_enabled = off)
    as select 0::bigint as row_no, ${columnList(columns)} from ${dataTable(stage.entity)} with no data`);
}

/** Called once the rows are in: the comparison asks for rows by number and by key. */
export async function indexStage(tx: Db, stage: Stage): Promise<void> {
  await tx.run(sql`alter table ${stageTable(stage)} add primary key (row_no)`);
  await tx.run(sql`analyze ${stageTable(stage)}`);
}

export async function dropStage(tx: Db, name: string): Promise<void> {
  await tx.run(sql`drop table if exists ${id('records', name)}`);
}

/** Every table of a load's stage. */
export async function dropStages(db: Db, load: string): Promise<void> {
  const rows = await db.many(
    Type.Object({ name: Type.String() }),
    sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'records' and c.relkind = 'r' and starts_with(c.relname, ${stageName(load)})`,
  );
  for (const row of rows) await dropStage(db, row.name);
}

export const copyIntoStage = (stage: Stage): Sql =>
  sql`copy ${stageTable(stage)} (${columnList(stageColumns(stage.entity))}) from stdin`;

/** A part of the stage. */
export interface StageRange {
  /** Numbers of its first and its last row in the file. */
  readonly low: number;
  readonly high: number;
  /** No row of it has an error: spares asking the findings. */
  readonly clean?: boolean;
}

/** Condition: staged row `s` lies in the range and has no error. */
export function inRange(stage: Stage, { low, high, clean }: StageRange): Sql {
  const ready = clean ? sql`` : sql` and ${isReady(stage.load, sql`s.row_no`)}`;
  return sql`s.row_no between ${low} and ${high}${ready}`;
}

// 50,000 rows with their keys do not fit in PostgreSQL's 4 MB, and went through files. Until the transaction ends.
export const sortInMemory = (tx: Db): Promise<void> => tx.script("set local work_mem = '64MB'");

/** Doubles inside a range of the file: every row after the first with the same key becomes a finding that names the first. */
export async function findDoubles(tx: Db, stage: Stage, range: StageRange = WHOLE): Promise<number> {
  const key = keyColumns(stage.entity);
  return tx.run(sql`
    insert into records.finding (load, at_check, row_no, field, kind, rule, catalogue, severity, value, params)
    select ${stage.load}::uuid, true, d.row_no, ${key[0] ?? null}, 'double', 'double-in-file', 'records', 'error', d.value,
      jsonb_build_object('row', d.first)
    from (
      select s.row_no, left(concat_ws(' / ', ${columnList(key, 's')}), 200) as value,
        first_value(s.row_no) over (partition by ${columnList(key, 's')} order by s.row_no) as first
      from ${stageTable(stage)} s where ${inRange(stage, range)}) d
    where d.row_no <> d.first`);
}

const WHOLE: StageRange = { low: 0, high: Number.MAX_SAFE_INTEGER };

/** Rows whose key the register holds for a body the load may not write: a finding that names no body. */
export async function findForeign(tx: Db, stage: Stage, bodies: readonly number[]): Promise<number> {
  const key = keyColumns(stage.entity);
  return tx.run(sql`
    insert into records.finding (load, at_check, row_no, field, kind, rule, catalogue, severity, value)
    select ${stage.load}::uuid, true, s.row_no, ${key[0] ?? null}, 'foreign', 'other-body', 'records', 'error',
      left(concat_ws(' / ', ${columnList(key, 's')}), 200)
    from ${stageTable(stage)} s join ${dataTable(stage.entity)} t on ${keyEquals(stage.entity, 't', 's')}
    where t.body_id <> all(${bodies}::integer[]) and ${isReady(stage.load, sql`s.row_no`)}`);
}

/** Whether a staged row says something else than the register, over the fields that the file has. */
export const differs = (stage: Stage, row: string, stored: string): Sql => {
  const compared = [...new Set(['body_id', ...(stage.entity.validTime ? ['valid_to'] : []), ...stage.given])].filter(
    (name) => !keyColumns(stage.entity).includes(name),
  );
  return sql`(${columnList(compared, row)}) is distinct from (${columnList(compared, stored)})`;
};

const Outcome = Type.Object({ ready: Type.Integer(), new: Type.Integer(), changed: Type.Integer() });

/** How many of the ready rows are new to the register, and how many would change it. */
export async function countOutcome(tx: Db, stage: Stage): Promise<{ ready: number; new: number; changed: number }> {
  const row = await tx.one(
    Outcome,
    sql`select count(*) as ready, count(*) filter (where t.record_id is null) as new,
        count(*) filter (where t.record_id is not null and ${differs(stage, 's', 't')}) as changed
      from ${stageTable(stage)} s left join ${dataTable(stage.entity)} t on ${keyEquals(stage.entity, 't', 's')}
      where ${isReady(stage.load, sql`s.row_no`)}`,
  );
  return row ?? { ready: 0, new: 0, changed: 0 };
}

/** Staged rows without an error, for the comparison of another room: put it after FROM. */
export const readyRows = (stage: Stage): Sql => sql`(select ${columnList(stageColumns(stage.entity), 's')}
  from ${stageTable(stage)} s where ${isReady(stage.load, sql`s.row_no`)})`;

/** Staged rows that wait because a field could stand for several codes: `field, candidates` and the row. */
export const undecidedRows = (stage: Stage): Sql => sql`(select f.field, f.candidates, f.value as written,
    ${columnList(stageColumns(stage.entity), 's')}
  from ${stageTable(stage)} s join records.finding f on f.load = ${stage.load} and f.row_no = s.row_no
  where f.severity = 'error' and f.candidates is not null and f.settled is null)`;

/** Replaces one field of staged rows with what a query says: `select row_no, value …`. Returns how many. */
export async function amendStage(tx: Db, stage: Stage, field: string, values: Sql): Promise<number> {
  return tx.run(sql`update ${stageTable(stage)} s set ${id(field)} = a.value
    from (${values}) a(row_no, value) where s.row_no = a.row_no`);
}

const Bounds = Type.Object({
  low: Type.Union([Type.Integer(), Type.Null()]),
  high: Type.Union([Type.Integer(), Type.Null()]),
});

export async function stageBounds(tx: Db, stage: Stage): Promise<{ low: number; high: number } | undefined> {
  const row = await tx.one(Bounds, sql`select min(row_no) as low, max(row_no) as high from ${stageTable(stage)}`);
  return row?.low === null || row?.high === null || row === undefined ? undefined : { low: row.low, high: row.high };
}

/** Tables of loads that are gone: a killed process leaves its stage behind. */
export async function orphanedStages(db: Db): Promise<string[]> {
  const rows = await db.many(
    Type.Object({ name: Type.String() }),
    sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'records' and c.relkind = 'r' and c.relname like 'stage\_%'
        and not exists (select 1 from records.load l where starts_with(c.relname, l.stage))`,
  );
  return rows.map((row) => row.name);
}
