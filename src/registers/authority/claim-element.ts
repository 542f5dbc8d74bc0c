/** A register claims an element: a free one is its own from today on, a taken one opens a dispute with a clock. */
import { currentRelease } from '../../dictionary/index.ts';
import { getRegister } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import type { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import { allClaims, lockClaims, putClaim, renewClaim } from '../store/claim.ts';
import * as store from '../store/dispute.ts';
import { termsOf } from './settings.ts';
import { officeOwes, todayOf, writeChange } from './write-change.ts';

export interface Claiming {
  readonly element: string;
  readonly register: string;
  readonly argument: Texts;
  readonly rule: string;
}

export interface Claimed {
  readonly standing: 'authority' | 'disputed';
  readonly dispute: string | null;
}

/** @throws problems.noSuchElement, elementNotOfRegister, alreadyClaimed, governance/register-not-found */
export async function claimElement(
  context: Context,
  caller: Pick<Caller, 'account' | 'body'>,
  claiming: Claiming,
): Promise<Claimed> {
  const { element, register } = claiming;
  await refuseMisfit(context.db, element, register);
  const act = { action: 'registers.claim-element', element, caller, rule: claiming.rule };
  return writeChange(context, act, async (tx) => {
    await lockClaims(tx, element);
    const today = todayOf(context);
    const own = (await allClaims(tx)).find((one) => one.element === element && one.register === register);
    if (own?.standing === 'authority' || own?.standing === 'disputed')
      throw problems.alreadyClaimed({ element, register });
    if (own) await renewClaim(tx, element, register, today);
    else await putClaim(tx, { element, register, since: today, note: null });
    const now = (await allClaims(tx)).filter((one) => one.element === element);
    if (now.find((one) => one.register === register)?.standing === 'authority')
      return { standing: 'authority', dispute: null };
    const holder = now.find((one) => one.standing === 'authority')?.register ?? '';
    const dispute = await openDispute(context, tx, {
      element,
      holder,
      claimant: register,
      argument: claiming.argument,
      openedOn: today,
      by: caller,
    });
    return { standing: 'disputed', dispute };
  });
}

async function refuseMisfit(db: Db, element: string, register: string): Promise<void> {
  const { plan } = await currentRelease(db);
  if (!plan.elements.some((one) => one.code === element)) throw problems.noSuchElement({ element });
  const { entity } = await getRegister(db, register);
  const fields = plan.entities.find((one) => one.name === entity)?.fields ?? [];
  // A register cannot be trusted for what it does not hold.
  if (!fields.some((field) => field.element === element)) throw problems.elementNotOfRegister({ element, register });
}

export interface Opening {
  readonly element: string;
  readonly holder: string;
  readonly claimant: string;
  readonly argument: Texts | null;
  readonly openedOn: string;
  readonly by: Pick<Caller, 'account' | 'body'>;
}

/** The dispute with its clock and its work item. Returns its id. */
export async function openDispute(context: Context, tx: Db, opening: Opening): Promise<string> {
  const { profile, clock } = context;
  const calendar = workingCalendar(profile);
  const id = newId(clock.now());
  const { element, holder, claimant, openedOn, by } = opening;
  const due = calendar.addWorkingDays(openedOn, termsOf(profile).disputes.days);
  await store.insertDispute(tx, {
    id,
    element,
    holder,
    claimant,
    openedOn,
    openedBy: by.account,
    due,
    calendar: calendar.edition,
  });
  if (opening.argument) await argue(context, tx, { dispute: id, register: claimant, words: opening.argument, by });
  await officeOwes(context, tx, {
    dispute: id,
    names: await nameOf(tx, element),
    due: { day: due, calendar: calendar.edition },
  });
  return id;
}

export const nameOf = async (db: Db, element: string): Promise<Texts> =>
  (await currentRelease(db)).plan.elements.find((one) => one.code === element)?.names ?? {};

export interface Saying {
  readonly dispute: string;
  readonly register: string;
  readonly words: Texts;
  readonly by: Pick<Caller, 'account' | 'body'>;
}

export const argue = ({ clock }: Context, tx: Db, { dispute, register, words, by }: Saying): Promise<number> =>
  store.insertArgument(tx, {
    id: newId(clock.now()),
    dispute,
    register,
    words,
    at: clock.now().toISOString(),
    by: by.account,
    body: by.body,
  });
