/** SQL on sign-in attempts: counted in the database, because several processes share them. */
import Type from 'typebox';
import type { Db } from '../../db/db.ts';
import { sql } from '../../db/sql.ts';

export interface AttemptRow {
  readonly kind: 'name' | 'address';
  readonly subject: Buffer;
  readonly now: Date;
  /** Failures before this moment are forgotten. */
  readonly forgetBefore: Date;
}

const Failures = Type.Object({ failures: Type.Integer() });

/**
 * Counts one attempt before it is made, so that a hundred at once are a hundred, and gives the count; undefined while
 * the subject is blocked. Rows are locked until the transaction ends: attempts on one subject take turns here.
 */
export async function countAttempt(tx: Db, attempt: AttemptRow): Promise<number | undefined> {
  const { kind, subject, now, forgetBefore } = attempt;
  const row = await tx.one(
    Failures,
    sql`insert into identity.attempt as a (kind, subject, failures, last_at, blocked_until)
      values (${kind}, ${subject}, 1, ${now}, ${now})
      on conflict (kind, subject) do update set
        failures = case when a.last_at < ${forgetBefore} then 1 else a.failures + 1 end, last_at = ${now}
        where a.blocked_until <= ${now}
      returning failures`,
  );
  return row?.failures;
}

export async function blockUntil(tx: Db, attempt: AttemptRow, until: Date): Promise<void> {
  await tx.run(sql`update identity.attempt set blocked_until = ${until}
    where kind = ${attempt.kind} and subject = ${attempt.subject}`);
}

const Blocked = Type.Object({ seconds: Type.Number() });

/** Seconds until the next attempt is taken. */
export async function secondsBlocked(db: Db, attempt: AttemptRow): Promise<number> {
  const row = await db.one(
    Blocked,
    sql`select greatest(1, extract(epoch from blocked_until - ${attempt.now}::timestamptz))::float8 as seconds
      from identity.attempt where kind = ${attempt.kind} and subject = ${attempt.subject}`,
  );
  return Math.ceil(row?.seconds ?? 1);
}

export async function forgetAttempts(tx: Db, kind: AttemptRow['kind'], subject: Buffer): Promise<void> {
  await tx.run(sql`delete from identity.attempt where kind = ${kind} and subject = ${subject}`);
}

export async function deleteOldAttempts(tx: Db, before: Date): Promise<number> {
  return tx.run(sql`delete from identity.attempt where (kind, subject) in (
    select kind, subject from identity.attempt where last_at < ${before} and blocked_until < ${before}
    limit 100 for update skip locked)`);
}
