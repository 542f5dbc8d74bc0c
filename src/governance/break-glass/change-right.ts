/** Begins, confirms, ends and reviews emergency rights: each is one change with its entry and its work. */
import { bodiesHolding, pathOf } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import type { Server } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import type { Round } from '../../platform/rounds.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { author, insist, type Acting } from '../acting.ts';
import { permissionTable } from '../authorizer.ts';
import { getRegister } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import type * as contract from './contract.ts';
import { standing } from './in-emergency.ts';
import { breakGlassRules, inTheWay, stateOfRight, type EmergencyRight } from './model.ts';
import { breakGlassProblems as problems } from './problems.ts';
import * as store from './store/break-glass.ts';

const CONFIRM = 'governance.confirm-break-glass';
const REVIEW = 'governance.review-break-glass';
const EVERY_MS = 30_000;
export const rulesOf = ({ db, profile }: Pick<Context, 'db' | 'profile'>) =>
  breakGlassRules(profile.settings['breakGlass'], permissionTable(db));
export const addressOfRight = (id: string): string => `/governance/break-glass/${id}`;
const after = (from: Date, ms: number): string => new Date(from.getTime() + ms).toISOString();
const changeOf = (verb: string, id: string) =>
  ({ action: `governance.${verb}-break-glass`, subject: `break-glass/${id}`, kind: 'governance' }) as const;

/**
 * @throws governance/break-glass-beyond-profile, governance/break-glass-too-long, governance/break-glass-stands,
 * governance/break-glass-on-behalf, governance/register-not-found
 */
export async function beginBreakGlass(
  context: Context,
  acting: Acting,
  given: Body<typeof contract.beginBreakGlass>,
): Promise<EmergencyRight> {
  const { db, clock } = context;
  const { caller } = acting;
  if (caller.onBehalf) throw problems.breakGlassOnBehalf();
  const rules = rulesOf(context);
  const beyond = given.permissions.find((one) => !rules.permissions.includes(one));
  if (beyond !== undefined) throw problems.breakGlassBeyondProfile({ permission: beyond });
  const hours = given.hours ?? rules.hours;
  if (hours > rules.hours) throw problems.breakGlassTooLong({ hours: rules.hours });
  for (const register of given.registers ?? []) await getRegister(db, register);
  const now = clock.now();
  const right: EmergencyRight = {
    ...{ id: newId(now), account: caller.account, body: caller.body ?? 0, permissions: [...given.permissions] },
    ...{ registers: given.registers ? [...given.registers] : null, hours, reason: given.reason },
    ...{ askedAt: now.toISOString(), waitsUntil: after(now, rules.waitMinutes * 60_000) },
    ...{ confirmedBy: null, confirmedAt: null, endsAt: null, endedAt: null, endedBy: null },
    ...{ reviewedBy: null, reviewedAt: null, justified: null, finding: null },
  };
  await writeChange(context, { ...changeOf('begin', right.id), by: author(acting) }, async (tx, changeSet) => {
    await endWhatIsOver(context, tx, changeSet);
    if ((await store.standingRights(tx)).some(({ account }) => account === right.account))
      throw problems.breakGlassStands();
    await store.insertRight(tx, right, changeSet);
    await oweConfirmation(context, tx, right);
  });
  standing.forget();
  return right;
}

/** Heads of his body and of those above it, and the data office: whoever comes first. */
async function oweConfirmation(context: Context, tx: Db, { id, body }: EmergencyRight): Promise<void> {
  const [today, now] = [todayOf(context), context.clock.now()];
  const [path, offices] = [await pathOf(tx, body), await bodiesHolding(tx, 'data-office', today)];
  const { edition } = workingCalendar(context.profile);
  const owed = [...path.map((one) => [one, 'leader'] as const), ...offices.map((one) => [one, 'data-office'] as const)];
  for (const [one, post] of owed) {
    await openWork(tx, {
      ...{ kind: CONFIRM, title: { key: 'governance:work.confirm-break-glass' }, body: one, post },
      ...{ due: { day: today, calendar: edition }, link: addressOfRight(id), subject: `break-glass/${id}`, now },
    });
  }
}

/** @throws governance/break-glass-own-right, governance/break-glass-not-waiting, governance/break-glass-not-found */
export async function confirmBreakGlass(
  context: Context,
  server: Server,
  acting: Acting,
  id: string,
): Promise<EmergencyRight> {
  const found = await find(context.db, id);
  const { caller } = acting;
  if (caller.onBehalf) throw problems.breakGlassOnBehalf();
  await insist(server, acting, CONFIRM, found.body);
  const done = await writeChange(context, { ...changeOf('confirm', id), by: author(acting) }, async (tx, changeSet) => {
    const right = (await store.lockRight(tx, id)) ?? found;
    const now = context.clock.now();
    const obstacle = inTheWay({ right, account: caller.account, now });
    if (obstacle === 'own-right') throw problems.breakGlassOwnRight();
    if (obstacle === 'not-waiting') throw problems.breakGlassNotWaiting({ state: stateOfRight(right, now) });
    const open = {
      ...{ ...right, confirmedBy: caller.account, confirmedAt: now.toISOString() },
      endsAt: after(now, right.hours * 3_600_000),
    };
    await store.confirmRight(tx, open, changeSet);
    await closeWork(tx, { kind: CONFIRM, subject: `break-glass/${id}`, by: caller.account, now });
    return open;
  });
  standing.forget();
  return done;
}

