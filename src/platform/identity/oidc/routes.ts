/** Serves signing in through an issuer. Browsers come here: what goes wrong is said on the sign-in page. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem.ts';
import { serve, type Server } from '../../http/serve.ts';
import { newSecret } from '../../ids.ts';
import type { Secrets } from '../../secrets.ts';
import type { Account, Credential, IdentityContext, IdentityDeps } from '../model.ts';
import type { OpenedSession } from '../open-session.ts';
import { isHttps } from '../tokens.ts';
import { newAttempt, safeBack } from './attempt.ts';
import * as contract from './contract.ts';
import { finishSignIn } from './finish-sign-in.ts';
import { readIssuers } from './issuers.ts';
import { issuerNamed, linkAccount } from './link-account.ts';
import { addressAt, relyingParty } from './relying-party.ts';
import { insertAttempt } from './store.ts';

const WITHIN_S = 600;
const SECRET = /^[\w-]{43}$/;

export interface Door {
  /** Ends the session at hand and puts the new one in the cookie. */
  readonly begin: (
    request: FastifyRequest,
    reply: FastifyReply,
    opened: { readonly account: Account; readonly session: OpenedSession },
  ) => Promise<unknown>;
  readonly personal: (request: FastifyRequest) => Credential;
}

export function serveOidc(
  server: Server,
  context: IdentityContext & { readonly secrets?: Secrets },
  deps: IdentityDeps,
  { begin, personal }: Door,
): void {
  const issuers = readIssuers(deps.config.issuersFile);
  const https = isHttps(deps.config);
  const cookie = https ? '__Host-artery-login' : 'artery-login';
  const secretOf = (request: FastifyRequest) => {
    const secret = request.cookies[cookie];
    return secret !== undefined && SECRET.test(secret) ? secret : undefined;
  };
  const originOf = (request: FastifyRequest) => deps.config.origin ?? `${request.protocol}://${request.host}`;
  const callbackOf = (request: FastifyRequest, issuer: string) => `${originOf(request)}/api/auth/${issuer}/callback`;

  serve(server, contract.listIssuers, () => ({ items: issuers.map(({ name, names }) => ({ name, names })) }));

  serve(server, contract.beginSignIn, async ({ params, query, request, reply }) => {
    const issuer = issuerNamed(issuers, params.issuer);
    const backTo = safeBack(query.then);
    return told(context, reply, backTo, async () => {
      const party = await relyingParty(issuer, context.secrets);
      const secret = secretOf(request) ?? newSecret(32);
      const { hash, state, nonce, challenge } = newAttempt(secret);
      const { credential } = request;
      const again = query.again === true && credential?.kind === 'session';
      const now = context.clock.now();
      await insertAttempt(context.db, {
        ...{ hash, issuer: issuer.name, backTo, session: again ? credential.id : null, now },
        expiresAt: new Date(now.getTime() + WITHIN_S * 1000),
      });
      reply.setCookie(cookie, secret, { path: '/', httpOnly: true, sameSite: 'lax', secure: https, maxAge: WITHIN_S });
      const asked = { redirect: callbackOf(request, issuer.name), state, nonce, challenge, again };
      return addressAt(party, asked);
    });
  });

  serve(server, contract.finishSignIn, async ({ params, request, reply }) => {
    const issuer = issuerNamed(issuers, params.issuer);
    return told(context, reply, '/', async () => {
      const given = {
        ...{ issuer, secret: secretOf(request), agent: request.headers['user-agent'] ?? '' },
        came: new URL(request.url, originOf(request)),
        signedIn: request.credential?.kind === 'session' ? request.credential.account : undefined,
      };
      const { backTo, ...opened } = await finishSignIn(context, deps.config, given);
      await begin(request, reply, opened);
      return backTo;
    });
  });

  serve(server, contract.linkAccount, async ({ params, body, caller, request }) => {
    personal(request);
    const issuer = issuerNamed(issuers, body.issuer);
    await linkAccount(context, caller.account, { account: params.account, issuer, subject: body.subject });
    return undefined;
  });
}

/** Sends the browser where the work says, or to the sign-in page with the problem's name; a refusal is audited. */
async function told(
  { audit }: IdentityContext,
  reply: FastifyReply,
  backTo: string,
  work: () => Promise<string>,
): Promise<undefined> {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  try {
    await reply.redirect(await work(), 302);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { slug } = error.kind;
    const entry = { action: 'identity.sign-in', actor: 'nobody', body: null, subject: 'session', allowed: false };
    await audit.append({ ...entry, rule: `identity/${slug}` });
    const then = backTo === '/' ? '' : `&then=${encodeURIComponent(backTo)}`;
    await reply.redirect(`/sign-in?problem=${slug}${then}`, 302);
  }
  return undefined;
}
