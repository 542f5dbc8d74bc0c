/** What screens read of impact assessments and transfers; only what the caller may see. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Server } from '../../platform/http/serve.ts';
import { named, openDesk, type Desk } from '../desk.ts';
import type { LegalBasis } from '../model.ts';
import { stateOn } from '../model.ts';
import { listAgreements, listCategories, listPurposes } from '../store/agreement.ts';
import { listRegisters } from '../store/register.ts';
import { assessmentClock, assessmentState, stepsOf, type Assessment } from './assessment.ts';
import {
  stepAssessment,
  type AssessmentLine,
  type AssessmentPage,
  type TransferLine,
  type TransferPage,
  type UnassessedLine,
} from './dossier-contract.ts';
import { insistOnRules, seen } from './guard.ts';
import { missingOf, partTexts, type Part } from './parts.ts';
import { privacyRulesOf } from './rules.ts';
import * as store from './store/dossier.ts';
import { transferState, transferStepsOf, type Transfer } from './transfer.ts';

export const basisOf = ({ bases }: Desk, code: string): LegalBasis =>
  bases.get(code) ?? { code, names: {}, kind: 'law', citation: null, law: null, article: null, text: null };

const registersOf = ({ registers }: Desk, codes: readonly string[]) => codes.map((code) => named(registers, code));

const assessmentLine = (one: Assessment, desk: Desk): AssessmentLine => ({
  ...{ code: one.code, purpose: named(desk.purposes, one.purpose), registers: registersOf(desk, one.registers) },
  ...{ body: desk.name(one.body), state: assessmentState(one), revision: one.revision },
  ...{ firstProcessing: one.firstProcessing, clock: assessmentClock(one, desk.today) },
  ...{ sentOn: one.sentOn, number: one.number },
});

const transferLine = (one: Transfer, desk: Desk, parts: readonly Part[]): TransferLine => ({
  ...{ code: one.code, title: one.title, body: desk.name(one.body), recipient: one.recipient },
  ...{ to: one.toBody === null ? null : desk.name(one.toBody), country: one.country },
  ...{ registers: registersOf(desk, one.registers), state: transferState(one, desk.today) },
  ...{ from: one.from, until: one.until, agreement: one.agreement },
  ...{ written: parts.length - missingOf(parts, one.contents).length, asked: parts.length },
});

export interface Dossiers {
  readonly assessments: AssessmentLine[];
  readonly unassessed: UnassessedLine[];
  readonly transfers: TransferLine[];
}

export async function readDossiers(context: Context, sees: (body: number) => boolean): Promise<Dossiers> {
  const rules = privacyRulesOf(context.profile);
  if (!rules) return { assessments: [], unassessed: [], transfers: [] };
  const { db } = context;
  const all = await store.listAssessments(db);
  const assessments = all.filter(({ body }) => sees(body));
  const transfers = (await store.listTransfers(db)).filter(({ body }) => sees(body));
  const desk = await openDesk(context, [
    ...assessments.map(({ body }) => body),
    ...transfers.flatMap(({ body, toBody }) => [body, toBody]),
  ]);
  return {
    assessments: assessments.map((one) => assessmentLine(one, desk)),
    unassessed: await unassessedLines(context, desk, { all, sees }),
    transfers: transfers.map((one) => transferLine(one, desk, rules.transfer.parts)),
  };
}

/** Purposes under which personal data go by agreement, whose registers no assessment covers. */
async function unassessedLines(
  { db }: Context,
  desk: Desk,
  { all, sees }: { readonly all: readonly Assessment[]; readonly sees: (body: number) => boolean },
): Promise<UnassessedLine[]> {
  const personal = new Set(
    (await listRegisters(db)).filter(({ labels }) => labels.personal !== 'none').map(({ name }) => name),
  );
  const isCovered = (purpose: string, register: string) =>
    all.some((one) => one.purpose === purpose && one.registers.includes(register));
  const open = (await listAgreements(db)).filter(
    (one) =>
      stateOn(one, desk.today) === 'active' &&
      personal.has(one.register) &&
      sees(one.provider) &&
      !isCovered(one.purpose, one.register),
  );
  return [...Map.groupBy(open, ({ purpose }) => purpose)].map(([purpose, of]) => ({
    purpose: named(desk.purposes, purpose),
    registers: registersOf(desk, [...new Set(of.map(({ register }) => register))].toSorted()),
    since: of.map(({ from }) => from).toSorted()[0] ?? desk.today,
  }));
}

/** @throws governance/privacy-not-found */
export async function assessmentPage(
  context: Context,
  server: Server,
  caller: Caller,
  code: string,
): Promise<AssessmentPage> {
  const { db } = context;
  const { assessment: rules, authority } = insistOnRules(context);
  const one = await seen(db, caller, code, await store.findAssessment(db, code));
  const desk = await openDesk(context, [one.body]);
  const purpose = (await listPurposes(db)).find((known) => known.code === one.purpose);
  const may = await server.authorize(caller, stepAssessment.permission, { body: one.body });
  return {
    ...assessmentLine(one, desk),
    ...{ basis: basisOf(desk, rules.basis), authority, parts: partTexts(rules.parts, one.contents) },
    purposeBases: (purpose?.bases ?? []).map((basis) => basisOf(desk, basis)),
    ...{ cause: one.cause, due: one.due, calendar: one.calendar, lateReason: one.lateReason },
    ...{ answeredOn: one.answeredOn, answer: one.answer, refreshOn: one.refreshOn },
    waived:
      one.waivedOn === null
        ? null
        : { on: one.waivedOn, basis: basisOf(desk, one.waivedBasis ?? ''), reason: one.waivedReason ?? '' },
    revisions: (await store.revisionsOf(db, code)).map(({ contents, ...revision }) => ({
      ...revision,
      parts: partTexts(rules.parts, contents),
    })),
    steps: may.allowed ? [...stepsOf(one)] : [],
  };
}

/** @throws governance/privacy-not-found */
export async function transferPage(
  context: Context,
  server: Server,
  caller: Caller,
  code: string,
): Promise<TransferPage> {
  const { db } = context;
  const { transfer: rules } = insistOnRules(context);
  const one = await seen(db, caller, code, await store.findTransfer(db, code));
  const desk = await openDesk(context, [one.body, one.toBody]);
  const categories = new Map((await listCategories(db)).map((category) => [category.code, category]));
  const may = await server.authorize(caller, stepAssessment.permission, { body: one.body });
  return {
    ...transferLine(one, desk, rules.parts),
    categories: one.categories.map((category) => ({ code: category, names: categories.get(category)?.names ?? {} })),
    ...{ basis: basisOf(desk, rules.basis), assessment: one.assessment, parts: partTexts(rules.parts, one.contents) },
    needsAssessment: one.country !== null && rules.abroadNeedsAssessment,
    ...{ endedOn: one.endedOn, endWords: one.endWords, steps: may.allowed ? [...transferStepsOf(one)] : [] },
  };
}
