/** The logs of this node that are shown to its witnesses: the audit trail, and what other parts add (streams). */
import type { Db } from '../../platform/db/db.ts';
import { headPosition } from '../../platform/ledger/entry-store.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import { keyAt, verifierOf } from '../../platform/ledger/log-keys.ts';
import { proveConsistency } from '../../platform/ledger/read.ts';
import { originOf } from '../../platform/ledger/sequence-audit.ts';
import { logKeys, newestCheckpoint } from '../../platform/ledger/store.ts';
import type { OwnLog } from './model.ts';

/** The audit trail of the epoch that is being written. */
export async function auditLog(db: Db, keys: Pick<NodeKeys, 'node' | 'publicKey'>): Promise<OwnLog> {
  const { epoch, position } = await headPosition(db);
  const turn = keyAt(await logKeys(db), epoch, position) ?? keys;
  const origin = originOf(keys.node, epoch);
  return {
    origin,
    key: verifierOf(origin, turn),
    checkpoint: async () => {
      const newest = await newestCheckpoint(db);
      return newest?.epoch === epoch ? newest : undefined;
    },
    consistency: (older, newer) => proveConsistency(db, epoch, older, newer),
  };
}
