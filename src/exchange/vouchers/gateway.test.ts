/** The gateway profile: only where the provider allows it, only in the way the client was registered for. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openServedCounty, posting, type ServedCounty } from '../../../test/harness/served.ts';
import { call, type ProblemError } from '../../platform/http/call.ts';
import {
  allowGateway,
  forbidGateway,
  listClientKeys,
  listGateways,
  registerClientKey,
  revokeClientKey,
} from './contract.ts';
import { keyFile } from './index.ts';

const PRINT = 'ab'.repeat(32);
const GATEWAY = { gateway: { header: 'X-Client-Cert-Sha256', addresses: ['127.0.0.1'] } };
let county: ServedCounty;
let secret: { readonly client: string; readonly secret?: string };
let certified: { readonly client: string };
beforeAll(async () => {
  county = await openServedCounty({ settings: GATEWAY });
  county.become('B', 'developer');
  secret = await call(county.http.send, registerClientKey, { body: { label: 'gateway', gateway: 'secret' } });
  const body = { label: 'certified', gateway: 'certificate', certificate: PRINT.toUpperCase() } as const;
  certified = await call(county.http.send, registerClientKey, { body });
});

/** The problem that a work ends with, or `done`. */
const ending = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    ({ problem }: ProblemError) => problem.type.replace('/problems/', ''),
  );

interface Asked {
  readonly agreement?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}
async function token({ agreement = 'V-1', headers = {}, form = {}, remoteAddress = '127.0.0.1' }: Asked) {
  const answer = await county.http.server.fastify.inject({
    method: 'POST',
    url: '/exchange/v1/token',
    remoteAddress,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
    payload: new URLSearchParams({ grant_type: 'client_credentials', agreement, ...form }).toString(),
  });
  const body = answer.json<{
    access_token?: string;
    error?: string;
    decision?: { rule: string; whoCanChange?: object };
  }>();
  return { status: answer.statusCode, type: answer.headers['content-type'], body };
}
const shown = () => ({
  authorization: `Basic ${Buffer.from(`${secret.client}:${secret.secret ?? ''}`).toString('base64')}`,
});
const read = async (bearer: string) => {
  const init = posting({ key: ['000001'] });
  const headers = { ...(init.headers as Record<string, string>), authorization: bearer };
  return (await county.fetch('/exchange/v1/members/lookup', { ...init, headers })).status;
};
const decide = (endpoint: typeof allowGateway, body = 'DM') => {
  county.become(body, 'data-manager');
  return call(county.http.send, endpoint, { params: { agreement: 'V-1', consumer: 'B' } });
};

describe('a client behind a gateway', () => {
  it('is refused until the provider allows it, and told who that is', async () => {
    const refused = await token({ headers: shown() });
    expect(refused.status).toBe(400);
    expect(refused.type).toContain('application/json');
    expect(refused.body).toMatchObject({
      error: 'unauthorized_client',
      decision: { rule: 'exchange/gateway-not-allowed', whoCanChange: { en: 'Commission' } },
    });
    expect(await ending(decide(allowGateway, 'A'))).not.toBe('done');
    expect((await decide(allowGateway)).consumers.map(({ code }) => code)).toEqual(['B']);
    const given = await token({ headers: shown() });
    expect(given.status).toBe(200);
    expect(await read(`Bearer ${given.body.access_token ?? ''}`)).toBe(200);
  });
  it('has its secret in the form or in the header, and a wrong one is a client nobody knows', async () => {
    const form = { client_id: secret.client, client_secret: secret.secret ?? '' };
    expect((await token({ form })).status).toBe(200);
    const wrong = await token({ form: { ...form, client_secret: 'wrong' } });
    const unknown = await token({ form: { ...form, client_id: 'gw-nobody' } });
    expect([wrong.status, wrong.body.error, wrong.body.decision?.rule]).toEqual([
      401,
      'invalid_client',
      'exchange/key-unknown',
    ]);
    expect(unknown.body.decision).toEqual(wrong.body.decision);
    expect((await token({ form: { client_id: secret.client } })).status).toBe(401);
  });
  it('is believed a certificate only from the gateway itself', async () => {
    const form = { client_id: certified.client };
    const headers = { 'x-client-cert-sha256': PRINT };
    expect((await token({ form, headers })).status).toBe(200);
    expect((await token({ form })).status).toBe(401);
    expect((await token({ form, headers: { 'x-client-cert-sha256': 'cd'.repeat(32) } })).status).toBe(401);
    // Twin of the line above: the same header from anywhere else, and with a forwarded address.
    expect((await token({ form, headers, remoteAddress: '10.9.8.7' })).status).toBe(401);
    const forwarded = { ...headers, 'x-forwarded-for': '127.0.0.1' };
    expect((await token({ form, headers: forwarded, remoteAddress: '10.9.8.7' })).status).toBe(401);
  });
  it('has a voucher that is no strong one, nor the other way round', async () => {
    const { access_token: bearer = '' } = (await token({ headers: shown() })).body;
    expect(await read(`DPoP ${bearer}`)).toBe(401);
    const key = await county.register('B');
    const { access_token: strong } = await county.ask(key, 'V-1').voucher();
    expect(await read(`Bearer ${strong}`)).toBe(401);
    expect(await read(`bearer ${bearer}`)).toBe(200);
  });
  it('is shut out at once when the provider takes it back, or the key is revoked', async () => {
    const { access_token: bearer = '' } = (await token({ headers: shown() })).body;
    expect(await read(`Bearer ${bearer}`)).toBe(200);
    await decide(forbidGateway);
    expect(await read(`Bearer ${bearer}`)).toBe(403);
    await decide(allowGateway);
    expect(await read(`Bearer ${bearer}`)).toBe(200);
    county.become('B', 'developer');
    await call(county.http.send, revokeClientKey, { params: { client: secret.client } });
    expect(await read(`Bearer ${bearer}`)).toBe(401);
  });
  it('is listed to the provider and to the consumer itself, not to others', async () => {
    const seen = async (body: string, post: string) => {
      county.become(body, post);
      return call(county.http.send, listGateways, { params: { agreement: 'V-1' } });
    };
    expect(await seen('DM', 'data-manager')).toMatchObject({ consumers: [{ code: 'B' }], mayDecide: true });
    expect(await seen('B', 'developer')).toMatchObject({ consumers: [{ code: 'B' }], mayDecide: false });
    expect(await seen('A', 'developer')).toMatchObject({ consumers: [], mayDecide: false });
  });
});

