/** SQL on holds and on terms that were decided here. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Hold, Term } from '../model.ts';

const columns = sql`id, register, record, condition, reason, basis, held_from as "from", held_until as "until",
  review_on as "reviewOn", reviewed_on as "reviewedOn", account, body, lifted_on as "liftedOn",
  lift_reason as "liftReason"`;

/** In force first, then what was lifted, the newest first. */
export const listHolds = (db: Db, register?: string): Promise<Hold[]> =>
  db.many(
    Hold,
    sql`select ${columns} from governance.hold where ${register ?? null}::text is null or register = ${register ?? null}
      order by lifted_on desc nulls first, held_from desc, id`,
  );

export const findHold = (db: Db, id: string): Promise<Hold | undefined> =>
  db.one(Hold, sql`select ${columns} from governance.hold where id = ${id}::uuid`);

/** A hold with the code of an earlier edition of the profile stays as it is. Returns whether it is new. */
export async function insertHold(tx: Db, hold: Hold, changeSet: number, code: string | null = null): Promise<boolean> {
  const written =
    await tx.run(sql`insert into governance.hold (id, code, register, record, condition, reason, basis, held_from,
      held_until, review_on, account, body, change_set)
    values (${hold.id}, ${code}, ${hold.register}, ${hold.record}, ${hold.condition}, ${hold.reason}, ${hold.basis},
      ${hold.from}::date, ${hold.until}::date, ${hold.reviewOn}::date, ${hold.account}, ${hold.body}, ${changeSet})
    on conflict (code) do nothing`);
  return written > 0;
}

export async function liftHold(
  tx: Db,
  id: string,
  lifted: { readonly on: string; readonly by: string; readonly reason: string },
): Promise<boolean> {
  const touched = await tx.run(sql`update governance.hold
    set lifted_on = ${lifted.on}::date, lifted_by = ${lifted.by}, lift_reason = ${lifted.reason}
    where id = ${id}::uuid and lifted_on is null`);
  return touched > 0;
}

export async function reviewedHold(tx: Db, id: string, on: string, next: string): Promise<void> {
  await tx.run(
    sql`update governance.hold set reviewed_on = ${on}::date, review_on = ${next}::date where id = ${id}::uuid`,
  );
}

/** Terms and holds of a register change one at a time, and no disposal begins meanwhile. Until the transaction ends. */
export async function holdTerms(tx: Db, register: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`governance.retention ${register}`}, 0))`);
}

export const Decided = Type.Object({
  register: Type.String(),
  term: Term,
  reason: Type.String(),
  decidedOn: Type.String(),
  account: Type.String(),
});
export type Decided = Static<typeof Decided>;

export const decidedTerms = (db: Db): Promise<Decided[]> =>
  db.many(
    Decided,
    sql`select register, term, reason, decided_on::text as "decidedOn", account from governance.retention_decision`,
  );

export async function putTerm(
  tx: Db,
  one: Decided & { readonly body: number | null },
  changeSet: number,
): Promise<void> {
  await tx.run(sql`insert into governance.retention_decision (register, term, reason, decided_on, account, body, change_set)
    values (${one.register}, ${JSON.stringify(one.term)}::jsonb, ${one.reason}, ${one.decidedOn}::date, ${one.account},
      ${one.body}, ${changeSet})
    on conflict (register) do update set term = excluded.term, reason = excluded.reason, decided_on = excluded.decided_on,
      account = excluded.account, body = excluded.body, change_set = excluded.change_set`);
}
