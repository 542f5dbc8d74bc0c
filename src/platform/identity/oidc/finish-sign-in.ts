/** Ends a sign-in through an issuer in the same session as every other one (ADR 0028). */
import { forgetCredentials } from '../known-credentials.ts';
import type { Account, IdentityContext, IdentityDeps } from '../model.ts';
import { openSession, type OpenedSession } from '../open-session.ts';
import { problems } from '../problems.ts';
import { findAccount } from '../store/account.ts';
import { attemptFrom } from './attempt.ts';
import type { Issuer } from './issuers.ts';
import { subjectHash } from './link-account.ts';
import { redeem, relyingParty, type Vouched } from './relying-party.ts';
import { linkedAccount, takeAttempt } from './store.ts';

export interface CameBack {
  readonly issuer: Issuer;
  /** The whole address the browser came to. */
  readonly came: URL;
  /** The secret of this browser's cookie. */
  readonly secret: string | undefined;
  readonly agent: string;
  /** Account of the session at hand. */
  readonly signedIn: string | undefined;
}

/** @throws problems.signInOver, problems.signInRefused, problems.issuerSilent, problems.notLinked */
export async function finishSignIn(
  context: IdentityContext & { readonly secrets?: (name: string) => string | undefined },
  config: IdentityDeps['config'],
  { issuer, came, secret, agent, signedIn }: CameBack,
): Promise<{ account: Account; session: OpenedSession; backTo: string }> {
  const { db, clock, audit } = context;
  const attempt = attemptFrom(secret, came.searchParams.get('state') ?? undefined);
  const taken = attempt && (await takeAttempt(db, attempt.hash, clock.now()));
  // An answer that comes to another issuer's address is a mix-up (RFC 9700 §4.4): the code goes nowhere.
  if (!attempt || taken?.issuer !== issuer.name) throw problems.signInOver();
  const again = taken.session !== null;
  const party = await relyingParty(issuer, context.secrets);
  const { state, nonce, verifier } = attempt;
  const vouched = await redeem(issuer, party, { came, state, nonce, verifier, again });
  const account = await accountOf(context, issuer, vouched);
  // Whoever is asked again must be the one who was there.
  if (again && signedIn !== account.id) throw problems.signInRefused();
  const now = clock.now();
  const opened = await db.transaction(async (tx) => {
    const session = await openSession(tx, config, {
      ...{ account: account.id, agent, now, issuer: issuer.name },
      authenticatedAt: vouched.authenticatedAt ?? now,
      strength: vouched.several ? 'several' : 'single',
    });
    const entry = { action: 'identity.sign-in', actor: account.id, body: null, subject: 'session', allowed: true };
    await audit.record(tx, { ...entry, rule: 'identity/issuer', detail: { issuer: issuer.name } });
    return session;
  });
  forgetCredentials();
  return { account, session: opened, backTo: taken.backTo };
}

async function accountOf({ db }: IdentityContext, issuer: Issuer, { subject }: Vouched): Promise<Account> {
  const id = await linkedAccount(db, issuer.name, subjectHash(issuer, subject));
  const account = id === undefined ? undefined : await findAccount(db, id);
  if (!account) throw problems.notLinked();
  return account;
}
