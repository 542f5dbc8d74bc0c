/** What is past its term: proposed by one person, decided by another for the register's data manager. */
import type { Author } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { getRegister } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { mayBecome, type Disposal, type DisposalState, type Term, type What } from './model.ts';
import { lifecycleProblems as problems } from './problems.ts';
import * as store from './store/disposal.ts';
import { holdTerms } from './store/hold.ts';
import { lifecycleOf } from './terms.ts';

export const DECIDE = 'governance.decide-disposal';
/** Working days where the profile says nothing. */
const DECIDE_DAYS = 10;

export interface ProposeDisposal {
  readonly register: string;
  readonly what: What;
  readonly term: Term;
  readonly items: readonly { readonly item: string; readonly dueOn: string }[];
  /** The person's request it follows. */
  readonly request?: string;
}

/**
 * Writes down what is to go. Whoever knows the rows says which; they are looked at again at every later step.
 * @throws governance/register-not-found
 */
export async function proposeDisposal(
  context: Context,
  given: ProposeDisposal,
  by: Author,
  outer?: Db,
): Promise<string> {
  const { register, what, term, items } = given;
  const { managerBody, ownerBody, names } = await getRegister(context.db, register);
  const now = context.clock.now();
  const id = newId(now);
  const decides = managerBody ?? ownerBody ?? by.body ?? 0;
  const act = { action: 'governance.propose-disposal', subject: register, kind: 'governance', by } as const;
  await writeChange(
    context,
    act,
    async (tx, changeSet) => {
      await holdTerms(tx, register);
      const row = {
        ...{
          id,
          register,
          what,
          term,
          basis: term.basis,
          proposedBy: by.account,
          proposedAt: now.toISOString(),
          decides,
        },
        counts: { proposed: items.length },
        request: given.request ?? null,
      };
      await store.insertDisposal(tx, row, changeSet);
      await store.insertItems(tx, id, items);
      const calendar = workingCalendar(context.profile);
      const days = (await lifecycleOf(tx))?.decideDays ?? DECIDE_DAYS;
      await openWork(tx, {
        kind: DECIDE,
        title: { key: `governance:work.decide-disposal.${what}`, values: { register: names, count: items.length } },
        body: decides,
        post: 'data-manager',
        due: { day: calendar.addWorkingDays(todayOf(context), days), calendar: calendar.edition },
        link: `/governance/lifecycle/disposals/${id}`,
        subject: id,
        now,
      });
    },
    outer,
  );
  return id;
}

/** @throws governance/disposal-not-found */
export async function getDisposal(db: Db, id: string): Promise<Disposal> {
  const found = await store.findDisposal(db, id);
  if (!found) throw problems.disposalNotFound({ disposal: id });
  return found;
}

/** Locks it, and insists that it may go to that state. @throws governance/disposal-not-found, -moved-on */
export async function takeDisposal(tx: Db, id: string, to: DisposalState): Promise<Disposal> {
  const found = await store.lockDisposal(tx, id);
  if (!found) throw problems.disposalNotFound({ disposal: id });
  if (!mayBecome(found.state, to)) throw problems.disposalMovedOn({ disposal: id, state: found.state });
  return found;
}

/**
 * @param off the defences that a twin test takes out
 * @throws governance/disposal-not-found, -moved-on, governance/proposed-by-oneself
 */
export async function decideDisposal(
  context: Context,
  given: { readonly id: string; readonly allowed: boolean; readonly reason?: string | null | undefined },
  by: Author,
  off: { readonly fourEyes?: boolean } = {},
): Promise<void> {
  const { id, allowed, reason = null } = given;
  const state = allowed ? 'approved' : 'refused';
  const { register } = await getDisposal(context.db, id);
  const action = allowed ? 'governance.approve-disposal' : 'governance.refuse-disposal';
  await writeChange(context, { action, subject: `disposal/${id}`, kind: 'governance', by }, async (tx) => {
    await holdTerms(tx, register);
    const found = await takeDisposal(tx, id, state);
    if (found.proposedBy === by.account && off.fourEyes !== true) throw problems.proposedByOneself({ disposal: id });
    const now = context.clock.now();
    await store.changeDisposal(tx, id, { state, decidedBy: by.account, decidedAt: now.toISOString(), reason });
    await closeWork(tx, { kind: DECIDE, subject: id, by: by.account, now });
  });
}

/** Taken back before anything was marked as gone. @throws governance/disposal-not-found, -moved-on */
export async function withdrawDisposal(
  context: Context,
  { id, reason }: { readonly id: string; readonly reason: string },
  by: Author,
): Promise<void> {
  const act = { action: 'governance.withdraw-disposal', subject: `disposal/${id}`, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx) => {
    await takeDisposal(tx, id, 'withdrawn');
    await store.changeDisposal(tx, id, { state: 'withdrawn', reason });
    await closeWork(tx, { kind: DECIDE, subject: id, by: by.account, as: 'withdrawn', now: context.clock.now() });
  });
}
