/** What the screens read of requests: lines of those one may see, and one of them whole. */
import { homesElsewhere } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { RequestLine } from '../contract.ts';
import { named, namer, openDesk, sightOf, type Desk, type NameOf } from '../desk.ts';
import { problems } from '../problems.ts';
import { summarise } from '../read.ts';
import { listResponsible } from '../store/register.ts';
import { listRequests, notesOf, type Note } from '../store/request.ts';
import { allowedOnRequest } from './allowed-on-request.ts';
import { assess } from './assess.ts';
import type { AssessmentPage, RequestPage } from './request-contract.ts';
import { gatherFacts } from './gather-facts.ts';
import { standing, type Deciders, type Demand, type Opinion, type RequestRecord } from './model.ts';
import { decidersOf } from './owe-request.ts';
import { rulesOf, type Rules } from './rules.ts';
import { sayFinding, type Reader } from './say-findings.ts';

/** Requests the caller may see: of bodies in his sight, about registers managed there, appeals and what was escalated to him. */
async function seenBy(context: Context, caller: Caller): Promise<RequestRecord[]> {
  const sees = await sightOf(context.db, caller);
  const managers = new Map((await listResponsible(context.db)).map((one) => [one.name, one.managerBody]));
  return (await listRequests(context.db)).filter((request) => {
    // A draft is its writer's alone.
    if (request.stage === 'draft') return caller.kind === 'system' || request.by === caller.body;
    const manager = managers.get(request.register) ?? null;
    const above = [request.appeal?.body, ...request.escalations.map(({ body }) => body)];
    const isAbove = caller.body !== null && above.includes(caller.body);
    return sees(request.by) || (manager !== null && sees(manager)) || isAbove;
  });
}

export interface RequestList {
  items: RequestLine[];
  decided: number;
  open: number;
  medianAnswer: number | null;
}

export async function requestList(
  context: Context,
  caller: Caller,
  {
    register,
    mine,
    overdue,
  }: {
    readonly register?: string | undefined;
    readonly mine?: boolean | undefined;
    readonly overdue?: boolean | undefined;
  },
): Promise<RequestList> {
  const seen = (await seenBy(context, caller)).filter(
    (request) =>
      (register === undefined || request.register === register) && (mine !== true || request.by === caller.body),
  );
  const desk = await openDesk(
    context,
    seen.flatMap(({ by, turn, escalations }) => [by, turn, ...escalations.map(({ body }) => body)]),
  );
  const { days, median } = summarise(seen, desk.calendar);
  return {
    items: seen.map((request) => lineOf(request, desk)).filter(({ late }) => overdue !== true || late > 0),
    decided: days.length,
    open: seen.filter(({ stage }) => stage === 'deciding').length,
    medianAnswer: median,
  };
}

function lineOf(request: RequestRecord, desk: Desk): RequestLine {
  const { code, names, kind, stage, elements, asked, decided, outcome, reason, due } = request;
  const until = decided ?? (stage === 'asked-back' ? (request.stoppedOn ?? desk.today) : desk.today);
  const told = standing(request).at(-1);
  const late = due !== null && due < desk.today && (stage === 'deciding' || stage === 'appealed');
  return {
    code,
    names,
    kind,
    stage,
    elements,
    asked,
    decided,
    outcome,
    reason,
    due,
    register: named(desk.registers, request.register),
    by: desk.name(request.by),
    purpose: request.purpose === null ? null : named(desk.purposes, request.purpose),
    turn: request.turn === null ? null : desk.name(request.turn),
    workingDays: desk.calendar.workingDaysBetween(asked, until),
    escalated: told ? { body: desk.name(told.body), on: told.on } : null,
    late: late ? desk.calendar.workingDaysBetween(due, desk.today) : 0,
  };
}

