/** Begins assessments of risks, takes their steps, and ends measures. */
import { getBody } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import { findResponsible } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { addMonths, lastDayOf } from './clock.ts';
import { insistOnNobody, insistOnRules } from './guard.ts';
import { dossierProblem, type Acted } from './keep-dossiers.ts';
import { oweRisk } from './owe-risks.ts';
import { privacyProblems as problems } from './problems.ts';
import {
  endMeasure,
  stepRisk,
  type MeasureEnded,
  type NewMeasure,
  type Risk,
  type RiskAssessment,
  type RiskDesk,
  type RiskFault,
  type RiskTaken,
} from './risk.ts';
import type { PrivacyRules } from './rules.ts';
import { nextCode } from './store/code.ts';
import * as store from './store/risk.ts';

/** As endpoints give it: who owes it by the code of a body. */
export type GivenMeasure = Omit<NewMeasure, 'body'> & { readonly body?: string | undefined };

export interface RisksGiven {
  readonly risks?: readonly Risk[] | undefined;
  readonly measures?: readonly GivenMeasure[] | undefined;
}

/** The day so many months after another; a day off is followed by the next working day. */
export const nextRiskDay = (context: Context, { risk }: PrivacyRules, after: string): string =>
  lastDayOf(addMonths(after, risk.months), 0, workingCalendar(context.profile));

export const riskDesk = (context: Context, rules: PrivacyRules): RiskDesk => ({
  today: todayOf(context),
  scale: rules.risk,
  nextOn: (done) => nextRiskDay(context, rules, done),
});

/** The register, personal, with the body that answers for it. @throws governance/privacy-unknown, register-not-personal */
export async function riskyRegister(context: Context, name: string): Promise<{ name: string; body: number }> {
  const register = await findResponsible(context.db, name, todayOf(context));
  const body = register?.managers[0] ?? register?.owners[0];
  if (!register || body === undefined) throw problems.privacyUnknown({ field: 'register', value: name });
  if (register.labels.personal === 'none') throw problems.registerNotPersonal({ register: name });
  return { name, body };
}

/** Texts that name nobody, bodies that are there. @throws governance/privacy-names-people, bodies/body-not-found */
async function read(
  context: Context,
  rules: PrivacyRules,
  { risks, measures }: RisksGiven,
  { own, language }: { readonly own: number; readonly language: string },
) {
  const texts = [...(risks ?? []).map((one) => ['risks', one]), ...(measures ?? []).map((one) => ['measures', one])];
  insistOnNobody(
    rules,
    Object.fromEntries((texts as [string, Risk][]).map(([list, { id, what }]) => [`${list}/${id}`, what])),
    language,
  );
  if (!measures) return { risks };
  const today = todayOf(context);
  const placed = await Promise.all(
    measures.map(async ({ body, ...one }) => ({
      ...one,
      body: body === undefined ? own : (await getBody(context.db, body, today)).id,
    })),
  );
  return { risks, measures: placed };
}

/** @throws governance/privacy-unruled, -unknown, -names-people, risk-begun-already */
export async function beginRisk(
  context: Context,
  { register, body, ...given }: RisksGiven & { readonly register: string; readonly body: number },
  { by, language }: Acted,
): Promise<string> {
  const rules = insistOnRules(context);
  const first = await read(context, rules, given, { own: body, language });
  const since = (await store.keptSince(context.db)).get(register) ?? todayOf(context);
  return context.db.transaction(async (tx) => {
    const code = await nextCode(tx, 'risk', rules.codes.risk, todayOf(context).slice(0, 4));
    const there = await store.findRiskOf(tx, register);
    if (there) throw problems.riskBegunAlready({ code: there.code });
    const blank: RiskAssessment = {
      ...{ code, register, body, due: nextRiskDay(context, rules, since), risks: [], measures: [], revision: 1 },
      ...{ calendar: workingCalendar(context.profile).edition, cause: null, doneOn: null, conclusion: null },
      ...{ lateReason: null, nextOn: null, account: by.account },
    };
    const one = stepRisk(blank, { step: 'write', ...first }, riskDesk(context, rules));
    if ('kind' in one) throw riskProblem(one, language);
    const act = { action: 'governance.begin-risk', subject: code, kind: 'governance', by } as const;
    await writeChange(
      context,
      act,
      async (inner, changeSet) => {
        await store.insertRisk(inner, one, changeSet);
        await oweRisk(context, inner, one, { rules, by: by.account });
      },
      tx,
    );
    return code;
  });
}

type Taken = Omit<RiskTaken, 'measures'> & RisksGiven;

/** @throws governance/privacy-*, notice-late, risks-untreated */
export async function takeRiskStep(context: Context, code: string, taken: Taken, acted: Acted): Promise<void> {
  const rules = insistOnRules(context);
  const { words, lateReason } = taken;
  insistOnNobody(rules, { words, lateReason }, acted.language);
  const own = (await store.findRisk(context.db, code))?.body ?? 0;
  const step = { ...taken, ...(await read(context, rules, taken, { own, language: acted.language })) };
  await moveRisk(context, { action: `governance.${taken.step}-risk`, subject: code }, acted, (held) =>
    stepRisk(held, step as RiskTaken, riskDesk(context, rules)),
  );
}

/** @throws governance/privacy-* */
export async function takeMeasure(context: Context, code: string, ended: MeasureEnded, acted: Acted): Promise<void> {
  insistOnNobody(insistOnRules(context), { words: ended.words }, acted.language);
  const action = ended.ended === 'done' ? 'governance.do-measure' : 'governance.drop-measure';
  await moveRisk(context, { action, subject: code }, acted, (held) => endMeasure(held, ended, todayOf(context)));
}

async function moveRisk(
  context: Context,
  { action, subject: code }: { readonly action: string; readonly subject: string },
  { by, language }: Acted,
  move: (held: RiskAssessment) => RiskAssessment | RiskFault,
): Promise<void> {
  const rules = insistOnRules(context);
  await writeChange(context, { action, subject: code, kind: 'governance', by }, async (tx, changeSet) => {
    const held = await store.lockRisk(tx, code);
    if (!held) throw problems.privacyNotFound({ code });
    const next = move(held);
    if ('kind' in next) throw riskProblem(next, language);
    if (next.revision > held.revision) await store.keepRiskRevision(tx, code);
    await store.updateRisk(tx, next, changeSet);
    await oweRisk(context, tx, next, { rules, by: by.account, before: held });
  });
}

function riskProblem(fault: RiskFault, language: string) {
  switch (fault.kind) {
    case 'unknown':
      return problems.privacyUnknown({ field: fault.field, value: fault.value });
    case 'untreated':
      return problems.risksUntreated({
        risks: fault.risks.map(({ id }) => id),
        said: fault.risks.map(({ what }) => what).join('; '),
      });
    default:
      return dossierProblem(fault, language);
  }
}
