/** Signs in with name and password. An unknown name and a wrong password get the same answer after the same work. */
import { problems as platform } from '../problems.ts';
import { fold } from '../search/fold.ts';
import { attemptLimits, forgiveName, takeAttempt, type AttemptLimits } from './limit-attempts.ts';
import type { Account, IdentityContext, IdentityDeps } from './model.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { verifyPassword } from './password.ts';
import { findAccountByName, findPasswordHash } from './store/account.ts';

export interface SignIn {
  readonly name: string;
  readonly password: string;
  /** Network address it comes from. */
  readonly address: string;
  /** The browser as it names itself. */
  readonly agent: string;
}

export interface SignInDeps extends Pick<IdentityDeps, 'config'> {
  readonly limits?: AttemptLimits;
  /** Looks at a password; the tests count how often. */
  readonly verify?: typeof verifyPassword;
}

/** @throws platform problems.wrongCredentials, platform problems.tooManyRequests */
export async function signIn(
  context: IdentityContext,
  deps: SignInDeps,
  given: SignIn,
): Promise<{ account: Account; session: OpenedSession }> {
  const { db, clock, audit } = context;
  const now = clock.now();
  await takeAttempt(db, { name: given.name, address: given.address, now }, deps.limits ?? attemptLimits);
  const account = await findAccountByName(db, fold(given.name));
  const right = await (deps.verify ?? verifyPassword)(given.password, await hashOf(context, account));
  const entry = { action: 'identity.sign-in', actor: account?.id ?? 'nobody', body: null, subject: 'session' };
  if (!account || !right) {
    await audit.append({ ...entry, allowed: false, rule: 'identity/credentials' });
    throw platform.wrongCredentials();
  }
  return db.transaction(async (tx) => {
    const session = await openSession(tx, deps.config, { account: account.id, agent: given.agent, now });
    await forgiveName(tx, given.name);
    await audit.record(tx, { ...entry, allowed: true, rule: 'identity/credentials' });
    return { account, session };
  });
}

// Asked for an unknown name too: the same statements run for everybody.
const hashOf = ({ db }: IdentityContext, account: Account | undefined) =>
  findPasswordHash(db, account?.id ?? '00000000-0000-0000-0000-000000000000');
