/** The technical role confirms that a connection is safe; the confirmation holds for the profile's months and lapses by itself. */
import { homesElsewhere, type Author } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import { insistOnStanding } from './insist-on-standing.ts';
import { oweSecurity } from './owe-security.ts';
import { problems } from './problems.ts';
import { monthsLater } from './requests/grant-request.ts';
import { rulesOf } from './requests/rules.ts';
import * as store from './store/agreement.ts';
import { todayOf, writeChange } from './write-change.ts';

/** One act for any number of agreements. @throws problems.agreementNotFound, problems.decidedElsewhere, problems.agreementEnded */
export async function confirmSecurity(
  context: Context,
  codes: readonly string[],
  by: Author,
): Promise<{ readonly until: string }> {
  const subject = codes.join(' ').slice(0, 200);
  const act = { action: 'governance.confirm-security', subject, kind: 'agreement', by } as const;
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, act, async (tx, changeSet) => {
    const today = todayOf(context);
    const agreements = new Map((await store.listAgreements(tx)).map((one) => [one.code, one]));
    for (const code of codes) {
      const agreement = agreements.get(code);
      if (!agreement) throw problems.agreementNotFound({ agreement: code });
      insistOnStanding(elsewhere, agreement, today);
    }
    const until = monthsLater(today, rulesOf(context.profile).securityMonths);
    await store.setSecurity(tx, codes, { until, changeSet });
    await oweSecurity(context, tx);
    return { until };
  });
}
