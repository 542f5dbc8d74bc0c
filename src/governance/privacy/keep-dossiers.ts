/** Begins impact assessments and transfers, and takes their steps. */
import type { Author } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { printDay } from '../../platform/day.ts';
import { addDays } from '../../platform/relative-day.ts';
import { pick } from '../../platform/texts.ts';
import { findAgreement, listBases, listPurposes } from '../store/agreement.ts';
import { todayOf, writeChange } from '../write-change.ts';
import {
  assessmentState,
  stepAssessment,
  type Assessment,
  type AssessmentDesk,
  type AssessmentTaken,
  type DossierFault,
} from './assessment.ts';
import { addMonths, lastDayOf } from './clock.ts';
import { insistOnNames, insistOnNobody, insistOnRules } from './guard.ts';
import { oweAssessment, oweTransfer } from './owe-dossiers.ts';
import { privacyProblems as problems } from './problems.ts';
import type { PrivacyRules } from './rules.ts';
import { nextCode } from './store/code.ts';
import * as store from './store/dossier.ts';
import { stepTransfer, type Transfer, type TransferTaken } from './transfer.ts';

export interface Acted {
  readonly by: Author;
  readonly language: string;
}

export interface BeginAssessment {
  readonly purpose: string;
  readonly registers: readonly string[];
  readonly body: number;
  readonly firstProcessing: string;
  readonly contents?: Readonly<Record<string, string>> | undefined;
}

const prefixed = (contents: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(contents).map(([part, text]) => [`contents/${part}`, text]));

const yearOf = (context: Context) => todayOf(context).slice(0, 4);

/** Processing that is planned for later than a year is not assessed yet. */
const LONGEST_AHEAD_DAYS = 366;

/** @throws governance/privacy-unruled, -times-unsound, -unknown, -names-people */
export async function beginAssessment(context: Context, wish: BeginAssessment, act: Acted): Promise<string> {
  const rules = insistOnRules(context);
  const { db, profile } = context;
  const calendar = workingCalendar(profile);
  if (!(await listPurposes(db)).some(({ code }) => code === wish.purpose))
    throw problems.privacyUnknown({ field: 'purpose', value: wish.purpose });
  await insistOnNames(db, wish, rules.assessment.parts);
  insistOnNobody(rules, prefixed(wish.contents), act.language);
  const latest = addDays(todayOf(context), LONGEST_AHEAD_DAYS);
  if (wish.firstProcessing > latest)
    throw dossierProblem({ kind: 'days', earliest: todayOf(context), latest }, act.language);
  return db.transaction(async (tx) => {
    const one: Assessment = {
      ...{ code: await nextCode(tx, 'assessment', rules.codes.assessment, yearOf(context)), purpose: wish.purpose },
      ...{ registers: [...wish.registers], body: wish.body, firstProcessing: wish.firstProcessing },
      due: lastDayOf(wish.firstProcessing, rules.assessment.days, calendar),
      ...{ calendar: calendar.edition, contents: { ...wish.contents }, revision: 1, cause: null, sentOn: null },
      ...{ number: null, lateReason: null, answeredOn: null, answer: null, refreshOn: null, waivedOn: null },
      ...{ waivedBasis: null, waivedReason: null, account: act.by.account },
    };
    const change = {
      action: 'governance.begin-assessment',
      subject: one.code,
      kind: 'governance',
      by: act.by,
    } as const;
    await writeChange(
      context,
      change,
      async (inner, changeSet) => {
        await store.insertAssessment(inner, one, changeSet);
        await oweAssessment(context, inner, one, { rules });
      },
      tx,
    );
    return one.code;
  });
}

export const assessmentDesk = (context: Context, rules: PrivacyRules): AssessmentDesk => ({
  today: todayOf(context),
  parts: rules.assessment.parts,
  refreshOn: (sent) => addMonths(sent, rules.assessment.refreshMonths),
  dueAfter: (day) => lastDayOf(day, rules.assessment.days, workingCalendar(context.profile)),
});

/** @throws governance/privacy-*, notice-late */
export async function takeAssessmentStep(
  context: Context,
  code: string,
  taken: AssessmentTaken,
  acted: Acted,
): Promise<void> {
  const rules = insistOnRules(context);
  const { words, number, lateReason, contents, basis } = taken;
  insistOnNobody(rules, { words, number, lateReason, ...prefixed(contents) }, acted.language);
  await insistOnNames(context.db, taken, rules.assessment.parts);
  if (basis !== undefined && !(await listBases(context.db)).some((one) => one.code === basis))
    throw problems.privacyUnknown({ field: 'basis', value: basis });
  const act = {
    action: `governance.${taken.step}-assessment`,
    subject: code,
    kind: 'governance',
    by: acted.by,
  } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    const held = await store.lockAssessment(tx, code);
    if (!held) throw problems.privacyNotFound({ code });
    const next = stepAssessment(held, taken, assessmentDesk(context, rules));
    if ('kind' in next) throw dossierProblem(next, acted.language);
    if (taken.step === 'refresh') await store.keepRevision(tx, code);
    await store.updateAssessment(tx, next, changeSet);
    await oweAssessment(context, tx, next, { rules, by: acted.by.account });
  });
}

