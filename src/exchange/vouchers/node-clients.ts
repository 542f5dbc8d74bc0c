/** Nodes as clients: the keys that the registry has for a node ask in the name of every body whose home it is. */
import { listBodies } from '../../bodies/index.ts';
import { briefly } from '../../platform/briefly.ts';
import type { Db } from '../../platform/db/db.ts';
import { parseVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { homesOfBodies, listNodes, type KnownNode, type NodeKey, type OwnKey } from '../nodes/index.ts';
import type { Client } from './client.ts';
import { thumbprintOf } from './hashes.ts';
import type { PublicJwk } from './model.ts';
import type { Signer } from './voucher-fetch.ts';

const jwkOf = (publicKey: Buffer): PublicJwk => ({ kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') });

/** What signs for a node that asks another one for a voucher. */
export function nodeSigner({ key, sign }: Pick<OwnKey, 'key' | 'sign'>): Signer {
  const jwk = jwkOf(key.publicKey);
  return { jwk, client: thumbprintOf(jwk), algorithm: 'EdDSA', sign };
}

// Homes move seldom, and to know them is one reading of the whole tree.
const homes = briefly(async (db: Db, node: string) => {
  const homeOf = await homesOfBodies(db);
  const bodies = await listBodies(db);
  return bodies.filter(({ code }) => homeOf(code) === node).map(({ id, code }) => ({ id, code }));
}, 2000);

const bears = (jwk: PublicJwk, client: string) => thumbprintOf(jwk) === client;

/** The node whose key has this thumbprint; its key's own time is for whoever has a clock. */
export async function findNodeClient(db: Db, client: string): Promise<Client | undefined> {
  for (const node of await listNodes(db)) {
    for (const key of node.keys) {
      const jwk = jwkOf(parseVerifierKey(key.key).publicKey);
      if (bears(jwk, client)) return clientOf(db, node, { key, jwk });
    }
  }
  return undefined;
}

async function clientOf(
  db: Db,
  { name, state, since, bodies: first }: KnownNode,
  { key, jwk }: { readonly key: NodeKey; readonly jwk: PublicJwk },
): Promise<Client> {
  const bodies = (await homes.read(db, name)).toSorted((a, b) => rank(first, a.code) - rank(first, b.code));
  return {
    client: thumbprintOf(jwk),
    profile: 'strong',
    jwk,
    secretHash: null,
    certificate: null,
    sandbox: false,
    bodies: bodies.map(({ id }) => id),
    agreements: null,
    purposes: null,
    validUntil: key.to,
    revokedAt: key.revoked ?? (state === 'retired' ? since : null),
  };
}

/** The node's own first body is the one meant when none is named. */
const rank = (first: readonly string[], code: string): number => {
  const at = first.indexOf(code);
  return at === -1 ? first.length : at;
};
