/** Suspends, takes up again or revokes an agreement, or the grant of one consumer under it. */
import { getBody, homesElsewhere, type Author } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import type { Texts } from '../platform/texts.ts';
import type { Agreement, StoredState } from './model.ts';
import { oweSecurity } from './owe-security.ts';
import { insistOnStanding } from './insist-on-standing.ts';
import { problems } from './problems.ts';
import * as store from './store/agreement.ts';
import { todayOf, writeChange } from './write-change.ts';

export interface ChangeAgreement {
  readonly agreement: string;
  readonly state: StoredState;
  /** Code of a consumer body: only its grant. */
  readonly consumer?: string;
  readonly reason?: Texts;
}

/** @throws problems.agreementNotFound, problems.decidedElsewhere, problems.agreementEnded, bodies/body-not-found */
export async function changeAgreement(context: Context, change: ChangeAgreement, by: Author): Promise<Agreement> {
  const code = change.agreement;
  const act = { action: 'governance.change-agreement', subject: code, kind: 'agreement', by } as const;
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, act, async (tx, changeSet) => {
    const agreement = await store.findAgreement(tx, code);
    if (!agreement) throw problems.agreementNotFound({ agreement: code });
    insistOnStanding(elsewhere, agreement, todayOf(context));
    const next = { state: change.state, reason: change.reason ?? null, changeSet };
    if (change.consumer === undefined) await store.setAgreementState(tx, code, next);
    else {
      const consumer = await getBody(tx, change.consumer);
      const touched = await store.setGrantState(tx, code, consumer.id, next);
      if (touched === 0) throw problems.agreementNotFound({ agreement: code });
    }
    await oweSecurity(context, tx);
    return (await store.findAgreement(tx, code)) as Agreement;
  });
}
