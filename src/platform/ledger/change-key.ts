/** The log goes over to another key of the node, from the size it has on: said in the log itself, and signed by the key before. */
import type { Db } from '../db/db.ts';
import type { AuditEntry } from './audit.ts';
import { keyId } from './checkpoint.ts';
import type { NodeKeys } from './keys.ts';
import { changeText } from './log-keys.ts';
import { originOf } from './sequence-audit.ts';
import * as store from './store.ts';

interface Changing {
  readonly keys: NodeKeys;
  readonly by: Pick<AuditEntry, 'actor' | 'body' | 'rule'>;
  readonly now: Date;
  readonly record: (tx: Db, entry: AuditEntry) => Promise<string>;
}

/** @returns whether it was another key than the one that signs so far */
export async function changeKey(tx: Db, publicKey: Buffer, { keys, by, now, record }: Changing): Promise<boolean> {
  const { epoch, position: size } = await store.lockHead(tx);
  const last = (await store.logKeys(tx)).at(-1);
  if (!last || last.publicKey.equals(publicKey)) return false;
  const before = keys.all().find((key) => key.publicKey.equals(last.publicKey));
  const origin = originOf(keys.node, epoch);
  const signature = before?.sign(Buffer.from(changeText(origin, { size, publicKey }))) ?? null;
  await store.insertLogKey(tx, { publicKey, epoch, size, signature }, now);
  const id = keyId({ name: keys.node, publicKey }).toString('hex');
  await record(tx, { ...by, action: 'ledger.change-key', subject: `key/${id}`, allowed: true, counts: { size } });
  return true;
}
