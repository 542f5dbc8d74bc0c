/** Who is asking, for the page: the account, its body and posts, the language, and whom one may enter as in a demo. */
import type { Caller, Emergency } from '../caller.ts';
import type { Profile, Session } from './contract.ts';
import type { Account, Credential, IdentityContext, IdentityDeps } from './model.ts';
import { findAccount, listDemoAccounts } from './store/account.ts';
import { csrfOf } from './tokens.ts';
import type { OpenedSession } from './open-session.ts';

export interface Asking {
  readonly language: string;
  readonly credential: Credential | undefined;
}

export async function describeSession(context: IdentityContext, deps: IdentityDeps, asking: Asking): Promise<Session> {
  const { db, profile, words } = context;
  const own = asking.credential && (await findAccount(db, asking.credential.account));
  const demo = profile.demo === undefined ? [] : await listDemoAccounts(db);
  const [me = null, ...enterAs] = await describeAll(context, deps, {
    accounts: own ? [own, ...demo] : demo,
    language: asking.language,
    first: own !== undefined,
    acting: (asking.credential?.kind === 'session' ? asking.credential.acting : null) ?? undefined,
  });
  return {
    me,
    language: asking.language,
    languages: [...words.languages],
    timeZone: profile.timeZone,
    demo: profile.demo !== undefined,
    enterAs: enterAs.filter((person) => person !== null),
    ...(asking.credential?.kind === 'session' && {
      csrf: asking.credential.csrf(),
      expiresAt: asking.credential.expiresAt,
    }),
  };
}

/** The session that has just been opened, as the credential of the next request will be. */
export const credentialOf = (session: OpenedSession, account: Account): Credential => ({
  kind: 'session',
  id: session.id,
  account: account.id,
  csrf: () => csrfOf(session.token),
  expiresAt: session.expiresAt,
  authenticatedAt: session.authenticatedAt,
  strength: session.strength,
  acting: null,
});

async function describeAll(
  { db }: IdentityContext,
  deps: IdentityDeps,
  asked: { accounts: readonly Account[]; language: string; first: boolean; acting: string | undefined },
): Promise<(Profile | null)[]> {
  const callers = await Promise.all(
    asked.accounts.map((account, place) => {
      const acting = place === 0 && asked.first ? asked.acting : undefined;
      return deps.describeCaller(db, account.id, asked.language, acting);
    }),
  );
  const ids = callers.flatMap(({ body, onBehalf }) => [body, onBehalf?.by ?? null]).filter((one) => one !== null);
  const bodies = await deps.nameBodies(db, [...new Set(ids)]);
  const profiles = asked.accounts.map((account, i) => profileOf(account, callers[i], bodies));
  return asked.first ? profiles : [null, ...profiles];
}

const emergencyOf = ({ id, permissions, until }: Emergency) => ({ id, permissions: [...permissions], until });

function profileOf(
  account: Account,
  caller: Caller | undefined,
  bodies: Awaited<ReturnType<IdentityDeps['nameBodies']>>,
): Profile {
  const bodyOf = (id: number | null) => {
    const body = id === null ? undefined : bodies.get(id);
    return id === null || !body ? null : { id, code: body.code, name: { ...body.name } };
  };
  const by = bodyOf(caller?.onBehalf?.by ?? null);
  return {
    account: account.id,
    name: account.name,
    displayName: account.displayName,
    kind: account.kind,
    body: bodyOf(caller?.body ?? null),
    ...(by && { onBehalfBy: by }),
    ...(caller?.emergency && { emergency: emergencyOf(caller.emergency) }),
    posts: [...(caller?.roles ?? [])],
  };
}
