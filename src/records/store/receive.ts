/** Rows that another node is the home of: taken over by record id and version. Each function is one statement. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, sql, type Sql } from '../../platform/db/sql.ts';
import { columnList, columnsOf, dataTable, historyTable } from './register-table.ts';

const received = id('pg_temp', 'received');
const held = id('pg_temp', 'held');
const gone = id('pg_temp', 'gone');

/** A register into which rows are received, and the columns that come. */
export interface Receiving {
  readonly entity: EntityPlan;
  /** Physical names of the fields that the sender gives, in its order; valid time among them where there is one. */
  readonly columns: readonly string[];
  readonly changeSet: number;
  /** Bodies whose home is this node: their rows are nobody else's to change. */
  readonly ours: readonly number[];
  /** Takes a row of the same version again where it differs or was ended: at a snapshot, whose rows and columns may be other ones. */
  readonly again: boolean;
}

/** Columns of a received line: `n` is its number in the group. */
export const receivedColumns = ({ columns }: Pick<Receiving, 'columns'>): readonly string[] => [
  'n',
  'record_id',
  'version',
  'body_id',
  ...columns,
];

/** Tables of one group, gone with its transaction. */
export async function createReceived(tx: Db, receiving: Receiving): Promise<void> {
  const [, ...columns] = receivedColumns(receiving);
  await tx.script("set local random_page_cost = 1.1; set local work_mem = '64MB'");
  await tx.script('drop table if exists pg_temp.received, pg_temp.held, pg_temp.gone');
  await tx.run(sql`create temp table received on commit drop
    as select 0::bigint as n, ${columnList(columns)} from ${dataTable(receiving.entity)} with no data`);
}

export const copyReceived = (receiving: Receiving): Sql =>
  sql`copy ${received} (${columnList(receivedColumns(receiving))}) from stdin`;

/** Straight into the register: for rows of which none is here. A row that is breaks it, and nothing was copied. */
export const copyStraight = ({ entity, columns }: Receiving): Sql =>
  sql`copy ${dataTable(entity)} (${columnList(['record_id', 'version', 'change_set', 'body_id', ...columns])}) from stdin`;

/** Whether any record was ever ended or replaced here. */
export async function hasHistory(tx: Db, { entity }: Receiving): Promise<boolean> {
  return (await tx.rows(sql`select 1 from ${historyTable(entity)} limit 1`)).length > 0;
}

const differs = ({ columns }: Receiving): Sql => {
  const compared = ['body_id', ...columns];
  return sql`(${columnList(compared, 'r')}) is distinct from (${columnList(compared, 't')})`;
};

/**
 * What the register holds of the received records: o ours (left alone), n older than what came, k as new or newer.
 * Of a record that came twice in the group only the newest counts.
 */
export async function lookUpReceived(tx: Db, receiving: Receiving): Promise<void> {
  const { entity, ours, again } = receiving;
  const same = again ? sql`or (r.version = t.version and ${differs(receiving)})` : sql``;
  // The planner takes the three equalities of a place for rarer than they are: without an index it may go through the group once a row.
  await tx.run(sql`alter table ${received} add primary key (n)`);
  await tx.run(sql`analyze ${received}`);
  await tx.run(sql`delete from ${received} a using ${received} b
    where a.record_id = b.record_id and (a.version, a.n) < (b.version, b.n)`);
  await tx.run(sql`create temp table held on commit drop as
    select r.n, r.record_id, t.ctid as place, t.version, (case when t.body_id = any(${ours}::integer[]) or r.body_id = any(${ours}::integer[]) then 'o'
      when r.version > t.version ${same} then 'n' else 'k' end)::"char" as outcome
    from ${received} r join ${dataTable(entity)} t on t.record_id = r.record_id`);
  await tx.run(sql`analyze ${held}`);
}

const stillThere = sql`t.ctid = h.place and t.record_id = h.record_id and t.version = h.version`;

export async function keepReplaced(tx: Db, { entity, changeSet }: Receiving): Promise<number> {
  const columns = columnsOf(entity);
  return tx.run(sql`
    insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
    select ${columnList(columns, 't')}, ${changeSet}::bigint, 'u'
    from ${held} h join ${dataTable(entity)} t on ${stillThere} where h.outcome = 'n'`);
}

