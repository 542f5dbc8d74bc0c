/** Lets another node in: the proof is for this call, by a key that the registry has, and is used once. */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { parseVerifierKey, nodeNameOf } from '../../platform/ledger/checkpoint.ts';
import { faultOfCall, readCallToken, type CallClaims, type TokenFault } from './call-token.ts';
import { getRegistry } from './keep-registry.ts';
import type { NodeEntry } from './model.ts';
import { ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { admit, idOf, SKEW_MS } from './registry.ts';
import { takeCall, writeHeard } from './store/contact.ts';

const SCHEME = 'Node ';
/** Contacts are written at most this often for a node. */
const TOUCH_EVERY_MS = 2_000;
const touched = new WeakMap<object, Map<string, number>>();

/**
 * The node that makes this request.
 * @throws problems.nodeProofMissing, nodeProofMalformed, nodeProofElsewhere, nodeProofForged, nodeProofUsed, nodeClockOff,
 *   nodeNotAdmitted
 */
export async function openNodeCall(context: Context, request: FastifyRequest): Promise<NodeEntry> {
  const { token, claims } = proofOf(request, ownName(context));
  const now = context.clock.now();
  const { registry } = await getRegistry(context.db);
  const admission = admit(registry, { node: claims.node, key: claims.key, now });
  if (!admission.admitted)
    throw problems.nodeNotAdmitted({ node: claims.node, fault: admission.fault, version: registry.version });
  await insistOnProof(context, request, { token, claims, verifierKey: admission.key.key });
  await touch(context, claims, request);
  return admission.entry;
}

/**
 * The same for a node that asks to join: the key is the one that it sends along, and gives it its name.
 * @throws problems.nodeProofMissing, nodeProofMalformed, nodeProofElsewhere, nodeProofForged, nodeProofUsed, nodeClockOff
 */
export async function openStrangersCall(context: Context, request: FastifyRequest, key: string): Promise<string> {
  const { token, claims } = proofOf(request, ownName(context));
  const { name, publicKey } = parseVerifierKey(key);
  if (name !== claims.node || nodeNameOf(publicKey) !== name || idOf(key) !== claims.key)
    throw problems.nodeProofForged({ node: claims.node });
  await insistOnProof(context, request, { token, claims, verifierKey: key });
  return name;
}

interface Proof {
  readonly token: string;
  readonly claims: CallClaims;
}

function proofOf({ headers }: FastifyRequest, here: string): Proof {
  const { authorization = '' } = headers;
  if (!authorization.startsWith(SCHEME)) throw problems.nodeProofMissing();
  const token = authorization.slice(SCHEME.length);
  const claims = readCallToken(token);
  if (!claims) throw problems.nodeProofMalformed();
  if (claims.to !== here) throw problems.nodeProofElsewhere({ here });
  return { token, claims };
}

async function insistOnProof(
  context: Context,
  request: FastifyRequest,
  { token, claims, verifierKey }: Proof & { readonly verifierKey: string },
): Promise<void> {
  const now = context.clock.now();
  const here = ownName(context);
  const call = { method: request.method, path: request.url, body: request.bodyText };
  const fault = await faultOfCall(token, claims, { here, now, call, verifierKey });
  if (fault) throw problemOf(fault, claims, { here, now });
  const until = new Date(claims.expires * 1000 + SKEW_MS);
  if (!(await takeCall(context.db, `${claims.node}/${claims.id}`, until))) throw problems.nodeProofUsed();
}

function problemOf(fault: TokenFault, claims: CallClaims, { here, now }: { here: string; now: Date }) {
  switch (fault) {
    case 'clock':
      return problems.nodeClockOff({ seconds: Math.round(claims.issued - now.getTime() / 1000) });
    case 'signature':
      return problems.nodeProofForged({ node: claims.node });
    case 'malformed':
      return problems.nodeProofMalformed();
    case 'other-node':
    case 'other-call':
      return problems.nodeProofElsewhere({ here });
  }
}

async function touch({ db, clock }: Context, { node, issued }: CallClaims, request: FastifyRequest): Promise<void> {
  const now = clock.now();
  let last = touched.get(db);
  if (!last) touched.set(db, (last = new Map<string, number>()));
  if (Math.abs(now.getTime() - (last.get(node) ?? -Infinity)) < TOUCH_EVERY_MS) return;
  last.set(node, now.getTime());
  // Seconds are whole in a proof: half of one is the best guess of what was cut off.
  const skewMs = Math.round(issued * 1000 + 500 - now.getTime());
  const version = Number(request.headers['x-artery-registry']);
  await writeHeard(db, node, { skewMs, ...(version > 0 && { registryVersion: version }) }, now);
}
