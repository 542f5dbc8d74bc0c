/** The node's own key material, opened once. */
import type { Context } from '../../platform/context.ts';
import { openKeys, type NodeKeys } from '../../platform/ledger/index.ts';
import { problems } from '../problems.ts';
import { nonces, type Nonces } from './nonce.ts';

export interface OwnKeys {
  readonly keys: NodeKeys;
  readonly nonces: Nonces;
}

const opened = new Map<string, OwnKeys>();

/** @throws problems.noNodeKey when the node has no folder of keys */
export function ownKeys({ keysDir }: Pick<Context, 'keysDir'>): OwnKeys {
  if (keysDir === undefined) throw problems.noNodeKey();
  let own = opened.get(keysDir);
  if (!own) {
    const keys = openKeys(keysDir);
    opened.set(keysDir, (own = { keys, nonces: nonces(keys) }));
  }
  return own;
}
