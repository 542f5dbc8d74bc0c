/** SQL on assessments of risks. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Day, Nullable } from '../../model.ts';
import { Measure, Risk, RiskAssessment } from '../risk.ts';

const columns = sql`code, register, body, due, calendar, risks, measures, revision, cause, done_on as "doneOn",
  conclusion, late_reason as "lateReason", next_on as "nextOn", account`;

export const listRisks = (db: Db): Promise<RiskAssessment[]> =>
  db.many(RiskAssessment, sql`select ${columns} from governance.risk_assessment order by coalesce(next_on, due), code`);

export const findRisk = (db: Db, code: string): Promise<RiskAssessment | undefined> =>
  db.one(RiskAssessment, sql`select ${columns} from governance.risk_assessment where code = ${code}`);

export const findRiskOf = (db: Db, register: string): Promise<RiskAssessment | undefined> =>
  db.one(RiskAssessment, sql`select ${columns} from governance.risk_assessment where register = ${register}`);

export const lockRisk = (tx: Db, code: string): Promise<RiskAssessment | undefined> =>
  tx.one(RiskAssessment, sql`select ${columns} from governance.risk_assessment where code = ${code} for no key update`);

/** Whether it is new: a register has one. */
export async function insertRisk(tx: Db, one: RiskAssessment, changeSet: number): Promise<boolean> {
  const written = await tx.run(sql`insert into governance.risk_assessment (code, register, body, due, calendar, risks,
      measures, done_on, conclusion, late_reason, next_on, account, change_set)
    values (${one.code}, ${one.register}, ${one.body}, ${one.due}::date, ${one.calendar},
      ${JSON.stringify(one.risks)}::jsonb, ${JSON.stringify(one.measures)}::jsonb, ${one.doneOn}::date,
      ${one.conclusion}, ${one.lateReason}, ${one.nextOn}::date, ${one.account}, ${changeSet})
    on conflict do nothing`);
  return written > 0;
}

export async function updateRisk(tx: Db, one: RiskAssessment, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.risk_assessment set due = ${one.due}::date,
      risks = ${JSON.stringify(one.risks)}::jsonb, measures = ${JSON.stringify(one.measures)}::jsonb,
      revision = ${one.revision}, cause = ${one.cause}, done_on = ${one.doneOn}::date, conclusion = ${one.conclusion},
      late_reason = ${one.lateReason}, next_on = ${one.nextOn}::date, change_set = ${changeSet}
    where code = ${one.code}`);
}

export const RiskRevision = Type.Object({
  ...{ revision: Type.Integer(), risks: Type.Array(Risk), measures: Type.Array(Measure) },
  ...{ cause: Nullable(Type.String()), doneOn: Day, conclusion: Type.String(), lateReason: Nullable(Type.String()) },
});
export type RiskRevision = Static<typeof RiskRevision>;

/** What was found before, the newest first. */
export const riskRevisionsOf = (db: Db, assessment: string): Promise<RiskRevision[]> =>
  db.many(
    RiskRevision,
    sql`select revision, risks, measures, cause, done_on as "doneOn", conclusion, late_reason as "lateReason"
      from governance.risk_revision where assessment = ${assessment} order by revision desc`,
  );

/** Keeps what was found, before the next revision begins. */
export async function keepRiskRevision(tx: Db, code: string): Promise<void> {
  await tx.run(sql`insert into governance.risk_revision (assessment, revision, risks, measures, cause, done_on,
      conclusion, late_reason, account)
    select code, revision, risks, measures, cause, done_on, conclusion, late_reason, account
    from governance.risk_assessment where code = ${code} and done_on is not null`);
}

const KeptSince = Type.Object({ register: Type.String(), since: Day });

/** Since when the node has kept each register. */
export const keptSince = async (db: Db): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await db.many(KeptSince, sql`select name as register, kept_since::text as since from governance.register`)).map(
      ({ register, since }) => [register, since],
    ),
  );
