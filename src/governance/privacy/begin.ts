/** What a profile begins with: objects of privacy that are there from the first start. Those that are there stay as they are. */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { bodiesByCode } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { startOfDay } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { ProfileError } from '../../platform/profile.ts';
import { readRelativeDay } from '../../platform/relative-day.ts';
import { firstDay } from '../../platform/setting.ts';
import { listCategories, listPurposes } from '../store/agreement.ts';
import { listRegisters } from '../store/register.ts';
import { todayOf } from '../write-change.ts';
import { breachSteps, takeStep, type Breach } from './breach.ts';
import type { Assessment } from './assessment.ts';
import { hoursAfter, lastDayOf } from './clock.ts';
import { missingOf } from './parts.ts';
import { privacyRulesOf, type PrivacyRules } from './rules.ts';
import * as store from './store/breach.ts';
import { addMonths } from './clock.ts';
import { endMeasure, Measure, Risk, stepRisk, type RiskAssessment, type RiskFault } from './risk.ts';
import * as dossiers from './store/dossier.ts';
import { insertRisk } from './store/risk.ts';
import type { Transfer } from './transfer.ts';

const closed = { additionalProperties: false };
const text = Type.String({ minLength: 1 });
const Moment = Type.Object({ day: text, time: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }) }, closed);
const code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$' });

const AuthoredBreach = Type.Object(
  {
    ...{ code, title: text, drill: Type.Optional(Type.Boolean()), body: Type.Union([text, Type.Integer()]) },
    ...{ registers: Type.Array(text), categories: Type.Array(text), people: Type.Optional(Type.Integer()) },
    ...{ happened: Type.Optional(Moment), discovered: Moment, words: Type.Optional(text) },
    steps: Type.Array(
      Type.Object(
        {
          ...{ step: Type.Enum([...breachSteps]), ...Moment.properties, words: Type.Optional(text) },
          ...{ notifies: Type.Optional(Type.Boolean()), whyNot: Type.Optional(text), number: Type.Optional(text) },
          ...{ lateReason: Type.Optional(text), contents: Type.Optional(Type.Record(text, text)) },
        },
        closed,
      ),
    ),
  },
  closed,
);
type AuthoredBreach = Static<typeof AuthoredBreach>;

const bodyCode = Type.Union([text, Type.Integer()]);
const parts = Type.Record(text, text);

const AuthoredAssessment = Type.Object(
  {
    ...{ code, purpose: text, registers: Type.Array(text), body: bodyCode, firstProcessing: text },
    contents: Type.Optional(parts),
  },
  closed,
);

const AuthoredTransfer = Type.Object(
  {
    ...{ code, title: text, body: bodyCode, registers: Type.Array(text), categories: Type.Array(text) },
    ...{ to: Type.Optional(bodyCode), recipient: Type.Optional(text), from: text, until: text, contents: parts },
    agreement: Type.Optional(text),
  },
  closed,
);

