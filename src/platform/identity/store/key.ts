/** SQL on API keys. Only the SHA-256 of a key is stored. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../db/db.ts';
import { prepared, sql } from '../../db/sql.ts';

export interface NewKeyRow {
  readonly id: string;
  readonly hash: Buffer;
  readonly hint: string;
  readonly label: string;
  readonly account: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

export async function insertKey(tx: Db, row: NewKeyRow): Promise<void> {
  await tx.run(sql`insert into identity.key (id, hash, hint, label, account, created_at, expires_at)
    values (${row.id}, ${row.hash}, ${row.hint}, ${row.label}, ${row.account}, ${row.now}, ${row.expiresAt})`);
}

const Known = Type.Object({
  hash: Type.String(),
  id: Type.String(),
  account: Type.String(),
  usedAt: Type.Union([Type.String(), Type.Null()]),
  expiresAt: Type.String(),
});
export type KnownKey = Static<typeof Known>;

/** Those of the hashes (hex) that are keys nobody revoked, of accounts that are open; they may have expired. */
export async function findKeys(db: Db, hashes: readonly string[]): Promise<KnownKey[]> {
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'));
  return db.many(
    Known,
    prepared(sql`select encode(k.hash, 'hex') as hash, k.id::text, k.account::text, k.used_at as "usedAt",
        k.expires_at as "expiresAt"
      from identity.key k join identity.account a on a.id = k.account
      where k.hash = any(${bytes}::bytea[]) and k.revoked_at is null and a.disabled_at is null`),
  );
}

export async function touchKey(db: Db, id: string, now: Date): Promise<void> {
  await db.run(sql`update identity.key set used_at = ${now} where id = ${id}::uuid`);
}

const Own = Type.Object({
  id: Type.String(),
  label: Type.String(),
  hint: Type.String(),
  createdAt: Type.String(),
  expiresAt: Type.String(),
  usedAt: Type.Union([Type.String(), Type.Null()]),
});

export async function listKeysOf(db: Db, account: string, now: Date): Promise<Static<typeof Own>[]> {
  return db.many(
    Own,
    sql`select id::text, label, hint, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
      from identity.key where account = ${account}::uuid and revoked_at is null and expires_at > ${now}
      order by created_at desc, id`,
  );
}

export async function countKeys(db: Db, account: string, now: Date): Promise<number> {
  return (await listKeysOf(db, account, now)).length;
}

/** No key of an account works after that moment. */
export async function endKeysOn(tx: Db, account: string, at: Date): Promise<number> {
  return tx.run(sql`update identity.key set expires_at = ${at}
    where account = ${account}::uuid and revoked_at is null and expires_at > ${at}`);
}

export async function revokeKeyOf(tx: Db, account: string, id: string, now: Date): Promise<number> {
  return tx.run(sql`update identity.key set revoked_at = ${now}
    where id = ${id}::uuid and account = ${account}::uuid and revoked_at is null`);
}

export async function revokeKeysOf(tx: Db, account: string, now: Date): Promise<number> {
  return tx.run(sql`update identity.key set revoked_at = ${now}
    where account = ${account}::uuid and revoked_at is null`);
}
