/** Enters as an invented person, where everything is invented. */
import type { Account, IdentityContext, IdentityDeps } from './model.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { problems } from './problems.ts';
import { findAccount } from './store/account.ts';

/** @throws problems.notADemo unless the profile is a demo and the account one of its people */
export async function enterAs(
  context: IdentityContext,
  config: IdentityDeps['config'],
  given: { readonly account: string; readonly agent: string },
): Promise<{ account: Account; session: OpenedSession }> {
  const { db, clock, audit, profile } = context;
  const account = profile.demo ? await findAccount(db, given.account) : undefined;
  if (!account?.demo || account.disabledAt !== null) throw problems.notADemo();
  return db.transaction(async (tx) => {
    const session = await openSession(tx, config, {
      account: account.id,
      agent: given.agent,
      now: clock.now(),
      strength: 'demo',
    });
    await audit.record(tx, {
      action: 'identity.enter-as',
      actor: account.id,
      body: null,
      subject: 'session',
      allowed: true,
      rule: 'identity/demo',
    });
    return { account, session };
  });
}
