/** The boot fence for `node.ts`: asked before anything is written or signed at a start. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { guardNode, isFenced, wasWitnessed } from './evidence/index.ts';
import { registry } from './registry-of-nodes.ts';

/** Whether the audit trail of this database was ever witnessed, or is fenced: then it is held until somebody was asked. */
export const mustWait = async (db: Db): Promise<boolean> => (await isFenced({ db })) || (await wasWitnessed(db));

/** Somebody showed that this node was seen further than it is: asks everybody, and says whether it is read-only now. */
export async function closesNow(context: Context): Promise<boolean> {
  return (await guardNode(context, await registry.peers(context))).state === 'fenced';
}

/**
 * Asks who may know more of this node than its own database.
 * @param passing a command that ends soon: it asks the key folder and no other node
 */
export async function guardOwnNode(context: Context, { passing }: { readonly passing: boolean }): Promise<void> {
  await guardNode(context, passing ? [] : await registry.peers(context), { starting: !passing });
}
