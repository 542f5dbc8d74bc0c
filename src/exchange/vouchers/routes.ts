/** Serves vouchers and keys: translation only. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { visibleBodies } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { problemBody } from '../../platform/http/print-problem.ts';
import type { Problem } from '../../platform/http/problem.ts';
import { serve, type Call, type Server } from '../../platform/http/serve.ts';
import { readWhole } from '../../platform/http/upload.ts';
import * as contract from './contract.ts';
import { decideGateway, listGateways, providerOf } from './gateways.ts';
import { issueVoucher, type Issued } from './issue-voucher.ts';
import { listKeys, registerKey, revokeKey } from './keys.ts';
import { addressOf, RefusedError, type Form } from './know-client.ts';
import { thumbprintOf } from './hashes.ts';
import { VOUCHER_SECONDS } from './model.ts';
import { ownKeys } from './own-keys.ts';
import { refusalOf, refused } from './refuse.ts';
import { jwkOfNode } from './tokens.ts';

const LONGEST_FORM = 16 * 1024;

export function voucherRoutes(server: Server, context: Context): void {
  serve(server, contract.issueVoucher, (call) => token(context, call));
  serve(server, contract.issuerMetadata, ({ request }) => metadata(context, request));
  keyRoutes(server, context);
}

async function token(context: Context, call: Call<typeof contract.issueVoucher>): Promise<contract.Voucher> {
  const { request, reply, upload } = call;
  const nonce = ownKeys(context).nonces.current(context.clock.now());
  void reply.header('dpop-nonce', nonce).header('cache-control', 'no-store');
  try {
    const form = formOf((await readWhole(upload, LONGEST_FORM)).toString('utf8'));
    return answerOf(await issueVoucher(context, request, form), context);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const { decision, error: kind } = error.refused;
    // A refusal on the chain is written down where it was judged; asking for a nonce is a step on the way and no refusal.
    if (kind !== 'unauthorized_client' && kind !== 'use_dpop_nonce') {
      const entry = { action: 'exchange.issue-voucher', actor: 'nobody', body: null, subject: 'exchange.issueVoucher' };
      await context.audit.append({ ...entry, allowed: false, rule: decision.rule });
    }
    const problem = refusalOf(context, request, error.refused, { at: 'token', nonce });
    return answerRefusal(context, call, problem);
  }
}

/** RFC 6749 §5.2 wants `application/json`; whoever asks for just that gets the problem's members under that name. */
function answerRefusal(
  { words }: Context,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  problem: Problem,
): never {
  const accept = request.headers.accept ?? '';
  if (!accept.includes('application/json') || accept.includes('problem+json')) throw problem;
  const { status } = problem.kind;
  const challenge = problem.extras['challenge'];
  if (status === 401 && typeof challenge === 'string') void reply.header('www-authenticate', challenge);
  const body = problemBody(problem, words, { language: request.language, id: request.id });
  void reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  return undefined as never;
}

/** A field that comes twice counts as malformed (RFC 6749 §3.2). */
function formOf(text: string): Form {
  const fields = new URLSearchParams(text);
  const names = [...fields.keys()];
  if (new Set(names).size !== names.length) throw new RefusedError(refused('invalid_request', 'form', 'read-guide'));
  return Object.fromEntries(fields);
}

function answerOf({ voucher, claims }: Issued, { clock }: Context): contract.Voucher {
  const { agreement, purpose, register, consumer, profile, release, exp } = claims;
  return {
    access_token: voucher,
    token_type: profile === 'strong' ? 'DPoP' : 'Bearer',
    expires_in: exp - Math.floor(clock.now().getTime() / 1000),
    ...{ agreement, purpose, register, consumer, profile, release },
  };
}

function metadata(context: Context, request: FastifyRequest) {
  const { keys } = ownKeys(context);
  const jwk = jwkOfNode(keys);
  const algorithms = ['EdDSA', 'ES256'];
  return {
    issuer: keys.node,
    token_endpoint: new URL(contract.issueVoucher.path, addressOf(request)).href,
    jwks: { keys: [{ kty: jwk.kty, crv: jwk.crv, x: jwk.x, kid: thumbprintOf(jwk), alg: 'EdDSA' }] },
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    dpop_signing_alg_values_supported: algorithms,
    voucher_lifetime: VOUCHER_SECONDS,
    clock: context.clock.now().toISOString(),
  };
}

function keyRoutes(server: Server, context: Context): void {
  serve(server, contract.listClientKeys, async ({ caller }) => ({
    items: await listKeys(context, await visibleBodies(context.db, caller, contract.listClientKeys.permission)),
    mayRegister:
      (await server.authorize(caller, contract.registerClientKey.permission, {})).allowed && caller.body !== null,
  }));
  serve(server, contract.registerClientKey, ({ body, caller, decision }) =>
    registerKey(context, body, { caller, decision }),
  );
  serve(server, contract.revokeClientKey, async ({ params, caller, decision }) => {
    await revokeKey(context, params.client, { caller, decision });
    return undefined;
  });
  serve(server, contract.listGateways, ({ params, caller }) => listGateways(context, params.agreement, caller));
  serve(server, contract.allowGateway, (call) => gateway(server, context, call, true));
  serve(server, contract.forbidGateway, (call) => gateway(server, context, call, false));
}

async function gateway(
  server: Server,
  context: Context,
  { params, caller, t }: Call<typeof contract.allowGateway>,
  isAllowed: boolean,
) {
  const about = { body: await providerOf(context, params.agreement) };
  const decision = await server.authorize(caller, contract.allowGateway.permission, about);
  if (!decision.allowed) throw refusal(decision, t, caller.language);
  await decideGateway(context, { ...params, isAllowed }, { caller, decision });
  return listGateways(context, params.agreement, caller);
}
