/** Gives an account a post in a body, and ends it. */
import type { Caller } from '../platform/caller.ts';
import { isOutsourced } from '../platform/identity/index.ts';
import type { Context } from '../platform/context.ts';
import { brokenConstraint, type Db } from '../platform/db/db.ts';
import type { Post } from '../platform/room.ts';
import { excludeEachOther, giversOf, independentOf, overlap, shiftDay, type Assignment, type Body } from './model.ts';
import { problems } from './problems.ts';
import { getBody } from './read.ts';
import * as store from './store/post.ts';
import { todayOf, writeChange, type Author } from './write-change.ts';

export interface AssignPost {
  readonly account: string;
  /** Id, or code read as of today. */
  readonly body: number | string;
  readonly post: Post;
  readonly from?: string | null;
  readonly to?: string | null;
}

/**
 * In a transaction of its own, or in `tx`.
 * @throws problems.bodyNotFound, problems.postsConflict, problems.complianceNotIndependent, problems.alreadyHeld
 */
export async function assignPost(context: Context, post: AssignPost, by: Author, tx?: Db): Promise<Assignment> {
  const act = { action: 'bodies.assign-post', subject: `account ${post.account}`, by, tree: false };
  return writeChange(
    context,
    act,
    async (inner, changeSet) => {
      const body = await getBody(inner, post.body, todayOf(context));
      const wanted = { from: post.from ?? null, to: post.to ?? null };
      await refuseConflicts(inner, post, wanted, todayOf(context));
      await refuseDependent(inner, { ...post, ...wanted, body: body.id }, todayOf(context));
      const row = await insert(inner, { account: post.account, body: body.id, post: post.post, ...wanted }, changeSet);
      return { result: row, added: 1 };
    },
    tx,
  );
}

export async function refuseConflicts(
  tx: Db,
  { account, post }: AssignPost,
  wanted: { from: string | null; to: string | null },
  today: string,
): Promise<void> {
  const held = await store.ofAccountFrom(tx, account, today);
  const against = held.find((other) => excludeEachOther(other.post as Post, post) && overlap(other, wanted));
  if (against) throw problems.postsConflict({ post, held: against.post });
}

/** The compliance unit is staff of a body that is not the data office's. */
export async function refuseDependent(
  tx: Db,
  { account, body, post, ...wanted }: AssignPost & { body: number; from: string | null; to: string | null },
  today: string,
): Promise<void> {
  const other = independentOf(post);
  const held = other === undefined ? [] : await store.inBodyFrom(tx, body, other, today);
  if (held.some((one) => overlap(one, wanted))) throw problems.complianceNotIndependent({ post, held: other });
  if (post === 'compliance' && (await isOutsourced(tx, account))) throw problems.complianceOutsourced();
}

async function insert(tx: Db, row: Omit<Assignment, 'id'>, changeSet: number): Promise<Assignment> {
  try {
    return (await tx.transaction((inner) => store.insert(inner, row, changeSet))) as Assignment;
  } catch (error) {
    if (brokenConstraint(error) === 'assignment_held_once') throw problems.alreadyHeld({ post: row.post });
    throw error;
  }
}

/** Whether somebody with these posts may hand out this one: nobody gives what reaches further than they do. */
export function refuseTooWide(post: Post, giver: readonly string[]): void {
  const needed = giversOf(post);
  if (needed && !needed.some((one) => giver.includes(one))) throw problems.postTooWide({ post });
}

/** Nobody gives himself a post, however wide his own. @throws problems.postToOneself */
export function refuseOneself(account: string, giver: Pick<Caller, 'account'>): void {
  if (account === giver.account) throw problems.postToOneself();
}

/**
 * Ends a post: yesterday was its last day, so that it holds no longer.
 * @throws problems.assignmentNotFound when it is not held in this body
 */
export async function endPost(
  context: Context,
  ending: { body: Body; assignment: number },
  by: Author,
): Promise<Assignment> {
  const act = { action: 'bodies.end-post', subject: `assignment ${String(ending.assignment)}`, by, tree: false };
  return writeChange(context, act, async (tx, changeSet) => {
    const held = await store.find(tx, ending.assignment);
    if (!held || held.body !== ending.body.id) throw problems.assignmentNotFound();
    const lastDay = shiftDay(todayOf(context), -1);
    await store.end(tx, held.id, lastDay, changeSet);
    return { result: { ...held, to: lastDay } as Assignment, ended: 1 };
  });
}
