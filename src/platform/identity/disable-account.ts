/** Closes an account: sessions and keys end at once, the name stays taken so that the trail stays clear. */
import { forgetCredentials } from './known-credentials.ts';
import type { IdentityContext } from './model.ts';
import { problems } from './problems.ts';
import { closeAccount } from './store/account.ts';
import { revokeKeysOf } from './store/key.ts';
import { deleteSessionsOf } from './store/session.ts';

/** @throws problems.accountNotFound */
export async function disableAccount({ db, clock, audit }: IdentityContext, actor: string, id: string): Promise<void> {
  const now = clock.now();
  await db.transaction(async (tx) => {
    if ((await closeAccount(tx, id, now)) === 0) throw problems.accountNotFound();
    await deleteSessionsOf(tx, id, null);
    await revokeKeysOf(tx, id, now);
    await audit.record(tx, {
      action: 'identity.disable-account',
      actor,
      body: null,
      subject: `account ${id}`,
      allowed: true,
      rule: 'identity/manage',
    });
  });
  forgetCredentials();
}