/** Returns how many; fewer than were kept when somebody changed a row in between. */
export async function replaceRows(tx: Db, receiving: Receiving): Promise<number> {
  const { entity, columns, changeSet } = receiving;
  const sets = ['body_id', ...columns].map((name) => sql`${id(name)} = ${id('r', name)}`);
  return tx.run(sql`
    update ${dataTable(entity)} t set version = r.version, change_set = ${changeSet}::bigint, ${join(sets)}
    from ${held} h join ${received} r on r.n = h.n
    where ${stillThere} and h.outcome = 'n'`);
}

const unseen = ({
  entity,
  ours,
  again,
}: Pick<Receiving, 'entity' | 'ours' | 'again'>): Sql => sql`r.body_id <> all(${ours}::integer[])
  and not exists (select 1 from ${held} h where h.n = r.n)
  and not exists (select 1 from ${historyTable(entity)} h where h.record_id = r.record_id
    and ${again ? sql`h.version > r.version` : sql`h.version >= r.version`})`;

/** Records that are new here and were not ended here by something newer. One whose key another record holds is left out. */
export async function addRows(tx: Db, receiving: Receiving): Promise<number> {
  const { entity, columns, changeSet } = receiving;
  const own = ['record_id', 'version', 'body_id', ...columns];
  return tx.run(sql`
    insert into ${dataTable(entity)} (change_set, ${columnList(own)})
    select ${changeSet}::bigint, ${columnList(own, 'r')} from ${received} r where ${unseen(receiving)}
    order by ${columnList(entity.key.filter((name) => columns.includes(name)).concat('record_id'), 'r')}
    on conflict do nothing`);
}

const Counts = Type.Object({ ours: Type.Integer(), known: Type.Integer(), wanted: Type.Integer() });

/** How many are ours, how many were known already, and how many ought to be added. */
export async function countReceived(tx: Db, receiving: Receiving) {
  const row = await tx.one(
    Counts,
    sql`select (select count(*) from ${held} where outcome = 'o')
        + (select count(*) from ${received} where body_id = any(${receiving.ours}::integer[])) as ours,
      (select count(*) from ${held} where outcome = 'k') as known,
      (select count(*) from ${received} r where ${unseen(receiving)}) as wanted`,
  );
  return row ?? { ours: 0, known: 0, wanted: 0 };
}

const Refused = Type.Object({ record: Type.String(), version: Type.Integer(), reason: Type.String() });
export type RefusedRow = { readonly record: string; readonly version: number; readonly reason: string };

/** Received records that could not be taken: ours by home, or with a key that another record holds. */
export function refusedRows(tx: Db, receiving: Receiving): Promise<RefusedRow[]> {
  const { entity, ours } = receiving;
  return tx.many(
    Refused,
    sql`select r.record_id::text as record, r.version, 'home-is-here' as reason
        from ${received} r left join ${held} h on h.n = r.n
        where h.outcome = 'o' or r.body_id = any(${ours}::integer[])
      union all
      select r.record_id::text, r.version, 'key-held' from ${received} r
        where ${unseen(receiving)}
          and not exists (select 1 from ${dataTable(entity)} t where t.record_id = r.record_id)`,
  );
}

/** Ends records by id, unless they are ours or newer than what is said to be gone; returns how many. */
export async function endGone(
  tx: Db,
  { entity, changeSet, ours }: Receiving,
  all: { readonly records: readonly string[]; readonly versions: readonly number[] },
): Promise<number> {
  const columns = columnsOf(entity);
  await tx.run(sql`create temp table gone on commit drop as
    select t.record_id, t.version from unnest(${all.records}::uuid[], ${all.versions}::bigint[]) g(record_id, version)
      join ${dataTable(entity)} t on t.record_id = g.record_id
    where t.version <= g.version and t.body_id <> all(${ours}::integer[])`);
  await tx.run(sql`
    insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
    select ${columnList(columns, 't')}, ${changeSet}::bigint, 'd'
    from ${dataTable(entity)} t join ${gone} g on g.record_id = t.record_id and g.version = t.version`);
  return tx.run(sql`delete from ${dataTable(entity)} t using ${gone} g
    where t.record_id = g.record_id and t.version = g.version`);
}

/** Ids of the touched records among those that came, and of the ended ones. */
export async function touchedRecords(
  tx: Db,
  { entity, changeSet }: Receiving,
  came: readonly string[],
): Promise<string[]> {
  const rows = await tx.many(
    Type.Object({ id: Type.String() }),
    sql`select record_id::text as id from ${dataTable(entity)}
        where change_set = ${changeSet} and record_id = any(${came}::uuid[])
      union select record_id::text from ${historyTable(entity)} where ended_by = ${changeSet}`,
  );
  return rows.map((row) => row.id);
}
