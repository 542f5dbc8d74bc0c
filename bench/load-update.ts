/** The price of an update: a fifth of the register changed in one load, with our layout and with a b-tree on `change_set`. */
import { openRegister } from '../src/records/index.ts';
import { changeRows, createHits, fillHits, keepOld } from '../src/records/store/apply.ts';
import type { Stage } from '../src/records/store/stage.ts';
import type { Database } from '../src/platform/db/db.ts';
import { raw, sql } from '../src/platform/db/sql.ts';
import type { BenchRow } from './load.ts';

interface UpdateOptions {
  readonly rows: number;
  readonly repetitions: number;
  readonly log: (line: string) => void;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Needs a register `persons` that is filled. */
export async function measureUpdates(db: Database, options: UpdateOptions): Promise<BenchRow> {
  const { entity } = await openRegister(db, 'persons');
  const stage: Stage = {
    load: '01930000-0000-7000-8000-000000000001',
    entity,
    name: 'stage_bench',
    given: ['state', 'remark'],
  };
  await db.script('create table data.bench_kept as select * from data.bench_person');
  const ratios: number[] = [];
  for (let i = 0; i < options.repetitions; i++) {
    const ours = await oneUpdate(db, stage, 'brin');
    const theirs = await oneUpdate(db, stage, 'btree');
    ratios.push(theirs.seconds / ours.seconds);
    options.log(
      `update of a fifth: ${ours.seconds.toFixed(2)} s, ${String(ours.hot)} % HOT; b-tree ${theirs.seconds.toFixed(2)} s, ${String(theirs.hot)} %`,
    );
  }
  const value = Number(median(ratios).toFixed(2));
  await db.script('drop table data.bench_kept');
  const against = 'the same with a b-tree on change_set';
  return { name: 'load-update', value, unit: 'times as fast', against, reach: 2, ok: value >= 2 };
}

/** Puts the register back as it was, with one index or the other on `change_set`, and times the UPDATE of a load. */
async function oneUpdate(
  db: Database,
  stage: Stage,
  index: 'brin' | 'btree',
): Promise<{ seconds: number; hot: number }> {
  await db.script(`
    truncate data.bench_person, history.bench_person;
    drop index if exists data.bench_person_change_set;
    insert into data.bench_person select * from data.bench_kept;
    create index bench_person_change_set on data.bench_person using ${index} (change_set);
    drop table if exists records.stage_bench;
    create unlogged table records.stage_bench as
      select row_number() over () as row_no, record_id, body_id, ${stage.entity.fields
        .map((field) =>
          field.name === 'state'
            ? "case state when 'A' then 'B' else 'A' end as state"
            : field.name === 'remark'
              ? "'changed'::text as remark"
              : field.name,
        )
        .join(', ')}
      from data.bench_person where ('x' || right(record_id::text, 8))::bit(32)::int % 5 = 0;
    analyze records.stage_bench`);
  await db.run(raw('vacuum analyze data.bench_person'));
  await db.run(raw('checkpoint'));
  const bodies = (await db.rows<{ id: number }>(sql`select distinct body_id as id from data.bench_person`)).map(
    (row) => row.id,
  );
  let seconds = 0;
  await db.transaction(async (tx) => {
    await createHits(tx);
    const apply = {
      stage,
      changeSet: 999_999,
      version: 1,
      range: { low: 1, high: 100_000_000 },
      bodies,
      earlier: [],
      more: false,
    };
    await fillHits(tx, apply);
    await keepOld(tx, apply);
    const started = performance.now();
    await changeRows(tx, apply);
    seconds = (performance.now() - started) / 1000;
  });
  await db.script('select pg_stat_force_next_flush()');
  const [stats] = await db.rows<{ updated: number; hot: number }>(
    sql`select n_tup_upd as updated, n_tup_hot_upd as hot from ${raw('pg_stat_user_tables')} where relid = 'data.bench_person'::regclass`,
  );
  await db.script("select pg_stat_reset_single_table_counters('data.bench_person'::regclass)");
  return { seconds, hot: stats && stats.updated > 0 ? Math.round((100 * stats.hot) / stats.updated) : 0 };
}