/** @throws problems.requestNotFound for one that is not there or not to be seen: nobody can tell which */
export async function requestPage(
  context: Context,
  caller: Caller,
  code: string,
  reader: Reader,
): Promise<RequestPage> {
  const request = (await seenBy(context, caller)).find((one) => one.code === code);
  if (!request) throw problems.requestNotFound({ request: code });
  const rules = rulesOf(context.profile);
  const [notes, deciders] = [await notesOf(context.db, code), await decidersOf(context, context.db, request.register)];
  const desk = await openDesk(context, bodiesIn(request, notes, deciders));
  const elsewhere = await homesElsewhere(context);
  return {
    ...lineOf(request, desk),
    ...(await askedOf(context, request, desk, reader)),
    ...saidOf(request, { rules, name: desk.name }),
    contentDue: request.contentDue,
    securityDue: request.securityDue,
    manager: desk.name(deciders.manager),
    technical: desk.name(deciders.technical),
    notes: notes.map(({ kind, day, body, words }) => ({ kind, day, words, body: nameOrNull(body, desk.name) })),
    escalations: request.escalations.map((one) => ({ ...one, body: desk.name(one.body) })),
    mayAppeal: mayAppeal(request),
    agreement: request.agreement,
    reasons: [...rules.reasons],
    home: elsewhere.get(deciders.manager) ?? null,
    appealHome: elsewhere.get(request.appeal?.body ?? deciders.manager) ?? null,
    allowed: await allowedOnRequest(context, caller, { request, manager: deciders.manager }),
  };
}

const nameOrNull = (body: number | null, name: NameOf) => (body === null ? null : name(body));
const underOf = (demand: Demand | null): number | null =>
  demand && typeof demand.rows === 'object' && 'under' in demand.rows ? demand.rows.under : null;

function bodiesIn(
  { by, turn, demand, appeal, content, security, escalations }: RequestRecord,
  notes: readonly Note[],
  { manager, technical }: Deciders,
): (number | null)[] {
  const opinions = [content, security, appeal?.decision].map((one) => one?.body ?? null);
  return [
    by,
    turn,
    manager,
    technical,
    underOf(demand),
    appeal?.body ?? null,
    ...opinions,
    ...notes.map((one) => one.body),
    ...escalations.map((one) => one.body),
  ];
}

/** What is asked, and what the function that judged it when it was sent says today. */
async function askedOf(
  context: Context,
  { demand, register, by }: RequestRecord,
  desk: Desk,
  reader: Reader,
): Promise<Pick<RequestPage, 'demand' | 'under' | 'basis' | 'fields' | 'findings'>> {
  if (!demand) return { demand, under: null, basis: null, fields: [], findings: [] };
  const facts = await gatherFacts(context, context.db, { register, by, demand }, reader.t);
  const { elements } = demand;
  return {
    demand,
    under: nameOrNull(underOf(demand), desk.name),
    basis: facts.basis ?? null,
    fields: facts.fields.filter(({ element }) => elements === 'all' || elements.includes(element)),
    findings: assess(demand, facts).findings.map((one) => sayFinding(one, reader)),
  };
}

function saidOf(
  { content, security, appeal }: RequestRecord,
  how: { readonly rules: Rules; readonly name: NameOf },
): Pick<RequestPage, 'content' | 'security' | 'appeal'> {
  return {
    content: opinionPage(content, how),
    security: opinionPage(security, how),
    appeal: appeal && { ...appeal, body: how.name(appeal.body), decision: opinionPage(appeal.decision, how) },
  };
}

const mayAppeal = ({ stage, appeal, content, security }: RequestRecord): boolean =>
  stage === 'refused' && !appeal && content?.allowed === false && security?.allowed !== false;

function opinionPage(
  opinion: Opinion | null,
  { rules, name }: { readonly rules: Rules; readonly name: NameOf },
): RequestPage['content'] {
  if (!opinion) return null;
  const { allowed, text, on, body, reason } = opinion;
  const listed = rules.reasons.find(({ code }) => code === reason);
  return { allowed, text, on, body: body === null ? null : name(body), reason: listed?.names ?? null };
}

/** Would it be granted? The verdict of the function that judges it when it is sent, and whom it would wait for. */
export async function assessmentPage(
  context: Context,
  asked: { readonly register: string; readonly by: number; readonly demand: Demand },
  reader: Reader,
): Promise<AssessmentPage> {
  const { kind, verdict, findings } = assess(asked.demand, await gatherFacts(context, context.db, asked, reader.t));
  const { manager, technical } = await decidersOf(context, context.db, asked.register);
  const { days } = rulesOf(context.profile);
  const waits = kind === 'automatic' ? [technical] : [...new Set([manager, technical])];
  const name = await namer(context.db, waits);
  return {
    kind,
    verdict,
    findings: findings.map((one) => sayFinding(one, reader)),
    days: kind === 'automatic' ? days.registration : Math.max(days.content, days.security),
    deciders: waits.map(name),
  };
}
