/**
 * Reads for others: whatever a query asks, the database itself refuses a column that was not granted (filters, orders,
 * aggregates, `*` and whole rows as much as what is shown). Hiding a field after the query is not hiding it.
 */
import { sqlState, type Database, type Db } from '../platform/db/db.ts';
import type { RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import { databaseTag, makeReader, readerRole, revokeGone } from './store/reader.ts';
import { knownFields } from './store/relation.ts';

/** SQLSTATE: insufficient privilege; too many changes of one catalogue row at once. */
const NOT_GRANTED = '42501';
const ROW_BUSY = 'XX000';
const TRIES = 5;

interface Known {
  tag: Promise<string> | undefined;
  readonly roles: Map<string, Promise<string>>;
}
const knownOf = new WeakMap<object, Known>();
const MOST_KNOWN = 5_000;

const isPool = (db: Db): db is Database => 'connection' in db;

/**
 * Runs `work` in a transaction that may only read, under a role that has `SELECT` on these columns of the register and
 * on the columns every register has (which record, version, change set, body, valid time), in `data` and `history`.
 * Inside another transaction the role is put on for `work` alone, and it goes on writing afterwards.
 * @param columns physical names of fields; their order does not count
 * @throws problems.unknownField, problems.noReaderRoles when the database's user may make no roles
 */
export async function asReader<T>(
  db: Db,
  table: RegisterTable,
  columns: readonly string[],
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  const wanted = knownFields(table, columns);
  if (!isPool(db)) return inside(db, table, wanted, work);
  const role = await rememberedRole(db, table, wanted);
  try {
    return await db.transaction(work, { readOnly: true, role });
  } catch (error) {
    if (sqlState(error) !== NOT_GRANTED && sqlState(error) !== '22023') throw error;
    // A release that put another column under the name took the grant along, or the server was set up anew: once more.
    forget(db, table, wanted);
    return db.transaction(work, { readOnly: true, role: await rememberedRole(db, table, wanted) });
  }
}

/** A role that this process has made or seen needs no statement more than putting it on. */
async function inside<T>(
  db: Db,
  table: RegisterTable,
  wanted: readonly string[],
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  const name = nameOf(table, wanted);
  const { roles } = knownHere(db.pool);
  const known = await roles.get(name);
  if (known === undefined) return within(db, await ready(db, table, wanted), work);
  try {
    return await within(db, known, work);
  } catch (error) {
    if (sqlState(error) !== NOT_GRANTED && sqlState(error) !== '22023') throw error;
    roles.delete(name);
    return within(db, await ready(db, table, wanted), work);
  }
}

/**
 * Makes the role of these columns, for a transaction to come whose snapshot would not see another process make it.
 * @throws problems.unknownField, problems.noReaderRoles
 */
export const prepareReader = async (db: Database, table: RegisterTable, columns: readonly string[]): Promise<void> =>
  void (await rememberedRole(db, table, knownFields(table, columns)));

const within = <T>(db: Db, role: string, work: (tx: Db) => Promise<T>): Promise<T> => db.transaction(work, { role });

const nameOf = ({ register, release, overlay }: RegisterTable, columns: readonly string[]): string =>
  JSON.stringify([register, release, overlay, columns.toSorted()]);

function knownHere(db: object): Known {
  let known = knownOf.get(db);
  if (!known) knownOf.set(db, (known = { tag: undefined, roles: new Map() }));
  return known;
}

function rememberedRole(db: Database, table: RegisterTable, columns: readonly string[]): Promise<string> {
  const { roles } = knownHere(db);
  const name = nameOf(table, columns);
  let role = roles.get(name);
  if (!role) {
    if (roles.size >= MOST_KNOWN) roles.clear();
    role = ready(db, table, columns);
    roles.set(name, role);
    role.catch(() => roles.delete(name));
  }
  return role;
}

const forget = (db: Database, table: RegisterTable, columns: readonly string[]): void =>
  void knownHere(db).roles.delete(nameOf(table, columns));

/**
 * Name of that role, for what reads under it later, outside any transaction of ours. It is made here, where it is not
 * there yet.
 * @throws problems.unknownField, problems.noReaderRoles
 */
export const readerOf = (db: Db, table: RegisterTable, columns: readonly string[]): Promise<string> =>
  ready(db, table, knownFields(table, columns));

/** The role's name once it is there with its columns, and nobody has one that is gone. */
async function ready(db: Db, table: RegisterTable, columns: readonly string[]): Promise<string> {
  const tag = await databaseTag(db);
  const role = readerRole(tag, table.register, columns);
  const make = async (tx: Db) => {
    await makeReader(tx, table.entity, role, columns);
    await revokeGone(tx, tag, table.entity);
  };
  for (let left = TRIES; ; left -= 1) {
    try {
      await db.transaction(make);
      return role;
    } catch (error) {
      if (sqlState(error) === NOT_GRANTED) throw problems.noReaderRoles();
      if (sqlState(error) !== ROW_BUSY || left <= 1) throw error;
    }
  }
}
