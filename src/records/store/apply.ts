/** From the stage into the register, a range of rows at a time, inside the load's one transaction. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { id, join, sql } from '../../platform/db/sql.ts';
import { columnList, columnsOf, dataTable, historyTable, keyColumns, keyEquals } from './register-table.ts';
import { differs, inRange, sortInMemory, stageTable, type Stage, type StageRange } from './stage.ts';

export interface Apply {
  readonly stage: Stage;
  readonly changeSet: number;
  /** `epoch << 32 | 1`: the first version of a new record, and the least version of a changed one. */
  readonly version: number;
  readonly range: StageRange;
  /** Earlier parts of the load, whose rows this one may double; none when every double was found before. */
  readonly earlier: readonly Stage[];
  /** Whether later parts may follow, whose rows may double this one's. */
  readonly more: boolean;
  /** Bodies whose records the load may change. */
  readonly bodies: readonly number[];
}

const hit = id('pg_temp', 'hit');
const unchanged = id('pg_temp', 'unchanged');

/** The tables of hits and of records that earlier ranges left as they were, once a transaction. */
export async function createHits(tx: Db): Promise<void> {
  // A load touches pages that are in memory or about to be: without this the planner scans the register at every turn.
  await tx.script('set local random_page_cost = 1.1');
  await sortInMemory(tx);
  await tx.run(sql`create temp table if not exists hit
    (row_no bigint not null, record_id uuid, version bigint, place tid, outcome "char") on commit drop`);
  await tx.run(sql`create temp table if not exists unchanged (record_id uuid primary key) on commit drop`);
}

/**
 * For each ready row of the range what the register holds under its key: m an earlier row of this very load put it there
 * or confirmed it (so this one is a double across ranges), f a body's that the load may not write, c it differs, u it does not.
 */
export async function fillHits(tx: Db, apply: Apply): Promise<void> {
  const { stage } = apply;
  const seen =
    apply.earlier.length > 0 ? sql`or exists (select 1 from ${unchanged} k where k.record_id = t.record_id)` : sql``;
  await tx.run(sql`delete from ${hit}`);
  await tx.run(sql`
    insert into ${hit}
    select s.row_no, t.record_id, t.version, t.ctid, (case when t.change_set = ${apply.changeSet}::bigint ${seen} then 'm'
      when t.body_id <> all(${apply.bodies}::integer[]) then 'f' when ${differs(stage, 's', 't')} then 'c' else 'u' end)::"char"
    from ${stageTable(stage)} s join ${dataTable(stage.entity)} t on ${keyEquals(stage.entity, 't', 's')}
    where ${inRange(stage, apply.range)}`);
  await tx.run(sql`analyze ${hit}`);
}

const Moved = Type.Object({ rows: Type.Integer() });

/**
 * Staged rows that bear the identity of another record than the one under their key: it was made, or ended, since they were
 * staged. A row without a hit must be new altogether.
 */
export async function countMoved(tx: Db, apply: Apply): Promise<number> {
  const { stage } = apply;
  const row = await tx.one(
    Moved,
    sql`select count(*) as rows from ${stageTable(stage)} s left join ${hit} h on h.row_no = s.row_no
      where ${inRange(stage, apply.range)} and case when h.row_no is null
        then exists (select 1 from ${historyTable(stage.entity)} o where o.record_id = s.record_id)
          or exists (select 1 from ${dataTable(stage.entity)} o where o.record_id = s.record_id)
        else h.outcome in ('c', 'u') and h.record_id <> s.record_id end`,
  );
  return row?.rows ?? 0;
}

/** Remembers the records that this range confirmed: a later row with their key is a double. */
export async function keepUnchanged(tx: Db): Promise<void> {
  await tx.run(sql`insert into ${unchanged} select record_id from ${hit} where outcome = 'u' on conflict do nothing`);
}

// By its place, which spares an index; who changed the row since moved it, and the place holds something else or nothing.
const stillThere = sql`t.ctid = h.place and t.record_id = h.record_id and t.version = h.version`;

