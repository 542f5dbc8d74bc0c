/** Chooses for which body the session acts: under a delegation, or in one's own posts again. */
import { forgetCredentials } from './known-credentials.ts';
import type { Credential, IdentityContext, IdentityDeps } from './model.ts';
import { problems } from './problems.ts';
import { setActing } from './store/session.ts';

/** Gives the credential as the next request has it. @throws problems.cannotActFor */
export async function actFor<C extends Credential>(
  { db, audit }: IdentityContext,
  deps: IdentityDeps,
  own: C,
  { delegation, language }: { readonly delegation: string | null; readonly language: string },
): Promise<C> {
  const caller = await deps.describeCaller(db, own.account, language, delegation ?? undefined);
  if (delegation !== null && caller.onBehalf?.delegation !== delegation) throw problems.cannotActFor({ delegation });
  await db.transaction(async (tx) => {
    await setActing(tx, own.id, delegation);
    await audit.record(tx, {
      ...{ action: 'identity.act-for', actor: own.account, body: caller.body, allowed: true, rule: 'identity/own' },
      subject: delegation === null ? 'session' : `delegation/${delegation}`,
    });
  });
  forgetCredentials();
  return { ...own, acting: delegation };
}
