/** The tables of a register in `data` and `history`: what they are called, what they are made of, how they are made. */
import Type, { type Static } from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { systemColumnsOf } from '../model.ts';

export const dataTable = (entity: EntityPlan): Sql => id('data', entity.name);
export const historyTable = (entity: EntityPlan): Sql => id('history', entity.name);

/** Every column of a register's table, system columns first. */
export const columnsOf = (entity: EntityPlan): readonly string[] => [
  ...systemColumnsOf(entity),
  ...entity.fields.map((field) => field.name),
];

/** A list of columns, each with the alias of its table when one is given. */
export const columnList = (names: readonly string[], alias?: string): Sql =>
  join(names.map((name) => (alias === undefined ? id(name) : id(alias, name))));

/** `(a.k1, a.k2)`: two of them compare as keys (key fields are never null in a stored row). */
export const keyEquals = (entity: EntityPlan, a: string, b: string): Sql =>
  join(
    keyColumns(entity).map((name) => sql`${id(a, name)} = ${id(b, name)}`),
    ' and ',
  );

/** With valid time a key holds once for each period. */
export const keyColumns = (entity: EntityPlan): readonly string[] =>
  entity.validTime ? [...entity.key, 'valid_from'] : entity.key;

const TableState = Type.Object({
  entity: Type.String(),
  register: Type.String(),
  release: Type.Integer(),
  /** Version of the overlay that lay on it; 0 for none. */
  overlay: Type.Integer(),
});
/** Which register's tables were made, and from the entity of which release. */
export type TableState = Static<typeof TableState>;

export async function findTableState(db: Db, entity: string): Promise<TableState | undefined> {
  return db.one(
    TableState,
    sql`select entity, register, release, overlay from records.table_state where entity = ${entity}`,
  );
}

/** The same by its register. */
export async function tableStateOf(db: Db, register: string): Promise<TableState | undefined> {
  return db.one(
    TableState,
    sql`select entity, register, release, overlay from records.table_state where register = ${register}`,
  );
}

export async function saveTableState(tx: Db, state: TableState, now: Date): Promise<void> {
  await tx.run(sql`
    insert into records.table_state (entity, register, release, overlay, created_at, changed_at)
    values (${state.entity}, ${state.register}, ${state.release}, ${state.overlay}, ${now.toISOString()}, ${now.toISOString()})
    on conflict (entity) do update set release = excluded.release, overlay = excluded.overlay,
      changed_at = excluded.changed_at`);
}

/** One maker of a register's tables at a time. */
export async function lockTables(tx: Db, entity: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`records.table ${entity}`}, 0))`);
}

/**
 * The driver leaves a transaction's last statement open, and with it what it saw, until another one comes: an index that
 * is made beside it would wait for ever.
 */
export const letGo = (tx: Db): Promise<void> => tx.script('select');

/** One load at a time changes a register; single edits do not ask for this lock. Held until the transaction ends. */
export async function lockRegister(tx: Db, register: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`records.register ${register}`}, 0))`);
}

/**
 * Writers share it and see one release to their end; the switch to another has it alone, for a moment. Readers ask for
 * nothing: what they read under the older release is still there, or reads the same.
 */
export async function lockPlan(tx: Db, register: string, as: 'write' | 'switch'): Promise<void> {
  const key = sql`hashtextextended(${`records.plan ${register}`}, 0)`;
  await tx.run(
    as === 'write' ? sql`select pg_advisory_xact_lock_shared(${key})` : sql`select pg_advisory_xact_lock(${key})`,
  );
}

const Version = Type.Object({ version: Type.Integer() });

export async function serverVersion(db: Db): Promise<number> {
  const row = await db.one(Version, sql`select current_setting('server_version_num')::integer as version`);
  return row?.version ?? 0;
}

const IndexRow = Type.Object({
  name: Type.String(),
  unique: Type.Boolean(),
  primary: Type.Boolean(),
  /** Name of the constraint it stands behind. */
  constraint: Type.Union([Type.String(), Type.Null()]),
  definition: Type.String(),
});
export type IndexRow = Static<typeof IndexRow>;

/** The indexes of a register's data table as the catalogue knows them, with the statement that makes each again. */
export async function listIndexes(db: Db, entity: EntityPlan): Promise<IndexRow[]> {
  return db.many(
    IndexRow,
    sql`select c.relname as name, i.indisunique as "unique", i.indisprimary as "primary", k.conname as "constraint",
        case when k.oid is null then pg_get_indexdef(i.indexrelid)
          else format('alter table data.%I add constraint %I %s', t.relname, k.conname, pg_get_constraintdef(k.oid)) end
          as definition
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      join pg_class t on t.oid = i.indrelid
      join pg_namespace n on n.oid = t.relnamespace
      left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
      where n.nspname = 'data' and t.relname = ${entity.name}
      order by i.indisunique desc, c.relname`,
  );
}

export async function dropIndex(tx: Db, entity: EntityPlan, index: IndexRow): Promise<void> {
  await tx.run(
    index.constraint === null
      ? sql`drop index ${id('data', index.name)}`
      : sql`alter table ${dataTable(entity)} drop constraint ${id(index.constraint)}`,
  );
}

export async function makeIndex(tx: Db, index: IndexRow): Promise<void> {
  await tx.run(raw(index.definition));
}

export async function isEmpty(db: Db, entity: EntityPlan): Promise<boolean> {
  return (await db.rows(sql`select 1 from ${dataTable(entity)} limit 1`)).length === 0;
}
