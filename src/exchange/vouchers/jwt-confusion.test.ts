/** T13: tokens that a careless reader would take. Each is refused, and taken as soon as the check that it goes round is off. */
import { createHmac, generateKeyPairSync, sign as signRaw } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyFile, type KeyFile } from './key-file.ts';
import {
  jwkOfNode,
  readAssertion,
  readProof,
  readVoucher,
  TokenError,
  writeVoucher,
  type TokenFault,
} from './tokens.ts';
import { fieldsHash, thumbprintOf } from './hashes.ts';
import type { VoucherClaims } from './model.ts';

const now = new Date('2026-11-23T03:00:00Z');
const at = now.getTime() / 1000;
const mine = keyFile();
const short = keyFile('p256');
const theirs = keyFile();
const NODE = 'node-1a2b3c4d.artery';
const URL_ = 'https://node.test/exchange/v1/members/lookup';
const nodeKey = keyFile();
const node = {
  node: NODE,
  publicKey: Buffer.from(nodeKey.jwk.x, 'base64url'),
  sign: (text: Buffer) => nodeKey.sign(text),
};
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
type Sign = (text: Buffer) => Buffer;
const token = (header: unknown, claims: unknown, sign: Sign) => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign(Buffer.from(text)).toString('base64url')}`;
};
const nothing: Sign = () => Buffer.alloc(0);
const hmac =
  (key: string | Buffer): Sign =>
  (text) =>
    createHmac('sha256', key).update(text).digest();
const by =
  ({ sign }: KeyFile): Sign =>
  (text) =>
    sign(text);
const byRsa: Sign = (text) => signRaw('sha256', text, rsa.privateKey);

const A = { alg: 'EdDSA', typ: 'JWT' };
const aClaims = { iss: mine.client, sub: mine.client, aud: NODE, iat: at, exp: at + 300, jti: 'jti-1' };
const P = { alg: 'EdDSA', typ: 'dpop+jwt', jwk: mine.jwk };
const pClaims = { htm: 'POST', htu: URL_, iat: at, jti: 'jti-2' };
const V = { alg: 'EdDSA', typ: 'at+jwt' };
const vClaims: VoucherClaims = {
  ...{ iss: NODE, aud: NODE, sub: mine.client, client_id: mine.client, iat: at, exp: at + 300, jti: 'jti-3' },
  ...{ cnf: { jkt: mine.client }, profile: 'strong', agreement: 'V-1', purpose: 'visits', register: 'members' },
  ...{ consumer: 'B', fields: fieldsHash('all'), release: 1 },
};
const voucher = writeVoucher(vClaims, node);

type Off = readonly TokenFault[];
const assertion = (text: string, off: Off = [], { jwk }: KeyFile = mine) =>
  readAssertion(text, { jwk, client: thumbprintOf(jwk), audiences: [NODE], now, off });
const proof = async (text: string, off: Off = []) =>
  readProof(text, { jwk: mine.jwk, method: 'POST', url: URL_, now, off });
const proofOf = async (text: string, off: Off = []) =>
  readProof(text, { jwk: mine.jwk, method: 'POST', url: URL_, voucher, now, off });
const pass = (text: string, off: Off = []) => readVoucher(text, { node, now, off });

type Read = (text: string, off?: Off) => Promise<unknown>;
/** What it is, the token, who reads it, and the checks without which it would be taken. */
const variants: readonly (readonly [string, string, Read, Off])[] = [
  ['assertion without signature, alg none', token({ ...A, alg: 'none' }, aClaims, nothing), assertion, ['signature']],
  ['alg None in another spelling', token({ ...A, alg: 'nOnE' }, aClaims, nothing), assertion, ['signature']],
  ['alg empty', token({ ...A, alg: '' }, aClaims, nothing), assertion, ['signature']],
  ['no alg', token({ typ: 'JWT' }, aClaims, nothing), assertion, ['signature']],
  ['signature cut off', token(A, aClaims, by(mine)).replace(/\.[^.]*$/, '.'), assertion, ['signature']],
  [
    'HS256 with the public key as secret',
    token({ ...A, alg: 'HS256' }, aClaims, hmac(Buffer.from(mine.jwk.x, 'base64url'))),
    assertion,
    ['signature'],
  ],
  [
    'HS256 with the JWK as secret',
    token({ ...A, alg: 'HS256' }, aClaims, hmac(JSON.stringify(mine.jwk))),
    assertion,
    ['signature'],
  ],
  ['HS256 with an empty secret', token({ ...A, alg: 'HS256' }, aClaims, hmac('')), assertion, ['signature']],
  ['RS256 with a key of its own', token({ ...A, alg: 'RS256' }, aClaims, byRsa), assertion, ['signature']],
  ['ES256 with a key of its own', token({ ...A, alg: 'ES256' }, aClaims, by(short)), assertion, ['signature']],
  ['signed by somebody else', token(A, aClaims, by(theirs)), assertion, ['signature']],
  ['with the signer’s own key inside', token({ ...A, jwk: theirs.jwk }, aClaims, by(theirs)), assertion, ['signature']],
  [
    'with an address of keys',
    token({ ...A, jku: 'https://evil.test/jwks.json' }, aClaims, by(theirs)),
    assertion,
    ['type', 'signature'],
  ],
  [
    'with a chain of certificates',
    token({ ...A, x5c: ['MIIB'] }, aClaims, by(theirs)),
    assertion,
    ['type', 'signature'],
  ],
  [
    'with a kid that is a path',
    token({ ...A, kid: '../../../../dev/null' }, aClaims, hmac('')),
    assertion,
    ['signature'],
  ],
  [
    'with a kid that is SQL',
    token({ ...A, kid: "x' union select 'AA'--" }, aClaims, hmac('AA')),
    assertion,
    ['signature'],
  ],
  [
    'with critical b64',
    token({ ...A, crit: ['b64'], b64: false }, aClaims, by(mine)),
    assertion,
    ['type', 'signature'],
  ],
  [
    'with a critical name nobody knows',
    token({ ...A, crit: ['x'], x: 1 }, aClaims, by(mine)),
    assertion,
    ['type', 'signature'],
  ],
  [
    'with an empty list of critical names',
    token({ ...A, crit: [] }, aClaims, by(mine)),
    assertion,
    ['type', 'signature'],
  ],
  ['compressed', token({ ...A, zip: 'DEF' }, aClaims, by(mine)), assertion, ['type']],
  ['a proof as assertion', token({ ...A, typ: 'dpop+jwt' }, aClaims, by(mine)), assertion, ['type']],
  ['a voucher’s type as assertion', token({ ...A, typ: 'at+jwt' }, aClaims, by(mine)), assertion, ['type']],
  ['a type that is no text', token({ ...A, typ: 7 }, aClaims, by(mine)), assertion, []],
  ['for another node', token(A, { ...aClaims, aud: 'node-99999999.artery' }, by(mine)), assertion, ['audience']],
  ['for nobody', token(A, { ...aClaims, aud: undefined }, by(mine)), assertion, ['audience', 'claims']],
  ['for a list without us', token(A, { ...aClaims, aud: ['a', 'b'] }, by(mine)), assertion, ['audience']],
  ['issued by another client', token(A, { ...aClaims, iss: theirs.client }, by(mine)), assertion, ['claims']],
  ['about another client', token(A, { ...aClaims, sub: theirs.client }, by(mine)), assertion, ['claims']],
  ['good for a year', token(A, { ...aClaims, exp: at + 31_536_000 }, by(mine)), assertion, ['claims']],
  ['without an end', token(A, { ...aClaims, exp: undefined }, by(mine)), assertion, ['claims']],
  ['without a name of its own', token(A, { ...aClaims, jti: undefined }, by(mine)), assertion, ['claims']],
  [
    'made an hour ago',
    token(A, { ...aClaims, iat: at - 3600, exp: at - 3300 }, by(mine)),
    assertion,
    ['expired', 'clock'],
  ],
  ['made in an hour', token(A, { ...aClaims, iat: at + 3600, exp: at + 3900 }, by(mine)), assertion, ['clock']],
  [
    'a time that is a text',
    token(A, { ...aClaims, iat: String(at) }, by(mine)),
    assertion,
    ['signature', 'claims', 'clock'],
  ],
  ['proof with another key inside', token({ ...P, jwk: theirs.jwk }, pClaims, by(theirs)), proof, ['other-key']],
  ['proof with the right key inside, signed by another', token(P, pClaims, by(theirs)), proof, ['signature']],
  [
    'proof with the private key inside',
    token({ ...P, jwk: { ...mine.jwk, kty: 'oct', k: 'AA' } }, pClaims, hmac(Buffer.from([0]))),
    proof,
    [],
  ],
  ['proof of another method', token(P, { ...pClaims, htm: 'GET' }, by(mine)), proof, ['claims']],
  [
    'proof of another host',
    token(P, { ...pClaims, htu: 'https://evil.test/exchange/v1/members/lookup' }, by(mine)),
    proof,
    ['claims'],
  ],
  ['proof of another address', token(P, { ...pClaims, htu: `${URL_}s` }, by(mine)), proof, ['claims']],
  ['proof of another voucher', token(P, { ...pClaims, ath: 'AAAA' }, by(mine)), proofOf, ['claims']],
  ['proof without the voucher’s hash', token(P, pClaims, by(mine)), proofOf, ['claims']],
  ['proof of yesterday', token(P, { ...pClaims, iat: at - 86_400 }, by(mine)), proof, ['clock']],
  ['assertion’s type as proof', token({ ...P, typ: 'JWT' }, pClaims, by(mine)), proof, ['type']],
  ['voucher signed by a client', token(V, vClaims, by(mine)), pass, ['signature']],
  ['voucher without signature', token({ ...V, alg: 'none' }, vClaims, nothing), pass, ['signature']],
  [
    'voucher signed with the node’s public key as secret',
    token({ ...V, alg: 'HS256' }, vClaims, hmac(node.publicKey)),
    pass,
    ['signature'],
  ],
  ['voucher with the signer’s key inside', token({ ...V, jwk: mine.jwk }, vClaims, by(mine)), pass, ['signature']],
  [
    'voucher of another node, by our key',
    writeVoucher({ ...vClaims, aud: 'node-99999999.artery' }, node),
    pass,
    ['audience'],
  ],
  ['voucher issued by another node', writeVoucher({ ...vClaims, iss: 'node-99999999.artery' }, node), pass, ['claims']],
  ['voucher that ended a second ago', writeVoucher({ ...vClaims, exp: at - 1 }, node), pass, ['expired']],
  ['something else that our key signed', token({ ...V, typ: 'node+jwt' }, vClaims, by(nodeKey)), pass, ['type']],
  ['voucher with a claim missing', token(V, { ...vClaims, agreement: undefined }, by(nodeKey)), pass, []],
];

describe('a token that is not what it says', () => {
  it('stands in at least forty forms', () => expect(variants.length).toBeGreaterThanOrEqual(40));
  it.each(variants)('is refused: %s', async (_name, text, read) => {
    await expect(read(text)).rejects.toBeInstanceOf(TokenError);
  });
  const held = variants.filter(([, , , off]) => off.length > 0);
  it.each(held)('twin: would be taken without the check: %s', async (_name, text, read, off) => {
    await expect(read(text, off)).resolves.toBeTruthy();
  });
  it('is taken when it is what it says: the readers refuse nothing else', async () => {
    await expect(assertion(token(A, aClaims, by(mine)))).resolves.toEqual({ jti: 'jti-1' });
    const byShort = { ...aClaims, iss: short.client, sub: short.client };
    await expect(assertion(token({ alg: 'ES256' }, byShort, by(short)), [], short)).resolves.toEqual({ jti: 'jti-1' });
    await expect(proof(token(P, pClaims, by(mine)))).resolves.toMatchObject({ jti: 'jti-2' });
    await expect(pass(voucher)).resolves.toEqual(vClaims);
    expect(thumbprintOf(jwkOfNode(node))).toBe(nodeKey.client);
  });
  it('has the thumbprint of RFC 8037, appendix A.3', () => {
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    expect(thumbprintOf({ kty: 'OKP', crv: 'Ed25519', x })).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });
});

describe('any header', () => {
  const header = fc.dictionary(
    fc.constantFrom('alg', 'typ', 'kid', 'jwk', 'crit', 'b64', 'x5c', 'jku', 'cty', 'zip', 'enc', 'nonce', 'toString'),
    fc.oneof(fc.constantFrom('EdDSA', 'Ed25519', 'none', 'HS256', 'JWT', 'dpop+jwt', 'at+jwt'), fc.jsonValue()),
  );
  it('with a signature of somebody else opens nothing, and breaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(header, fc.constantFrom(assertion, proof, pass), async (head, read) => {
        const text = token(head, { ...aClaims, ...pClaims, ...vClaims }, by(theirs));
        await expect(read(text)).rejects.toBeInstanceOf(TokenError);
      }),
      { numRuns: 1_000, seed: 13 },
    );
  });
  it('is refused when it is no token at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        await expect(pass(text)).rejects.toBeInstanceOf(TokenError);
        await expect(assertion(`${text}.${text}.`)).rejects.toBeInstanceOf(TokenError);
      }),
      { numRuns: 500, seed: 13 },
    );
  });
});
