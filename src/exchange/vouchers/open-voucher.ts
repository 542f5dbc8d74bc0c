/** Opens the voucher of a request: whose it is, whether it is proved, and whether its grant still opens what is asked. */
import type { FastifyRequest } from 'fastify';
import type { Body } from '../../bodies/index.ts';
import type { Opened } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { clients, type Client } from './client.ts';
import { judge } from './judge.ts';
import { mustProve, mustStand, RefusedError } from './know-client.ts';
import { thumbprintOf } from './hashes.ts';
import { sandboxOf, type Profile, type VoucherClaims } from './model.ts';
import { ownKeys, type OwnKeys } from './own-keys.ts';
import { refusalOf, refused, refusedToken } from './refuse.ts';
import { hashOf, readVoucher } from './tokens.ts';

export interface OpenVoucher {
  readonly client: string;
  readonly profile: Profile;
  readonly grant: Opened['grant'];
  readonly agreement: Opened['agreement'];
  readonly register: string;
  readonly consumer: Pick<Body, 'id' | 'code'>;
  readonly purpose: string;
  readonly decision: Decision;
  /** The grant with the rows it opens. */
  readonly opened: Opened;
  readonly claims: VoucherClaims;
  /** For the header `DPoP-Nonce` of the answer. */
  readonly nonce: string;
}

export interface OpenSandbox {
  readonly sandbox: string;
  readonly client: string;
  readonly body: number | null;
  readonly claims: VoucherClaims;
  readonly nonce: string;
}

export interface Asked {
  readonly mode: Opened['grant']['mode'];
  /** `room.verb-noun` of the audit trail: what a refusal is written down as. */
  readonly action: string;
  /** Name of the register in the address; absent where the voucher alone says. */
  readonly register?: string;
  /** Elements that are named one by one. */
  readonly elements?: readonly string[];
}

/**
 * @throws exchange/voucher-refused (401) with the decision, platform/refused (403) when the grant does not open it
 */
export async function openVoucher(context: Context, request: FastifyRequest, asked: Asked): Promise<OpenVoucher> {
  const opened = await openAny(context, request, asked);
  if (!('sandbox' in opened)) return opened;
  const { nonces } = ownKeys(context);
  const refusedSandbox = refused('invalid_token', 'sandbox-only', 'new-voucher');
  throw refusalOf(context, request, refusedSandbox, { at: 'resource', nonce: nonces.current(context.clock.now()) });
}

/**
 * Whether what was opened some moments ago is open still: voucher, key and grant are judged anew; the proof was taken then,
 * and a proof is taken once. For a request that waits for its answer, and for nothing else.
 * @throws as openVoucher
 */
export async function openStill(context: Context, request: FastifyRequest, asked: Asked): Promise<OpenVoucher> {
  const known = await whoAsks(context, request, asked.register, bearerOf);
  return held(context, request, { ...known, asked });
}

/** The same, and vouchers for invented data as well. */
export async function openAny(
  context: Context,
  request: FastifyRequest,
  asked: Asked,
): Promise<OpenVoucher | OpenSandbox> {
  const known = await whoAsks(context, request, asked.register);
  const { claims, client, nonce } = known;
  const sandbox = sandboxOf(claims.agreement);
  if (sandbox !== undefined) return { sandbox, client: client.client, body: client.bodies[0] ?? null, claims, nonce };
  return held(context, request, { ...known, asked });
}

/** Whose voucher it is, proved; what it opens is not judged yet. @throws exchange/voucher-refused */
export async function whoAsks(
  context: Context,
  request: FastifyRequest,
  register: string | undefined,
  look: typeof shown = shown,
): Promise<Shown & { readonly nonce: string }> {
  const own = ownKeys(context);
  const nonce = own.nonces.current(context.clock.now());
  const known = await look(context, request, own).catch((error: unknown) => {
    if (!(error instanceof RefusedError)) throw error;
    throw refusalOf(context, request, error.refused, { at: 'resource', nonce });
  });
  const { claims } = known;
  if (register === undefined || register === claims.register) return { ...known, nonce };
  const facts = { asked: register, register: claims.register };
  const other = refused('invalid_token', 'voucher-for-other-register', 'new-voucher', facts);
  throw refusalOf(context, request, other, { at: 'resource', nonce });
}

