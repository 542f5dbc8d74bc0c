/**
 * Envelope encryption of single values: AES-256-GCM (NIST SP 800-38D) under the data key of the record they are about, with
 * register, record and field as associated data, so that a value moved to another place does not open. Pure but for chance.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

/** Where a value stands. */
export interface Place {
  readonly register: string;
  /** Record id. */
  readonly record: string;
  /** Physical name of the field. */
  readonly field: string;
}

/** Version of the layout: one byte, nonce (12), tag (16), ciphertext. */
const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + NONCE + TAG;
/** Of a data key, in bytes. */
export const KEY_BYTES = 32;

/** Each part with its length before it: no two places give the same bytes. */
export const placeBytes = ({ register, record, field }: Place): Buffer =>
  Buffer.from([register, record, field].map((part) => `${String(part.length)}:${part}`).join(''));

export class SealedValueError extends Error {
  override name = 'SealedValueError';
}

/** As the cipher takes it: a key that is read from bytes anew for every value takes four times as long as the value. */
export const dataKey = (bytes: Buffer): KeyObject => createSecretKey(bytes);

/** A random nonce a value: a data key seals one record's values, far below the 2^32 of SP 800-38D §8.3. */
export const encryptValue = (key: KeyObject, value: string, place: Place): Buffer =>
  encryptWith(key, randomBytes(NONCE), value, place);

/**
 * The same value at the same place seals to the same bytes, so that a statement sees that nothing changed. The nonce is
 * HMAC-SHA-256 of place and value under a key of its own drawn from the data key (a synthetic IV, as in RFC 8452): it comes
 * again with the very same value only. Two records have two keys, so nothing shows that their values are equal.
 */
export function encryptSettled(key: KeyObject, value: string, place: Place): Buffer {
  const at = placeBytes(place);
  const nonce = createHmac('sha256', nonceKey(key)).update(String(at.length)).update(at).update(value, 'utf8').digest();
  return encryptWith(key, nonce.subarray(0, NONCE), value, place);
}

const nonceKeys = new WeakMap<KeyObject, KeyObject>();
function nonceKey(key: KeyObject): KeyObject {
  let made = nonceKeys.get(key);
  if (!made) {
    made = createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'nonce of sealed fields', KEY_BYTES)));
    nonceKeys.set(key, made);
  }
  return made;
}

function encryptWith(key: KeyObject, nonce: Buffer, value: string, place: Place): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(placeBytes(place));
  const text = cipher.update(value, 'utf8');
  cipher.final();
  const sealed = Buffer.allocUnsafe(HEAD + text.length);
  sealed[0] = VERSION;
  nonce.copy(sealed, 1);
  cipher.getAuthTag().copy(sealed, 1 + NONCE);
  text.copy(sealed, HEAD);
  return sealed;
}

/** @throws SealedValueError when key, place or any byte is another: it says nothing of which */
export function decryptValue(key: KeyObject, sealed: Buffer, place: Place): string {
  if (sealed.length < HEAD || sealed[0] !== VERSION) throw new SealedValueError('the value does not open');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG });
    decipher.setAAD(placeBytes(place)).setAuthTag(sealed.subarray(1 + NONCE, HEAD));
    // As bytes, then one text: a decoder of its own for each value takes as long as the cipher.
    const text = decipher.update(sealed.subarray(HEAD));
    decipher.final();
    return text.toString();
  } catch {
    throw new SealedValueError('the value does not open');
  }
}

/** The key of one field's blind index, drawn from the register's (HKDF-SHA-256, RFC 5869). */
export const blindKey = (secret: Buffer, { register, field }: Pick<Place, 'register' | 'field'>): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), placeBytes({ register, record: 'blind-index', field }), 32));

/**
 * Finds equal values without opening any: HMAC-SHA-256 (RFC 2104) of the value as it is normalised. Equal values of one
 * field look equal to whoever sees the column, so it is made only for fields that are looked up.
 */
export const blindIndex = (key: Buffer, value: string): Buffer =>
  createHmac('sha256', key).update(value.normalize('NFC').trim()).digest();
