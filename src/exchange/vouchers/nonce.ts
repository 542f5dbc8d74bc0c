/** Nonces of this node (RFC 9449 §8): they follow from the node's key and the minute, so every process knows them. */
import { createHmac, createHash, timingSafeEqual } from 'node:crypto';
import type { NodeKeys } from '../../platform/ledger/index.ts';

const MINUTE_MS = 60_000;
const MOST_MADE = 8;

export interface Nonces {
  /** The one to use from now on. */
  current(now: Date): string;
  /** Whether it is that of this minute or of the one before. */
  takes(nonce: string, now: Date): boolean;
}

export function nonces(keys: Pick<NodeKeys, 'sign'>): Nonces {
  // An Ed25519 signature of a fixed text is the same every time, and nobody without the key makes it.
  const secret = createHash('sha256')
    .update(keys.sign(Buffer.from('artery nonce secret 1')))
    .digest();
  // Asked three times a request, and another one a minute: those of the last minutes are remembered.
  const made = new Map<number, string>();
  const at = (minute: number): string => {
    let nonce = made.get(minute);
    if (nonce === undefined) {
      nonce = createHmac('sha256', secret).update(String(minute)).digest('base64url').slice(0, 22);
      if (made.size >= MOST_MADE) made.clear();
      made.set(minute, nonce);
    }
    return nonce;
  };
  const minuteOf = (now: Date) => Math.floor(now.getTime() / MINUTE_MS);
  return {
    current: (now) => at(minuteOf(now)),
    takes: (nonce, now) => [0, 1].some((back) => same(nonce, at(minuteOf(now) - back))),
  };
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
