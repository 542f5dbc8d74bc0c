/** Ids made here: never from a sequence that a restore rewinds. */
import { randomBytes, randomUUID } from 'node:crypto';

/** A UUID whose order is the order of making (RFC 9562 §5.7, version 7). */
export function newId(now: Date = new Date()): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  const tail = randomUUID().slice(15);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail}`;
}

/** A secret of n bytes as base64url: tokens and keys. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
