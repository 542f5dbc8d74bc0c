/** SQL on impact assessments and transfers. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Day, Nullable } from '../../model.ts';
import { Assessment } from '../assessment.ts';
import { Transfer } from '../transfer.ts';

const columns = sql`code, purpose, registers, body, first_processing as "firstProcessing", due, calendar, contents,
  revision, cause, sent_on as "sentOn", number, late_reason as "lateReason", answered_on as "answeredOn", answer,
  refresh_on as "refreshOn", waived_on as "waivedOn", waived_basis as "waivedBasis", waived_reason as "waivedReason",
  account`;

export const listAssessments = (db: Db): Promise<Assessment[]> =>
  db.many(Assessment, sql`select ${columns} from governance.impact_assessment order by due, code`);

export const findAssessment = (db: Db, code: string): Promise<Assessment | undefined> =>
  db.one(Assessment, sql`select ${columns} from governance.impact_assessment where code = ${code}`);

export const lockAssessment = (tx: Db, code: string): Promise<Assessment | undefined> =>
  tx.one(Assessment, sql`select ${columns} from governance.impact_assessment where code = ${code} for no key update`);

/** Whether it is new. */
export async function insertAssessment(tx: Db, one: Assessment, changeSet: number): Promise<boolean> {
  const written = await tx.run(sql`insert into governance.impact_assessment (code, purpose, registers, body,
      first_processing, due, calendar, contents, account, change_set)
    values (${one.code}, ${one.purpose}, ${one.registers}::text[], ${one.body}, ${one.firstProcessing}::date,
      ${one.due}::date, ${one.calendar}, ${JSON.stringify(one.contents)}::jsonb, ${one.account}, ${changeSet})
    on conflict (code) do nothing`);
  return written > 0;
}

export async function updateAssessment(tx: Db, one: Assessment, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.impact_assessment set registers = ${one.registers}::text[], due = ${one.due}::date,
      contents = ${JSON.stringify(one.contents)}::jsonb, revision = ${one.revision}, cause = ${one.cause},
      sent_on = ${one.sentOn}::date, number = ${one.number}, late_reason = ${one.lateReason},
      answered_on = ${one.answeredOn}::date, answer = ${one.answer}, refresh_on = ${one.refreshOn}::date,
      waived_on = ${one.waivedOn}::date, waived_basis = ${one.waivedBasis}, waived_reason = ${one.waivedReason},
      change_set = ${changeSet}
    where code = ${one.code}`);
}

export const Revision = Type.Object({
  revision: Type.Integer(),
  contents: Type.Record(Type.String(), Type.String()),
  cause: Nullable(Type.String()),
  sentOn: Day,
  number: Type.String(),
  lateReason: Nullable(Type.String()),
  answeredOn: Nullable(Day),
  answer: Nullable(Type.String()),
});
export type Revision = Static<typeof Revision>;

/** What was sent before, the newest first. */
export const revisionsOf = (db: Db, assessment: string): Promise<Revision[]> =>
  db.many(
    Revision,
    sql`select revision, contents, cause, sent_on as "sentOn", number, late_reason as "lateReason",
        answered_on as "answeredOn", answer
      from governance.impact_revision where assessment = ${assessment} order by revision desc`,
  );

/** Keeps the revision that was sent, before the next begins. */
export async function keepRevision(tx: Db, code: string): Promise<void> {
  await tx.run(sql`insert into governance.impact_revision (assessment, revision, contents, cause, sent_on, number,
      late_reason, answered_on, answer, account)
    select code, revision, contents, cause, sent_on, number, late_reason, answered_on, answer, account
    from governance.impact_assessment where code = ${code} and sent_on is not null`);
}

const transferColumns = sql`code, title, body, registers, categories, to_body as "toBody", recipient, country, agreement,
  assessment, contents, from_day as "from", until_day as "until", ended_on as "endedOn", end_words as "endWords", account`;

export const listTransfers = (db: Db): Promise<Transfer[]> =>
  db.many(
    Transfer,
    sql`select ${transferColumns} from governance.data_transfer order by ended_on desc nulls first, until_day, code`,
  );

export const findTransfer = (db: Db, code: string): Promise<Transfer | undefined> =>
  db.one(Transfer, sql`select ${transferColumns} from governance.data_transfer where code = ${code}`);

export const lockTransfer = (tx: Db, code: string): Promise<Transfer | undefined> =>
  tx.one(Transfer, sql`select ${transferColumns} from governance.data_transfer where code = ${code} for no key update`);

/** Whether it is new. */
export async function insertTransfer(tx: Db, one: Transfer, changeSet: number): Promise<boolean> {
  const written =
    await tx.run(sql`insert into governance.data_transfer (code, title, body, registers, categories, to_body,
      recipient, country, agreement, assessment, contents, from_day, until_day, account, change_set)
    values (${one.code}, ${one.title}, ${one.body}, ${one.registers}::text[], ${one.categories}::text[], ${one.toBody},
      ${one.recipient}, ${one.country}, ${one.agreement}, ${one.assessment}, ${JSON.stringify(one.contents)}::jsonb,
      ${one.from}::date, ${one.until}::date, ${one.account}, ${changeSet})
    on conflict (code) do nothing`);
  return written > 0;
}

export async function updateTransfer(tx: Db, one: Transfer, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.data_transfer set contents = ${JSON.stringify(one.contents)}::jsonb,
      assessment = ${one.assessment}, from_day = ${one.from}::date, until_day = ${one.until}::date,
      ended_on = ${one.endedOn}::date, end_words = ${one.endWords}, change_set = ${changeSet}
    where code = ${one.code}`);
}
