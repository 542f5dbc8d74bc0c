/**
 * A feed from node to node against native logical replication of the very same rows, in the same run: updates of every
 * row (with a history trigger at the subscriber, and plain), new rows, and the initial copy.
 */
import type { Db } from '../src/platform/db/db.ts';
import { raw, sql } from '../src/platform/db/sql.ts';
import { benchRow, type BenchRow } from './load.ts';
import { until, withScene, type Scene } from './feeds-scene.ts';

export interface FeedOptions {
  /** Default 200,000. */
  readonly rows?: number;
  /** Default 3. */
  readonly repetitions?: number;
  readonly only?: readonly string[];
  readonly log?: (line: string) => void;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

/** The rows `feed-changed`, `feed-changed-plain`, `feed-new` and `feed-initial`. */
export async function run(options: FeedOptions = {}): Promise<BenchRow[]> {
  const asked = { rows: 200_000, repetitions: 3, log: () => undefined, ...options };
  return withScene(async (scene) => {
    const ratios: Record<'initial' | 'changed' | 'plain' | 'fresh', number[]> = {
      initial: [],
      changed: [],
      plain: [],
      fresh: [],
    };
    await scene.change((tx, changeSet) => insertRows(tx, changeSet, 0, asked.rows), 'new');
    for (let i = 0; i < asked.repetitions; i++) {
      ratios.initial.push(await initial(scene, asked));
      ratios.changed.push(await changed(scene, asked, true));
      ratios.plain.push(await changed(scene, asked, false));
      ratios.fresh.push(await fresh(scene, asked));
    }
    const unit = 'times as fast';
    return [
      benchRow('feed-changed', median(ratios.changed), {
        unit,
        against: 'native logical replication of the same updates, history trigger at the subscriber',
        reach: 0.9,
      }),
      benchRow('feed-changed-plain', median(ratios.plain), {
        unit,
        against: 'the same without the trigger',
        reach: 0.4,
      }),
      benchRow('feed-new', median(ratios.fresh), {
        unit,
        against: 'native logical replication of new rows',
        reach: 0.8,
      }),
      benchRow('feed-initial', median(ratios.initial), { unit, against: 'native initial copy', reach: 0.5 }),
    ];
  });
}

type Asked = Required<Pick<FeedOptions, 'rows' | 'log'>>;

const insertRows = (tx: Db, changeSet: number, from: number, count: number) =>
  tx.run(sql`insert into data.bench_person (record_id, version, change_set, body_id, person_id, full_name, birth_date, sex,
      ethnic_group, commune, address, phone, joined_on, state, households, remark)
    select gen_random_uuid(), ${2 ** 32 + 1}, ${changeSet}, (select id from bodies.body where code = 'C'),
      lpad(n::text, 12, '0'), 'Nguyễn Văn ' || chr(65 + n % 26) || n, date '1950-01-01' + n % 20000, (1 + n % 2)::text,
      lpad((1 + n % 54)::text, 2, '0'), lpad((1 + n % 3321)::text, 5, '0'), 'Thôn ' || n % 40 || ', xã ' || n % 3321,
      '09' || lpad((n % 100000000)::text, 8, '0'), date '1990-01-01' + n % 10000, 'A', n % 9, null
    from generate_series(${from}::int, ${from + count - 1}::int) n`);

/** What a load that changes two fields of every row does. */
async function updateRows(tx: Db, changeSet: number): Promise<number> {
  await tx.run(sql`insert into history.bench_person select t.*, ${changeSet}::bigint, 'u' from data.bench_person t`);
  return tx.run(sql`update data.bench_person set version = version + 1, change_set = ${changeSet},
    state = case state when 'A' then 'B' else 'A' end, remark = 'changed by ' || ${String(changeSet)}`);
}

async function settleDown({ provider, consumer, native }: Scene): Promise<void> {
  for (const db of [provider.context.db, consumer.context.db, native])
    await db.run(raw('vacuum analyze data.bench_person'));
  await native.run(raw('checkpoint'));
}

/** How long the native subscriber takes for what waits in its slot. */
async function nativeCatchUp({ native, provider }: Scene): Promise<number> {
  const { db } = provider.context;
  const [row] = await db.rows<{ lsn: string }>(sql`select pg_current_wal_lsn()::text as lsn`);
  const lsn = row?.lsn ?? '0/0';
  const took = await seconds(async () => {
    await native.script('alter subscription bench enable');
    await until(db, `select confirmed_flush_lsn >= '${lsn}' from pg_replication_slots where slot_name = 'bench'`);
  });
  await native.script('alter subscription bench disable');
  await until(db, `select not active from pg_replication_slots where slot_name = 'bench'`);
  return took;
}

async function initial(scene: Scene, { log, rows }: Asked): Promise<number> {
  const { native, provider } = scene;
  await scene.forget();
  await settleDown(scene);
  const ours = await seconds(() => scene.pull());
  await native.script('truncate data.bench_person, history.bench_person');
  await provider.context.db.run(sql`select pg_replication_slot_advance('bench', pg_current_wal_lsn())`);
  const theirs = await copyNatively(scene);
  log(`initial copy of ${String(rows)}: ours ${ours.toFixed(2)} s, native ${theirs.toFixed(2)} s`);
  return theirs / ours;
}

/** A subscription of its own copies, and goes. Gives the seconds until the copy is there. */
async function copyNatively({ native, provider, target }: Scene): Promise<number> {
  const { db } = provider.context;
  await db.run(sql`select pg_create_logical_replication_slot('copying', 'pgoutput')`);
  const took = await seconds(async () => {
    await native.script(`create subscription bench_copy connection 'host=${target.host} port=5432 user=artery dbname=provider'
      publication bench with (create_slot = false, slot_name = 'copying', copy_data = true)`);
    await until(
      native,
      `select bool_and(r.srsubstate in ('r', 's')) from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
        where s.subname = 'bench_copy'`,
    );
  });
  await native.script('alter subscription bench_copy disable');
  await until(db, `select not bool_or(active) from pg_replication_slots where slot_name = 'copying'`);
  await native.script('alter subscription bench_copy set (slot_name = none)');
  await native.script('drop subscription bench_copy');
  await db.run(sql`select pg_drop_replication_slot('copying')`);
  return took;
}

async function changed(scene: Scene, { log, rows }: Asked, trigger: boolean): Promise<number> {
  const { native } = scene;
  await native.script(`alter table data.bench_person ${trigger ? 'enable always' : 'disable'} trigger keep`);
  await settleDown(scene);
  await scene.change(updateRows, 'changed');
  const ours = await seconds(() => scene.pull());
  const theirs = await nativeCatchUp(scene);
  await same(scene);
  log(
    `${String(rows)} changed rows: ours ${ours.toFixed(2)} s, native ${trigger ? 'with history ' : ''}${theirs.toFixed(2)} s`,
  );
  return theirs / ours;
}

let added = 1;

async function fresh(scene: Scene, { log, rows }: Asked): Promise<number> {
  await settleDown(scene);
  await scene.change((tx, changeSet) => insertRows(tx, changeSet, rows * added++, rows), 'new');
  const ours = await seconds(() => scene.pull());
  const theirs = await nativeCatchUp(scene);
  await same(scene);
  log(`${String(rows)} new rows: ours ${ours.toFixed(2)} s, native ${theirs.toFixed(2)} s`);
  // The next round begins with as many rows as this one.
  for (const db of [scene.provider.context.db, scene.consumer.context.db, scene.native]) {
    await db.run(raw(`delete from data.bench_person where person_id >= lpad('${String(rows)}', 12, '0')`));
  }
  await nativeCatchUp(scene);
  return theirs / ours;
}

/** A race that somebody wins by doing less is none: all three hold the same rows. */
async function same({ provider, consumer, native }: Scene): Promise<void> {
  const digest = sql`select count(*) as rows, sum(hashtextextended(concat_ws('|', record_id, version, person_id, full_name,
    state, remark), 0)) as digest from data.bench_person`;
  const said = [];
  for (const db of [provider.context.db, consumer.context.db, native]) said.push(JSON.stringify(await db.rows(digest)));
  if (new Set(said).size !== 1) throw new Error(`the copies differ: ${said.join(' ')}`);
}
