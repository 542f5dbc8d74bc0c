/** What somebody holds goes to a successor, or ends, from a day on: all of it or nothing. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Post } from '../platform/room.ts';
import { refuseConflicts, refuseDependent, refuseTooWide } from './assign-post.ts';
import { inForce, shiftDay, type Assignment } from './model.ts';
import * as store from './store/post.ts';
import { todayOf, writeChange, type Author } from './write-change.ts';

export interface HandingOver {
  readonly account: string;
  /** Null: nobody comes after; what becomes orphaned is found as a gap. */
  readonly successor: string | null;
  /** The last day on which the leaver holds it. */
  readonly lastDay: string;
  /** Posts of whoever does it: none is given that reaches further. */
  readonly giver: readonly string[];
}

/** What an account holds today or later, by body. */
export const postsFrom = async (db: Db, account: string, day: string): Promise<Assignment[]> =>
  (await store.ofAccountFrom(db, account, day)) as Assignment[];

/**
 * In `tx`. What the successor holds already stays as it is.
 * @returns how many posts were given on, and how many only ended
 * @throws bodies/posts-conflict, bodies/compliance-not-independent, bodies/compliance-outsourced, bodies/post-too-wide
 */
export async function handOverPosts(
  context: Context,
  { account, successor, lastDay, giver }: HandingOver,
  by: Author,
  tx: Db,
): Promise<{ readonly given: number; readonly ended: number }> {
  const today = todayOf(context);
  const act = { action: 'bodies.hand-over-posts', subject: `account ${account}`, by, tree: false };
  return writeChange(
    context,
    act,
    async (inner, changeSet) => {
      const held = await postsFrom(inner, account, today);
      let given = 0;
      for (const { post } of held) refuseTooWide(post, giver);
      for (const one of held) await store.end(inner, one.id, lastDay, changeSet);
      for (const one of held) {
        if (successor !== null && (await giveOn(inner, { one, successor, lastDay, today }, changeSet))) given += 1;
      }
      const result = { given, ended: held.length };
      return { result, added: given, ended: held.length };
    },
    tx,
  );
}

interface GivingOn {
  readonly one: Assignment;
  readonly successor: string;
  readonly lastDay: string;
  readonly today: string;
}

async function giveOn(tx: Db, { one, successor, lastDay, today }: GivingOn, changeSet: number): Promise<boolean> {
  const next = shiftDay(lastDay, 1);
  const from = one.from !== null && one.from > next ? one.from : next;
  if (one.to !== null && one.to < from) return false;
  const wanted = { from, to: one.to };
  const has = (await store.ofAccountFrom(tx, successor, today)).some(
    (other) => other.body === one.body && other.post === one.post && inForce(other, from),
  );
  if (has) return false;
  const post = one.post as Post;
  await refuseConflicts(tx, { account: successor, body: one.body, post }, wanted, today);
  await refuseDependent(tx, { account: successor, body: one.body, post, ...wanted }, today);
  await store.insert(tx, { account: successor, body: one.body, post, ...wanted }, changeSet);
  return true;
}
