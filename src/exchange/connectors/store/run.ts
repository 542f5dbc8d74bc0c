/** SQL on the runs of connectors and the files they took. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const RunProblem = Type.Object({
  room: Type.String(),
  slug: Type.String(),
  values: Type.Record(Type.String(), Type.Unknown()),
});
export type RunProblem = Static<typeof RunProblem>;

export const RunRow = Type.Object({
  id: Type.String(),
  connector: Type.String(),
  account: Type.String(),
  file: Nullable(Type.String()),
  startedAt: Type.String(),
  endedAt: Type.String(),
  outcome: Type.Enum(['stored', 'same', 'nothing', 'failed']),
  rows: Type.Integer(),
  new: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  wrong: Type.Integer(),
  load: Nullable(Type.String()),
  changeSet: Nullable(Type.Integer()),
  problem: Nullable(RunProblem),
});
export type RunRow = Static<typeof RunRow>;

const columns = sql`id, connector, account, file, started_at as "startedAt", ended_at as "endedAt", outcome,
  rows_read as rows, rows_new as new, rows_changed as changed, rows_unchanged as unchanged, rows_wrong as wrong, load,
  change_set as "changeSet", problem`;

export async function insertRun(tx: Db, run: RunRow): Promise<void> {
  await tx.run(sql`
    insert into exchange.connector_run (id, connector, account, file, started_at, ended_at, outcome, rows_read, rows_new,
      rows_changed, rows_unchanged, rows_wrong, load, change_set, problem)
    values (${run.id}, ${run.connector}, ${run.account}, ${run.file}, ${run.startedAt}, ${run.endedAt}, ${run.outcome},
      ${run.rows}, ${run.new}, ${run.changed}, ${run.unchanged}, ${run.wrong}, ${run.load}, ${run.changeSet},
      ${run.problem === null ? null : JSON.stringify(run.problem)})`);
}

export const selectRuns = (db: Db, connector: string, limit: number): Promise<RunRow[]> =>
  db.many(
    RunRow,
    sql`select ${columns} from exchange.connector_run where connector = ${connector}
        order by started_at desc, id desc limit ${limit}`,
  );

/** The newest of each. */
export const selectLastRuns = (db: Db): Promise<RunRow[]> =>
  db.many(
    RunRow,
    sql`select distinct on (connector) ${columns} from exchange.connector_run order by connector, started_at desc, id desc`,
  );

export async function insertTaken(tx: Db, file: { connector: string; sha256: string; run: string }): Promise<void> {
  await tx.run(sql`insert into exchange.taken_file (connector, sha256, run)
    values (${file.connector}, ${file.sha256}, ${file.run})`);
}

export const selectTaken = (db: Db, connector: string, sha256: string): Promise<RunRow | undefined> =>
  db.one(
    RunRow,
    sql`select ${columns} from exchange.connector_run
        where id = (select run from exchange.taken_file where connector = ${connector} and sha256 = ${sha256})`,
  );