const AuthoredRisk = Type.Object(
  {
    ...{ code, register: text, body: bodyCode, doneOn: text, conclusion: text, risks: Type.Array(Risk) },
    measures: Type.Array(
      Type.Object(
        {
          ...{
            id: Risk.properties.id,
            risk: text,
            what: text,
            body: bodyCode,
            post: Measure.properties.post,
            due: text,
          },
          ended: Type.Optional(Type.Object({ on: text, words: text }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** `privacy/begin.yaml`. */
const Begin = Type.Object(
  {
    breaches: Type.Optional(Type.Array(AuthoredBreach)),
    assessments: Type.Optional(Type.Array(AuthoredAssessment)),
    transfers: Type.Optional(Type.Array(AuthoredTransfer)),
    risks: Type.Optional(Type.Array(AuthoredRisk)),
  },
  closed,
);

const FILE = 'privacy/begin.yaml';

interface Desk {
  readonly context: Context;
  readonly tx: Db;
  readonly rules: PrivacyRules;
  readonly changeSet: number;
  readonly bodyOf: (given: string | number) => number;
  readonly dayOf: (given: string) => string;
  readonly momentOf: (given: Static<typeof Moment>) => string;
}

const fault = (sentence: string): ProfileError => new ProfileError(`${FILE}: ${sentence}`);

/** Rules that name legal bases which are not there are refused. @param bases codes of the profile's legal bases */
export function insistOnBases(context: Pick<Context, 'profile'>, bases: ReadonlySet<string>): void {
  const rules = privacyRulesOf(context.profile);
  if (!rules) return;
  for (const { basis } of [rules.breach, rules.assessment, rules.risk, rules.transfer])
    if (!bases.has(basis)) throw new ProfileError(`privacy/rules.yaml: there is no legal basis ${basis}`);
}

/** @throws ProfileError with what is wrong in the file */
export async function beginPrivacy(context: Context, tx: Db, changeSet: number): Promise<void> {
  const found = context.profile.read(FILE);
  const rules = privacyRulesOf(context.profile);
  if (found === undefined || !rules) return;
  insistOnForm(found);
  await insistOnThere(tx, found);
  const desk = await openDesk(context, tx, { rules, changeSet });
  for (const one of found.breaches ?? []) await beginBreach(desk, one);
  for (const one of found.assessments ?? []) await beginAssessment(desk, one);
  for (const one of found.transfers ?? []) await beginTransfer(desk, one);
  for (const one of found.risks ?? []) await beginRisk(desk, one);
}

function insistOnForm(found: unknown): asserts found is Static<typeof Begin> {
  if (Check(Begin, found)) return;
  const [first] = Errors(Begin, found);
  throw fault(`${first?.instancePath ?? '/'} ${first?.message ?? ''}`);
}

/** Registers, categories and purposes are there already when this begins. */
async function insistOnThere(tx: Db, begin: Static<typeof Begin>) {
  const { breaches = [], assessments = [], transfers = [], risks = [] } = begin;
  const registers = new Set((await listRegisters(tx, true)).map(({ name }) => name));
  const categories = new Set((await listCategories(tx)).map((one) => one.code));
  const purposes = new Set((await listPurposes(tx)).map((one) => one.code));
  const absent = [
    ...[...breaches, ...assessments, ...transfers].flatMap((one) => one.registers.filter((it) => !registers.has(it))),
    ...[...breaches, ...transfers].flatMap((one) => one.categories.filter((it) => !categories.has(it))),
    ...assessments.map(({ purpose }) => purpose).filter((it) => !purposes.has(it)),
    ...risks.map(({ register }) => register).filter((it) => !registers.has(it)),
  ];
  if (absent.length > 0) throw fault(`there is no ${absent.join(', ')}`);
}

async function openDesk(
  context: Context,
  tx: Db,
  { rules, changeSet }: { rules: PrivacyRules; changeSet: number },
): Promise<Desk> {
  const bodies = await bodiesByCode(tx, todayOf(context));
  const [reference, calendar] = [await firstDay(context), workingCalendar(context.profile)];
  const dayOf = (given: string) => {
    const day = readRelativeDay(given, reference, calendar);
    if (day === undefined) throw fault(`"${given}" is not a day`);
    return day;
  };
  return {
    ...{ context, tx, rules, changeSet, dayOf },
    bodyOf: (given) => {
      const body = bodies.get(String(given));
      if (!body) throw fault(`there is no body ${String(given)}`);
      return body.id;
    },
    momentOf: ({ day, time }) => {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      const start = startOfDay(dayOf(day), context.profile.timeZone).getTime();
      return new Date(start + (hours * 60 + minutes) * 60_000).toISOString();
    },
  };
}

async function beginBreach({ tx, rules, changeSet, bodyOf, momentOf }: Desk, one: AuthoredBreach): Promise<void> {
  const discoveredAt = momentOf(one.discovered);
  let breach: Breach = {
    ...{ code: one.code, title: one.title, drill: one.drill ?? false, body: bodyOf(one.body) },
    ...{ registers: one.registers, categories: one.categories, people: one.people ?? null, estimated: true },
    ...{ happenedAt: one.happened ? momentOf(one.happened) : null, discoveredAt, contents: {} },
    ...{ dueAt: hoursAfter(discoveredAt, rules.breach.hours), assessedAt: null, notifies: null, whyNot: null },
    ...{ notifiedAt: null, noticeNumber: null, lateReason: null, personsAt: null, personsHow: null },
    ...{ personsWhyNot: null, containedAt: null, closedAt: null, lesson: null, escalatedAt: null },
    account: system.account,
  };
  if (!(await store.insertBreach(tx, breach, changeSet))) return;
  const by = { clockBehind: 0, account: system.account, body: breach.body };
  await store.insertEntry(tx, breach.code, {
    ...{ kind: 'report', at: discoveredAt, writtenAt: discoveredAt, words: one.words ?? null, ...by },
  });
  for (const { day, time, ...step } of one.steps) {
    const at = momentOf({ day, time });
    const next = takeStep(breach, { ...step, at }, { now: at, parts: rules.breach.parts });
    if ('kind' in next) throw fault(`${one.code}: the step ${step.step} cannot be taken: ${JSON.stringify(next)}`);
    breach = next.breach;
    const words = [step.words, step.whyNot, step.number, step.lateReason].filter((part) => part !== undefined);
    const said = words.length === 0 ? null : words.join('\n');
    await store.insertEntry(tx, breach.code, { kind: step.step, at, writtenAt: at, words: said, ...by });
  }
  await store.updateBreach(tx, breach, changeSet);
}

async function beginAssessment(desk: Desk, one: Static<typeof AuthoredAssessment>): Promise<void> {
  const firstProcessing = desk.dayOf(one.firstProcessing);
  const calendar = workingCalendar(desk.context.profile);
  const { code: number, contents = {}, ...rest } = one;
  const assessment: Assessment = {
    ...rest,
    ...{ code: number, body: desk.bodyOf(one.body), firstProcessing, calendar: calendar.edition, contents },
    due: lastDayOf(firstProcessing, desk.rules.assessment.days, calendar),
    ...{ revision: 1, cause: null, sentOn: null, number: null, lateReason: null, answeredOn: null, answer: null },
    ...{ refreshOn: null, waivedOn: null, waivedBasis: null, waivedReason: null, account: system.account },
  };
  await dossiers.insertAssessment(desk.tx, assessment, desk.changeSet);
}

async function beginTransfer(desk: Desk, one: Static<typeof AuthoredTransfer>): Promise<void> {
  const missing = missingOf(desk.rules.transfer.parts, one.contents);
  if (missing.length > 0)
    throw fault(`${one.code}: nothing is written of ${missing.map((part) => part.code).join(', ')}`);
  const { to, recipient = null, agreement = null, ...rest } = one;
  const transfer: Transfer = {
    ...rest,
    ...{ body: desk.bodyOf(one.body), toBody: to === undefined ? null : desk.bodyOf(to), recipient, agreement },
    ...{ country: null, assessment: null, from: desk.dayOf(one.from), until: desk.dayOf(one.until) },
    ...{ endedOn: null, endWords: null, account: system.account },
  };
  await dossiers.insertTransfer(desk.tx, transfer, desk.changeSet);
}

async function beginRisk(desk: Desk, one: Static<typeof AuthoredRisk>): Promise<void> {
  const { tx, rules, changeSet, bodyOf, dayOf } = desk;
  const calendar = workingCalendar(desk.context.profile);
  const sound = (next: RiskAssessment | RiskFault): RiskAssessment => {
    if ('kind' in next) throw fault(`${one.code}: ${JSON.stringify(next)}`);
    return next;
  };
  const doneOn = dayOf(one.doneOn);
  const nextOn = (day: string) => lastDayOf(addMonths(day, rules.risk.months), 0, calendar);
  const at = { today: doneOn, scale: rules.risk, nextOn };
  let next: RiskAssessment = {
    ...{ code: one.code, register: one.register, body: bodyOf(one.body), due: doneOn, calendar: calendar.edition },
    ...{ risks: [], measures: [], revision: 1, cause: null, doneOn: null, conclusion: null, lateReason: null },
    ...{ nextOn: null, account: system.account },
  };
  const measures = one.measures.map(({ ended: _, due, body, ...rest }) => ({
    ...{ ...rest, due: dayOf(due), body: bodyOf(body) },
  }));
  next = sound(stepRisk(next, { step: 'write', risks: one.risks, measures }, at));
  next = sound(stepRisk(next, { step: 'finish', words: one.conclusion }, at));
  for (const { id, ended } of one.measures)
    if (ended) {
      const on = dayOf(ended.on);
      next = sound(endMeasure(next, { measure: id, ended: 'done', words: ended.words, on }, on));
    }
  await insertRisk(tx, next, changeSet);
}
