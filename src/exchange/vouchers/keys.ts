/** Keys of a body's programs: registered, listed and revoked by the body itself. */
import { createPublicKey } from 'node:crypto';
import type { Static } from 'typebox';
import { Check } from 'typebox/value';
import { getBody, listBodies, type Body } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Decision } from '../../platform/decision.ts';
import { newSecret } from '../../platform/ids.ts';
import { hashToken } from '../../platform/identity/tokens.ts';
import { problems } from '../problems.ts';
import { clients } from './client.ts';
import type * as contract from './contract.ts';
import { thumbprintOf } from './hashes.ts';
import { algorithmsOf, PublicJwk } from './model.ts';
import * as store from './store/key.ts';

const DAY_MS = 86_400_000;
const DAYS = { real: 365, sandbox: 30 };
const MOST_KEYS = 100;

type Wish = Static<NonNullable<typeof contract.registerClientKey.body>>;
type Means = Pick<store.ClientKey, 'client' | 'profile' | 'jwk' | 'secretHash' | 'certificate'> & {
  readonly secret?: string;
};

interface Acting {
  readonly caller: Caller;
  readonly decision: Decision;
}

/** @throws problems.keyUnfit, problems.keyTaken, problems.tooManyKeys */
export async function registerKey(context: Context, wish: Wish, { caller, decision }: Acting) {
  const { db, clock, audit } = context;
  const now = clock.now();
  const day = dayOf(now, context.profile.timeZone);
  const body = wish.body === undefined ? caller.body : (await getBody(db, wish.body, day)).id;
  if (body === null) throw problems.keyUnfit();
  const { secret, ...means } = meansOf(wish);
  const sandbox = wish.sandbox ?? false;
  const days = wish.days ?? (sandbox ? DAYS.sandbox : DAYS.real);
  const key = {
    ...means,
    ...{ body, sandbox, label: wish.label.trim(), account: caller.account },
    agreements: wish.agreements ?? null,
    purposes: wish.purposes ?? null,
    createdAt: now.toISOString(),
    validUntil: new Date(now.getTime() + days * DAY_MS).toISOString(),
  };
  await db.transaction(async (tx) => {
    if ((await store.countKeys(tx, body, now)) >= MOST_KEYS) throw problems.tooManyKeys({ most: MOST_KEYS });
    if ((await store.insertKey(tx, key)) === 0) throw problems.keyTaken();
    await audit.record(tx, {
      action: 'exchange.register-client-key',
      actor: caller.account,
      body,
      subject: `client/${key.client}`,
      allowed: true,
      rule: decision.rule,
    });
  });
  clients.forget();
  const [shown] = await views(db, [{ ...key, usedAt: null, revokedAt: null }], now);
  if (!shown) throw problems.keyNotFound();
  return { ...shown, ...(secret !== undefined && { secret }) };
}

/** By what the client shows who it is. Of a private key that somebody sent, nothing is kept. */
function meansOf({ jwk, gateway, certificate }: Wish): Means {
  const none = { jwk: null, secretHash: null, certificate: null };
  if (jwk !== undefined && gateway === undefined && certificate === undefined) {
    const key = publicKeyOf(jwk);
    return { ...none, client: thumbprintOf(key), profile: 'strong', jwk: key };
  }
  if (jwk !== undefined || gateway === undefined) throw problems.keyUnfit();
  const client = `gw-${newSecret(12)}`;
  if (gateway === 'secret' && certificate === undefined) {
    const secret = newSecret(32);
    return { ...none, client, profile: 'gateway', secretHash: hashToken(secret, 'hex'), secret };
  }
  const print = certificate?.replaceAll(':', '').toLowerCase();
  if (gateway !== 'certificate' || print?.length !== 64) throw problems.keyUnfit();
  return { ...none, client, profile: 'gateway', certificate: print };
}

/** What a key may say of itself beside its public part; it is not kept. */
const BESIDE = ['kid', 'alg', 'use', 'key_ops', 'ext'];

function publicKeyOf(given: Readonly<Record<string, unknown>>): PublicJwk {
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => !BESIDE.includes(name)));
  if (!Check(PublicJwk, kept) || Object.keys(kept).length !== (kept.kty === 'OKP' ? 3 : 4)) throw problems.keyUnfit();
  try {
    // A point that is not on its curve is no key.
    createPublicKey({ key: kept, format: 'jwk' });
  } catch {
    throw problems.keyUnfit();
  }
  return kept;
}

/** @throws problems.keyNotFound: also for another body's key */
export async function revokeKey(context: Context, client: string, { caller, decision }: Acting): Promise<void> {
  const { db, clock, audit } = context;
  await db.transaction(async (tx) => {
    const key = await store.findKey(tx, client);
    // The terminal of the node acts for every body.
    if (!key || (key.body !== caller.body && caller.kind !== 'system')) throw problems.keyNotFound();
    if ((await store.revokeKey(tx, client, clock.now())) === 0) return;
    await audit.record(tx, {
      action: 'exchange.revoke-client-key',
      actor: caller.account,
      body: caller.body,
      subject: `client/${client}`,
      allowed: true,
      rule: decision.rule,
    });
  });
  clients.forget();
}

/** @param bodies of which keys may be seen */
export const listKeys = async ({ db, clock }: Context, bodies: 'all' | readonly number[]): Promise<contract.Key[]> =>
  views(db, await store.listKeys(db, bodies), clock.now());

async function views(db: Db, keys: readonly store.ClientKey[], now: Date): Promise<contract.Key[]> {
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  return keys.flatMap((key) => {
    const body = bodies.get(key.body);
    return body ? [view(key, body, now)] : [];
  });
}

function view(key: store.ClientKey, { id, code, names }: Body, now: Date): contract.Key {
  const { client, label, profile, sandbox, agreements, purposes, createdAt, validUntil, usedAt, revokedAt } = key;
  const isOver = Date.parse(validUntil) <= now.getTime();
  return {
    ...{ client, label, profile, sandbox, agreements, purposes, createdAt, validUntil, usedAt, revokedAt },
    body: { id, code, names },
    shows: key.jwk ? 'key' : key.secretHash === null ? 'certificate' : 'secret',
    algorithm: key.jwk ? (algorithmsOf(key.jwk)[0] ?? null) : null,
    state: revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'works',
  };
}
