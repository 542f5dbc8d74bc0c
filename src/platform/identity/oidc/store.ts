/** SQL on sign-ins that are on their way and on accounts at issuers. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../db/db.ts';
import { sql } from '../../db/sql.ts';

const Taken = Type.Object({
  issuer: Type.String(),
  backTo: Type.String(),
  session: Type.Union([Type.String(), Type.Null()]),
});

export async function insertAttempt(
  tx: Db,
  row: Static<typeof Taken> & { readonly hash: Buffer; readonly expiresAt: Date; readonly now: Date },
): Promise<void> {
  await tx.run(sql`delete from identity.login_attempt where expires_at <= ${row.now}`);
  await tx.run(sql`insert into identity.login_attempt (state_hash, issuer, back_to, session, expires_at)
    values (${row.hash}, ${row.issuer}, ${row.backTo}, ${row.session}::uuid, ${row.expiresAt})`);
}

/** Once: whoever comes second finds nothing. */
export function takeAttempt(db: Db, hash: Buffer, now: Date): Promise<Static<typeof Taken> | undefined> {
  return db.one(
    Taken,
    sql`delete from identity.login_attempt where state_hash = ${hash} and expires_at > ${now}
      returning issuer, back_to as "backTo", session::text`,
  );
}

const Linked = Type.Object({ account: Type.String() });

/** The person of that identity whose account is open. */
export async function linkedAccount(db: Db, issuer: string, subject: Buffer): Promise<string | undefined> {
  const row = await db.one(
    Linked,
    sql`select a.id::text as account from identity.external_account e join identity.account a on a.id = e.account
      where e.issuer = ${issuer} and e.subject_hash = ${subject} and a.disabled_at is null and a.kind = 'person'`,
  );
  return row?.account;
}

/** False where the identity or the account is linked already. */
export async function insertLink(
  tx: Db,
  row: {
    readonly issuer: string;
    readonly subject: Buffer;
    readonly account: string;
    readonly now: Date;
    readonly by: string;
  },
): Promise<boolean> {
  const written = await tx.run(sql`insert into identity.external_account
      (issuer, subject_hash, account, linked_at, linked_by)
    values (${row.issuer}, ${row.subject}, ${row.account}::uuid, ${row.now}, ${row.by}) on conflict do nothing`);
  return written === 1;
}
