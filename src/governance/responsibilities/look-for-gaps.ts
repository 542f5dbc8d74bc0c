/**
 * Looks for what nobody answers for: what is new gets a deadline and a work item for the post that must close it, what is
 * there no longer closes by itself. After every act on responsibilities, and by a round because posts, accounts, bodies
 * and days change elsewhere.
 */
import { homesElsewhere, lastDaysOfPosts, listBodies, postsOn, type Elsewhere } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Post } from '../../platform/room.ts';
import type { Round } from '../../platform/rounds.ts';
import { firstDay, readSetting } from '../../platform/setting.ts';
import type { Texts } from '../../platform/texts.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { listResponsible } from '../store/register.ts';
import { todayOf } from '../write-change.ts';
import { Answering, findGaps, keyOf, owerOf, type Found, type Situation } from './model.ts';
import * as store from './store/gap.ts';
import { inForceOn } from './store/responsibility.ts';

const EVERY_MS = 60_000;
export const ANSWERING = 'governance.answering';
const KIND = 'governance.close-gap';
const OVERDUE = 'governance.overdue-gap';

export const gapRound = (context: Context): Round => ({
  name: 'governance.gaps',
  everyMs: EVERY_MS,
  run: async () => {
    const elsewhere = await homesElsewhere(context);
    await context.db.transaction((tx) => lookForGaps(context, tx, elsewhere));
  },
});

/** What the profile says of answering; undefined: it says nothing, and nothing is looked for. */
export const answeringOf = (db: Db): Promise<Answering | undefined> => readSetting(db, ANSWERING, Answering);

/** Everything a finding is made of, as of today; undefined where the profile says nothing of answering. */
export async function situationOf(
  context: Context,
  db: Db,
  elsewhere: Elsewhere,
): Promise<(Situation & { readonly names: ReadonlyMap<number, Texts> }) | undefined> {
  const answering = await answeringOf(db);
  if (!answering) return undefined;
  const day = todayOf(context);
  const bodies = await listBodies(db);
  const held = await inForceOn(db, day);
  const posts = await postsOn(db, day);
  const accounts = [...new Set([...posts, ...held].flatMap(({ account }) => account ?? []))];
  const open = new Set(
    (await findAccounts(db, accounts)).filter(({ disabledAt }) => disabledAt === null).map(({ id }) => id),
  );
  const ofRegister = Map.groupBy(held, ({ register }) => register);
  return {
    day,
    since: await firstDay(context),
    answering,
    registers: (await listResponsible(db, day)).map(({ name, external, state }) => ({
      ...{ name, external, state },
      held: ofRegister.get(name) ?? [],
    })),
    bodies: new Map(bodies.map((body) => [body.id, body])),
    names: new Map(bodies.map(({ id, names }) => [id, names])),
    posts: byBody(posts.filter(({ account }) => open.has(account))),
    lastHeld: new Map(
      (await lastDaysOfPosts(db, day)).map(({ body, post, last }) => [`${String(body)}/${post}`, last]),
    ),
    closed: new Set(accounts.filter((account) => !open.has(account))),
    elsewhere: new Set(elsewhere.keys()),
  };
}

function byBody(posts: readonly { readonly body: number; readonly post: string }[]): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  for (const { body, post } of posts) found.set(body, (found.get(body) ?? new Set()).add(post));
  return found;
}

/** Brings what is written into line with what is. Begun anew it changes nothing. */
export async function lookForGaps(context: Context, tx: Db, elsewhere: Elsewhere): Promise<void> {
  const situation = await situationOf(context, tx, elsewhere);
  if (!situation) return;
  const found = new Map(findGaps(situation).map((one) => [keyOf(one), one]));
  const desk = { context, tx, situation, registers: await namesOfRegisters(tx) };
  for (const gap of await store.openGaps(tx)) {
    const still = found.get(keyOf(gap));
    if (still) await keep(desk, gap, still);
    else await close(desk, gap);
    found.delete(keyOf(gap));
  }
  for (const one of found.values()) await open(desk, one);
}

interface Desk {
  readonly context: Context;
  readonly tx: Db;
  readonly situation: Situation & { readonly names: ReadonlyMap<number, Texts> };
  readonly registers: ReadonlyMap<string, Texts>;
}

const namesOfRegisters = async (tx: Db): Promise<ReadonlyMap<string, Texts>> =>
  new Map((await listResponsible(tx)).map(({ name, names }) => [name, names]));

async function open(desk: Desk, { post, from, ...one }: Found): Promise<void> {
  const { context, tx, situation } = desk;
  const calendar = workingCalendar(context.profile);
  const owedBy = owerOf({ post, from }, situation);
  if (owedBy === undefined) return;
  const due = calendar.addWorkingDays(situation.day, situation.answering.workingDays);
  const id = newId(context.clock.now());
  const row = { ...one, id, foundOn: situation.day, due, calendar: calendar.edition, owedBy, post };
  if (await store.insertGap(tx, row)) await owe(desk, row);
}

/** Who must close it changes with the posts; who was late is told of above, once. */
async function keep(desk: Desk, gap: store.GapRow, still: Found): Promise<void> {
  const { tx, situation, context } = desk;
  const owedBy = owerOf(still, situation) ?? gap.owedBy;
  if (owedBy !== gap.owedBy || still.post !== gap.post) {
    await closeWork(tx, { kind: KIND, subject: gap.id, by: system.account, as: 'withdrawn', now: context.clock.now() });
    await store.owe(tx, gap.id, { body: owedBy, post: still.post });
    await owe(desk, { ...gap, owedBy, post: still.post });
  }
  if (gap.due < situation.day && gap.escalatedOn === null) {
    const above = owerOf({ from: owedBy, post: 'data-office' }, situation) ?? owedBy;
    await owe(desk, { ...gap, owedBy: above, post: 'data-office' }, OVERDUE);
    await store.escalated(tx, gap.id, situation.day);
  }
}

async function owe(
  { context, tx, situation, registers }: Desk,
  gap: Omit<store.GapRow, 'escalatedOn' | 'closedAt'>,
  kind = KIND,
) {
  const duty = situation.answering.duties.find(({ code }) => code === gap.duty);
  const values = {
    ...(gap.register !== null && { register: registers.get(gap.register) ?? {} }),
    ...(gap.body !== null && { body: situation.names.get(gap.body) ?? {} }),
    ...(duty && { duty: duty.names }),
  };
  await openWork(tx, {
    kind,
    title: { key: `governance:work.${kind === KIND ? 'gap' : 'overdue-gap'}.${gap.kind}`, values },
    body: gap.owedBy,
    post: gap.post as Post,
    due: { day: gap.due, calendar: gap.calendar },
    link: gap.register === null ? '/governance/gaps' : `/governance/registers/${gap.register}`,
    subject: gap.id,
    now: context.clock.now(),
  });
}

async function close({ context, tx }: Desk, gap: store.GapRow): Promise<void> {
  const now = context.clock.now();
  await store.closeGap(tx, gap.id, now.toISOString());
  for (const kind of [KIND, OVERDUE]) await closeWork(tx, { kind, subject: gap.id, by: system.account, now });
}
