/** The steps of whoever answers: acknowledged, put off once, others told, carried out, refused on a ground of the law. */
import { homesElsewhere, type Author } from '../../bodies/index.ts';
import {
  dayAfter,
  holdsOn,
  moveSubjectRequest,
  proposeDisposal,
  subjectProblems,
  subjectSettings,
  subjectStep,
  visibleBodies,
  type SubjectRequest,
} from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { heldAmong } from '../../records/index.ts';
import { personOf } from '../window/store/window.ts';
import type { SubjectAct } from './contract.ts';
import { heldForRights } from './held-by.ts';

export interface Off {
  readonly holds?: boolean;
}

export interface Answering {
  readonly id: string;
  readonly act: SubjectAct;
  readonly words?: string | undefined;
  readonly withOthers?: boolean | undefined;
  readonly days?: number | undefined;
  readonly whom?: string | undefined;
  readonly ground?: string | undefined;
  /** The defence that a twin test takes out. */
  readonly off?: Off;
}

const ANSWER = 'exchange.answer-subject-request';

/** Asked before a transaction begins, which waits for no second connection. */
async function answererIn({ db }: Context, caller: Caller): Promise<(found: SubjectRequest) => void> {
  const mine = await visibleBodies(db, caller, ANSWER);
  const own = await personOf(db, caller.account);
  return (found) => {
    if (mine !== 'all' && !mine.includes(found.body)) throw subjectProblems.subjectRequestNotFound();
    if (own === found.person) throw subjectProblems.subjectOwnRequest();
  };
}

/** One's own bodies' requests, and never one's own. @throws governance/subject-request-not-found, -own-request */
export const insistOnAnswerer = async (context: Context, caller: Caller, found: SubjectRequest): Promise<void> =>
  (await answererIn(context, caller))(found);

/**
 * @throws governance/subject-request-not-found, -moved-on, -incomplete, -extended-before, -ground-unknown, -held,
 *   -waits-for-correction, -own-request
 */
export async function answerRequest(
  context: Context,
  caller: Caller,
  given: Answering,
  by: Author,
): Promise<SubjectRequest> {
  const admit = await answererIn(context, caller);
  const moving = { id: given.id, action: ANSWER, admit };
  return moveSubjectRequest(context, moving, by, (found, tx) =>
    stepOf(context, tx, { found, given, by, off: given.off ?? {} }),
  );
}

interface Stepping {
  readonly found: SubjectRequest;
  readonly given: Answering;
  readonly by: Author;
  readonly off: Off;
}

function stepOf(context: Context, tx: Db, step: Stepping): Promise<SubjectRequest> | SubjectRequest {
  switch (step.given.act) {
    case 'acknowledge':
      return acknowledge(context, step);
    case 'extend':
      return extend(context, step);
    case 'tell':
      return tell(context, step);
    case 'refuse':
      return refuse(context, step);
    case 'carry-out':
      return carryOut(context, tx, step);
  }
}

const todayOf = ({ clock, profile }: Context): string => dayOf(clock.now(), profile.timeZone);
const noted = (context: Context, { found, by, given }: Stepping, act: string): Pick<SubjectRequest, 'steps'> => ({
  steps: [...found.steps, subjectStep(context, act, by, given.words)],
});
const termsOf = ({ profile }: Context, { kind }: SubjectRequest) => subjectSettings(profile).kinds.get(kind);

function acknowledge(context: Context, step: Stepping): SubjectRequest {
  const { found, given } = step;
  if (found.state !== 'received') throw subjectProblems.subjectRequestMovedOn({ state: found.state });
  const terms = termsOf(context, found);
  const withOthers = given.withOthers ?? false;
  const calendar = workingCalendar(context.profile);
  const due = withOthers && terms ? dayAfter(calendar, found.receivedOn, terms.withOthers, terms.count) : found.due;
  return { ...found, ...noted(context, step, 'acknowledged'), state: 'acknowledged', withOthers, due };
}

