/** "This figure of mine is wrong": answered by the nearest body above that has no part in it, else by the data office. */
import { pathOf } from '../../bodies/index.ts';
import { findRegister } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { answerContest, putContest } from '../defects/store/defect.ts';
import { problems } from '../problems.ts';
import * as store from './store/board.ts';

const WORK = 'quality.answer-figure';

export interface Contesting {
  readonly period: string;
  readonly register: string;
  readonly words: string;
}

/** @throws problems.noSuchFigure, figureContested */
export async function contestFigure(
  context: Context,
  caller: Caller,
  { period, register, words }: Contesting,
): Promise<string> {
  const { db, clock, profile, audit } = context;
  const now = clock.now();
  const { body } = caller;
  const mine = await store.visibleSnapshots(db, { period, body, today: dayOf(now, profile.timeZone) });
  const cell = mine.find((one) => one.register === register && one.body === body && one.criterion === '');
  if (body === null || !cell || cell.first) throw problems.noSuchFigure();
  const open = (await store.contestsOf(db, period)).some((one) => isOf(one, register, body) && one.answeredAt === null);
  if (open || cell.withdrawn) throw problems.figureContested();
  const answerer = await answererOf(db, register, body);
  const id = newId(now);
  await db.transaction(async (tx) => {
    const by = { account: caller.account, name: caller.name, body };
    await putContest(tx, {
      id,
      defect: null,
      cell: { period, register, body },
      register,
      by,
      words,
      at: now.toISOString(),
      answerer,
    });
    const act = { action: 'quality.contest-figure', actor: caller.account, body, subject: register };
    await audit.record(tx, { ...act, allowed: true, rule: 'quality/contest-figure' });
    if (answerer === null) return;
    const title = { key: 'quality:work.answer-figure', values: { period } };
    const link = `/quality/board?period=${encodeURIComponent(period)}`;
    await openWork(tx, { kind: WORK, title, body: answerer, post: 'leader', due: null, link, subject: id, now });
  });
  return id;
}

const isOf = (one: { readonly register: string; readonly body: number }, register: string, body: number) =>
  one.register === register && one.body === body;

async function answererOf(db: Db, register: string, body: number): Promise<number | null> {
  const parties = new Set([body, (await findRegister(db, register))?.managerBody]);
  return (await pathOf(db, body)).toReversed().find((id) => !parties.has(id)) ?? null;
}

type Asked = Pick<
  Awaited<ReturnType<typeof store.contestsOf>>[number],
  'askedBy' | 'askedBody' | 'answerer' | 'register'
>;

/** Whether the caller has no part in it and is asked. */
export async function mayAnswer(db: Db, caller: Caller, asked: Asked): Promise<boolean> {
  if (caller.account === asked.askedBy || caller.body === asked.askedBody || caller.body === null) return false;
  if (caller.body === (await findRegister(db, asked.register))?.managerBody) return false;
  const isAsked = caller.roles.includes('leader') && caller.body === asked.answerer;
  return isAsked || caller.roles.includes('data-office');
}

export interface Answering {
  readonly period: string;
  readonly contest: string;
  readonly upheld: boolean;
  readonly answer: string;
}

/** @throws problems.noSuchFigure, notContested, notIndependent */
export async function answerFigure(context: Context, caller: Caller, said: Answering): Promise<void> {
  const { db, clock, audit } = context;
  const found = (await store.contestsOf(db, said.period)).find(({ id }) => id === said.contest);
  if (!found) throw problems.noSuchFigure();
  if (found.answeredAt !== null) throw problems.notContested({ defect: said.period });
  if (!(await mayAnswer(db, caller, found))) throw problems.notIndependent({ why: 'not-asked', body: null });
  const now = clock.now();
  await db.transaction(async (tx) => {
    const by = { account: caller.account, name: caller.name, body: caller.body };
    const { upheld, answer } = said;
    if ((await answerContest(tx, found.id, { by, upheld, answer, at: now.toISOString() })) === 0)
      throw problems.notContested({ defect: said.period });
    if (upheld) await store.withdraw(tx, { period: said.period, register: found.register, body: found.body });
    await closeWork(tx, { kind: WORK, subject: found.id, by: caller.account, now });
    const act = { action: 'quality.answer-figure', actor: caller.account, body: caller.body, subject: found.register };
    await audit.record(tx, { ...act, allowed: true, rule: 'quality/answer-figure' });
  });
}