/** @throws governance/break-glass-not-waiting, governance/break-glass-not-found, platform/refused */
export async function endBreakGlass(
  context: Context,
  server: Server,
  acting: Acting,
  id: string,
): Promise<EmergencyRight> {
  const found = await find(context.db, id);
  const { caller } = acting;
  if (caller.account !== found.account) await insist(server, acting, CONFIRM, found.body);
  const done = await writeChange(context, { ...changeOf('end', id), by: author(acting) }, async (tx, changeSet) => {
    const right = (await store.lockRight(tx, id)) ?? found;
    const state = stateOfRight(right, context.clock.now());
    if (state !== 'asked' && state !== 'open') throw problems.breakGlassNotWaiting({ state });
    return endOne(context, tx, { right, by: caller.account, changeSet });
  });
  standing.forget();
  return done;
}

interface Ending {
  readonly right: EmergencyRight;
  readonly by: string;
  readonly changeSet: number;
}

/** What was open is owed a review; what nobody confirmed is owed nothing any more. */
async function endOne(context: Context, tx: Db, { right, by, changeSet }: Ending): Promise<EmergencyRight> {
  const now = context.clock.now();
  const over = right.endsAt ?? right.waitsUntil;
  const endedAt = Date.parse(over) < now.getTime() ? over : now.toISOString();
  const ended = { ...right, endedAt, endedBy: by };
  await store.endRight(tx, ended, changeSet);
  const subject = `break-glass/${right.id}`;
  if (right.endsAt === null) {
    await closeWork(tx, { kind: CONFIRM, subject, by, as: 'withdrawn', now });
    return ended;
  }
  const [today, calendar] = [todayOf(context), workingCalendar(context.profile)];
  const { reviewDays } = breakGlassRules(context.profile.settings['breakGlass'], undefined);
  const due = { day: calendar.addWorkingDays(today, reviewDays), calendar: calendar.edition };
  for (const body of await bodiesHolding(tx, 'compliance', today)) {
    await openWork(tx, {
      ...{ kind: REVIEW, title: { key: 'governance:work.review-break-glass' }, body, post: 'compliance', due },
      ...{ link: addressOfRight(right.id), subject, now },
    });
  }
  return ended;
}

async function endWhatIsOver(context: Context, tx: Db, changeSet: number): Promise<number> {
  const now = context.clock.now();
  const over = (await store.standingRights(tx)).filter((one) => ['over', 'ended'].includes(stateOfRight(one, now)));
  for (const right of over) await endOne(context, tx, { right, by: 'system', changeSet });
  return over.length;
}

/** Rights whose time is over open nothing at once; here that is written down, and the review is owed. */
export const breakGlassRound = (context: Context): Round => ({
  name: 'governance.end-break-glass',
  everyMs: EVERY_MS,
  run: async () => {
    const now = context.clock.now();
    const all = await store.standingRights(context.db);
    if (!all.some((one) => ['over', 'ended'].includes(stateOfRight(one, now)))) return;
    const by = { account: 'system', body: null, rule: 'governance/node-itself' };
    const act = { action: 'governance.end-break-glass', subject: 'break-glass', kind: 'governance' } as const;
    await writeChange(context, { ...act, by }, (tx, changeSet) => endWhatIsOver(context, tx, changeSet));
    standing.forget();
  },
});

/** @throws governance/break-glass-own-right, governance/break-glass-not-waiting, governance/break-glass-not-found */
export async function reviewBreakGlass(
  context: Context,
  acting: Acting,
  id: string,
  { justified, finding }: Body<typeof contract.reviewBreakGlass>,
): Promise<EmergencyRight> {
  const found = await find(context.db, id);
  const { account } = acting.caller;
  return writeChange(context, { ...changeOf('review', id), by: author(acting) }, async (tx, changeSet) => {
    const now = context.clock.now();
    // The round may not have come round yet.
    await endWhatIsOver(context, tx, changeSet);
    const right = (await store.lockRight(tx, id)) ?? found;
    const state = stateOfRight(right, now);
    if (state !== 'ended') throw problems.breakGlassNotWaiting({ state });
    if (account === right.account || account === right.confirmedBy) throw problems.breakGlassOwnRight();
    const reviewed = { ...right, reviewedBy: account, reviewedAt: now.toISOString(), justified, finding };
    await store.reviewRight(tx, reviewed, changeSet);
    await closeWork(tx, { kind: REVIEW, subject: `break-glass/${id}`, by: account, now });
    return reviewed;
  });
}

async function find(db: Db, id: string): Promise<EmergencyRight> {
  const found = await store.findRight(db, id);
  if (!found) throw problems.breakGlassNotFound({ right: id });
  return found;
}
