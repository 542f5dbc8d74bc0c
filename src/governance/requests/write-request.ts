/** Writes a request, as a draft or sent; a draft and one that was asked back are written again. */
import { homesElsewhere, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Texts } from '../../platform/texts.ts';
import { codeMark, insistOnHome } from '../insist-on-home.ts';
import { addNote, takenCodes } from '../store/request.ts';
import { writeChange } from '../write-change.ts';
import { assess } from './assess.ts';
import { changeRequest, sceneOf, storeRequest, type Scene, type Stand } from './change-request.ts';
import { gatherFacts } from './gather-facts.ts';
import type { Demand, RequestRecord } from './model.ts';
import { numbered } from './rules.ts';
import { refuseStopped, type Reader } from './say-findings.ts';

export interface WriteRequest {
  readonly register: string;
  /** Id of the body that asks. */
  readonly body: number;
  readonly names: Texts;
  readonly demand: Demand;
  /** Only kept: nobody is asked yet. */
  readonly draft: boolean;
  /** Where it was written at another node: the code it has there. */
  readonly code?: string;
}

/** @throws problems.registerNotFound, problems.decidedElsewhere, problems.requestCannotBeSent with every finding */
export async function writeRequest(
  context: Context,
  written: WriteRequest,
  by: Author,
  reader: Reader,
): Promise<RequestRecord> {
  const act = { action: 'governance.write-request', subject: written.register, kind: 'agreement', by } as const;
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, act, async (tx, changeSet) => {
    insistOnHome(elsewhere, written.body, written.register);
    const scene = sceneOf(context, tx, changeSet);
    const code = written.code ?? (await nextCode(tx, scene, await codeMark(elsewhere, tx, written.body)));
    const request = { ...blank(code, written, scene), account: by.account };
    return storeRequest(context, await asSent(context, request, { written, scene, reader }), scene);
  });
}

export interface RewriteRequest {
  readonly code: string;
  readonly names: Texts;
  readonly demand: Demand;
  readonly draft: boolean;
  /** What the asker answers to a question. */
  readonly answer: string;
}

export const rewriting: Stand = { from: ['draft', 'asked-back'], side: 'asker' };

/** @throws problems.requestNotFound, problems.requestMovedOn, problems.requestCannotBeSent */
export function rewriteRequest(
  context: Context,
  { code, answer, ...rest }: RewriteRequest,
  by: Author,
  reader: Reader,
): Promise<RequestRecord> {
  const step = { code, action: 'governance.rewrite-request', ...rewriting };
  return changeRequest(context, step, by, async (request, scene) => {
    const written: WriteRequest = { ...rest, register: request.register, body: request.by };
    if (request.stage === 'draft') return asSent(context, request, { written, scene, reader });
    const note = { kind: 'answer', day: scene.today, body: by.body, account: by.account, words: answer } as const;
    await addNote(scene.tx, { request: code, ...note, changeSet: scene.changeSet });
    const sent = await asSent(context, request, { written: { ...written, draft: false }, scene, reader });
    return restarted({ ...sent, asked: request.asked }, request, scene);
  });
}

async function nextCode(tx: Db, { today, rules }: Scene, mark: string): Promise<string> {
  const taken = await takenCodes(tx, 'request');
  for (let number = taken.size + 1; ; number += 1) {
    const code = `${numbered(rules.codes.request, today.slice(0, 4), number)}${mark}`;
    if (!taken.has(code)) return code;
  }
}

const blank = (code: string, { register, body, names }: WriteRequest, { today }: Scene): RequestRecord => ({
  code,
  register,
  by: body,
  account: null,
  names,
  kind: 'on-request',
  stage: 'draft',
  purpose: null,
  elements: [],
  demand: null,
  asked: today,
  decided: null,
  outcome: null,
  reason: null,
  content: null,
  security: null,
  appeal: null,
  escalations: [],
  contentDue: null,
  securityDue: null,
  calendar: null,
  stoppedOn: null,
  due: null,
  turn: null,
  agreement: null,
});

interface Sending {
  readonly written: WriteRequest;
  readonly scene: Scene;
  readonly reader: Reader;
}

/** With its demand; sent, it waits for its opinions from today on. */
async function asSent(
  context: Context,
  request: RequestRecord,
  { written, scene, reader }: Sending,
): Promise<RequestRecord> {
  const { demand, names, draft, register, body } = written;
  const facts = await gatherFacts(context, scene.tx, { register, by: body, demand }, reader.t);
  const { kind, findings } = assess(demand, facts);
  const filled: RequestRecord = {
    ...request,
    names,
    kind,
    demand,
    purpose: facts.purpose ? demand.purpose : null,
    elements: demand.elements === 'all' ? [] : demand.elements,
  };
  if (draft) return filled;
  refuseStopped({ findings }, reader);
  const { calendar, today, rules } = scene;
  const { days } = rules;
  const isAutomatic = kind === 'automatic';
  return {
    ...filled,
    stage: 'deciding',
    asked: today,
    calendar: calendar.edition,
    contentDue: isAutomatic ? null : calendar.addWorkingDays(today, days.content),
    securityDue: calendar.addWorkingDays(today, isAutomatic ? days.registration : days.security),
  };
}

/** The clocks go on: what was left of each term when the question was put is left of it today. */
function restarted(sent: RequestRecord, before: RequestRecord, { calendar, today }: Scene): RequestRecord {
  const stood = before.stoppedOn === null ? 0 : calendar.workingDaysBetween(before.stoppedOn, today);
  const later = (day: string | null) => (day === null ? null : calendar.addWorkingDays(day, Math.max(0, stood)));
  return {
    ...sent,
    content: sent.kind === before.kind ? before.content : null,
    security: sent.kind === before.kind ? before.security : null,
    contentDue: before.contentDue === null ? sent.contentDue : later(before.contentDue),
    securityDue: before.securityDue === null ? sent.securityDue : later(before.securityDue),
    stoppedOn: null,
  };
}
