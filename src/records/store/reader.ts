/**
 * Roles that read some columns of one register, and nothing else of the database: made when they are first needed.
 * Roles belong to a server, so their names carry the database's own number; what they may read goes with the database.
 */
import { createHash } from 'node:crypto';
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { systemColumnsOf } from '../model.ts';
import { columnsOf, dataTable, historyTable } from './register-table.ts';

const PREFIX = 'artery_reader_';

const Tag = Type.Object({ tag: Type.String() });

/** The database's number on its server. */
export async function databaseTag(db: Db): Promise<string> {
  const row = await db.one(Tag, sql`select oid::text as tag from pg_database where datname = current_database()`);
  return row?.tag ?? '';
}

/** One role for each register and set of columns; the order in which they are named does not count. */
export function readerRole(tag: string, register: string, columns: readonly string[]): string {
  const named = JSON.stringify([register, columns.toSorted()]);
  return `${PREFIX}${tag}_${createHash('sha256').update(named).digest('hex').slice(0, 20)}`;
}

/** The columns a reader always has beside the granted ones: which record, in which version, at which body. */
const dataColumns = (entity: EntityPlan, columns: readonly string[]) => [...systemColumnsOf(entity), ...columns];
const historyColumns = (entity: EntityPlan, columns: readonly string[]) => [
  ...dataColumns(entity, columns),
  'ended_by',
  'ended_as',
];

/** One maker of readers at a time: PostgreSQL refuses two changes of one table's grants at once. */
const lock = (tx: Db): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended('records.reader roles', 0))`);

/** Makes the role where it is missing, and gives it these columns. Idempotent. */
export async function makeReader(tx: Db, entity: EntityPlan, role: string, columns: readonly string[]): Promise<void> {
  await lock(tx);
  const version = await serverVersionOf(tx);
  // Another database of the same server never has this name; two processes of this one take turns above.
  if (!(await isThere(tx, role))) await tx.run(sql`create role ${id(role)} nologin noinherit`);
  // From PostgreSQL 16 on a membership says by itself whether it may be put on; before, every membership may.
  await tx.run(sql`grant ${id(role)} to current_user${raw(version >= 160_000 ? ' with inherit false, set true' : '')}`);
  await tx.run(sql`grant usage on schema data, history to ${id(role)}`);
  await tx.run(grant(dataTable(entity), dataColumns(entity, columns), role));
  await tx.run(grant(historyTable(entity), historyColumns(entity, columns), role));
}

const grant = (table: Sql, columns: readonly string[], role: string): Sql =>
  sql`grant select (${join(columns.map((name) => id(name)))}) on ${table} to ${id(role)}`;

const Version = Type.Object({ version: Type.Integer() });
async function serverVersionOf(db: Db): Promise<number> {
  const row = await db.one(Version, sql`select current_setting('server_version_num')::integer as version`);
  return row?.version ?? 0;
}

const isThere = async (db: Db, role: string): Promise<boolean> =>
  (await db.rows(sql`select 1 from pg_roles where rolname = ${role}`)).length > 0;

const Held = Type.Object({ schema: Type.String(), role: Type.String(), column: Type.String() });

/** What readers of this database hold on a register's tables, column by column. */
export const heldBy = (db: Db, tag: string, entity: EntityPlan) =>
  db.many(
    Held,
    sql`select n.nspname as schema, r.rolname as role, a.attname as "column"
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        cross join lateral aclexplode(a.attacl) x
        join pg_roles r on r.oid = x.grantee
        where n.nspname in ('data', 'history') and c.relname = ${entity.name} and not a.attisdropped
          and r.rolname like ${`${PREFIX}${tag}\\_%`} order by 1, 2, 3`,
  );

/** Takes from every reader what the plan does not have any more. Returns how many columns were taken. */
export async function revokeGone(tx: Db, tag: string, entity: EntityPlan): Promise<number> {
  await lock(tx);
  const known = new Set([...columnsOf(entity), 'ended_by', 'ended_as']);
  const gone = (await heldBy(tx, tag, entity)).filter(({ column }) => !known.has(column));
  for (const { schema, role, column } of gone) {
    await tx.run(sql`revoke select (${id(column)}) on ${id(schema, entity.name)} from ${id(role)}`);
  }
  return gone.length;
}
