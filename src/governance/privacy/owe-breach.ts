/** What a breach asks of whom: a work item for each post at once, closed when it is done; the head is told when it is late. */
import { listBodies, postsOn } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';
import type { Round } from '../../platform/rounds.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { system } from '../../platform/caller.ts';
import { owerOf } from '../responsibilities/model.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { owedOf, type Breach } from './breach.ts';
import { monotone } from './clock.ts';
import { duties } from './parts.ts';
import { privacyRulesOf, type PrivacyRules } from './rules.ts';
import * as store from './store/breach.ts';

const EVERY_MS = 60_000;
const LATE = 'governance.breach-late';
const node = { account: system.account, body: null, rule: 'governance/node-itself' };

export interface Owers {
  /** The nearest body upwards in which somebody holds the post; where nobody does anywhere, the data office's. */
  (body: number, post: Post): { readonly body: number; readonly post: Post };
}

export async function owersOf(context: Context, db: Db): Promise<Owers> {
  const bodies = new Map((await listBodies(db)).map((one) => [one.id, one]));
  const held = await postsOn(db, todayOf(context));
  const posts = new Map<number, Set<string>>();
  for (const { body, post } of held) posts.set(body, (posts.get(body) ?? new Set()).add(post));
  const isHeld = (post: Post) => held.some((one) => one.post === post);
  return (body, wanted) => {
    const post = isHeld(wanted) ? wanted : 'data-office';
    return { body: owerOf({ from: body, post }, { bodies, posts }) ?? body, post };
  };
}

/** Brings what is owed into line with where the breach stands. Begun anew it changes nothing. */
export async function oweBreach(
  context: Context,
  tx: Db,
  breach: Breach,
  { rules, owers, by = system.account }: { rules: PrivacyRules; owers: Owers; by?: string },
): Promise<void> {
  const [now, owed] = [context.clock.now(), owedOf(breach)];
  const calendar = workingCalendar(context.profile).edition;
  const due = { day: dayOf(new Date(breach.dueAt), context.profile.timeZone), calendar };
  const title = breach.drill ? 'breach-drill' : 'breach';
  const about = { link: `/governance/privacy/breaches/${breach.code}`, subject: breach.code, now };
  for (const duty of duties) {
    const kind = `governance.breach-${duty}`;
    if (!owed.includes(duty)) {
      const as = duty === 'notify' && breach.notifies === false ? 'withdrawn' : 'done';
      await closeWork(tx, { kind, subject: breach.code, by, as, now });
      continue;
    }
    const to = owers(breach.body, rules.breach.duties[duty]);
    const isUrgent = duty === 'assess' || duty === 'notify' || duty === 'contain';
    await openWork(tx, {
      ...{ kind, ...to, ...about, due: isUrgent ? due : null },
      title: { key: `governance:work.${title}.${duty}`, values: { breach: breach.code } },
    });
  }
  if (!owed.includes('notify')) await closeWork(tx, { kind: LATE, subject: breach.code, by, now });
}

/** Once: whoever heads the body learns that the notice is late, and the timeline says so. */
async function escalate(context: Context, breach: Breach, rules: PrivacyRules): Promise<void> {
  const act = { action: 'governance.escalate-breach', subject: breach.code, kind: 'governance', by: node } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    const held = await store.lockBreach(tx, breach.code);
    if (!held || held.escalatedAt !== null || !isLate(held, context.clock.now())) return;
    const { at, behind } = monotone(context.clock.now(), (await store.lastWritten(tx, held.code))?.writtenAt ?? null);
    await store.updateBreach(tx, { ...held, escalatedAt: at }, changeSet);
    const entry = { kind: 'late', at, writtenAt: at, clockBehind: behind, words: null };
    await store.insertEntry(tx, held.code, { ...entry, account: system.account, body: null });
    const to = (await owersOf(context, tx))(held.body, rules.breach.escalate);
    await openWork(tx, {
      ...{ kind: LATE, ...to, link: `/governance/privacy/breaches/${held.code}`, subject: held.code },
      title: { key: `governance:work.${held.drill ? 'breach-drill' : 'breach'}.late`, values: { breach: held.code } },
      now: context.clock.now(),
      due: null,
    });
  });
}

const isLate = (breach: Breach, now: Date): boolean =>
  owedOf(breach).includes('notify') && now.getTime() > Date.parse(breach.dueAt);

/** Posts change hands and hours pass. */
export async function lookAtBreaches(context: Context): Promise<void> {
  const rules = privacyRulesOf(context.profile);
  if (!rules) return;
  const open = await store.openBreaches(context.db);
  if (open.length === 0) return;
  await context.db.transaction(async (tx) => {
    const owers = await owersOf(context, tx);
    for (const breach of open) await oweBreach(context, tx, breach, { rules, owers });
  });
  for (const breach of open)
    if (breach.escalatedAt === null && isLate(breach, context.clock.now())) await escalate(context, breach, rules);
}

export const breachRound = (context: Context): Round => ({
  name: 'governance.breaches',
  everyMs: EVERY_MS,
  run: () => lookAtBreaches(context),
});