function extend(context: Context, step: Stepping): SubjectRequest {
  const { found, given } = step;
  const terms = termsOf(context, found);
  const { days = 0, words } = given;
  if (words === undefined || days === 0)
    throw subjectProblems.subjectRequestIncomplete({ missing: [words === undefined ? 'words' : 'days'] });
  const [most, today] = [terms?.extend ?? 0, todayOf(context)];
  if (found.extended !== null || !terms || days > most || today > found.due)
    throw subjectProblems.subjectExtendedBefore({ days: most });
  const due = dayAfter(workingCalendar(context.profile), found.due, days, terms.count);
  const extended = { days, reason: words, on: today };
  const state = found.state === 'received' ? 'acknowledged' : found.state;
  return { ...found, ...noted(context, step, 'extended'), state, due, extended };
}

function tell(context: Context, step: Stepping): SubjectRequest {
  const { found, given } = step;
  if (given.whom === undefined) throw subjectProblems.subjectRequestIncomplete({ missing: ['whom'] });
  const one = { whom: given.whom, on: todayOf(context), ...(given.words !== undefined && { words: given.words }) };
  return { ...found, ...noted(context, step, 'told'), told: [...found.told, one] };
}

function refuse(context: Context, step: Stepping): SubjectRequest {
  const { found, given } = step;
  const grounds = subjectSettings(context.profile).grounds.filter(
    ({ kinds }) => kinds === undefined || kinds.includes(found.kind),
  );
  if (!grounds.some(({ code }) => code === given.ground))
    throw subjectProblems.subjectGroundUnknown({ grounds: grounds.map(({ code, citation }) => ({ code, citation })) });
  if (given.words === undefined) throw subjectProblems.subjectRequestIncomplete({ missing: ['words'] });
  const refusal = { ground: given.ground ?? '', reason: given.words };
  return { ...found, ...noted(context, step, 'refused'), state: 'refused', refusal };
}

async function carryOut(context: Context, tx: Db, step: Stepping): Promise<SubjectRequest> {
  const { found, given } = step;
  // It ends with the correction, or the disposal, that was begun for it.
  if (found.kind === 'correct' || found.state === 'acting') throw subjectProblems.subjectWaitsFor(found.result);
  if (found.kind === 'erase') return erase(context, tx, step);
  if (given.words === undefined && found.kind !== 'view')
    throw subjectProblems.subjectRequestIncomplete({ missing: ['words'] });
  return { ...found, ...noted(context, step, 'done'), state: 'done', answer: given.words ?? null };
}

/** Proposed as a disposal, which another person decides. A hold wins, and the answer says which. */
async function erase(context: Context, tx: Db, step: Stepping): Promise<SubjectRequest> {
  const { found, by, off } = step;
  const register = found.register ?? '';
  const elsewhere = await homesElsewhere(context);
  const records = (await heldForRights(context, found.person, register)).flatMap((one) =>
    one.records.flatMap(({ record, body }) => (elsewhere.has(body) ? [] : [record])),
  );
  if (records.length === 0) throw subjectProblems.subjectHoldsNothing();
  if (off.holds !== true) await refuseHeld(context, tx, register, records);
  const today = todayOf(context);
  const basis = subjectSettings(context.profile).kinds.get('erase')?.basis ?? '';
  const items = records.map((item) => ({ item, dueOn: today }));
  const asked = {
    register,
    what: 'records',
    term: { days: 1, from: 'ended', basis },
    items,
    request: found.id,
  } as const;
  const disposal = await proposeDisposal(context, asked, by, tx);
  return { ...found, ...noted(context, step, 'begun'), state: 'acting', result: { ...found.result, disposal } };
}

async function refuseHeld(context: Context, tx: Db, register: string, records: readonly string[]): Promise<void> {
  const held = await heldAmong(context, tx, register, records);
  if (held.length === 0) return;
  const holds = await holdsOn(tx, register, todayOf(context));
  const [hold] = holds.filter(({ record }) => record === null || held.includes(record));
  const { holdGround } = subjectSettings(context.profile);
  throw subjectProblems.subjectHeld({
    basis: hold?.basis ?? '',
    until: hold?.until ?? null,
    ground: holdGround ?? null,
  });
}
