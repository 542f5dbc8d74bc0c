/** A subject request is kept with its days and owed by a post; each step is written down, with the work that follows. */
import type { Author } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import type { Post } from '../../platform/room.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { dueOf, isOpen, mayMove, nextDue, type Step, type SubjectRequest } from './model.ts';
import { subjectProblems } from './problems.ts';
import { subjectSettings } from './settings.ts';
import * as store from './store/subject-request.ts';

export const ANSWER = 'exchange.answer-subject-request';
export const OVERDUE = 'exchange.overdue-subject-request';

export type Asked = Pick<
  SubjectRequest,
  | 'kind'
  | 'person'
  | 'onBehalf'
  | 'authority'
  | 'evidence'
  | 'reason'
  | 'register'
  | 'record'
  | 'field'
  | 'wanted'
  | 'purpose'
  | 'body'
  | 'post'
>;

/** What is begun with it, in the same transaction: what it gives is kept as the request’s result. */
export type Beginning = (tx: Db) => Promise<Partial<Pick<SubjectRequest, 'state' | 'result' | 'answer'>>>;

/**
 * @returns its id
 * @throws governance/subject-kind-not-offered, -asked-already, and what `begin` throws
 */
export async function keepSubjectRequest(
  context: Context,
  asked: Asked,
  by: Author,
  begin: Beginning = () => Promise.resolve({}),
): Promise<string> {
  const { kinds } = subjectSettings(context.profile);
  const terms = kinds.get(asked.kind);
  if (!terms) throw subjectProblems.subjectKindNotOffered({ kinds: [...kinds.keys()] });
  const [now, today, calendar] = [context.clock.now(), todayOf(context), workingCalendar(context.profile)];
  const id = newId(now);
  const act = {
    action: 'exchange.file-subject-request',
    subject: `subject-request/${id}`,
    kind: 'governance',
    by,
  } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    if ((await store.countOpenLike(tx, asked)) > 0) throw subjectProblems.subjectAskedAlready();
    const begun = await begin(tx);
    const state = begun.state ?? 'received';
    const steps = [stepOf(context, 'filed', by), ...(state === 'done' ? [stepOf(context, 'done', by)] : [])];
    const request: SubjectRequest = {
      ...{ ...asked, id, account: by.account, state, receivedAt: now.toISOString(), receivedOn: today },
      ...{ ...dueOf(calendar, today, terms, false), calendar: calendar.edition, withOthers: false, extended: null },
      ...{ told: [], refusal: null, answer: begun.answer ?? null, result: begun.result ?? {}, steps },
      ...{ escalatedOn: null, closedAt: isOpen({ state }) ? null : now.toISOString() },
    };
    await store.insertSubjectRequest(tx, request, changeSet);
    await owe(context, tx, request);
  });
  return id;
}

export const stepOf = (
  { clock }: Pick<Context, 'clock'>,
  act: string,
  { account, body }: Pick<Author, 'account' | 'body'>,
  words?: string,
): Step => ({ at: clock.now().toISOString(), act, account, body, ...(words !== undefined && { words }) });

/** The post that answers owes it by its next day; what is closed is owed no more. */
async function owe({ clock }: Context, tx: Db, one: SubjectRequest, by = 'system'): Promise<void> {
  const now = clock.now();
  if (!isOpen(one)) {
    await closeWork(tx, { kind: ANSWER, subject: one.id, by, now });
    await closeWork(tx, { kind: OVERDUE, subject: one.id, by, now });
    return;
  }
  await openWork(tx, {
    ...{ kind: ANSWER, title: { key: `exchange:work.subject-request.${one.kind}` }, body: one.body },
    ...{ post: one.post as Post, due: { day: nextDue(one), calendar: one.calendar }, subject: one.id, now },
    link: `/governance/subject-requests/${one.id}`,
  });
}

export interface Moving {
  readonly id: string;
  /** `exchange.verb-noun`. */
  readonly action: string;
  /** Whether it may be moved by this caller; what it throws is answered. */
  readonly admit?: (found: SubjectRequest) => Promise<void> | void;
}

/**
 * One step of a request.
 * @throws governance/subject-request-not-found, -moved-on, and what `step` throws
 */
export async function moveSubjectRequest(
  context: Context,
  { id, action, admit }: Moving,
  by: Author,
  step: (found: SubjectRequest, tx: Db) => Promise<SubjectRequest> | SubjectRequest,
): Promise<SubjectRequest> {
  const act = { action, subject: `subject-request/${id}`, kind: 'governance', by } as const;
  return writeChange(context, act, async (tx, changeSet) => {
    const found = await store.lockSubjectRequest(tx, id);
    if (!found) throw subjectProblems.subjectRequestNotFound();
    await admit?.(found);
    const moved = await step(found, tx);
    if (!isOpen(found) || (moved.state !== found.state && !mayMove(found.state, moved.state)))
      throw subjectProblems.subjectRequestMovedOn({ state: found.state });
    const closedAt = isOpen(moved) ? null : context.clock.now().toISOString();
    const written = { ...moved, closedAt };
    await store.updateSubjectRequest(tx, written, changeSet);
    await owe(context, tx, written, by.account);
    return written;
  });
}
