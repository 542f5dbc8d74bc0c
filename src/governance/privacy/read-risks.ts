/** What screens read of assessments of risks; only what the caller may see: of his bodies, or with a measure that they owe. */
import { homesElsewhere } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Server } from '../../platform/http/serve.ts';
import { named, openDesk, type Desk } from '../desk.ts';
import { listRegisters } from '../store/register.ts';
import { dayClock } from './assessment.ts';
import { insistOnRules, privacySight } from './guard.ts';
import { nextRiskDay } from './keep-risks.ts';
import { privacyProblems as problems } from './problems.ts';
import { basisOf } from './read-dossiers.ts';
import * as contract from './risk-contract.ts';
import { bandOf, isOwed, riskClock, riskState, riskStepsOf, scoreOf, type Measure, type Risk } from './risk.ts';
import type { RiskAssessment } from './risk.ts';
import { privacyRulesOf, type PrivacyRules } from './rules.ts';
import * as store from './store/risk.ts';

type Sees = (body: number) => boolean;
type Scale = PrivacyRules['risk'];

const isSeen = (one: RiskAssessment, sees: Sees): boolean =>
  sees(one.body) || one.measures.some((measure) => measure.decidedOn !== null && sees(measure.body));

const bodiesOf = ({ body, measures }: Pick<RiskAssessment, 'measures'> & { readonly body?: number }) => [
  ...(body === undefined ? [] : [body]),
  ...measures.map((measure) => measure.body),
];

function riskLine(one: RiskAssessment, desk: Desk, { bands }: Scale): contract.RiskLine {
  const worst = Math.max(...one.risks.map(scoreOf));
  const owed = one.measures.filter(isOwed);
  return {
    ...{ code: one.code, register: named(desk.registers, one.register), body: desk.name(one.body) },
    ...{ state: riskState(one), revision: one.revision, clock: riskClock(one, desk.today), doneOn: one.doneOn },
    worst: one.risks.length === 0 ? null : { score: worst, band: bandOf(worst, bands) },
    ...{ risks: one.risks.length, owed: owed.length, late: owed.filter(({ due }) => due < desk.today).length },
  };
}

export interface Risks {
  readonly risks: contract.RiskLine[];
  readonly unrisked: contract.UnriskedLine[];
}

export async function readRisks(context: Context, sees: Sees): Promise<Risks> {
  const rules = privacyRulesOf(context.profile);
  if (!rules) return { risks: [], unrisked: [] };
  const shown = (await store.listRisks(context.db)).filter((one) => isSeen(one, sees));
  const unrisked = (await unriskedOf(context, context.db, rules)).filter(({ body }) => sees(body));
  const desk = await openDesk(context, [...shown.map(({ body }) => body), ...unrisked.map(({ body }) => body)]);
  return {
    risks: shown.map((one) => riskLine(one, desk, rules.risk)),
    unrisked: unrisked.map(({ register, body, since, due }) => ({
      ...{ register: named(desk.registers, register), body: desk.name(body), since },
      clock: dayClock(due, desk.today),
    })),
  };
}

export interface Unrisked {
  readonly register: string;
  readonly body: number;
  readonly since: string;
  readonly due: string;
}

/** Registers with personal data that are kept here and whose risks nobody has assessed; what is due first comes first. */
export async function unriskedOf(context: Context, db: Db, rules: PrivacyRules): Promise<readonly Unrisked[]> {
  const [begun, since] = [await store.listRisks(db), await store.keptSince(db)];
  const elsewhere = await homesElsewhere(context);
  return (await listRegisters(db))
    .flatMap(({ name, labels, external, managerBody, ownerBody }) => {
      const body = managerBody ?? ownerBody;
      const isPersonal = labels.personal !== 'none' && !external;
      if (body === null || !isPersonal || elsewhere.has(body)) return [];
      if (begun.some(({ register }) => register === name)) return [];
      const from = since.get(name) ?? '';
      return [{ register: name, body, since: from, due: nextRiskDay(context, rules, from) }];
    })
    .toSorted((a, b) => a.due.localeCompare(b.due) || a.register.localeCompare(b.register));
}

/** What is not there and what is not for him read the same. @throws governance/privacy-not-found */
export async function seenRisk(db: Db, caller: Caller, code: string): Promise<RiskAssessment> {
  const found = await store.findRisk(db, code);
  if (found && isSeen(found, await privacySight(db, caller))) return found;
  throw problems.privacyNotFound({ code });
}

const scored = (risks: readonly Risk[], { bands }: Scale) =>
  risks.map((risk) => ({ ...risk, score: scoreOf(risk), band: bandOf(scoreOf(risk), bands) }));

const measured = (measures: readonly Measure[], desk: Desk): contract.OwedMeasure[] =>
  measures.map((one) => ({
    ...{ ...one, body: desk.name(one.body), clock: dayClock(one.endedOn === null ? one.due : null, desk.today) },
  }));

/** @throws governance/privacy-not-found */
export async function riskPage(
  context: Context,
  server: Server,
  caller: Caller,
  code: string,
): Promise<contract.RiskPage> {
  const { db } = context;
  const { risk: scale } = insistOnRules(context);
  const one = await seenRisk(db, caller, code);
  const revisions = await store.riskRevisionsOf(db, code);
  const desk = await openDesk(context, [...bodiesOf(one), ...revisions.flatMap(bodiesOf)]);
  const keeps = await server.authorize(caller, contract.stepRisk.permission, { body: one.body });
  const mayEnd: string[] = [];
  for (const { id, body } of one.measures.filter(isOwed)) {
    const does = await server.authorize(caller, contract.endMeasure.permission, { body });
    if (does.allowed || keeps.allowed) mayEnd.push(id);
  }
  return {
    ...riskLine(one, desk, scale),
    ...{ risks: scored(one.risks, scale), measures: measured(one.measures, desk), months: scale.months },
    ...{ basis: basisOf(desk, scale.basis), due: one.due, calendar: one.calendar },
    scale: { likelihood: scale.likelihood, impact: scale.impact, bands: scale.bands },
    ...{ cause: one.cause, conclusion: one.conclusion, lateReason: one.lateReason, nextOn: one.nextOn },
    revisions: revisions.map(({ risks, measures, ...revision }) => ({
      ...{ ...revision, risks: scored(risks, scale), measures: measured(measures, desk) },
    })),
    ...{ steps: keeps.allowed ? [...riskStepsOf(one)] : [], mayEnd },
  };
}
