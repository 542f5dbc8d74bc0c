/** Every way exchange can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  notPublished: {
    status: 404,
    title: 'No such register in the catalogue',
    help: 'The catalogue lists the registers that are published.',
  },
  tokenRefused: {
    status: 400,
    title: 'No voucher is given for this',
    help: 'The member `decision` says which link of the chain is missing, who can change it and what would pass; `error` is that of RFC 6749 §5.2 or RFC 9449 §5.',
  },
  clientRefused: {
    status: 401,
    title: 'The client is not known by what it showed',
    help: 'The member `decision` says what is wrong with key, assertion or secret. A key nobody registered and a signature of another key get the same answer.',
  },
  voucherRefused: {
    status: 401,
    title: 'The voucher does not open this',
    help: 'The member `decision` says what is wrong with voucher or proof; with `use_dpop_nonce` repeat it with the nonce of the header `DPoP-Nonce`.',
  },
  noNodeKey: {
    status: 503,
    title: 'The node has no key to sign with',
    help: 'Set `ARTERY_KEYS` to the folder of the node\u2019s keys.',
  },
  keyTaken: {
    status: 409,
    title: 'This key is registered already',
    help: 'A key belongs to one body. Make another one: `npx artery voucher key`.',
  },
  tooManyKeys: {
    status: 409,
    title: 'The body has too many keys',
    help: 'Revoke keys that are not used any more; the member `most` says how many there may be.',
  },
  keyUnfit: {
    status: 422,
    title: 'This cannot be registered as a key',
    help: 'A strong key is a public JWK (Ed25519 or P-256); one of the gateway profile has a secret made here or the SHA-256 of a certificate. A private key must never be sent: make another one.',
  },
  keyNotFound: { status: 404, title: 'There is no such key', help: 'It does not exist, or it is not yours to see.' },
  grantNotFound: {
    status: 404,
    title: 'There is no such grant',
    help: 'The agreement does not exist, the body has no grant under it, or it is not yours to see.',
  },
  notHeld: {
    status: 404,
    title: 'Nothing is held under this key for you',
    help: 'There is no such record, or the agreement does not open it: the same answer for both.',
  },
  noLogins: {
    status: 409,
    title: 'The database lets this node make no logins',
    help: 'The user of `DATABASE_URL` needs `createrole` and `create` on the database.',
  },
  fileNotFound: { status: 404, title: 'There is no such file', help: 'The clients’ files are listed by the sandbox.' },
});
