/** SQL on what bodies said here of consultations and tasks that are at home elsewhere, until the home has answered. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();

const SaidComment = Type.Object({ clause: text, text, proposal: Nullable(text) });

export const SentAnswer = Type.Object({
  consultation: text,
  invitation: text,
  id: text,
  body: Type.Integer(),
  answer: Type.Unsafe<'agree' | 'agree-with-comments' | 'disagree' | 'no-opinion'>(text),
  day: text,
  account: text,
  comments: Type.Array(SaidComment),
  refused: Nullable(text),
});
export type SentAnswer = Static<typeof SentAnswer>;

const answerColumns = sql`consultation, invitation, id, body, answer, day, account, comments, refused`;

export const sentAnswersOf = (db: Db, consultation: string) =>
  db.many(SentAnswer, sql`select ${answerColumns} from strategy.answer_sent where consultation = ${consultation}`);

export const sentByChange = (db: Db, changeSet: number) =>
  db.many(SentAnswer, sql`select ${answerColumns} from strategy.answer_sent where change_set = ${changeSet}`);

/** In the place of one that was refused. @returns whether none waits there already */
export async function putSentAnswer(tx: Db, row: Omit<SentAnswer, 'refused'>, changeSet: number): Promise<boolean> {
  const put = await tx.run(sql`insert into strategy.answer_sent as s
      (consultation, invitation, id, body, answer, day, account, comments, change_set)
    values (${row.consultation}, ${row.invitation}, ${row.id}, ${row.body}, ${row.answer}, ${row.day}, ${row.account},
      ${JSON.stringify(row.comments)}::jsonb, ${changeSet})
    on conflict (consultation, invitation) do update set id = excluded.id, answer = excluded.answer, day = excluded.day,
        account = excluded.account, comments = excluded.comments, refused = null, change_set = excluded.change_set
      where s.refused is not null`);
  return put === 1;
}

/** The home has taken it. */
export const dropSentAnswer = (tx: Db, id: string) => tx.run(sql`delete from strategy.answer_sent where id = ${id}`);

export const refuseSentAnswer = (tx: Db, id: string, reason: string) =>
  tx.run(sql`update strategy.answer_sent set refused = ${reason} where id = ${id}`);

export const SentReport = Type.Object({
  task: text,
  id: text,
  /** Version of the task as its home told it, on which the report rests. */
  base: Type.Integer(),
  body: Type.Integer(),
  day: text,
  account: text,
  state: Type.Union([Type.Literal('not-begun'), Type.Literal('running'), Type.Literal('done')]),
  progress: Nullable(Type.Integer()),
  evidence: Nullable(text),
  refused: Nullable(text),
});
export type SentReport = Static<typeof SentReport>;

const reportColumns = sql`task, id, base, body, day, account, state, progress, evidence, refused`;

export const sentReportOf = (db: Db, task: string) =>
  db.one(SentReport, sql`select ${reportColumns} from strategy.task_report where task = ${task}`);

export const reportsOfChange = (db: Db, changeSet: number) =>
  db.many(SentReport, sql`select ${reportColumns} from strategy.task_report where change_set = ${changeSet}`);

/** The later word of the lead body stands in the place of the earlier one. */
export const putSentReport = (tx: Db, row: Omit<SentReport, 'refused'>, changeSet: number) =>
  tx.run(sql`insert into strategy.task_report
      (task, id, base, body, day, account, state, progress, evidence, change_set)
    values (${row.task}, ${row.id}, ${row.base}, ${row.body}, ${row.day}, ${row.account}, ${row.state}, ${row.progress},
      ${row.evidence}, ${changeSet})
    on conflict (task) do update set id = excluded.id, base = excluded.base, body = excluded.body, day = excluded.day,
      account = excluded.account, state = excluded.state, progress = excluded.progress, evidence = excluded.evidence,
      refused = null, change_set = excluded.change_set`);

export const dropSentReport = (tx: Db, id: string) => tx.run(sql`delete from strategy.task_report where id = ${id}`);

export const refuseSentReport = (tx: Db, id: string, reason: string) =>
  tx.run(sql`update strategy.task_report set refused = ${reason} where id = ${id}`);

const TakenReport = Type.Object({
  base: Nullable(Type.Integer()),
  version: Nullable(Type.Integer()),
  report: Nullable(text),
});

/** At the home: the last report that was taken, and on which version it rested. */
export const takenReport = (db: Db, task: string) =>
  db.one(
    TakenReport,
    sql`select report_base as base, report_version as version, report from strategy.task where code = ${task}`,
  );

/** Remembers which report made the version that stands now. */
export const noteTakenReport = (
  tx: Db,
  { task, report, base }: { readonly task: string; readonly report: string; readonly base: number },
  changeSet: number,
) =>
  tx.run(sql`update strategy.task set report = ${report}, report_base = ${base}, report_version = version,
      change_set = ${changeSet} where code = ${task}`);

const Parts = Type.Object({ former: Type.Array(Type.Integer()), report: Nullable(text) });

/** Who heard of it before, and the last report that was taken: what goes along when it is told. */
export const toldBefore = (db: Db, task: string) =>
  db.one(Parts, sql`select former, report from strategy.task where code = ${task}`);
