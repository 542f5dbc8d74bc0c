/** Details of entries: encrypted under the key of whom they are about, readable until that key is destroyed. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/db.ts';
import type { Detail } from './audit.ts';
import { canonicalJson } from './canonical.ts';
import { groupCommit } from './group-commit.ts';
import * as keyStore from './key-store.ts';
import { type NodeKeys, seal, unseal } from './keys.ts';
import { hashDetail } from './leaf.ts';

const SALT_BYTES = 16;
// A key destroyed by another process is forgotten here within a minute.
const REMEMBER_MS = 60_000;
const MOST_REMEMBERED = 10_000;

export interface SealedText {
  readonly protectedFor: string;
  readonly sealed: Buffer;
  /** What goes into the leaf. */
  readonly hash: string;
}

export interface Details {
  /** Null when the key of that person was destroyed: about the erased nothing new is kept. */
  seal(entry: string, protectedFor: string, detail: unknown): Promise<SealedText | null>;
  forget(protectedFor: string): void;
}

/** `db` is the ledger's own: a key is made outside of the caller's transaction, which may be long or be undone. */
export function openDetails(db: Db, clock: Clock, keys: NodeKeys): Details {
  const remembered = new Map<string, { key: Buffer | null; until: number }>();
  const made = groupCommit<string>(async (names) => {
    const wanted = [...new Set(names)];
    const fresh = wanted.map((name) => ({ name, wrapped: keys.wrap(randomBytes(32), name) }));
    await keyStore.insertKeys(db, fresh, clock.now());
    for (const { name, wrapped } of await keyStore.findKeys(db, wanted)) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      const key = wrapped === null ? null : keys.unwrap(wrapped, name);
      remembered.set(name, { key, until: performance.now() + REMEMBER_MS });
    }
  });
  const keyOf = async (name: string): Promise<Buffer | null> => {
    for (;;) {
      const known = remembered.get(name);
      if (known && known.until > performance.now()) return known.key;
      await made.add(name);
    }
  };
  return {
    seal: async (entry, protectedFor, detail) => {
      const key = await keyOf(protectedFor);
      if (key === null) return null;
      const salted = Buffer.concat([randomBytes(SALT_BYTES), Buffer.from(canonicalJson(detail))]);
      return { protectedFor, sealed: seal(key, salted, entry), hash: hashDetail(salted) };
    },
    forget: (name) => void remembered.delete(name),
  };
}

export class AlteredDetailError extends Error {
  override name = 'AlteredDetailError';
}

/**
 * Opens what lies beside an entry, and holds it against the hash in its leaf.
 * @throws AlteredDetailError when it is not what was written
 */
export function openDetail(keys: NodeKeys, hash: string | null, found: keyStore.SealedDetail | undefined): Detail {
  if (hash === null && !found) return { state: 'none' };
  if (hash === null || !found) throw new AlteredDetailError('a detail is missing, or was put there later');
  if (found.wrapped === null) return { state: 'erased' };
  let salted: Buffer;
  try {
    salted = unseal(keys.unwrap(found.wrapped, found.protectedFor), found.sealed, found.entry);
  } catch {
    throw new AlteredDetailError('a detail does not open');
  }
  if (hashDetail(salted) !== hash) throw new AlteredDetailError('a detail is not the one that was written');
  return { state: 'readable', value: JSON.parse(salted.subarray(SALT_BYTES).toString()) as unknown };
}
