/** SQL on consultations, who is asked, and what they say. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();
const Answer = Type.Unsafe<'agree' | 'agree-with-comments' | 'disagree' | 'no-opinion'>(text);
const Disposition = Type.Unsafe<'accepted' | 'partly' | 'explained'>(text);

export const ConsultationRecord = Type.Object({
  code: text,
  document: text,
  draft: Type.Integer(),
  names: Texts,
  opens: text,
  closes: text,
  drafter: Type.Integer(),
});
export type ConsultationRecord = Static<typeof ConsultationRecord>;

const columns = sql`code, document, draft, names, opens, closes, drafter`;

export const allConsultations = (db: Db) =>
  db.many(ConsultationRecord, sql`select ${columns} from strategy.consultation order by opens desc, code`);

export const findConsultation = (db: Db, code: string) =>
  db.one(ConsultationRecord, sql`select ${columns} from strategy.consultation where code = ${code}`);

export const putConsultation = (db: Db, row: ConsultationRecord) =>
  db.run(sql`insert into strategy.consultation (code, document, draft, names, opens, closes, drafter)
    values (${row.code}, ${row.document}, ${row.draft}, ${JSON.stringify(row.names)}::jsonb, ${row.opens}, ${row.closes},
            ${row.drafter})
    on conflict (code) do nothing`);

export const InvitationRecord = Type.Object({
  code: text,
  body: Nullable(Type.Integer()),
  names: Texts,
  due: text,
  answer: Nullable(Answer),
  answered: Nullable(text),
});
export type InvitationRecord = Static<typeof InvitationRecord>;

export const invitationsOf = (db: Db, consultation: string) =>
  db.many(
    InvitationRecord,
    sql`select code, body, names, due, answer, answered from strategy.invitation where consultation = ${consultation}
        order by code`,
  );

export const lockInvitationOf = (db: Db, consultation: string, body: number) =>
  db.one(
    InvitationRecord,
    sql`select code, body, names, due, answer, answered from strategy.invitation
         where consultation = ${consultation} and body = ${body} for update`,
  );

export const putInvitation = (db: Db, consultation: string, row: InvitationRecord) =>
  db.run(sql`insert into strategy.invitation (consultation, code, body, names, due, answer, answered)
    values (${consultation}, ${row.code}, ${row.body}, ${JSON.stringify(row.names)}::jsonb, ${row.due}, ${row.answer},
            ${row.answered})
    on conflict (consultation, code) do nothing`);

export const setAnswer = (
  db: Db,
  consultation: string,
  row: { code: string; answer: string; day: string; account: string },
) =>
  db.run(sql`update strategy.invitation set answer = ${row.answer}, answered = ${row.day}, account = ${row.account}
    where consultation = ${consultation} and code = ${row.code} and answer is null`);

export const TopicRecord = Type.Object({ code: text, names: Texts, element: Nullable(text) });
export type TopicRecord = Static<typeof TopicRecord>;

export const topicsOf = (db: Db, consultation: string) =>
  db.many(
    TopicRecord,
    sql`select code, names, element from strategy.topic where consultation = ${consultation} order by code`,
  );

export const putTopic = (db: Db, consultation: string, row: TopicRecord) =>
  db.run(sql`insert into strategy.topic (consultation, code, names, element)
    values (${consultation}, ${row.code}, ${JSON.stringify(row.names)}::jsonb, ${row.element})
    on conflict (consultation, code) do nothing`);

export const CommentRecord = Type.Object({
  id: Type.Integer(),
  invitation: text,
  clause: text,
  said_by: Texts,
  text,
  proposal: Nullable(text),
  topic: Nullable(text),
  disposition: Nullable(Disposition),
  explanation: Nullable(text),
  change: Nullable(text),
  version: Type.Integer(),
});
export type CommentRecord = Static<typeof CommentRecord>;

const commentColumns = sql`id, invitation, clause, said_by, text, proposal, topic, disposition, explanation, change, version`;

export const commentsOf = (db: Db, consultation: string) =>
  db.many(
    CommentRecord,
    sql`select ${commentColumns} from strategy.comment where consultation = ${consultation} order by id`,
  );

/** A comment and, when it has one, its whole group, locked. */
export const lockComments = (db: Db, consultation: string, id: number) =>
  db.many(
    CommentRecord,
    sql`select ${commentColumns} from strategy.comment m where m.consultation = ${consultation}
          and (m.id = ${id} or m.topic = (select topic from strategy.comment where consultation = ${consultation} and id = ${id}))
        order by m.id for update`,
  );

export type NewComment = Omit<CommentRecord, 'id' | 'version'>;

/** Adds comments behind those there are. The consultation's row is the lock that keeps numbers gap-free. */
export async function addComments(db: Db, consultation: string, comments: readonly NewComment[]): Promise<void> {
  await db.run(sql`select 1 from strategy.consultation where code = ${consultation} for update`);
  await db.run(sql`insert into strategy.comment (consultation, id, invitation, clause, said_by, text, proposal, topic,
      disposition, explanation, change)
    select ${consultation}, (select coalesce(max(id), 0) from strategy.comment where consultation = ${consultation}) + r.n,
      r.invitation, r.clause, r.said_by, r.text, r.proposal, r.topic, r.disposition, r.explanation, r.change
    from jsonb_to_recordset(${JSON.stringify(comments.map((comment, i) => ({ ...comment, n: i + 1 })))}::jsonb)
      as r(n integer, invitation text, clause text, said_by jsonb, text text, proposal text, topic text,
           disposition text, explanation text, change text)`);
}

export interface Disposed {
  readonly ids: readonly number[];
  readonly disposition: string;
  readonly explanation: string | null;
  readonly change: string | null;
}

export const disposeComments = (db: Db, consultation: string, row: Disposed) =>
  db.run(sql`update strategy.comment set disposition = ${row.disposition}, explanation = ${row.explanation},
      change = ${row.change}, version = version + 1
    where consultation = ${consultation} and id = any(${[...row.ids]}::integer[])`);