describe('a key', () => {
  const register = (body: Record<string, unknown>) => {
    county.become('B', 'developer');
    return ending(call(county.http.send, registerClientKey, { body: body as never }));
  };
  const { jwk } = keyFile();
  it.each([
    ['a private key', { label: 'x', jwk: { ...jwk, d: 'AAAA' } }],
    ['a key of another kind', { label: 'x', jwk: { kty: 'RSA', n: 'AAAA', e: 'AQAB' } }],
    [
      'a point that is on no curve',
      { label: 'x', jwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43) } },
    ],
    ['nothing', { label: 'x' }],
    ['both', { label: 'x', jwk, gateway: 'secret' }],
    ['a certificate without its hash', { label: 'x', gateway: 'certificate' }],
  ])('cannot be %s', async (_what, body) => {
    expect(await register(body)).toBe('exchange/key-unfit');
  });
  it('belongs to one body, and is seen and revoked by its own', async () => {
    const key = await county.register('A');
    expect(await register({ label: 'the same', jwk: { ...key.jwk } })).toBe('exchange/key-taken');
    expect(await ending(call(county.http.send, revokeClientKey, { params: { client: key.client } }))).toBe(
      'exchange/key-not-found',
    );
    const { items } = await call(county.http.send, listClientKeys);
    expect(new Set(items.map(({ body }) => body.code))).toEqual(new Set(['B']));
    expect(JSON.stringify(items)).not.toContain(secret.secret);
  });
  it('bound to an agreement or a purpose asks under no other', async () => {
    const rule = (key: Awaited<ReturnType<ServedCounty['register']>>, agreement: string) =>
      county
        .ask(key, agreement)
        .voucher()
        .then(
          () => 'given',
          ({ problem }: { problem: { decision: { rule: string } } }) => problem.decision.rule,
        );
    const one = await county.register('B', { agreements: ['V-1'] });
    const other = await county.register('B', { purposes: ['study'] });
    expect([await rule(one, 'V-1'), await rule(one, 'V-2')]).toEqual(['given', 'exchange/key-not-for-agreement']);
    expect([await rule(other, 'V-5'), await rule(other, 'V-1')]).toEqual(['given', 'exchange/key-not-for-purpose']);
  });
  it('ends by itself, and its holder is told so', async () => {
    const key = await county.register('B', { days: 1 });
    county.context.clock.set('2026-11-25T03:00:00Z');
    await expect(county.ask(key, 'V-1').voucher()).rejects.toMatchObject({
      problem: { error: 'invalid_client', decision: { rule: 'exchange/key-expired', remedy: 'new-key' } },
    });
  });
  it('with a clock that is off is told both times', async () => {
    const key = await county.register('B');
    const clock = { now: () => new Date(county.context.clock.now().getTime() - 3_600_000) };
    await expect(county.ask(key, 'V-1', { clock }).voucher()).rejects.toMatchObject({
      problem: {
        error: 'invalid_client',
        decision: {
          rule: 'exchange/clock-off',
          facts: { ours: '2026-11-25T03:00:00.000Z', yours: '2026-11-25T02:00:00.000Z', most: 60 },
          remedy: 'set-clock',
        },
      },
    });
  });
});