/** Old versions of the rows about to be changed. */
export async function keepOld(tx: Db, apply: Apply): Promise<number> {
  const { entity } = apply.stage;
  const columns = columnsOf(entity);
  return tx.run(sql`
    insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
    select ${columnList(columns, 't')}, ${apply.changeSet}, 'u'
    from ${hit} h join ${dataTable(entity)} t on ${stillThere}
    where h.outcome = 'c'`);
}

/** Changes the rows that differ, unless somebody changed them since `fillHits`: then fewer than `keepOld` kept. */
export async function changeRows(tx: Db, apply: Apply): Promise<number> {
  const { stage } = apply;
  const fields = ['body_id', ...(stage.entity.validTime ? ['valid_to'] : []), ...stage.given].filter(
    (name) => !keyColumns(stage.entity).includes(name),
  );
  const sets = [...new Set(fields)].map((name) => sql`${id(name)} = ${id('s', name)}`);
  return tx.run(sql`
    update ${dataTable(stage.entity)} t
    set version = greatest(t.version + 1, ${apply.version}), change_set = ${apply.changeSet}, ${join(sets)}
    from ${hit} h join ${stageTable(stage)} s on s.row_no = h.row_no
    where ${stillThere} and h.outcome = 'c'`);
}

/** Inserts the rest in the order of the key: neighbours in the index come one after the other. */
export async function insertRows(tx: Db, apply: Apply): Promise<number> {
  const { stage } = apply;
  const { entity } = stage;
  const own = columnsOf(entity).filter((name) => name !== 'version' && name !== 'change_set');
  return tx.run(sql`
    insert into ${dataTable(entity)} (version, change_set, ${columnList(own)})
    select ${apply.version}::bigint, ${apply.changeSet}::bigint, ${columnList(own, 's')}
    from ${stageTable(stage)} s
    where ${inRange(stage, apply.range)}
      and not exists (select 1 from ${hit} h where h.row_no = s.row_no)
    order by ${columnList(keyColumns(entity), 's')}`);
}

const Outcomes = Type.Object({ outcome: Type.String(), rows: Type.Integer() });

/** How many rows of the range hit what, by the letters of `fillHits`. */
export async function countHits(tx: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.many(
    Outcomes,
    sql`select outcome::text as outcome, count(*) as rows from ${hit} group by outcome`,
  );
  return new Map(rows.map((row) => [row.outcome, row.rows]));
}

/** Rows whose key an earlier part of the same load already brought: findings that name the first of them. */
export async function findDoublesAcross(tx: Db, apply: Apply): Promise<void> {
  const { stage } = apply;
  const key = keyColumns(stage.entity);
  const before = apply.earlier.map((part) => sql`select row_no, ${columnList(key)} from ${stageTable(part)}`);
  await tx.run(sql`
    insert into records.finding (load, at_check, row_no, field, kind, rule, catalogue, severity, value, params)
    select ${stage.load}::uuid, true, s.row_no, ${key[0] ?? null}, 'double', 'double-in-file', 'records', 'error',
      left(concat_ws(' / ', ${columnList(key, 's')}), 200), jsonb_build_object('row', min(f.row_no))
    from ${hit} h join ${stageTable(stage)} s on s.row_no = h.row_no
      join (${join(before, ' union all ')}) f on ${keyEquals(stage.entity, 'f', 's')}
    where h.outcome = 'm' group by s.row_no, ${columnList(key, 's')}`);
}

/** Rows whose key the register holds for a body the load may not write: findings that name no body. */
export async function findForeignHits(tx: Db, apply: Apply): Promise<void> {
  const { stage } = apply;
  const key = keyColumns(stage.entity);
  await tx.run(sql`
    insert into records.finding (load, at_check, row_no, field, kind, rule, catalogue, severity, value)
    select ${stage.load}::uuid, true, s.row_no, ${key[0] ?? null}, 'foreign', 'other-body', 'records', 'error',
      left(concat_ws(' / ', ${columnList(key, 's')}), 200)
    from ${hit} h join ${stageTable(stage)} s on s.row_no = h.row_no where h.outcome = 'f'`);
}
