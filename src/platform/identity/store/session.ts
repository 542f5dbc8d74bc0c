/** SQL on sessions. Only the SHA-256 of a session's token is stored. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../db/db.ts';
import { prepared, sql } from '../../db/sql.ts';

export interface NewSessionRow {
  readonly id: string;
  readonly hash: Buffer;
  readonly account: string;
  readonly now: Date;
  readonly expiresAt: Date;
  readonly endsAt: Date;
  readonly agent: string;
  readonly authenticatedAt: Date;
  readonly strength: string;
  readonly issuer: string | null;
}

export async function insertSession(tx: Db, row: NewSessionRow): Promise<void> {
  await tx.run(sql`insert into identity.session (id, hash, account, created_at, seen_at, expires_at, ends_at, agent,
      authenticated_at, strength, issuer)
    values (${row.id}, ${row.hash}, ${row.account}, ${row.now}, ${row.now}, ${row.expiresAt}, ${row.endsAt},
      ${row.agent}, ${row.authenticatedAt}, ${row.strength}, ${row.issuer})`);
}

const Known = Type.Object({
  hash: Type.String(),
  id: Type.String(),
  account: Type.String(),
  seenAt: Type.String(),
  expiresAt: Type.String(),
  endsAt: Type.String(),
  authenticatedAt: Type.String(),
  strength: Type.Enum(['demo', 'single', 'several']),
  /** The delegation under which he acts for another body. */
  acting: Type.Union([Type.String(), Type.Null()]),
});
export type KnownSession = Static<typeof Known>;

/** Those of the hashes (hex) that are sessions of accounts that are open; they may have expired. */
export async function findSessions(db: Db, hashes: readonly string[]): Promise<KnownSession[]> {
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'));
  return db.many(
    Known,
    prepared(sql`select encode(s.hash, 'hex') as hash, s.id::text, s.account::text, s.seen_at as "seenAt",
        s.expires_at as "expiresAt", s.ends_at as "endsAt",
        coalesce(s.authenticated_at, s.created_at) as "authenticatedAt", s.strength, s.acting
      from identity.session s join identity.account a on a.id = s.account
      where s.hash = any(${bytes}::bytea[]) and a.disabled_at is null`),
  );
}

/** Moves the expiry on. */
export async function touchSession(db: Db, id: string, now: Date, expiresAt: Date): Promise<void> {
  await db.run(sql`update identity.session set seen_at = ${now}, expires_at = ${expiresAt}
    where id = ${id}::uuid and expires_at > ${now}`);
}

/** For whom he acts from now on; null: in his own posts. */
export async function setActing(tx: Db, id: string, acting: string | null): Promise<void> {
  await tx.run(sql`update identity.session set acting = ${acting}::uuid where id = ${id}::uuid`);
}

/** Who is at the keyboard has proved it again. */
export async function proveSession(tx: Db, id: string, now: Date): Promise<void> {
  await tx.run(sql`update identity.session set authenticated_at = ${now} where id = ${id}::uuid`);
}

const Own = Type.Object({
  id: Type.String(),
  createdAt: Type.String(),
  seenAt: Type.String(),
  expiresAt: Type.String(),
  agent: Type.String(),
  strength: Type.Enum(['demo', 'single', 'several']),
  authenticatedAt: Type.String(),
});

const own = sql`s.id::text, s.created_at as "createdAt", s.seen_at as "seenAt", s.expires_at as "expiresAt", s.agent,
  s.strength, coalesce(s.authenticated_at, s.created_at) as "authenticatedAt"`;

const Everybodys = Type.Object({ ...Own.properties, account: Type.String(), displayName: Type.String() });
/** Of everybody, the last used first. */
export const listEverySession = (db: Db, now: Date, limit: number): Promise<Static<typeof Everybodys>[]> =>
  db.many(
    Everybodys,
    sql`select ${own}, s.account::text, a.display_name as "displayName"
      from identity.session s join identity.account a on a.id = s.account
      where s.expires_at > ${now} order by s.seen_at desc, s.id limit ${limit}`,
  );

const Link = Type.Object({ issuer: Type.String(), linkedAt: Type.String() });
export const listLinksOf = (db: Db, account: string): Promise<Static<typeof Link>[]> =>
  db.many(
    Link,
    sql`select issuer, linked_at as "linkedAt" from identity.external_account where account = ${account}::uuid
      order by issuer`,
  );

export async function listSessionsOf(db: Db, account: string, now: Date): Promise<Static<typeof Own>[]> {
  return db.many(
    Own,
    sql`select ${own} from identity.session s where s.account = ${account}::uuid and s.expires_at > ${now}
      order by s.seen_at desc, s.id`,
  );
}

export async function deleteSession(tx: Db, account: string, id: string): Promise<number> {
  return tx.run(sql`delete from identity.session where id = ${id}::uuid and account = ${account}::uuid`);
}

/** All sessions of an account but the one that is kept. */
export async function deleteSessionsOf(tx: Db, account: string, kept: string | null): Promise<number> {
  return tx.run(sql`delete from identity.session where account = ${account}::uuid
    and id is distinct from ${kept}::uuid`);
}

export async function deleteExpiredSessions(tx: Db, now: Date): Promise<number> {
  return tx.run(sql`delete from identity.session where id in (
    select id from identity.session where expires_at <= ${now} limit 100 for update skip locked)`);
}
