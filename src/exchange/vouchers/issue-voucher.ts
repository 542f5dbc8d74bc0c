/** The token endpoint: a client shows who it is, the chain is judged, and a voucher for one agreement is signed. */
import type { FastifyRequest } from 'fastify';
import { currentRelease } from '../../dictionary/index.ts';
import { findRegister } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { endOfDay } from '../../platform/clock.ts';
import type { Decision } from '../../platform/decision.ts';
import { newId } from '../../platform/ids.ts';
import type { Client } from './client.ts';
import { judge } from './judge.ts';
import { knowClient, RefusedError, type Form } from './know-client.ts';
import { fieldsHash, thumbprintOf } from './hashes.ts';
import { SANDBOX_PURPOSE, sandboxOf, VOUCHER_SECONDS, type VoucherClaims } from './model.ts';
import { ownKeys } from './own-keys.ts';
import { refused } from './refuse.ts';
import { touchKey } from './store/key.ts';
import { writeVoucher } from './tokens.ts';

export interface Issued {
  readonly voucher: string;
  readonly claims: VoucherClaims;
  readonly decision: Decision;
}

/** @throws RefusedError */
export async function issueVoucher(context: Context, request: FastifyRequest, form: Form): Promise<Issued> {
  if (form['grant_type'] !== 'client_credentials') {
    throw new RefusedError(refused('unsupported_grant_type', 'grant-type', 'client-credentials'));
  }
  const { agreement } = form;
  if (agreement === undefined || agreement === '') {
    throw new RefusedError(refused('invalid_request', 'agreement-missing', 'name-agreement'));
  }
  const own = ownKeys(context);
  const client = await knowClient(context, request, form, own);
  const chosen = await choose(context, client, { ...form, agreement });
  await note(context, client, chosen);
  if (!chosen.claims) throw new RefusedError({ error: 'unauthorized_client', decision: chosen.decision });
  return { voucher: writeVoucher(chosen.claims, own.keys), claims: chosen.claims, decision: chosen.decision };
}

interface Chosen {
  readonly decision: Decision;
  readonly claims?: VoucherClaims;
  readonly body: number | null;
  readonly agreement: string;
}

type Wish = Form & { readonly agreement: string };

async function choose(context: Context, client: Client, wish: Wish): Promise<Chosen> {
  const register = sandboxOf(wish.agreement);
  return register === undefined ? underGrant(context, client, wish) : inSandbox(context, client, { ...wish, register });
}

async function underGrant(context: Context, client: Client, { agreement, purpose, consumer }: Wish): Promise<Chosen> {
  const judged = await judge(context, client, { agreement, purpose, consumer });
  const body = judged.consumer?.id ?? client.bodies[0] ?? null;
  const { decision, opened } = judged;
  if (!decision.allowed || !opened || !judged.consumer) return { decision, body, agreement };
  const { grant } = opened;
  const { timeZone } = context.profile;
  const ends = grant.to === null ? Infinity : endOfDay(grant.to, timeZone).getTime() / 1000;
  const claims = await claimsOf(context, client, {
    ...{ agreement, purpose: grant.purpose, register: grant.register, ends },
    consumer: judged.consumer.code,
    fields: fieldsHash(grant.elements),
  });
  return { decision, claims, body, agreement };
}

/** Invented data are open to every key, of whatever register is published. */
async function inSandbox(
  context: Context,
  client: Client,
  { agreement, register, consumer }: Wish & { readonly register: string },
): Promise<Chosen> {
  const found = await findRegister(context.db, register);
  const body = client.bodies[0] ?? null;
  if (found?.state !== 'published') {
    const facts = { agreement };
    return {
      decision: { allowed: false, rule: 'exchange/no-sandbox', facts, remedy: 'see-catalogue' },
      body,
      agreement,
    };
  }
  const claims = await claimsOf(context, client, {
    ...{ agreement, register, purpose: SANDBOX_PURPOSE, consumer: consumer ?? '', fields: fieldsHash('all') },
    ends: Infinity,
  });
  return { decision: { allowed: true, rule: 'exchange/sandbox', facts: { agreement } }, claims, body, agreement };
}

async function claimsOf(
  context: Context,
  { client, profile, jwk, validUntil }: Client,
  what: Pick<VoucherClaims, 'agreement' | 'purpose' | 'register' | 'consumer' | 'fields'> & { readonly ends: number },
): Promise<VoucherClaims> {
  const { ends, ...rest } = what;
  const now = context.clock.now();
  const iat = Math.floor(now.getTime() / 1000);
  const until = validUntil === null ? Infinity : Date.parse(validUntil) / 1000;
  const { node } = ownKeys(context).keys;
  return {
    iss: node,
    aud: node,
    sub: client,
    client_id: client,
    iat,
    exp: Math.floor(Math.min(iat + VOUCHER_SECONDS, ends, until)),
    jti: newId(now),
    ...(jwk && { cnf: { jkt: thumbprintOf(jwk) } }),
    profile,
    ...rest,
    release: (await currentRelease(context.db)).number,
  };
}

async function note(context: Context, { client }: Client, { decision, claims, body }: Chosen): Promise<void> {
  await context.audit.append({
    action: 'exchange.issue-voucher',
    actor: `client/${client}`,
    body,
    ...(claims && { purpose: claims.purpose }),
    subject: claims?.agreement ?? 'exchange.issueVoucher',
    allowed: decision.allowed,
    rule: decision.rule,
    ...(!decision.allowed && { detail: { facts: decision.facts } }),
  });
  if (decision.allowed) await touchKey(context.db, client, context.clock.now());
}
