/** Names who answers for a register from a day on, and ends it. The one before ends the day before: at most one owner a day. */
import { homesElsewhere, postsOf, type Author } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { brokenConstraint, type Db } from '../../platform/db/db.ts';
import { findAccount } from '../../platform/identity/index.ts';
import { addDays } from '../../platform/relative-day.ts';
import { insistOnHome } from '../insist-on-home.ts';
import { getRegister } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { lookForGaps } from './look-for-gaps.ts';
import { postOfRole, type Responsibility, type Role } from './model.ts';
import { responsibilityProblems as problems } from './problems.ts';
import * as store from './store/responsibility.ts';

export interface AssignResponsibility {
  readonly register: string;
  readonly role: Role;
  /** Id of a body in force. */
  readonly body: number;
  readonly account?: string | null | undefined;
  /** First day; default today. */
  readonly from?: string | undefined;
  readonly to?: string | null | undefined;
  readonly reason?: string | undefined;
}

/**
 * @throws governance/given-to-oneself, governance/day-past, governance/period-unsound, governance/answers-already,
 * governance/later-assigned, governance/steward-unknown, governance/register-not-found, governance/decided-elsewhere
 */
export async function assignResponsibility(
  context: Context,
  given: AssignResponsibility,
  { caller, by }: { readonly caller: Caller; readonly by: Author },
): Promise<Responsibility> {
  const today = todayOf(context);
  const { register, role, body, account = null, from = today, to = null, reason = null } = given;
  refuseOneself({ role, body, account }, caller);
  if (from < today) throw problems.dayPast({ day: from, today });
  if (to !== null && to < from) throw problems.periodUnsound({ from, to });
  const [known, elsewhere] = [await getRegister(context.db, register), await homesElsewhere(context)];
  if (known.managerBody !== null) insistOnHome(elsewhere, known.managerBody, register);
  if (account !== null) await insistOnSteward(context.db, { role, body, account });
  const act = { action: 'governance.assign-responsibility', subject: register, kind: 'governance', by } as const;
  return writeChange(context, act, async (tx, changeSet) => {
    await store.holdRegister(tx, register);
    if (role !== 'steward') await makeRoom(tx, { register, role, from, to }, changeSet);
    const row = { register, role, body, account, from, to, reviewedOn: today, reason };
    const written = await insert(tx, row, changeSet);
    await lookForGaps(context, tx, elsewhere);
    return written;
  });
}

/** A duty that gives its holder power is given by somebody else: not to one's own account, nor to one's own post. */
export function refuseOneself(
  { role, body, account }: { readonly role: Role; readonly body: number; readonly account: string | null },
  caller: Pick<Caller, 'account' | 'body' | 'roles' | 'kind'>,
): void {
  if (caller.kind === 'system') return;
  const isOwnPost = body === caller.body && account === null && caller.roles.includes(postOfRole[role]);
  if (account === caller.account || isOwnPost) throw problems.givenToOneself({ role, body });
}

/** Only a steward is named by account, and only one with a post in that body. */
async function insistOnSteward(
  db: Db,
  { role, body, account }: { readonly role: Role; readonly body: number; readonly account: string },
): Promise<void> {
  const found = /^[0-9a-f-]{36}$/.test(account) ? await findAccount(db, account) : undefined;
  const isPerson = found?.kind === 'person' && found.disabledAt === null;
  const isThere = isPerson && (await postsOf(db, account)).some((held) => held.body === body);
  if (role !== 'steward' || !isThere) throw problems.stewardUnknown({ account });
}

/** Ends whoever is named on the first day; somebody who begins later stands in the way. */
async function makeRoom(
  tx: Db,
  {
    register,
    role,
    from,
    to,
  }: { readonly register: string; readonly role: Role; readonly from: string; readonly to: string | null },
  changeSet: number,
): Promise<void> {
  const held = (await store.listResponsibilities(tx, { register, from })).filter((one) => one.role === role);
  const later = held.find((one) => one.from !== null && one.from > from && (to === null || one.from <= to));
  if (later) throw problems.laterAssigned({ register, role, from: later.from });
  for (const { id, ...one } of held) {
    if (one.from === null || one.from <= from) await store.endResponsibility(tx, id, addDays(from, -1), changeSet);
  }
}

async function insert(tx: Db, row: store.NewResponsibility, changeSet: number): Promise<Responsibility> {
  try {
    return await tx.transaction((inner) => store.insertResponsibility(inner, row, changeSet));
  } catch (error) {
    if (brokenConstraint(error) !== 'responsibility_once') throw error;
    throw problems.answersAlready({ register: row.register, role: row.role, body: row.body });
  }
}

/**
 * Ends an assignment.
 * @param to its last day; default yesterday, so that it holds no longer
 * @throws governance/responsibility-not-found, governance/responsibility-ended, governance/day-past
 */
export async function endResponsibility(
  context: Context,
  { id, to }: { readonly id: number; readonly to?: string | undefined },
  by: Author,
): Promise<void> {
  const today = todayOf(context);
  const lastDay = to ?? addDays(today, -1);
  if (lastDay < addDays(today, -1)) throw problems.dayPast({ day: lastDay, today });
  const elsewhere = await homesElsewhere(context);
  const found = await getResponsibility(context.db, id);
  const { managerBody } = await getRegister(context.db, found.register);
  if (managerBody !== null) insistOnHome(elsewhere, managerBody, found.register);
  const act = { action: 'governance.end-responsibility', subject: found.register, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    await store.holdRegister(tx, found.register);
    const held = await getResponsibility(tx, id);
    if (held.to !== null && held.to < today) throw problems.responsibilityEnded({ to: held.to });
    await store.endResponsibility(tx, id, lastDay, changeSet);
    await lookForGaps(context, tx, elsewhere);
  });
}

/** @throws governance/responsibility-not-found */
export async function getResponsibility(db: Db, id: number): Promise<Responsibility> {
  const found = await store.findResponsibility(db, id);
  if (!found) throw problems.responsibilityNotFound({ id });
  return found;
}

/** Says that those who are named for a register stand: what was stale is stale no longer. */
export async function reviewResponsibilities(context: Context, register: string, by: Author): Promise<void> {
  const elsewhere = await homesElsewhere(context);
  const { managerBody } = await getRegister(context.db, register);
  if (managerBody !== null) insistOnHome(elsewhere, managerBody, register);
  const act = { action: 'governance.review-responsibilities', subject: register, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    await store.reviewAll(tx, register, todayOf(context), changeSet);
    await lookForGaps(context, tx, elsewhere);
  });
}
