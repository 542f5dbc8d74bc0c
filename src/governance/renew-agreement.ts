/** Gives an agreement a later last day; one that has expired opens again from now on. A revoked one does not. */
import { homesElsewhere, type Author } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import { isSoundPeriod } from './model.ts';
import { oweSecurity } from './owe-security.ts';
import { insistOnRenewable } from './insist-on-standing.ts';
import { problems } from './problems.ts';
import * as store from './store/agreement.ts';
import { todayOf, writeChange } from './write-change.ts';

/** @throws problems.agreementNotFound, problems.decidedElsewhere, problems.agreementEnded, problems.termsUnsound when the day is no later */
export async function renewAgreement(
  context: Context,
  { agreement: code, to }: { readonly agreement: string; readonly to: string },
  by: Author,
): Promise<void> {
  const act = { action: 'governance.renew-agreement', subject: code, kind: 'agreement', by } as const;
  const elsewhere = await homesElsewhere(context);
  await writeChange(context, act, async (tx, changeSet) => {
    const agreement = await store.findAgreement(tx, code);
    if (!agreement) throw problems.agreementNotFound({ agreement: code });
    insistOnRenewable(elsewhere, agreement);
    const isLater = to >= todayOf(context) && (agreement.to === null || to > agreement.to);
    if (!isLater || !isSoundPeriod(agreement.from, to)) throw problems.termsUnsound({ at: 'to' });
    await store.setLastDay(tx, code, { to, changeSet });
    await oweSecurity(context, tx);
  });
}