export interface Shown {
  readonly claims: VoucherClaims;
  readonly client: Client;
}

const SCHEMES = { strong: 'dpop', gateway: 'bearer' } as const;

/** The client that a voucher was given to, and the proof that it is the one who asks. @throws RefusedError */
async function shown(context: Context, request: FastifyRequest, own: OwnKeys): Promise<Shown> {
  const known = await bearerOf(context, request, own);
  const { client, jwk } = known.client;
  if (jwk) await mustProve(context, request, { client, jwk, voucher: known.token }, own);
  return known;
}

/** @throws RefusedError */
async function bearerOf(context: Context, request: FastifyRequest, own: OwnKeys): Promise<Shown & { token: string }> {
  const [, scheme, token] =
    /^(DPoP|Bearer) ([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(request.headers.authorization ?? '') ?? [];
  if (scheme === undefined || token === undefined) {
    throw new RefusedError(refused('invalid_token', 'voucher-missing', 'new-voucher'));
  }
  const claims = await readKnown(context, token, own);
  const client = await clients.read(context.db, claims.sub);
  // A voucher bound to a key is never taken as a bearer's, nor the other way round.
  const isOfKey = client?.profile === claims.profile && SCHEMES[claims.profile] === scheme.toLowerCase();
  if (!client || !isOfKey || claims.cnf?.jkt !== jktOf(client)) {
    throw new RefusedError(refused('invalid_token', 'voucher-type', 'new-voucher'));
  }
  mustStand(client, context.clock.now());
  return { claims, client, token };
}

const jktOf = ({ jwk }: Client): string | undefined => (jwk ? thumbprintOf(jwk) : undefined);

// A voucher is signed by ourselves and used many times: its signature is looked at once. Its end is looked at each time.
const read = new WeakMap<OwnKeys, Map<string, VoucherClaims>>();
const MOST_READ = 5_000;

async function readKnown(context: Context, token: string, own: OwnKeys): Promise<VoucherClaims> {
  const now = context.clock.now();
  let known = read.get(own);
  if (!known) read.set(own, (known = new Map()));
  const name = hashOf(token);
  const there = known.get(name);
  if (there && there.exp * 1000 > now.getTime()) return there;
  const claims = await readVoucher(token, { node: own.keys, now }).catch((error: unknown) =>
    Promise.reject(new RefusedError(refusedToken(error, 'voucher', now))),
  );
  if (known.size >= MOST_READ) known.clear();
  known.set(name, claims);
  return claims;
}

/** Agreements end and shrink while vouchers live: the grant is judged anew with every request. */
async function held(
  context: Context,
  request: FastifyRequest,
  { claims, client, asked, nonce }: Shown & { readonly asked: Asked; readonly nonce: string },
): Promise<OpenVoucher> {
  const { agreement, purpose, consumer: code } = claims;
  const { decision, opened, consumer } = await judge(context, client, {
    ...{ agreement, purpose, mode: asked.mode, consumer: code },
    ...(asked.elements && { elements: asked.elements }),
  });
  if (!decision.allowed || !opened || !consumer) {
    await context.audit.append({
      action: asked.action,
      actor: `client/${client.client}`,
      body: consumer?.id ?? null,
      purpose,
      subject: claims.register,
      allowed: false,
      rule: decision.rule,
      detail: { facts: decision.facts },
    });
    throw refusal(decision, context.words.translator(request.language), request.language);
  }
  const { grant } = opened;
  const { client: name, profile } = client;
  const { register } = grant;
  return {
    client: name,
    profile,
    grant,
    agreement: opened.agreement,
    register,
    consumer,
    purpose,
    decision,
    opened,
    claims,
    nonce,
  };
}
