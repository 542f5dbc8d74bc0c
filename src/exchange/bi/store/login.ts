/** The database's side of an access: a login, a schema of its own with one view, and how they go. */
import Type from 'typebox';
import type { EntityPlan } from '../../../dictionary/index.ts';
import { sqlState, type Db } from '../../../platform/db/db.ts';
import { id, join, raw, sql } from '../../../platform/db/sql.ts';

const Server = Type.Object({
  tag: Type.String(),
  database: Type.String(),
  version: Type.Integer(),
  superuser: Type.Boolean(),
});

const serverOf = async (db: Db) => {
  const row = await db.one(
    Server,
    sql`select oid::text as tag, datname as database, current_setting('server_version_num')::integer as version,
      (select rolsuper from pg_roles where rolname = current_user) as superuser
      from pg_database where datname = current_database()`,
  );
  if (!row) throw new TypeError('a connection is always to a database');
  return row;
};

/** As the server says it: an address of a database need not name it, nor a host. */
export const databaseName = async (db: Db): Promise<string> => (await serverOf(db)).database;

/** What every login of a database is a member of: for the line of `pg_hba.conf` that lets them in. It may do nothing. */
const groupOf = (tag: string): string => `artery_bi_${tag}`;

export interface NewLogin {
  /** Of the login and of its schema. */
  readonly role: string;
  readonly verifier: string;
  readonly until: Date;
  /** Who may read the columns and no others: whom the question runs as. */
  readonly reader: string;
  /** Name of the view. */
  readonly view: string;
  readonly columns: readonly EntityPlan['fields'][number][];
  readonly period: boolean;
}

/** @throws the database's refusal when its user may make no roles */
export async function makeLogin(tx: Db, login: NewLogin): Promise<void> {
  const { role, verifier, until } = login;
  const server = await serverOf(tx);
  await closeSideDoors(tx, server);
  const secret = raw(`'${verifier}'`);
  await tx.run(sql`create role ${id(role)} login noinherit nosuperuser nocreatedb nocreaterole connection limit 5
    password ${secret} valid until ${raw(`'${until.toISOString()}'`)}`);
  const alone = raw(server.version >= 160_000 ? ' with inherit false, set false' : '');
  await tx.run(sql`grant ${id(groupOf(server.tag))} to ${id(role)}${alone}`);
  for (const setting of [
    'default_transaction_read_only = on',
    "statement_timeout = '120s'",
    "idle_in_transaction_session_timeout = '60s'",
    'search_path = $user',
  ]) {
    await tx.run(
      sql`alter role ${id(role)} in database ${id(server.database)} set ${raw(setting.replace('$user', '"$user"'))}`,
    );
  }
  await makeView(tx, login);
}

async function makeView(tx: Db, { role, reader, view, columns, period }: NewLogin): Promise<void> {
  const typed = [
    ...(period ? [sql`valid_from date`, sql`valid_to date`] : []),
    ...columns.map(({ name, sqlType }) => sql`${id(name)} ${raw(sqlType)}`),
  ];
  await tx.run(sql`create schema ${id(role)}`);
  // Its names are those of columns: inside, every other name is written with its schema.
  await tx.run(sql`create function ${id(role, 'rows')}() returns table (${join(typed)})
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
    as $$ begin return query execute exchange.bi_query(); end $$`);
  await tx.run(sql`revoke execute on function ${id(role, 'rows')}() from public`);
  await tx.run(sql`grant execute on function ${id(role, 'rows')}() to ${id(role)}`);
  await tx.run(sql`create view ${id(role, view)} as select * from ${id(role, 'rows')}()`);
  await tx.run(sql`grant usage on schema ${id(role)} to ${id(role)}`);
  await tx.run(sql`grant select on ${id(role, view)} to ${id(role)}`);
  // The function becomes the reader's: were the question wrong, the database would still refuse other columns.
  await tx.run(sql`grant usage on schema exchange to ${id(reader)}`);
  await tx.run(sql`grant execute on function exchange.bi_query() to ${id(reader)}`);
  await tx.run(sql`grant create, usage on schema ${id(role)} to ${id(reader)}`);
  await tx.run(sql`alter function ${id(role, 'rows')}() owner to ${id(reader)}`);
  await tx.run(sql`revoke create on schema ${id(role)} from ${id(reader)}`);
}

/** What PostgreSQL leaves to everybody who may log in, and no login of ours needs. Idempotent. */
async function closeSideDoors(
  tx: Db,
  { tag, database, superuser }: { tag: string; database: string; superuser: boolean },
) {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('exchange.bi logins', 0))`);
  const there = await tx.rows(sql`select 1 from pg_roles where rolname = ${groupOf(tag)}`);
  if (there.length === 0) await tx.run(sql`create role ${id(groupOf(tag))} nologin noinherit`);
  await tx.run(sql`revoke temporary on database ${id(database)} from public`);
  if (!superuser) return;
  // Locks of the node could be held by a login, and large objects are a place to write to.
  await tx.script(`do $$ declare one regprocedure; begin
    for one in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
      and p.proname ~ '^(pg_(try_)?advisory_|lo_|lo(read|write)$)'
      and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0)
    loop execute format('revoke execute on function %s from public', one); end loop; end $$`);
}

/** SQLSTATE: something else depends on it; insufficient privilege. */
const NEEDED = '2BP01';
const NOT_GRANTED = '42501';

/** Takes away all that was made. Nothing happens when it is gone; one to which somebody gave more stays, without a way in. */
export async function dropLogin(tx: Db, role: string): Promise<void> {
  const there = await tx.rows(sql`select 1 from pg_roles where rolname = ${role}`);
  await tx.run(sql`drop schema if exists ${id(role)} cascade`);
  if (there.length === 0) return;
  await tx.run(sql`alter role ${id(role)} nologin`);
  await unless(NOT_GRANTED, () => tx.transaction((inner) => inner.run(sql`drop owned by ${id(role)}`)));
  await unless(NEEDED, () => tx.transaction((inner) => inner.run(sql`drop role ${id(role)}`)));
}

async function unless(state: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (sqlState(error) !== state) throw error;
  }
}

export const endConnections = (db: Db, role: string): Promise<number> =>
  db.run(sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${role}`);

const Seen = Type.Object({ role: Type.String() });

/** Which of these logins are connected now. */
export const connected = (db: Db, roles: readonly string[]) =>
  db.many(Seen, sql`select distinct usename::text as role from pg_stat_activity where usename = any(${roles}::text[])`);
