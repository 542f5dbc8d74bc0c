/** Gives everything a person holds to a successor, from a day on: all of it in one transaction, and nothing is left. */
import { handOverPosts, homesElsewhere, postsFrom } from '../../bodies/index.ts';
import { endOfDay } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import type { Server } from '../../platform/http/serve.ts';
import { endKeysOn, findAccount } from '../../platform/identity/index.ts';
import { addDays } from '../../platform/relative-day.ts';
import { author, insist, type Acting } from '../acting.ts';
import { insistOnHome } from '../insist-on-home.ts';
import { lookForGaps } from '../responsibilities/look-for-gaps.ts';
import { responsibilityProblems } from '../responsibilities/problems.ts';
import { openGaps } from '../responsibilities/store/gap.ts';
import * as duties from '../responsibilities/store/responsibility.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { handOver as contract } from './contract.ts';
import { handoverProblems as problems } from './problems.ts';

export interface HandedOver {
  readonly given: number;
  readonly ended: number;
  readonly duties: number;
  readonly keys: number;
  readonly gaps: number;
}

/**
 * @throws governance/handover-to-nobody, governance/handover-to-oneself, governance/handover-leaves, governance/day-past,
 * bodies/post-too-wide, bodies/posts-conflict, platform/refused
 */
export async function handOver(
  context: Context,
  server: Server,
  acting: Acting,
  { account, ...given }: Body<typeof contract> & { readonly account: string },
): Promise<HandedOver> {
  const { db } = context;
  const today = todayOf(context);
  const { caller } = acting;
  const { to: successor = null, lastDay = today } = given;
  if (lastDay < addDays(today, -1)) throw responsibilityProblems.dayPast({ day: lastDay, today });
  if (successor === caller.account) throw problems.handoverToOneself();
  await insistOnPerson(db, account, successor);
  const elsewhere = await homesElsewhere(context);
  const held = await postsFrom(db, account, today);
  for (const body of new Set(held.map((one) => one.body))) {
    await insist(server, acting, contract.permission, body);
    insistOnHome(elsewhere, body, `account ${account}`);
  }
  const by = author(acting);
  const act = { action: 'governance.hand-over', subject: `account ${account}`, kind: 'governance', by } as const;
  return writeChange(context, act, async (tx, changeSet) => {
    const giver = caller.kind === 'system' ? ['administrator', 'data-office'] : caller.roles;
    const posts = await handOverPosts(context, { account, successor, lastDay, giver }, by, tx);
    const byName = await giveDuties(tx, { account, successor, lastDay, today }, changeSet);
    const keys = await endKeysOn(tx, account, endOfDay(lastDay, context.profile.timeZone));
    await insistOnNothing(tx, account, addDays(lastDay, 1));
    await lookForGaps(context, tx, elsewhere);
    const bodies = new Set(held.map((one) => one.body));
    const gaps = (await openGaps(tx)).filter(({ body }) => body !== null && bodies.has(body)).length;
    return { ...posts, duties: byName, keys, gaps };
  });
}

async function insistOnPerson(db: Db, account: string, successor: string | null): Promise<void> {
  const leaver = await findAccount(db, account);
  const next = successor === null ? undefined : await findAccount(db, successor);
  const isFit = next?.kind === 'person' && next.disabledAt === null && successor !== account;
  if (!leaver || (successor !== null && !isFit)) throw problems.handoverToNobody({ to: successor });
}

interface GivingOn {
  readonly account: string;
  readonly successor: string | null;
  readonly lastDay: string;
  readonly today: string;
}

/** Duties by name go to the successor, who holds a post there now; they end where nobody comes after. */
async function giveDuties(
  tx: Db,
  { account, successor, lastDay, today }: GivingOn,
  changeSet: number,
): Promise<number> {
  const held = (await duties.listResponsibilities(tx, { from: today })).filter((one) => one.account === account);
  const next = addDays(lastDay, 1);
  for (const { id, ...one } of held) {
    await duties.endResponsibility(tx, id, lastDay, changeSet);
    const goesOn = one.to === null || one.to >= next;
    if (successor === null || !goesOn) continue;
    const from = one.from !== null && one.from > next ? one.from : next;
    await duties.insertResponsibility(tx, { ...one, account: successor, from, reviewedOn: today }, changeSet);
  }
  return held.length;
}

/** Nothing may be left with her. @throws governance/handover-leaves */
async function insistOnNothing(tx: Db, account: string, day: string): Promise<void> {
  const posts = await postsFrom(tx, account, day);
  const byName = (await duties.listResponsibilities(tx, { from: day })).filter((one) => one.account === account);
  const left = posts.length + byName.length;
  if (left > 0) throw problems.handoverLeaves({ left });
}
