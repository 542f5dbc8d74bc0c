/** A profile's request → the row: days, bodies, opinions; every misfit is collected. Pure. */
import type { AuthoredRequest } from '../authored.ts';
import { resolveRows, type Resolver, type There } from '../resolver.ts';
import type { Demand, Opinion, RequestRecord, Stage } from './model.ts';

export interface ResolvedRequest {
  readonly row: RequestRecord;
  readonly question?: { readonly text: string; readonly on: string; readonly by: number };
}

export function resolveRequest(request: AuthoredRequest, resolver: Resolver, there: There): ResolvedRequest {
  if (!there.registers.has(request.register)) resolver.miss(`there is no register ${request.register}`);
  if ((request.decided === undefined) !== (request.outcome === undefined)) {
    resolver.miss('decided and outcome are given together or not at all');
  }
  const day = (text: string | undefined) => (text === undefined ? null : resolver.day(text));
  const stage: Stage = request.stage ?? request.outcome ?? 'deciding';
  const { question, appeal } = request;
  const demand = demandOf(request, resolver, there);
  const turn = request.turn === undefined ? null : resolver.body(request.turn);
  return {
    row: {
      code: request.code,
      register: request.register,
      by: resolver.body(request.by),
      account: null,
      names: request.names,
      kind: request.kind ?? 'on-request',
      stage,
      purpose: request.purpose === undefined ? null : resolver.one(request.purpose, there.purposes, 'purpose'),
      elements: demand && demand.elements !== 'all' ? demand.elements : (request.elements ?? []),
      demand,
      asked: resolver.day(request.asked),
      decided: day(request.decided),
      outcome: request.outcome ?? null,
      reason: resolver.words(request.reason),
      content: opinionOf(request.content, resolver),
      security: opinionOf(request.security, resolver),
      appeal: appeal
        ? {
            text: appeal.text,
            on: resolver.day(appeal.on),
            due: resolver.day(appeal.due),
            body: resolver.body(appeal.to),
            decision: null,
          }
        : null,
      escalations: [],
      contentDue: day(request.contentDue),
      securityDue: day(request.securityDue),
      calendar: null,
      stoppedOn: question ? resolver.day(question.on) : null,
      due: day(request.due),
      turn,
      agreement: null,
    },
    ...(question && {
      question: { text: question.text, on: resolver.day(question.on), by: resolver.body(question.by) },
    }),
  };
}

function opinionOf(opinion: AuthoredRequest['content'], resolver: Resolver): Opinion | null {
  if (!opinion) return null;
  return {
    allowed: opinion.allowed,
    reason: opinion.reason ?? null,
    text: opinion.text ?? '',
    on: resolver.day(opinion.on),
    body: resolver.body(opinion.by),
    account: opinion.account === undefined ? '' : resolver.account(opinion.account),
  };
}

function demandOf({ demand, register, purpose }: AuthoredRequest, resolver: Resolver, there: There): Demand | null {
  if (!demand) return null;
  if (purpose === undefined) resolver.miss('a request with a demand has a purpose');
  return {
    ...promisesOf(demand),
    purpose: purpose ?? '',
    purposeText: demand.purposeText,
    basis: resolver.one(demand.basis, there.bases, 'legal basis'),
    citation: demand.citation,
    elements: demand.elements ?? 'all',
    rows: resolveRows(demand.rows, resolver),
    condition: resolver.condition(there.registers.get(register), demand.condition),
    mode: demand.mode,
    volume: demand.volume,
    quota: demand.quota ?? null,
    quotaPeriod: demand.quotaPeriod ?? 'day',
    ...(demand.subjects !== undefined && { subjects: demand.subjects }),
    from: resolver.day(demand.from),
    to: demand.to === undefined ? null : resolver.day(demand.to),
    recipient: demand.recipient,
    retention: demand.retention,
    contact: demand.contact ?? '',
  };
}

const promisesOf = (demand: NonNullable<AuthoredRequest['demand']>) => ({
  microData: demand.microData ?? false,
  noReidentification: demand.noReidentification ?? false,
  impactAssessment: demand.impactAssessment ?? '',
});
