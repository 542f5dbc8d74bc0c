/** What every change of an agreement insists on, said to the use cases and to the page that offers them alike. */
import type { Elsewhere } from '../bodies/index.ts';
import { insistOnHome } from './insist-on-home.ts';
import { stateOn, type Agreement } from './model.ts';
import { problems } from './problems.ts';

/** It is decided here, and neither revoked nor expired. @throws problems.decidedElsewhere, problems.agreementEnded */
export function insistOnStanding(elsewhere: Elsewhere, agreement: Agreement, today: string): void {
  insistOnHome(elsewhere, agreement.provider, agreement.code);
  if (['revoked', 'expired'].includes(stateOn(agreement, today)))
    throw problems.agreementEnded({ agreement: agreement.code });
}

/** It is decided here; one that has expired opens again, a revoked one does not. @throws as above */
export function insistOnRenewable(elsewhere: Elsewhere, agreement: Agreement): void {
  insistOnHome(elsewhere, agreement.provider, agreement.code);
  if (agreement.state === 'revoked') throw problems.agreementEnded({ agreement: agreement.code });
}
