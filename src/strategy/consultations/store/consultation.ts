/** SQL on consultations, who is asked, and what they say. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();
const Answer = Type.Unsafe<'agree' | 'agree-with-comments' | 'disagree' | 'no-opinion'>(text);
const Disposition = Type.Unsafe<'accepted' | 'partly' | 'explained'>(text);

const Count = Type.Integer({ minimum: 0, maximum: 10_000_000 });
/** Counts over everybody who is asked, as the home tells them to nodes that hold only their own part. */
export const ToldCounts = Type.Object({
  asked: Count,
  answered: Count,
  answeredLate: Count,
  notAnswered: Count,
  agreed: Count,
  agreedWithComments: Count,
  comments: Count,
  disposed: Count,
  open: Count,
  accepted: Count,
  partly: Count,
  explained: Count,
});
export type ToldCounts = Static<typeof ToldCounts>;

export const ConsultationRecord = Type.Object({
  code: text,
  document: text,
  draft: Type.Integer(),
  names: Texts,
  opens: text,
  closes: text,
  drafter: Type.Integer(),
  /** Null where it is at home, and before its home has told any. */
  counts: Nullable(ToldCounts),
});
export type ConsultationRecord = Static<typeof ConsultationRecord>;

const columns = sql`code, document, draft, names, opens, closes, drafter, counts`;

export const allConsultations = (db: Db) =>
  db.many(ConsultationRecord, sql`select ${columns} from strategy.consultation order by opens desc, code`);

export const findConsultation = (db: Db, code: string) =>
  db.one(ConsultationRecord, sql`select ${columns} from strategy.consultation where code = ${code}`);

export const putConsultation = (db: Db, row: ConsultationRecord, changeSet: number | null = null) =>
  db.run(sql`insert into strategy.consultation
      (code, document, draft, names, opens, closes, drafter, counts, change_set)
    values (${row.code}, ${row.document}, ${row.draft}, ${JSON.stringify(row.names)}::jsonb, ${row.opens}, ${row.closes},
            ${row.drafter}, ${row.counts && JSON.stringify(row.counts)}::jsonb, ${changeSet})
    on conflict (code) do nothing`);

/** As its home tells it. */
export const adoptConsultation = (tx: Db, row: ConsultationRecord, changeSet: number) =>
  tx.run(sql`insert into strategy.consultation as c
      (code, document, draft, names, opens, closes, drafter, counts, change_set)
    values (${row.code}, ${row.document}, ${row.draft}, ${JSON.stringify(row.names)}::jsonb, ${row.opens}, ${row.closes},
            ${row.drafter}, ${row.counts && JSON.stringify(row.counts)}::jsonb, ${changeSet})
    on conflict (code) do update set document = excluded.document, draft = excluded.draft, names = excluded.names,
      opens = excluded.opens, closes = excluded.closes, drafter = excluded.drafter, counts = excluded.counts,
      change_set = excluded.change_set`);

/** What a profile laid in here of a consultation that is at home elsewhere gives way to what its home tells. */
export async function forgetParts(tx: Db, code: string): Promise<void> {
  await tx.run(sql`delete from strategy.answer_sent where consultation = ${code}`);
  await tx.run(sql`delete from strategy.comment where consultation = ${code}`);
  await tx.run(sql`delete from strategy.topic where consultation = ${code}`);
  await tx.run(sql`delete from strategy.invitation where consultation = ${code}`);
}

/** The change that touched it last: what is told of it from now on is newer. */
export const touchConsultation = (tx: Db, code: string, changeSet: number) =>
  tx.run(sql`update strategy.consultation set change_set = ${changeSet} where code = ${code}`);

export const InvitationRecord = Type.Object({
  code: text,
  body: Nullable(Type.Integer()),
  names: Texts,
  due: text,
  answer: Nullable(Answer),
  answered: Nullable(text),
  /** The day on which an answer given at another node came here. */
  received: Nullable(text),
});
export type InvitationRecord = Static<typeof InvitationRecord>;

export const invitationsOf = (db: Db, consultation: string) =>
  db.many(
    InvitationRecord,
    sql`select code, body, names, due, answer, answered, received from strategy.invitation where consultation = ${consultation}
        order by code`,
  );

export const lockInvitationOf = (db: Db, consultation: string, body: number) =>
  db.one(
    InvitationRecord,
    sql`select code, body, names, due, answer, answered, received from strategy.invitation
         where consultation = ${consultation} and body = ${body} for update`,
  );