export type BeginTransfer = Pick<
  Transfer,
  'title' | 'body' | 'registers' | 'categories' | 'toBody' | 'recipient' | 'country' | 'agreement' | 'assessment'
> & { readonly contents?: Readonly<Record<string, string>> | undefined; readonly until: string | null };

/** @throws governance/privacy-unruled, -needed, -unknown, -names-people */
export async function beginTransfer(context: Context, wish: BeginTransfer, { by, language }: Acted): Promise<string> {
  const rules = insistOnRules(context);
  const { db } = context;
  const { title, recipient, contents, agreement, assessment, ...rest } = wish;
  insistOnNobody(rules, { title, recipient, ...prefixed(contents) }, language);
  await insistOnNames(db, wish, rules.transfer.parts);
  if ((rest.toBody === null) === (recipient === null)) throw problems.privacyNeeded({ field: 'recipient' });
  if (rest.toBody === rest.body) throw problems.privacyUnknown({ field: 'to', value: String(rest.toBody) });
  if (agreement !== null && !(await findAgreement(db, agreement)))
    throw problems.privacyUnknown({ field: 'agreement', value: agreement });
  if (assessment !== null && !(await store.findAssessment(db, assessment)))
    throw problems.privacyUnknown({ field: 'assessment', value: assessment });
  return db.transaction(async (tx) => {
    const code = await nextCode(tx, 'transfer', rules.codes.transfer, yearOf(context));
    const one: Transfer = {
      ...{ code, title: title.trim(), recipient, agreement, assessment, ...rest, contents: { ...contents } },
      ...{ from: null, endedOn: null, endWords: null, account: by.account },
    };
    const act = { action: 'governance.write-transfer', subject: code, kind: 'governance', by } as const;
    await writeChange(
      context,
      act,
      async (inner, changeSet) => {
        await store.insertTransfer(inner, one, changeSet);
      },
      tx,
    );
    return code;
  });
}

async function isAssessed(tx: Db, code: string | null): Promise<boolean> {
  const found = code === null ? undefined : await store.findAssessment(tx, code);
  return found !== undefined && ['sent', 'answered'].includes(assessmentState(found));
}

/** @throws governance/privacy-*, transfer-unassessed */
export async function takeTransferStep(
  context: Context,
  code: string,
  taken: TransferTaken,
  { by, language }: Acted,
): Promise<void> {
  const rules = insistOnRules(context);
  insistOnNobody(rules, { words: taken.words, ...prefixed(taken.contents) }, language);
  await insistOnNames(context.db, taken, rules.transfer.parts);
  if (taken.assessment !== undefined && !(await store.findAssessment(context.db, taken.assessment)))
    throw problems.privacyUnknown({ field: 'assessment', value: taken.assessment });
  const act = { action: `governance.${taken.step}-transfer`, subject: code, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    const held = await store.lockTransfer(tx, code);
    if (!held) throw problems.privacyNotFound({ code });
    const { parts, abroadNeedsAssessment: needsAssessment } = rules.transfer;
    const desk = { today: todayOf(context), parts, needsAssessment };
    const next = stepTransfer(held, taken, { ...desk, isAssessed: await isAssessed(tx, held.assessment) });
    if ('kind' in next) throw dossierProblem(next, language);
    await store.updateTransfer(tx, next, changeSet);
    await oweTransfer(context, tx, next, { rules, by: by.account });
  });
}

export function dossierProblem(fault: DossierFault, language: string) {
  switch (fault.kind) {
    case 'moved-on':
      return problems.privacyMovedOn({ state: fault.state });
    case 'days': {
      const { earliest, latest } = fault;
      return problems.privacyTimesUnsound({
        ...{ field: 'on', earliest, latest, from: printDay(earliest), to: printDay(latest) },
      });
    }
    case 'needed':
      return problems.privacyNeeded({ field: fault.field });
    case 'late':
      return problems.noticeLate({ due: fault.due, said: printDay(fault.due) });
    case 'missing':
      return problems.privacyIncomplete({
        missing: fault.parts.map((part) => part.code),
        said: fault.parts.map(({ names }) => pick(names, language)).join('; '),
      });
    case 'unassessed':
      return problems.transferUnassessed();
  }
}
