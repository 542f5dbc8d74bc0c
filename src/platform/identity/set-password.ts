/** Gives an account another password and ends its sessions: whoever stole one is out. */
import { problems as platform } from '../problems.ts';
import { takeAttempt } from './limit-attempts.ts';
import { forgetCredentials } from './known-credentials.ts';
import type { Account, Credential, IdentityContext } from './model.ts';
import { hashPassword, refuseWeakPassword, verifyPassword } from './password.ts';
import { problems } from './problems.ts';
import { findAccount, findPasswordHash, updatePassword } from './store/account.ts';
import { deleteSessionsOf } from './store/session.ts';

/** The person's own: the present password is asked for, the session at hand goes on. @throws platform wrongCredentials */
export async function changePassword(
  context: IdentityContext,
  own: Credential,
  given: { readonly current: string; readonly next: string; readonly address: string },
): Promise<void> {
  const account = await getAccount(context, own.account);
  const { name } = account;
  await takeAttempt(context.db, { name, address: given.address, now: context.clock.now() });
  const right = await verifyPassword(given.current, await findPasswordHash(context.db, account.id));
  if (!right) throw platform.wrongCredentials();
  await store(context, { account, password: given.next, actor: account.id, kept: own.id });
}

/** An administrator's: no session goes on. */
export async function setPassword(
  context: IdentityContext,
  actor: string,
  given: { readonly account: string; readonly password: string },
): Promise<void> {
  const account = await getAccount(context, given.account);
  if (account.kind === 'machine') throw problems.machineUsesKeys();
  await store(context, { account, password: given.password, actor, kept: null });
}

async function getAccount({ db }: IdentityContext, id: string): Promise<Account> {
  const account = await findAccount(db, id);
  if (!account || account.disabledAt !== null) throw problems.accountNotFound();
  return account;
}

async function store(
  { db, audit }: IdentityContext,
  set: { account: Account; password: string; actor: string; kept: string | null },
): Promise<void> {
  refuseWeakPassword(set.password, set.account.name);
  const hash = await hashPassword(set.password);
  await db.transaction(async (tx) => {
    await updatePassword(tx, set.account.id, hash);
    await deleteSessionsOf(tx, set.account.id, set.kept);
    await audit.record(tx, {
      action: 'identity.set-password',
      actor: set.actor,
      body: null,
      subject: `account ${set.account.id}`,
      allowed: true,
      rule: set.actor === set.account.id ? 'identity/own' : 'identity/manage',
    });
  });
  forgetCredentials();
}
