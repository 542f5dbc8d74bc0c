/** ID tokens that an honest issuer never gave: each must be refused (OpenID Connect Core §3.1.3.7, RFC 8725). */
import { base64url, CompactEncrypt, generateKeyPair, generateSecret, SignJWT, type JWTPayload } from 'jose';
import type { Forge } from './issuer.ts';

type Make = (forge: Forge) => Promise<string> | string;

const json = (value: unknown) => base64url.encode(JSON.stringify(value));
const parts = async (forge: Forge) => (await forge.honest()).split('.') as [string, string, string];
const with_ =
  (claims: JWTPayload): Make =>
  ({ honest }) =>
    honest(claims);
const without =
  (name: string): Make =>
  async ({ claims, key, jwk }) => {
    const { [name]: _, ...rest } = claims;
    return new SignJWT(rest).setProtectedHeader({ alg: 'RS256', kid: jwk.kid as string }).sign(key);
  };
const unsigned =
  (alg: unknown): Make =>
  ({ claims }) =>
    `${json({ alg })}.${json(claims)}.`;
const now = () => Math.floor(Date.now() / 1000);

async function byHmac({ claims, jwk }: Forge, secret: string | Uint8Array): Promise<string> {
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: jwk.kid as string }).sign(key);
}

async function byOther({ claims, jwk }: Forge, header: Record<string, unknown>, alg = 'RS256'): Promise<string> {
  const { privateKey } = await generateKeyPair(alg);
  return new SignJWT(claims).setProtectedHeader({ alg, kid: jwk.kid as string, ...header }).sign(privateKey);
}

/** Forty of them, by what is wrong. */
export const forgedTokens: Readonly<Record<string, Make>> = {
  'alg none': unsigned('none'),
  'alg None': unsigned('None'),
  'alg empty': unsigned(''),
  'no alg': unsigned(undefined),
  'signature left out': async (forge) => (await parts(forge)).slice(0, 2).join('.') + '.',
  'two parts': async (forge) => (await parts(forge)).slice(0, 2).join('.'),
  'four parts': async (forge) => `${await forge.honest()}.x`,
  'signature of another token': async (forge) => {
    const [head, body] = await parts(forge);
    return `${head}.${body}.${(await forge.honest({ sub: 'mallory' })).split('.')[2] ?? ''}`;
  },
  'signature turned': async (forge) => {
    const [head, body, signature] = await parts(forge);
    return `${head}.${body}.${[...signature].reverse().join('')}`;
  },
  'subject exchanged after signing': async (forge) => {
    const [head, , signature] = await parts(forge);
    return `${head}.${json({ ...forge.claims, sub: 'bob' })}.${signature}`;
  },
  'header exchanged after signing': async (forge) => {
    const [, body, signature] = await parts(forge);
    return `${json({ alg: 'RS256', kid: forge.jwk.kid, typ: 'JWT' })}.${body}.${signature}`;
  },
  'HS256 with the public modulus': (forge) => byHmac(forge, forge.jwk.n ?? ''),
  'HS256 with the public key as JSON': (forge) => byHmac(forge, JSON.stringify(forge.jwk)),
  'HS256 with the client id': (forge) => byHmac(forge, 'artery'.padEnd(32, '\0')),
  'HS256 with nothing': (forge) => byHmac(forge, new Uint8Array(32)),
  'another key under the same kid': (forge) => byOther(forge, {}),
  'another key that it brings along': (forge) => byOther(forge, { jwk: { ...forge.jwk } }),
  'a key set to be fetched elsewhere': (forge) => byOther(forge, { jku: 'http://127.0.0.1:1/jwks' }),
  'a certificate to be fetched elsewhere': (forge) => byOther(forge, { x5u: 'http://127.0.0.1:1/x5u' }),
  'a kid nobody has': ({ honest }) => honest({}, { kid: 'nobody' }),
  'a kid like a path': (forge) => byOther(forge, { kid: '../../etc/passwd' }),
  'ES256 where RS256 is agreed': (forge) => byOther(forge, {}, 'ES256'),
  'PS256 where RS256 is agreed': (forge) => byOther(forge, {}, 'PS256'),
  'a critical header nobody knows': async (forge) => {
    const [, body, signature] = await parts(forge);
    return `${json({ alg: 'RS256', kid: forge.jwk.kid, crit: ['new'], new: 1 })}.${body}.${signature}`;
  },
  'encrypted for whoever': async ({ claims }) =>
    new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(await generateSecret('A256GCM')),
  'another issuer': with_({ iss: 'https://issuer.example' }),
  'the issuer with a slash': ({ honest, issuer }) => honest({ iss: `${issuer}/` }),
  'no issuer': without('iss'),
  'another audience': with_({ aud: 'somebody-else' }),
  'another audience of several': with_({ aud: ['somebody-else', 'third'] }),
  'several audiences and nobody authorised': with_({ aud: ['artery', 'somebody-else'] }),
  'authorised for somebody else': with_({ azp: 'somebody-else' }),
  'no audience': without('aud'),
  'no nonce': without('nonce'),
  'another nonce': with_({ nonce: 'of-another-sign-in' }),
  'no subject': without('sub'),
  'no last moment': without('exp'),
  'long over': ({ honest }) => honest({ exp: now() - 3600, iat: now() - 7200 }),
  'not valid yet': ({ honest }) => honest({ nbf: now() + 3600 }),
  'no token at all': () => '',
};
