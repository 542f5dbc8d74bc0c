/** Opens or closes the person's window: a decision with number, reason and day, kept for good. */
import { getRegister } from '../../governance/index.ts';
import type { Author } from '../../bodies/index.ts';
import { listRegisters } from '../../governance/index.ts';
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { findAccountByName } from '../../platform/identity/index.ts';
import { newId } from '../../platform/ids.ts';
import { ProfileError } from '../../platform/profile.ts';
import { readRelativeDay } from '../../platform/relative-day.ts';
import { fold } from '../../platform/search/fold.ts';
import { firstDay } from '../../platform/setting.ts';
import type { Texts } from '../../platform/texts.ts';
import type { WindowDecision } from './contract.ts';
import { windowProblems } from './problems.ts';
import { windowSettings } from './settings.ts';
import * as store from './store/window.ts';

export interface Deciding {
  readonly open: boolean;
  readonly number: string;
  readonly reason: Texts;
  readonly citation?: string | undefined;
  readonly registers?: readonly string[] | undefined;
  /** Default today. */
  readonly from?: string | undefined;
}

/** @throws exchange/decision-day-past, governance/register-not-found */
export async function decideWindow(context: Context, asked: Deciding, by: Author): Promise<WindowDecision> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  if (asked.from !== undefined && asked.from < today) throw windowProblems.decisionDayPast({ from: asked.from, today });
  for (const register of asked.registers ?? []) await getRegister(context.db, register);
  const id = await write(context, { ...asked, from: asked.from ?? today, origin: 'hand' }, by);
  const found = (await store.listDecisions(context.db)).find((one) => one.id === id);
  return viewOfDecision(context, found as store.WindowDecision);
}

async function write(
  context: Context,
  { from, registers, citation, ...asked }: Deciding & { readonly from: string; readonly origin: string },
  by: Author,
): Promise<string> {
  const now = context.clock.now();
  const id = newId(now);
  await context.db.transaction(async (tx) => {
    const changeSet = await takeChangeSet(tx);
    await store.insertDecision(tx, {
      ...{ ...asked, id, from, account: by.account, body: by.body, at: now.toISOString(), changeSet },
      citation: citation ?? null,
      registers: registers ? [...registers] : null,
    });
    const cause = await context.audit.record(tx, {
      ...{ action: 'exchange.decide-window', actor: by.account, body: by.body, subject: `window/${id}` },
      ...{ allowed: true, rule: by.rule, counts: { open: asked.open ? 1 : 0 }, detail: { number: asked.number } },
    });
    const change = { id: changeSet, kind: 'governance', subject: 'window', body: by.body, actor: by.account } as const;
    await appendChangeSet(tx, { ...change, cause, begunAt: now });
  });
  return id;
}

export async function viewOfDecision(
  { db }: Pick<Context, 'db'>,
  { origin: _, ...decision }: store.WindowDecision,
): Promise<WindowDecision> {
  const names = new Map((await listRegisters(db)).map((one) => [one.name, one.names]));
  const registers = decision.registers?.map((code) => ({ code, names: names.get(code) ?? {} })) ?? null;
  return { ...decision, registers };
}

const NODE: Author = { account: system.account, body: null, rule: 'governance/node-itself' };

/** The profile's decision, once, and its people. @throws ProfileError */
export async function installWindow(context: Context): Promise<void> {
  const { db, profile, clock } = context;
  const { decision, people } = windowSettings(profile);
  if (decision && (await store.listDecisions(db)).length === 0) {
    const from = readRelativeDay(decision.on, await firstDay(context), workingCalendar(profile));
    if (from === undefined) throw new ProfileError(`window: "${decision.on}" is not a day`);
    await write(context, { ...decision, from, origin: 'profile' }, NODE);
  }
  for (const [name, person] of Object.entries(people)) {
    const account = await findAccountByName(db, fold(name));
    // A node among others has the accounts of its own people only.
    if (!account) context.log.warn({ account: name }, 'the window knows nobody of this name here');
    if (!account || (await store.personOf(db, account.id)) !== undefined) continue;
    await store.linkPerson(db, { account: account.id, person, by: system.account, at: clock.now().toISOString() });
  }
}
