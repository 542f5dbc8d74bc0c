/** What assessments of risks ask of whom: finishing, doing it again, and each measure of its post, by its day. */
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { addDays } from '../../platform/relative-day.ts';
import { todayOf } from '../write-change.ts';
import { owersOf } from './owe-breach.ts';
import { NOTICE_DAYS, oweByDay, type Asking } from './owe-dossiers.ts';
import { isOwed, type RiskAssessment } from './risk.ts';

const measureSubject = (code: string, measure: string) => `${code}/${measure}`;

/** @param asking `before`: what it was; measures that are there no more are owed no more */
export async function oweRisk(
  context: Context,
  tx: Db,
  one: RiskAssessment,
  { rules: { risk }, by = system.account, owers: known, before }: Asking & { readonly before?: RiskAssessment },
): Promise<void> {
  const owers = known ?? (await owersOf(context, tx));
  const soon = addDays(todayOf(context), NOTICE_DAYS);
  const again = one.nextOn !== null && one.nextOn <= soon ? one.nextOn : null;
  const link = `/governance/privacy/risks/${one.code}`;
  const about = { code: one.code, body: one.body, post: risk.post, by, owers, link };
  await oweByDay(context, tx, { ...about, code: one.register, kind: 'begin-risk', due: null });
  await oweByDay(context, tx, { ...about, kind: 'finish-risk', due: one.doneOn === null ? one.due : null });
  await oweByDay(context, tx, { ...about, kind: 'refresh-risk', due: again });
  for (const measure of one.measures) {
    const owed = { ...about, code: measureSubject(one.code, measure.id), body: measure.body, post: measure.post };
    await oweByDay(context, tx, { ...owed, kind: 'risk-measure', due: isOwed(measure) ? measure.due : null });
  }
  const gone = (before?.measures ?? []).filter(({ id }) => !one.measures.some((other) => other.id === id));
  for (const { id } of gone)
    await oweByDay(context, tx, { ...about, code: measureSubject(one.code, id), kind: 'risk-measure', due: null });
}
