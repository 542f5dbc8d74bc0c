/** What is owed about corrections: one item a keeper and register, and the answer to whoever proposed one. */
import { findRegister } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { bodiesOwing, closeWork, openWork } from '../../platform/work/index.ts';
import { mirrorDefects } from '../../quality/index.ts';
import { asDefects, pendingByBody, type CorrectionRecord } from '../store/correction.ts';
import { keepersOf, type Keeper } from './keepers.ts';

const SETTLE = 'registers.settle-corrections';
const ANSWERED = 'registers.correction-answered';
type Timed = Pick<Context, 'clock' | 'profile'>;

/** Brings the items of a register up to date: how many wait at each keeper, and when the first is due. */
export async function oweCorrections(context: Timed, tx: Db, register: string): Promise<void> {
  const keeperOf = await keepersOf(tx, register);
  const waiting = new Map<number, Keeper & { count: number; due: string | null }>();
  const pending = await pendingByBody(tx, register);
  const keepers = new Map(pending.map(({ body }) => [body, keeperOf(body).body]));
  const rows = asDefects(register, keepers);
  const source = { source: 'registers.corrections', rule: 'matches-source', dimension: 'accurate' };
  await mirrorDefects(tx, context, { ...source, register, rows });
  for (const { body, count, due } of pending) {
    const keeper = keeperOf(body);
    const before = waiting.get(keeper.body);
    const first = [before?.due ?? null, due].filter((day) => day !== null).sort()[0] ?? null;
    waiting.set(keeper.body, { ...keeper, count: (before?.count ?? 0) + count, due: first });
  }
  const now = context.clock.now();
  const names = (await findRegister(tx, register))?.names ?? {};
  const calendar = workingCalendar(context.profile).edition;
  // Who has none left owes nothing any more; the others keep their item with new words.
  for (const body of await bodiesOwing(tx, SETTLE, register))
    if (!waiting.has(body)) await closeWork(tx, { kind: SETTLE, subject: register, body, by: 'system', now });
  for (const { body, post, count, due } of waiting.values())
    await openWork(tx, {
      kind: SETTLE,
      title: { key: 'registers:work.settle-corrections', values: { count, register: names } },
      body,
      post,
      due: due === null ? null : { day: due, calendar },
      link: `/registers/corrections?register=${encodeURIComponent(register)}`,
      subject: register,
      now,
    });
}

/** The answer goes to the post that proposed it, until it is read. */
export async function tellProposer({ clock }: Timed, tx: Db, one: CorrectionRecord, state: string): Promise<void> {
  if (one.proposerBody === null || one.proposerPost === null) return;
  await openWork(tx, {
    kind: ANSWERED,
    title: { key: `registers:work.answered.${state}` },
    body: one.proposerBody,
    post: one.proposerPost as Post,
    due: null,
    link: `/registers/corrections/${one.id}`,
    subject: one.id,
    now: clock.now(),
  });
}

export const answerRead = ({ clock }: Timed, tx: Db, id: string, by: string): Promise<number> =>
  closeWork(tx, { kind: ANSWERED, subject: id, by, now: clock.now() });
