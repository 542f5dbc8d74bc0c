/** The form in which PostgreSQL keeps a password: made here, so that the password itself never travels to it. Pure. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

const ROUNDS = 4096;

/**
 * @param password of printable ASCII, so that SASLprep changes nothing
 * @returns `SCRAM-SHA-256$4096:salt$StoredKey:ServerKey` (RFC 5802 §3, RFC 7677; PostgreSQL manual §52.10)
 */
export function scramVerifier(password: string, salt: Buffer): string {
  const salted = pbkdf2Sync(password, salt, ROUNDS, 32, 'sha256');
  const keyed = (words: string) => createHmac('sha256', salted).update(words).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${String(ROUNDS)}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
