/** What becomes of a dispute: more is said, the claim is let go, the data office settles it, or takes that back. */
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { addDays } from '../../platform/relative-day.ts';
import type { Texts } from '../../platform/texts.ts';
import { closeWork } from '../../platform/work/index.ts';
import { problems } from '../problems.ts';
import { lockClaims, setStanding } from '../store/claim.ts';
import * as store from '../store/dispute.ts';
import { argue, nameOf } from './claim-element.ts';
import { officeOwes, SETTLE, todayOf, writeChange } from './write-change.ts';

interface Acting {
  readonly dispute: string;
  readonly rule: string;
}
type By = Pick<Caller, 'account' | 'body'>;

const REOPEN_HOURS = 24;
const HOUR_MS = 3_600_000;

/** Locks the dispute, runs the work and records it. @throws problems.noSuchDispute */
async function change(
  context: Context,
  { caller, action, dispute, rule, reason }: Acting & { caller: By; action: string; reason?: string },
  work: (tx: Db, found: store.DisputeRecord) => Promise<unknown>,
): Promise<void> {
  const known = await store.findDispute(context.db, dispute);
  if (!known) throw problems.noSuchDispute();
  await writeChange(context, { action, element: known.element, caller, rule, reason }, async (tx) => {
    await lockClaims(tx, known.element);
    await work(tx, (await store.lockDispute(tx, dispute)) as store.DisputeRecord);
  });
}

const refuseClosed = ({ state }: store.DisputeRecord): void => {
  if (state !== 'open') throw problems.disputeClosed({ state });
};

const refuseStranger = ({ holder, claimant }: store.DisputeRecord, register: string): void => {
  if (register !== holder && register !== claimant) throw problems.notInDispute({ register, holder, claimant });
};

/** @throws problems.noSuchDispute, disputeClosed, notInDispute */
export const argueDispute = (context: Context, caller: By, saying: Acting & { register: string; argument: Texts }) =>
  change(context, { ...saying, caller, action: 'registers.argue-dispute' }, async (tx, found) => {
    refuseClosed(found);
    refuseStranger(found, saying.register);
    await argue(context, tx, { dispute: found.id, register: saying.register, words: saying.argument, by: caller });
  });

/** One source afterwards, whichever wins; the other claim is kept with its last day. @throws as argueDispute */
export const settleDispute = (context: Context, caller: By, how: Acting & { winner: string; reason: string }) =>
  change(context, { ...how, caller, action: 'registers.settle-dispute' }, async (tx, found) => {
    refuseClosed(found);
    refuseStranger(found, how.winner);
    const today = todayOf(context);
    const { element, holder, claimant } = found;
    if (how.winner === claimant) {
      // The authority first lets go: never two at once.
      await setStanding(tx, { element, register: holder, standing: 'former', until: addDays(today, -1) });
      await setStanding(tx, { element, register: claimant, standing: 'authority', since: today, until: null });
      await store.rebase(tx, element, claimant);
    } else await setStanding(tx, { element, register: claimant, standing: 'refused', until: today });
    await end(context, tx, { found, state: 'closed', winner: how.winner, reason: how.reason, by: caller });
  });

/** @throws as argueDispute; problems.notInDispute when it is not the one that claims */
export const withdrawClaim = (context: Context, caller: By, how: Acting & { register: string; reason: string }) =>
  change(context, { ...how, caller, action: 'registers.withdraw-claim' }, async (tx, found) => {
    refuseClosed(found);
    const { element, holder, claimant } = found;
    if (how.register !== claimant) throw problems.notInDispute({ register: how.register, holder, claimant });
    await setStanding(tx, { element, register: claimant, standing: 'former', until: todayOf(context) });
    await end(context, tx, { found, state: 'withdrawn', winner: null, reason: how.reason, by: caller });
  });

/** @throws problems.noSuchDispute, notReopenable when it is open, too old, or the element has moved on */
export const reopenDispute = (context: Context, caller: By, how: Acting & { reason: string }) =>
  change(context, { ...how, caller, action: 'registers.reopen-dispute' }, async (tx, found) => {
    const { element, holder, claimant, winner, closedAt } = found;
    const age = context.clock.now().getTime() - Date.parse(closedAt ?? '');
    if (found.state !== 'closed' || !(age <= REOPEN_HOURS * HOUR_MS)) throw problems.notReopenable();
    if (winner === claimant) {
      const others = await store.listDisputes(tx, { element });
      if (others.some((one) => one.id !== found.id && Date.parse(one.closedAt ?? '') > Date.parse(closedAt ?? '')))
        throw problems.notReopenable();
      await setStanding(tx, { element, register: claimant, standing: 'disputed', until: null });
      await setStanding(tx, { element, register: holder, standing: 'authority', until: null });
      await store.rebase(tx, element, holder);
    } else await setStanding(tx, { element, register: claimant, standing: 'disputed', until: null });
    await store.reopenDispute(tx, found.id);
    const due = { day: found.due, calendar: workingCalendar(context.profile).edition };
    await officeOwes(context, tx, { dispute: found.id, names: await nameOf(tx, element), due });
  });

interface Ending {
  readonly found: store.DisputeRecord;
  readonly state: 'closed' | 'withdrawn';
  readonly winner: string | null;
  readonly reason: string;
  readonly by: By;
}

async function end(context: Context, tx: Db, { found, by, ...how }: Ending): Promise<void> {
  const now = context.clock.now();
  await store.closeDispute(tx, found.id, { ...how, at: now.toISOString(), by: by.account });
  await closeWork(tx, { kind: SETTLE, subject: found.id, by: by.account, now });
}
