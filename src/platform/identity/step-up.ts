/** Proves anew who is at the keyboard, in the session at hand: by the password; in a demo, an invented person has none. */
import { problems as platform } from '../problems.ts';
import { forgetCredentials } from './known-credentials.ts';
import { forgiveName, takeAttempt } from './limit-attempts.ts';
import type { Credential, IdentityContext } from './model.ts';
import { verifyPassword } from './password.ts';
import { problems } from './problems.ts';
import { findAccount, findPasswordHash } from './store/account.ts';
import { proveSession } from './store/session.ts';

/** @throws platform problems.wrongCredentials, platform problems.tooManyRequests, problems.accountNotFound */
export async function stepUp(
  { db, clock, audit, profile }: IdentityContext,
  own: Credential,
  given: { readonly password: string | undefined; readonly address: string },
): Promise<void> {
  const [account, now] = [await findAccount(db, own.account), clock.now()];
  if (!account || account.disabledAt !== null) throw problems.accountNotFound();
  const entry = { action: 'identity.step-up', actor: account.id, body: null, subject: 'session' };
  const isDemo = profile.demo !== undefined && account.demo;
  if (!isDemo) {
    await takeAttempt(db, { name: account.name, address: given.address, now });
    if (!(await verifyPassword(given.password ?? '', await findPasswordHash(db, account.id)))) {
      await audit.append({ ...entry, allowed: false, rule: 'identity/credentials' });
      throw platform.wrongCredentials();
    }
  }
  await db.transaction(async (tx) => {
    await proveSession(tx, own.id, now);
    if (!isDemo) await forgiveName(tx, account.name);
    await audit.record(tx, { ...entry, allowed: true, rule: isDemo ? 'identity/demo' : 'identity/credentials' });
  });
  forgetCredentials();
}
