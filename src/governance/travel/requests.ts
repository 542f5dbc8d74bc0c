/**
 * Requests between nodes: written where the asker is at home, decided where the register's data manager is. There are two
 * kinds of parcel: what the asker asks, answers, takes back or appeals, and how the request stands at its decider's.
 */
import Value from 'typebox/value';
import { listBodies } from '../../bodies/index.ts';
import type { ChangeSet } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { IsHere, Parcel, Travel } from '../../platform/travel.ts';
import { registersByManager } from '../store/register.ts';
import * as heard from '../store/heard.ts';
import { findRequest, notesOf } from '../store/request.ts';
import type { RequestRecord } from '../requests/model.ts';
import {
  DECIDED,
  decisionNotTaken,
  isDecided,
  isMade,
  MADE,
  takeDecided,
  takeMade,
  tellDecided,
  tellMade,
} from './appeals.ts';
import { Asked, Stands } from './request-told.ts';
import { notTaken, takeAsked } from './take-asked.ts';
import { takeStanding } from './take-standing.ts';
import { tellRows, type Renaming } from './told.ts';

const ASKED = 'governance.request-asked';
const STANDS = 'governance.request-stands';
/** Names of nodes are written by nobody else: what came from one is not told back to it. */
const NODE = /^node-[0-9a-f]{8}\./;

export const requestTravel: Travel = {
  follows: ['agreement'],
  kinds: [ASKED, STANDS, MADE, DECIDED],
  parcels: async (tx, change, isHere) => {
    const codes = await heard.requestsOf(tx, change.id);
    if (codes.length === 0) return [];
    const bodies = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
    const managers = await registersByManager(tx);
    const parcels: Parcel[] = [];
    for (const code of codes) {
      const request = await findRequest(tx, code);
      const by = request && bodies.get(request.by);
      const manager = request && bodies.get(managers.get(request.register) ?? 0);
      if (request && by !== undefined && manager !== undefined)
        parcels.push(...(await tell(tx, request, { by, manager, change, isHere, codeOf: (id) => bodies.get(id) })));
    }
    return parcels;
  },
  receive: async (context, tx, arriving) => {
    const { kind, payload } = arriving.parcel;
    if (kind === ASKED && Value.Check(Asked, payload)) return takeAsked(context, tx, arriving, payload);
    if (kind === STANDS && Value.Check(Stands, payload)) return takeStanding(context, tx, arriving, payload);
    if (kind === MADE && isMade(payload)) return takeMade(context, tx, arriving, payload);
    if (kind === DECIDED && isDecided(payload)) return takeDecided(context, tx, arriving, payload);
    return { taken: false, reason: 'unreadable' };
  },
  refused: async (context, tx, { kind, payload }, reason) => {
    if (kind === DECIDED && isDecided(payload)) await decisionNotTaken(context, tx, payload, reason);
    if (kind === ASKED && Value.Check(Asked, payload)) await notTaken(context, tx, payload, reason);
  },
};

interface Telling {
  readonly by: string;
  readonly manager: string;
  readonly change: ChangeSet;
  readonly isHere: IsHere;
  readonly codeOf: Renaming<number, string>;
}

async function tell(
  tx: Db,
  request: RequestRecord,
  { by, manager, change, isHere, codeOf }: Telling,
): Promise<readonly Parcel[]> {
  const { code, stage, demand, register, names } = request;
  // A draft is its writer's alone.
  if (stage === 'draft' || !demand) return [];
  const at = change.at ?? { epoch: 0, position: 0 };
  const mark = `${code}/${String(at.epoch)}/${String(at.position)}`;
  const notes = await notesOf(tx, code);
  const said = (which: string) => notes.filter(({ kind }) => kind === which).map(({ day, words }) => ({ day, words }));
  const askedOf = (): Asked => ({
    ...{ code, register, names, stage: askerStage(request) },
    demand: { ...demand, rows: tellRows(demand.rows, codeOf) },
    answers: said('answer'),
    appeal: request.appeal?.text ?? null,
  });
  const above = request.appeal ? codeOf(request.appeal.body) : undefined;
  const isOurs = !NODE.test(change.actor);
  if (!isHere(manager)) {
    const payload = isOurs && isHere(by) ? askedOf() : undefined;
    return [
      ...(payload ? [{ id: `${mark}/asked`, kind: ASKED, from: by, to: manager, subject: code, payload }] : []),
      ...(isOurs && above !== undefined && isHere(above) ? tellDecided(request, { manager, above, mark }) : []),
    ];
  }
  const payload = standsOf(request, { at, manager, codeOf, questions: said('question') });
  const stands = { id: `${mark}/stands`, kind: STANDS, from: manager, to: by, subject: code, payload };
  return [
    ...(isHere(by) ? [] : [stands]),
    ...(above === undefined || isHere(above)
      ? []
      : [tellMade(request, { asked: askedOf(), stands: payload, by }, { manager, above, mark })]),
  ];
}

interface Standing extends Pick<Stands, 'at' | 'questions'> {
  readonly manager: string;
  readonly codeOf: Renaming<number, string>;
}

function standsOf(request: RequestRecord, { at, manager, codeOf, questions }: Standing): Stands {
  const opinion = (one: RequestRecord['content']) =>
    one && { ...one, account: '' as const, body: one.body === null ? null : (codeOf(one.body) ?? null) };
  const {
    code,
    stage,
    kind,
    asked,
    decided,
    outcome,
    reason,
    contentDue,
    securityDue,
    calendar,
    stoppedOn,
    agreement,
  } = request;
  return {
    ...{ code, at, kind, stage, asked, decided, outcome, reason },
    ...{ contentDue, securityDue, calendar, stoppedOn, agreement },
    content: opinion(request.content),
    security: opinion(request.security),
    appeal: request.appeal && {
      ...request.appeal,
      body: codeOf(request.appeal.body) ?? manager,
      decision: opinion(request.appeal.decision),
    },
    questions,
  };
}

const askerStage = ({ stage }: RequestRecord): Asked['stage'] =>
  stage === 'withdrawn' || stage === 'appealed' ? stage : 'deciding';
