/** A key as people compare it over the telephone. */
import { createHash } from 'node:crypto';

const GROUPS = 6;

/**
 * Six groups of five digits from SHA-256 of the verifier key: some 99 bits, so that nobody makes a second key with the
 * same digits, and short enough to be read aloud.
 */
export function fingerprintOf(verifierKey: string): string {
  const hash = createHash('sha256').update(verifierKey).digest();
  return Array.from({ length: GROUPS }, (_, i) =>
    String(Number(hash.readUIntBE(i * 5, 5)) % 100_000).padStart(5, '0'),
  ).join(' ');
}

/** Whether somebody typed this fingerprint: spaces and other signs between the digits do not count. */
export const isSameFingerprint = (typed: string, verifierKey: string): boolean =>
  typed.replace(/\D/g, '') === fingerprintOf(verifierKey).replace(/\D/g, '');
