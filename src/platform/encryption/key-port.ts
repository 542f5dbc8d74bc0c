/**
 * Where the key-encryption key is. A node has it in its key folder; an organisation may keep it in a hardware module
 * (PKCS#11) or a key service (KMS) that never gives it out: then a program of its own carries this port out.
 *
 * Contract, held against every port by `port-suite.ts`:
 * - `wrap` gives bytes that only `unwrap` of the same port opens, and only under the same label; the same key wrapped twice
 *   gives different bytes. A data key is 32 bytes.
 * - `unwrap` rejects where the label, a byte or the key-encryption key differs. It never gives back other bytes.
 * - what was wrapped stays readable while the key-encryption key lives, also after a newer one took its place.
 */
import type { NodeKeys } from '../ledger/keys.ts';

export interface KeyPort {
  wrap(dataKey: Buffer, label: string): Promise<Buffer>;
  /** @throws Error when it was wrapped by another key, under another label, or was altered */
  unwrap(wrapped: Buffer, label: string): Promise<Buffer>;
}

/** The key folder's master key, which wraps the keys of the audit log's details as well: one way for both. */
export const keyFilePort = (keys: Pick<NodeKeys, 'wrap' | 'unwrap'>): KeyPort => ({
  wrap: (dataKey, label) => Promise.resolve(keys.wrap(dataKey, label)),
  unwrap: (wrapped, label) =>
    new Promise((resolve) => {
      resolve(keys.unwrap(wrapped, label));
    }),
});
