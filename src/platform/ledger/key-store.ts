/** SQL on the keys that protect details. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';

const Bytes = Type.Unsafe<Buffer>(Type.Any());
const KeyRow = Type.Object({ name: Type.String(), wrapped: Type.Union([Type.Null(), Bytes]) });

export async function insertKeys(db: Db, keys: readonly { name: string; wrapped: Buffer }[], now: Date): Promise<void> {
  await db.run(sql`
    insert into platform.subject_key (name, wrapped, made_at)
    select name, wrapped, ${now.toISOString()}::timestamptz
    from unnest(${keys.map((key) => key.name)}::text[], ${keys.map((key) => key.wrapped)}::bytea[]) as t(name, wrapped)
    order by name on conflict do nothing`);
}

export function findKeys(db: Db, names: readonly string[]): Promise<Static<typeof KeyRow>[]> {
  return db.many(KeyRow, sql`select name, wrapped from platform.subject_key where name = any(${names}::text[])`);
}

/** Empties the key. Returns whether there was one. */
export async function destroyKey(tx: Db, name: string, now: Date): Promise<boolean> {
  const touched = await tx.run(sql`
    update platform.subject_key set wrapped = null, destroyed_at = ${now.toISOString()}
    where name = ${name} and wrapped is not null`);
  return touched > 0;
}

/** Empties these keys. Returns how many there were; what has no key yet never gets one. */
export async function destroyKeys(tx: Db, names: readonly string[], now: Date): Promise<number> {
  return tx.run(sql`
    update platform.subject_key set wrapped = null, destroyed_at = ${now.toISOString()}
    where name = any(${names}::text[]) and wrapped is not null`);
}

const Sealed = Type.Object({
  entry: Type.String(),
  protectedFor: Type.String(),
  sealed: Bytes,
  wrapped: Type.Union([Type.Null(), Bytes]),
});
export type SealedDetail = Static<typeof Sealed>;

export function findSealed(db: Db, entries: readonly string[]): Promise<SealedDetail[]> {
  return db.many(
    Sealed,
    sql`select d.entry, d.protected_for as "protectedFor", d.sealed, k.wrapped
      from platform.audit_detail d left join platform.subject_key k on k.name = d.protected_for
      where d.entry = any(${entries}::uuid[])`,
  );
}
