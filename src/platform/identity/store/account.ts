/** SQL on accounts. */
import Type from 'typebox';
import type { Db } from '../../db/db.ts';
import { sql, type Sql } from '../../db/sql.ts';
import type { Account } from '../model.ts';

const AccountRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  displayName: Type.String(),
  kind: Type.Union([Type.Literal('person'), Type.Literal('machine')]),
  language: Type.Union([Type.String(), Type.Null()]),
  demo: Type.Boolean(),
  createdAt: Type.String(),
  disabledAt: Type.Union([Type.String(), Type.Null()]),
});

const columns = sql`id::text, name, display_name as "displayName", kind, language, demo,
  created_at as "createdAt", disabled_at as "disabledAt"`;

const one = (db: Db, where: Sql) => db.one(AccountRow, sql`select ${columns} from identity.account where ${where}`);

export function findAccount(db: Db, id: string): Promise<Account | undefined> {
  return one(db, sql`id = ${id}::uuid`);
}

export function findAccountByName(db: Db, folded: string): Promise<Account | undefined> {
  return one(db, sql`folded = ${folded}`);
}

export async function findAccounts(db: Db, ids: readonly string[]): Promise<Account[]> {
  return db.many(AccountRow, sql`select ${columns} from identity.account where id = any(${ids}::uuid[])`);
}

/** By folded name, after the given one. */
export async function listAccounts(db: Db, after: string, limit: number): Promise<Account[]> {
  return db.many(
    AccountRow,
    sql`select ${columns} from identity.account where folded > ${after} order by folded limit ${limit}`,
  );
}

/** In the order they were made: the order of the story. */
export async function listDemoAccounts(db: Db): Promise<Account[]> {
  return db.many(
    AccountRow,
    sql`select ${columns} from identity.account where demo and disabled_at is null order by created_at, id`,
  );
}

export interface NewAccountRow {
  readonly id: string;
  readonly name: string;
  readonly folded: string;
  readonly displayName: string;
  readonly kind: Account['kind'];
  readonly employment: 'staff' | 'contractor';
  readonly passwordHash: string | null;
  readonly demo: boolean;
  readonly now: Date;
}

export async function insertAccount(tx: Db, row: NewAccountRow): Promise<void> {
  await tx.run(sql`insert into identity.account (id, name, folded, display_name, kind, employment, password_hash, demo,
      created_at)
    values (${row.id}, ${row.name}, ${row.folded}, ${row.displayName}, ${row.kind}, ${row.employment},
      ${row.passwordHash}, ${row.demo}, ${row.now})`);
}

/** Whether the account is a contractor's. */
export async function isOutsourced(db: Db, id: string): Promise<boolean> {
  const found = await db.rows(sql`select from identity.account where id::text = ${id} and employment = 'contractor'`);
  return found.length > 0;
}

const Secret = Type.Object({ hash: Type.Union([Type.String(), Type.Null()]) });

/** The password's hash; null when the account has none, is closed, or is a machine's, which has keys only. */
export async function findPasswordHash(db: Db, id: string): Promise<string | null> {
  const row = await db.one(
    Secret,
    sql`select password_hash as hash from identity.account where id = ${id}::uuid and disabled_at is null and kind = 'person'`,
  );
  return row?.hash ?? null;
}

export async function updatePassword(tx: Db, id: string, hash: string): Promise<number> {
  return tx.run(sql`update identity.account set password_hash = ${hash} where id = ${id}::uuid`);
}

export async function updateLanguage(tx: Db, id: string, language: string): Promise<void> {
  await tx.run(sql`update identity.account set language = ${language} where id = ${id}::uuid`);
}

export async function closeAccount(tx: Db, id: string, now: Date): Promise<number> {
  return tx.run(sql`update identity.account set disabled_at = coalesce(disabled_at, ${now}) where id = ${id}::uuid`);
}
