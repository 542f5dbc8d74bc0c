/** What stands for a key and for a set of fields. Apart from the words, which the web reads too. Pure. */
import { createHash } from 'node:crypto';
import type { PublicJwk } from './model.ts';

const prints = new WeakMap<PublicJwk, string>();

/** RFC 7638: SHA-256 over the required members in lexical order, base64url. Of one value it is made once. */
export function thumbprintOf(jwk: PublicJwk): string {
  let print = prints.get(jwk);
  if (print === undefined) prints.set(jwk, (print = printOf(jwk)));
  return print;
}

function printOf(jwk: PublicJwk): string {
  const { crv, kty, x } = jwk;
  const members = kty === 'OKP' ? { crv, kty, x } : { crv, kty, x, y: jwk.y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

/** What a voucher says of the fields: whoever holds it can tell that an agreement was changed. */
export const fieldsHash = (elements: 'all' | readonly string[]): string =>
  createHash('sha256')
    .update(elements === 'all' ? 'all' : JSON.stringify(elements.toSorted()))
    .digest('base64url');
