/** Who asks: a key that a body registered here, or another node acting for the bodies whose home it is. */
import { briefly } from '../../platform/briefly.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Profile, PublicJwk } from './model.ts';
import { findNodeClient } from './node-clients.ts';
import { findKey } from './store/key.ts';

export interface Client {
  /** RFC 7638 thumbprint of the key, or `gw-…`. */
  readonly client: string;
  readonly profile: Profile;
  readonly jwk: PublicJwk | null;
  readonly secretHash: string | null;
  readonly certificate: string | null;
  readonly sandbox: boolean;
  /** Ids of the bodies it may act for; the first one is meant when none is named. */
  readonly bodies: readonly number[];
  readonly agreements: readonly string[] | null;
  readonly purposes: readonly string[] | null;
  /** ISO 8601; null for as long as it is registered. */
  readonly validUntil: string | null;
  readonly revokedAt: string | null;
}

async function find(db: Db, client: string): Promise<Client | undefined> {
  const key = await findKey(db, client);
  return key ? { ...key, bodies: [key.body] } : findNodeClient(db, client);
}

/** Shared by the requests of a moment: a key that is revoked here counts at once, elsewhere within a tenth of a second. */
export const clients = briefly(find);
