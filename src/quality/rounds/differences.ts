/** Differences between the two sides of a round: the body above lists them, the one below says what came of each. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import { problems } from '../problems.ts';
import { todayOf } from './open-list.ts';
import { act, insistOnSides } from './sign-round.ts';
import * as store from './store/signature.ts';

interface Asked {
  readonly round: string;
  readonly body: string;
}

/** @throws problems.noSuchRound, sameSideSigns, signedByBoth */
export function listDifference(
  context: Context,
  caller: Caller,
  { what, ...asked }: Asked & { readonly what: string },
) {
  return act(context, caller, { asked, action: 'quality.list-difference' }, async (tx, list, changeSet) => {
    insistOnSides(caller, list);
    if (list.above ?? list.expected.signedAbove) throw problems.signedByBoth();
    const { round, body } = list;
    const id = newId(context.clock.now());
    await store.putDifference(
      tx,
      { id, round, body, what, foundOn: todayOf(context), foundBy: caller.account },
      changeSet,
    );
    await store.noteExpected(tx, list, {});
    return { done: { id }, detail: { round, difference: id } };
  });
}

interface Settling extends Asked {
  readonly difference: string;
  readonly outcome: 'mended' | 'explained';
  readonly answer: string;
}

/** @throws problems.noSuchRound also for a difference that is none, or is settled */
export function settleDifference(
  context: Context,
  caller: Caller,
  { difference, outcome, answer, ...asked }: Settling,
) {
  return act(context, caller, { asked, action: 'quality.settle-difference' }, async (tx, list) => {
    const done = { on: todayOf(context), by: caller.account, outcome, answer };
    if (!(await store.settle(tx, { id: difference, round: list.round, body: list.body }, done)))
      throw problems.noSuchRound();
    await store.noteExpected(tx, list, {});
    const open = list.differences.filter((one) => one.settledOn === null && one.id !== difference).length;
    return { done: { open }, detail: { round: list.round, difference } };
  });
}
