/** SQL on subject requests. Each function is one statement. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { join, sql, type Sql } from '../../../platform/db/sql.ts';
import { SubjectRequest, type RequestKind, type SubjectState } from '../model.ts';

const columns = sql`id, kind, person, account, on_behalf as "onBehalf", authority, evidence, reason, register, record,
  field, wanted, purpose, body, post, state, received_at as "receivedAt", received_on::text as "receivedOn",
  answer_due::text as "answerDue", due::text as due, calendar, with_others as "withOthers", extended, told, refusal,
  answer, result, steps, escalated_on::text as "escalatedOn", closed_at as "closedAt"`;

const next = sql`case state when 'received' then least(answer_due, due) else due end`;

const from = (where: Sql): Sql => sql`select ${columns} from governance.subject_request where ${where}`;

export const findSubjectRequest = (db: Db, id: string): Promise<SubjectRequest | undefined> =>
  db.one(SubjectRequest, from(sql`id = ${id}::uuid`));

/** Locks it for its next step. */
export const lockSubjectRequest = (tx: Db, id: string): Promise<SubjectRequest | undefined> =>
  tx.one(SubjectRequest, sql`${from(sql`id = ${id}::uuid`)} for no key update`);

export const requestsOfPerson = (db: Db, person: string): Promise<SubjectRequest[]> =>
  db.many(SubjectRequest, sql`${from(sql`person = ${person}`)} order by received_at desc, id desc limit 200`);

export interface RequestFilter {
  /** Ids of the bodies that answer. */
  readonly bodies: 'all' | readonly number[];
  readonly open?: boolean | undefined;
  readonly kind?: RequestKind | undefined;
  /** Only those whose next day lies before. */
  readonly dueBefore?: string | undefined;
  readonly limit?: number | undefined;
}

/** What is due first comes first; what is closed comes last, the newest first. */
export function listSubjectRequests(db: Db, filter: RequestFilter): Promise<SubjectRequest[]> {
  const { bodies, open, kind, dueBefore, limit = 200 } = filter;
  const limits = [
    ...(bodies === 'all' ? [sql`true`] : [sql`body = any(${bodies}::integer[])`]),
    ...(open === undefined ? [] : [open ? sql`closed_at is null` : sql`closed_at is not null`]),
    ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
    ...(dueBefore === undefined ? [] : [sql`closed_at is null and ${next} < ${dueBefore}::date`]),
  ];
  return db.many(
    SubjectRequest,
    sql`${from(join(limits, ' and '))} order by closed_at desc nulls first, ${next}, received_at, id limit ${limit}`,
  );
}

const Count = Type.Object({ n: Type.Integer() });

/** How many of a kind she has open, about the same thing. */
export const countOpenLike = async (
  db: Db,
  one: Pick<SubjectRequest, 'person' | 'kind' | 'register' | 'field' | 'purpose'>,
): Promise<number> =>
  (
    await db.one(
      Count,
      sql`select count(*)::integer as n from governance.subject_request
        where person = ${one.person} and kind = ${one.kind} and closed_at is null
          and register is not distinct from ${one.register} and field is not distinct from ${one.field}
          and purpose is not distinct from ${one.purpose}`,
    )
  )?.n ?? 0;

export async function insertSubjectRequest(tx: Db, one: SubjectRequest, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.subject_request (id, kind, person, account, on_behalf, authority, evidence,
      reason, register, record, field, wanted, purpose, body, post, state, received_at, received_on, answer_due, due,
      calendar, with_others, told, answer, result, steps, closed_at, change_set)
    values (${one.id}, ${one.kind}, ${one.person}, ${one.account}, ${one.onBehalf}, ${one.authority}, ${one.evidence},
      ${one.reason}, ${one.register}, ${one.record}::uuid, ${one.field}, ${one.wanted}, ${one.purpose}, ${one.body},
      ${one.post}, ${one.state}, ${one.receivedAt}, ${one.receivedOn}::date, ${one.answerDue}::date, ${one.due}::date,
      ${one.calendar}, ${one.withOthers}, ${JSON.stringify(one.told)}::jsonb, ${one.answer},
      ${JSON.stringify(one.result)}::jsonb, ${JSON.stringify(one.steps)}::jsonb, ${one.closedAt}, ${changeSet})`);
}

/** Writes what a step changed: whom it is about, and who asked for what, stays. */
export async function updateSubjectRequest(tx: Db, one: SubjectRequest, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.subject_request set state = ${one.state}, due = ${one.due}::date,
      with_others = ${one.withOthers}, extended = ${one.extended === null ? null : JSON.stringify(one.extended)}::jsonb,
      told = ${JSON.stringify(one.told)}::jsonb,
      refusal = ${one.refusal === null ? null : JSON.stringify(one.refusal)}::jsonb, answer = ${one.answer},
      result = ${JSON.stringify(one.result)}::jsonb, steps = ${JSON.stringify(one.steps)}::jsonb,
      escalated_on = ${one.escalatedOn}::date, closed_at = ${one.closedAt}, change_set = ${changeSet}
    where id = ${one.id}::uuid`);
}

/** Of which something that was begun may have ended. */
export const actingRequests = (db: Db, states: readonly SubjectState[]): Promise<SubjectRequest[]> =>
  db.many(
    SubjectRequest,
    sql`${from(sql`state = any(${states}::text[]) and result <> '{}'::jsonb`)} order by received_at limit 1000`,
  );