export const putInvitation = (db: Db, consultation: string, row: InvitationRecord, changeSet: number | null = null) =>
  db.run(sql`insert into strategy.invitation (consultation, code, body, names, due, answer, answered, change_set)
    values (${consultation}, ${row.code}, ${row.body}, ${JSON.stringify(row.names)}::jsonb, ${row.due}, ${row.answer},
            ${row.answered}, ${changeSet})
    on conflict (consultation, code) do nothing`);

export interface Answering {
  readonly code: string;
  readonly answer: string;
  /** On which it was given. */
  readonly day: string;
  readonly account: string;
  readonly changeSet: number;
  /** Of an answer from another node: its id there, and the day on which it came. */
  readonly id?: string;
  readonly received?: string;
}

export const setAnswer = (db: Db, consultation: string, row: Answering) =>
  db.run(sql`update strategy.invitation set answer = ${row.answer}, answered = ${row.day}, account = ${row.account},
      received = ${row.received ?? null}::date, answer_id = ${row.id ?? null}, change_set = ${row.changeSet}
    where consultation = ${consultation} and code = ${row.code} and answer is null`);

const AnswerId = Type.Object({ id: Nullable(text) });

/** Id of the answer that stands, when it came from another node. */
export const answerIdOf = async (db: Db, consultation: string, code: string): Promise<string | null> =>
  (
    await db.one(
      AnswerId,
      sql`select answer_id as id from strategy.invitation where consultation = ${consultation} and code = ${code}`,
    )
  )?.id ?? null;

/** As the home of the consultation tells it. */
export const adoptInvitation = (tx: Db, consultation: string, row: InvitationRecord, changeSet: number) =>
  tx.run(sql`insert into strategy.invitation as i
      (consultation, code, body, names, due, answer, answered, received, change_set)
    values (${consultation}, ${row.code}, ${row.body}, ${JSON.stringify(row.names)}::jsonb, ${row.due}, ${row.answer},
            ${row.answered}, ${row.received}, ${changeSet})
    on conflict (consultation, code) do update set body = excluded.body, names = excluded.names, due = excluded.due,
      answer = excluded.answer, answered = excluded.answered, received = excluded.received,
      change_set = excluded.change_set`);

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
export async function addComments(
  db: Db,
  consultation: string,
  comments: readonly NewComment[],
  changeSet: number | null = null,
): Promise<void> {
  await db.run(sql`select 1 from strategy.consultation where code = ${consultation} for update`);
  await db.run(sql`insert into strategy.comment (consultation, id, invitation, clause, said_by, text, proposal, topic,
      disposition, explanation, change, change_set)
    select ${consultation}, (select coalesce(max(id), 0) from strategy.comment where consultation = ${consultation}) + r.n,
      r.invitation, r.clause, r.said_by, r.text, r.proposal, r.topic, r.disposition, r.explanation, r.change,
      ${changeSet}::bigint
    from jsonb_to_recordset(${JSON.stringify(comments.map((comment, i) => ({ ...comment, n: i + 1 })))}::jsonb)
      as r(n integer, invitation text, clause text, said_by jsonb, text text, proposal text, topic text,
           disposition text, explanation text, change text)`);
}

export interface Disposed {
  readonly ids: readonly number[];
  readonly disposition: string;
  readonly explanation: string | null;
  readonly change: string | null;
  readonly changeSet: number;
}

/** Comments of one invitation as the home numbers them and answers them. */
export const adoptComments = (tx: Db, consultation: string, rows: readonly CommentRecord[], changeSet: number) =>
  tx.run(sql`insert into strategy.comment as m (consultation, id, invitation, clause, said_by, text, proposal, topic,
      disposition, explanation, change, version, change_set)
    select ${consultation}, r.id, r.invitation, r.clause, r.said_by, r.text, r.proposal, r.topic, r.disposition,
      r.explanation, r.change, r.version, ${changeSet}::bigint
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id integer, invitation text, clause text, said_by jsonb, text text, proposal text, topic text,
             disposition text, explanation text, change text, version bigint)
    on conflict (consultation, id) do update set clause = excluded.clause, said_by = excluded.said_by,
      text = excluded.text, proposal = excluded.proposal, topic = excluded.topic, disposition = excluded.disposition,
      explanation = excluded.explanation, change = excluded.change, version = excluded.version,
      change_set = excluded.change_set where m.invitation = excluded.invitation`);

export const disposeComments = (db: Db, consultation: string, row: Disposed) =>
  db.run(sql`update strategy.comment set disposition = ${row.disposition}, explanation = ${row.explanation},
      change = ${row.change}, version = version + 1, change_set = ${row.changeSet}
    where consultation = ${consultation} and id = any(${[...row.ids]}::integer[])`);
