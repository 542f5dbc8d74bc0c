/** The key that the registry has for this node is the one it signs with: logs, orders and cosignatures go over to it. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { ledgerOf, openKeys } from '../../platform/ledger/index.ts';
import { getRegistry, ownEntry } from './keep-registry.ts';
import { liveOwnKeys, ownName } from './own-keys.ts';

/** May be cut off anywhere and run again: every round does. @returns whether it was another key */
export async function settleKey(context: Context, by: Author): Promise<boolean> {
  const { db, clock, audit, keysDir } = context;
  if (keysDir === undefined) return false;
  const { registry } = await getRegistry(db);
  const [newest] = liveOwnKeys(context, ownEntry(registry, ownName(context)), clock.now().toISOString());
  const keys = openKeys(keysDir);
  if (!newest || newest.key.publicKey.equals(keys.publicKey)) return false;
  // The log first: while a process is killed in between, the next round finds the other half undone.
  await ledgerOf(audit).changeKey(newest.key.publicKey, { actor: by.account, body: by.body, rule: by.rule });
  return keys.use(newest.key.publicKey);
}
