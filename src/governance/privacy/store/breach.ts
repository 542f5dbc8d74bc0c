/** SQL on breaches and their timeline. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Nullable } from '../../model.ts';
import { Breach } from '../breach.ts';

const columns = sql`code, title, drill, body, registers, categories, people, estimated,
  happened_at as "happenedAt", discovered_at as "discoveredAt", due_at as "dueAt", contents,
  assessed_at as "assessedAt", notifies, why_not as "whyNot", notified_at as "notifiedAt",
  notice_number as "noticeNumber", late_reason as "lateReason", persons_at as "personsAt", persons_how as "personsHow",
  persons_why_not as "personsWhyNot", contained_at as "containedAt", closed_at as "closedAt", lesson,
  escalated_at as "escalatedAt", account`;

/** What is open first, by when it is due; then what was closed, the newest first. */
export const listBreaches = (db: Db, limit = 500): Promise<Breach[]> =>
  db.many(
    Breach,
    sql`select ${columns} from governance.breach
      order by closed_at desc nulls first, due_at, code limit ${limit}`,
  );

export const openBreaches = (db: Db): Promise<Breach[]> =>
  db.many(Breach, sql`select ${columns} from governance.breach where closed_at is null order by due_at, code`);

export const findBreach = (db: Db, code: string): Promise<Breach | undefined> =>
  db.one(Breach, sql`select ${columns} from governance.breach where code = ${code}`);

/** Locks it for its next step: two that go on with one breach take turns. */
export const lockBreach = (tx: Db, code: string): Promise<Breach | undefined> =>
  tx.one(Breach, sql`select ${columns} from governance.breach where code = ${code} for no key update`);

/** Whether it is new: one with the code of an earlier edition of the profile stays as it is. */
export async function insertBreach(tx: Db, one: Breach, changeSet: number): Promise<boolean> {
  const written =
    await tx.run(sql`insert into governance.breach (code, title, drill, body, registers, categories, people,
      estimated, happened_at, discovered_at, due_at, contents, account, change_set)
    values (${one.code}, ${one.title}, ${one.drill}, ${one.body}, ${one.registers}::text[], ${one.categories}::text[],
      ${one.people}, ${one.estimated}, ${one.happenedAt}, ${one.discoveredAt}, ${one.dueAt},
      ${JSON.stringify(one.contents)}::jsonb, ${one.account}, ${changeSet})
    on conflict (code) do nothing`);
  return written > 0;
}

export async function updateBreach(tx: Db, one: Breach, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.breach set registers = ${one.registers}::text[],
      categories = ${one.categories}::text[], people = ${one.people}, estimated = ${one.estimated},
      contents = ${JSON.stringify(one.contents)}::jsonb, assessed_at = ${one.assessedAt}, notifies = ${one.notifies},
      why_not = ${one.whyNot}, notified_at = ${one.notifiedAt}, notice_number = ${one.noticeNumber},
      late_reason = ${one.lateReason}, persons_at = ${one.personsAt}, persons_how = ${one.personsHow},
      persons_why_not = ${one.personsWhyNot}, contained_at = ${one.containedAt}, closed_at = ${one.closedAt},
      lesson = ${one.lesson}, escalated_at = ${one.escalatedAt}, change_set = ${changeSet}
    where code = ${one.code}`);
}

export const BreachEntry = Type.Object({
  position: Type.Integer(),
  kind: Type.String(),
  at: Type.String(),
  writtenAt: Type.String(),
  /** Seconds that the node's clock stood behind the entry before. */
  clockBehind: Type.Integer(),
  words: Nullable(Type.String()),
  account: Type.String(),
  body: Nullable(Type.Integer()),
});
export type BreachEntry = Static<typeof BreachEntry>;

export const entriesOf = (db: Db, breach: string): Promise<BreachEntry[]> =>
  db.many(
    BreachEntry,
    sql`select position, kind, at, written_at as "writtenAt", clock_behind as "clockBehind", words, account, body
      from governance.breach_entry where breach = ${breach} order by position`,
  );

/** When the last entry was written; undefined before the first. */
export const lastWritten = (db: Db, breach: string): Promise<{ writtenAt: string } | undefined> =>
  db.one(
    Type.Object({ writtenAt: Type.String() }),
    sql`select written_at as "writtenAt" from governance.breach_entry where breach = ${breach}
      order by position desc limit 1`,
  );

export type NewEntry = Omit<BreachEntry, 'position'>;

export async function insertEntry(tx: Db, breach: string, one: NewEntry): Promise<void> {
  await tx.run(sql`insert into governance.breach_entry (breach, position, kind, at, written_at, clock_behind, words,
      account, body)
    select ${breach}, coalesce(max(position), 0) + 1, ${one.kind}, ${one.at}, ${one.writtenAt}, ${one.clockBehind},
      ${one.words}, ${one.account}, ${one.body}
    from governance.breach_entry where breach = ${breach}`);
}
