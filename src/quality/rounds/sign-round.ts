/** Both sides of a round sign: the body below its own list as it stands, the body above what the one below has signed. */
import type { Caller } from '../../platform/caller.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { problems } from '../problems.ts';
import { reportingOf } from '../reporting.ts';
import { hashList, openList, todayOf, type OpenList } from './open-list.ts';
import * as store from './store/signature.ts';

interface Asked {
  readonly round: string;
  /** Code. */
  readonly body: string;
}

/** @throws problems.noSuchRound, notReported, signedByBoth */
export async function signBelow(context: Context, caller: Caller, asked: Asked) {
  const { body } = await openList(context, context.db, asked);
  return act(context, caller, { asked, action: 'quality.sign-below' }, async (tx, list, changeSet) => {
    if (list.above ?? list.expected.signedAbove) throw problems.signedByBoth();
    const reported = (await reportingOf(context, list.register)).find((one) => one.body === body);
    if (reported?.reported === false) throw problems.notReported();
    return keep(context, tx, { list, caller, side: 'below', what: await hashList(tx, list), changeSet });
  });
}

/** @throws problems.noSuchRound, sameSideSigns, belowFirst, signedByBoth, differencesOpen, changedSinceSigned */
export async function signAbove(context: Context, caller: Caller, asked: Asked) {
  return act(context, caller, { asked, action: 'quality.sign-above' }, async (tx, list, changeSet) => {
    insistOnSides(caller, list);
    if (list.above ?? list.expected.signedAbove) throw problems.signedByBoth();
    if (!list.below && list.expected.signedBelow === null) throw problems.belowFirst();
    const open = list.differences.filter(({ settledOn }) => settledOn === null).length;
    if (open > 0) throw problems.differencesOpen({ open });
    const what = await hashList(tx, list);
    if (list.below && list.below.hash !== what.hash) throw problems.changedSinceSigned();
    return keep(context, tx, { list, caller, side: 'above', what, changeSet });
  });
}

/** The side above is another body and another person. */
export function insistOnSides(caller: Caller, { body, below }: Pick<OpenList, 'body' | 'below'>): void {
  if (caller.body === body || caller.body === null || below?.account === caller.account) throw problems.sameSideSigns();
}

interface Keeping {
  readonly list: OpenList;
  readonly caller: Caller;
  readonly side: 'below' | 'above';
  readonly what: { readonly hash: string; readonly records: number };
  readonly changeSet: number;
}

async function keep(context: Context, tx: Db, { list, caller, side, what, changeSet }: Keeping) {
  const { round, body } = list;
  const on = todayOf(context);
  const signature = { id: newId(context.clock.now()), round, body, side, ...what, on };
  await store.putSignature(tx, { ...signature, account: caller.account, signerBody: caller.body ?? body }, changeSet);
  await store.noteExpected(tx, list, { [side]: on });
  return { done: what, detail: { round, hash: what.hash } };
}

interface Act {
  readonly asked: Asked;
  readonly action: string;
}

/** The frame of every act on a list: locked, written, in the trail and in the change log, in one transaction. */
export async function act<T>(
  context: Context,
  caller: Caller,
  { asked, action }: Act,
  work: (tx: Db, list: OpenList, changeSet: number) => Promise<{ done: T; detail: Readonly<Record<string, string>> }>,
): Promise<T> {
  const begunAt = context.clock.now();
  return context.db.transaction(async (tx) => {
    const first = await openList(context, tx, asked);
    await store.lockExpected(tx, first.round, first.body);
    const list = await openList(context, tx, asked);
    const id = await takeChangeSet(tx);
    const { done, detail } = await work(tx, list, id);
    const by = { actor: caller.account, body: caller.body } as const;
    const entry = { action, ...by, subject: list.register, allowed: true, rule: action.replace('.', '/'), detail };
    const cause = await context.audit.record(tx, entry);
    await appendChangeSet(tx, { id, kind: 'quality', subject: list.register, ...by, cause, begunAt, members: [] });
    return done;
  });
}
