/** Serves identity's contract. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGE_COOKIE } from '../http/language.ts';
import { serve, type Server } from '../http/serve.ts';
import { problems as platform } from '../problems.ts';
import { actFor } from './act-for.ts';
import * as contract from './contract.ts';
import { createAccount } from './create-account.ts';
import { createKey } from './create-key.ts';
import { credentialOf, describeSession } from './describe-session.ts';
import { disableAccount } from './disable-account.ts';
import { enterAs } from './enter-as.ts';
import { forgetCredentials } from './known-credentials.ts';
import type { Account, Credential, IdentityContext, IdentityDeps } from './model.ts';
import type { OpenedSession } from './open-session.ts';
import { serveOidc, type Door } from './oidc/routes.ts';
import { problems } from './problems.ts';
import { changePassword, setPassword } from './set-password.ts';
import { signIn } from './sign-in.ts';
import { stepUp } from './step-up.ts';
import { listAccounts, updateLanguage } from './store/account.ts';
import { listKeysOf, revokeKeyOf } from './store/key.ts';
import { deleteSession, listEverySession, listLinksOf, listSessionsOf } from './store/session.ts';
import { clearSessionCookie, isHttps, setSessionCookie } from './tokens.ts';
import { fold } from '../search/fold.ts';

export function serveIdentity(server: Server, context: IdentityContext, deps: IdentityDeps): void {
  const begin = serveSession(server, context, deps);
  serveOidc(server, context, deps, { begin, personal });
  serveLanguage(server, context, deps);
  serveOwnSessions(server, context);
  serveKeys(server, context);
  serveAccounts(server, context);
}

const MOST_SESSIONS = 500;
const agentOf = (request: FastifyRequest) => request.headers['user-agent'] ?? '';

/** A person who is signed in; a program with a key may not manage credentials. */
function personal(request: FastifyRequest): Credential {
  if (request.credential?.kind !== 'session') throw problems.keyCannot();
  return request.credential;
}

async function end({ db }: IdentityContext, account: string, session: string): Promise<number> {
  const ended = await deleteSession(db, account, session);
  forgetCredentials();
  return ended;
}

function rememberLanguage(reply: FastifyReply, language: string, https: boolean): void {
  reply.setCookie(LANGUAGE_COOKIE, language, { path: '/', sameSite: 'lax', secure: https, maxAge: 31_536_000 });
}

/** Gives what begins a session, for the other ways in. */
function serveSession(server: Server, context: IdentityContext, deps: IdentityDeps): Door['begin'] {
  const https = isHttps(deps.config);
  const describe = (language: string, credential: Credential | undefined) =>
    describeSession(context, deps, { language, credential });

  async function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    opened: { account: Account; session: OpenedSession },
  ) {
    const before = request.credential;
    if (before?.kind === 'session') await end(context, before.account, before.id);
    setSessionCookie(reply, opened.session.token, https);
    const chosen = opened.account.language;
    const language = chosen !== null && context.words.languages.includes(chosen) ? chosen : request.language;
    if (chosen !== null) rememberLanguage(reply, language, https);
    return describe(language, credentialOf(opened.session, opened.account));
  }

  serve(server, contract.readSession, ({ request }) => describe(request.language, request.credential));
  serve(server, contract.signIn, async ({ body, request, reply }) => {
    const given = { ...body, address: request.ip, agent: agentOf(request) };
    return begin(request, reply, await signIn(context, deps, given));
  });
  serve(server, contract.enterAs, async ({ body, request, reply }) => {
    const given = { account: body.account, agent: agentOf(request) };
    return begin(request, reply, await enterAs(context, deps.config, given));
  });
  serve(server, contract.actFor, async ({ body, request }) => {
    const language = request.language;
    return describe(language, await actFor(context, deps, personal(request), { ...body, language }));
  });
  serve(server, contract.signOut, async ({ request, reply }) => {
    const { credential } = request;
    if (credential?.kind === 'session') await end(context, credential.account, credential.id);
    clearSessionCookie(reply, https);
    return undefined;
  });
  return begin;
}

function serveLanguage(server: Server, context: IdentityContext, deps: IdentityDeps): void {
  serve(server, contract.chooseLanguage, async ({ body, request, reply, t }) => {
    if (!context.words.languages.includes(body.language)) {
      const values = context.words.languages.join(', ');
      const detail = t('platform:invalid.oneOf', { values });
      throw platform.invalidRequest({ errors: [{ in: 'body', pointer: '/language', detail }] });
    }
    const { credential } = request;
    if (credential) await updateLanguage(context.db, credential.account, body.language);
    rememberLanguage(reply, body.language, isHttps(deps.config));
    return describeSession(context, deps, { language: body.language, credential });
  });
}

