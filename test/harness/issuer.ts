/** Issuers on the loopback: a real one (oidc-provider) with its people, and one that says whatever a test wants. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import Provider from 'oidc-provider';

export interface Running extends AsyncDisposable {
  readonly url: string;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const stop = (server: Server) =>
  new Promise<void>((done) => {
    server.closeAllConnections();
    server.close(() => done());
  });

export interface RealIssuer extends Running {
  /** Who sits at the issuer's keyboard from now on. */
  become(subject: string): void;
  /** Follows the redirects at the issuer, with its cookies, until it sends the browser away; that address. */
  visit(address: string, jar?: Map<string, string>): Promise<string>;
}

/** @param redirects where it may send people back to */
export async function realIssuer(redirects: readonly string[]): Promise<RealIssuer> {
  let person = 'alice';
  const server = createServer();
  const url = `http://127.0.0.1:${String(await listen(server))}`;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: 'artery',
        redirect_uris: [...redirects],
        token_endpoint_auth_method: 'none',
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    cookies: { keys: ['for tests only'] },
  });
  const serveProvider = provider.callback();
  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const { params, grantId: before } = await provider.interactionDetails(request, response);
    const grant =
      (before === undefined ? undefined : await provider.Grant.find(before)) ??
      new provider.Grant({ accountId: person, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid');
    const login = { accountId: person, amr: ['pwd', 'otp'] };
    const result = { login, consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) void serveProvider(request, response);
    else interact(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return {
    url,
    become: (subject) => (person = subject),
    async visit(address, jar = new Map()) {
      for (let next = address, steps = 0; steps < 10; steps += 1) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(next, { redirect: 'manual', headers: { cookie } });
        for (const line of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          jar.set(name, value);
        }
        const location = answer.headers.get('location');
        if (location === null) throw new Error(`${String(answer.status)}: ${await answer.text()}`);
        next = new URL(location, next).href;
        if (!next.startsWith(url)) return next;
      }
      throw new Error('the issuer sends in circles');
    },
    [Symbol.asyncDispose]: () => stop(server),
  };
}

export interface Forge {
  readonly issuer: string;
  readonly nonce: string;
  readonly key: CryptoKey;
  readonly jwk: JWK;
  readonly claims: JWTPayload;
  /** What an honest issuer would give. */
  honest(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
}

export interface LyingIssuer extends Running {
  /** The ID token of the next answers. */
  say(token: (forge: Forge) => Promise<string> | string): void;
  /** How it answers everything from now on: 200, an error, or not at all. */
  fail(how: 'no' | 'error' | 'hang' | 'redirect'): void;
  /** From now on it signs with another key. */
  rotate(): Promise<void>;
  nonce: string;
}

export async function lyingIssuer(): Promise<LyingIssuer> {
  const server = createServer();
  const url = `http://127.0.0.1:${String(await listen(server))}`;
  let [how, count]: ['no' | 'error' | 'hang' | 'redirect', number] = ['no', 0];
  let say: (forge: Forge) => Promise<string> | string = ({ honest }) => honest();
  let keys = await newKeys(0);
  const own: LyingIssuer = {
    url,
    nonce: '',
    say: (token) => (say = token),
    fail: (next) => (how = next),
    rotate: async () => void (keys = await newKeys((count += 1))),
    [Symbol.asyncDispose]: () => stop(server),
  };
  const forge = (): Forge => {
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, exp: now + 300, auth_time: now };
    const claims = { iss: url, sub: 'alice', aud: 'artery', nonce: own.nonce, ...times };
    const { privateKey: key, jwk } = keys;
    return {
      ...{ issuer: url, nonce: own.nonce, key, jwk, claims },
      honest: (more = {}, header = {}) =>
        new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'RS256', kid: jwk.kid, ...header }).sign(key),
    };
  };
  const answers: Readonly<Record<string, () => Promise<unknown>>> = {
    '/.well-known/openid-configuration': () =>
      Promise.resolve({
        issuer: url,
        authorization_endpoint: `${url}/auth`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      }),
    '/jwks': () => Promise.resolve({ keys: [keys.jwk] }),
    '/token': async () => ({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: await say(forge()) }),
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (how === 'hang') return;
    if (how === 'error') return void response.writeHead(503).end();
    if (how === 'redirect') return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    const answer = answers[request.url ?? ''];
    if (!answer) return void response.writeHead(404).end();
    void answer().then((body) => {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    });
  });
  return own;
}

async function newKeys(n: number) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: `k${String(n)}`, alg: 'RS256', use: 'sig' };
  return { privateKey, publicKey, jwk };
}