function serveOwnSessions(server: Server, context: IdentityContext): void {
  const { db, clock } = context;
  serve(server, contract.listSessions, async ({ request }) => {
    const own = personal(request);
    const sessions = await listSessionsOf(db, own.account, clock.now());
    return { items: sessions.map((session) => ({ ...session, current: session.id === own.id })) };
  });
  serve(server, contract.listLinks, async ({ request }) => ({
    items: await listLinksOf(db, personal(request).account),
  }));
  serve(server, contract.listEverySession, async ({ request }) => {
    const sessions = await listEverySession(db, clock.now(), MOST_SESSIONS);
    return { items: sessions.map((session) => ({ ...session, current: session.id === request.credential?.id })) };
  });
  serve(server, contract.endSessionOf, async ({ params, caller }) => {
    if ((await end(context, params.account, params.session)) === 0) throw problems.sessionNotFound();
    const entry = { action: 'identity.end-session-of', actor: caller.account, body: caller.body };
    await context.audit.append({
      ...{ ...entry, subject: `account ${params.account}`, allowed: true, rule: 'identity/manage' },
    });
    return undefined;
  });
  serve(server, contract.endSession, async ({ params, request }) => {
    const own = personal(request);
    if ((await end(context, own.account, params.session)) === 0) throw problems.sessionNotFound();
    return undefined;
  });
  serve(server, contract.stepUp, async ({ body, request }) => {
    await stepUp(context, personal(request), { password: body.password, address: request.ip });
    return undefined;
  });
  serve(server, contract.changePassword, async ({ body, request }) => {
    await changePassword(context, personal(request), { ...body, address: request.ip });
    return undefined;
  });
}

function serveKeys(server: Server, context: IdentityContext): void {
  const { db, clock, audit } = context;
  serve(server, contract.listKeys, async ({ request }) => ({
    items: await listKeysOf(db, personal(request).account, clock.now()),
  }));
  serve(server, contract.createKey, ({ body, request }) =>
    createKey(context, { account: personal(request).account, label: body.label, days: body.days }),
  );
  serve(server, contract.revokeKey, async ({ params, request }) => {
    const { account } = personal(request);
    await db.transaction(async (tx) => {
      if ((await revokeKeyOf(tx, account, params.key, clock.now())) === 0) throw problems.keyNotFound();
      const entry = { action: 'identity.revoke-key', actor: account, body: null, subject: `key ${params.key}` };
      await audit.record(tx, { ...entry, allowed: true, rule: 'identity/own' });
    });
    forgetCredentials();
    return undefined;
  });
}

const PAGE = 50;

function serveAccounts(server: Server, context: IdentityContext): void {
  const { db, clock, audit } = context;
  const shown = ({ id, name, displayName, kind, createdAt, disabledAt }: Account) => ({
    id,
    name,
    displayName,
    kind,
    createdAt,
    disabledAt,
  });
  serve(server, contract.listAccounts, async ({ query }) => {
    const limit = query.limit ?? PAGE;
    const after = Buffer.from(query.cursor ?? '', 'base64url')
      .toString('utf8')
      .replaceAll('\0', '');
    const found = await listAccounts(db, after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const more = found.length > limit && last;
    return { items: items.map(shown), ...(more && { next: Buffer.from(fold(last.name)).toString('base64url') }) };
  });
  serve(server, contract.createAccount, async ({ body, caller, reply }) => {
    const made = await db.transaction(async (tx) => {
      const account = await createAccount(tx, body, clock.now());
      const entry = { action: 'identity.create-account', actor: caller.account, body: null };
      await audit.record(tx, { ...entry, subject: `account ${account.id}`, allowed: true, rule: 'identity/manage' });
      return account;
    });
    reply.code(201);
    return shown(made);
  });
  serve(server, contract.disableAccount, async ({ params, caller, request }) => {
    personal(request);
    await disableAccount(context, caller.account, params.account);
    return undefined;
  });
  serve(server, contract.setPassword, async ({ params, body, caller, request }) => {
    personal(request);
    await setPassword(context, caller.account, { account: params.account, password: body.password });
    return undefined;
  });
}
