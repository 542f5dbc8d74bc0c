/**
 * Client of an Artery node, without dependencies: Node 20 or later, Deno, browsers. It signs with a key pair (Ed25519 or
 * P-256): an assertion at the token endpoint (RFC 7523) and a proof with every request (RFC 9449).
 *
 *     const keys = await readKeys(await readFile('key.pem', 'utf8'));
 *     const artery = openArtery<Member>({ address: 'https://node.example', keys, agreement: 'A-2026-1' });
 *     const found = await artery.register('members').lookup(['000001']);
 *
 * The type of the values is the register's own: `GET /api/dictionary/entities/<entity>/types.ts`.
 */

export interface Keys {
  /** The public key as JWK: what is registered at the provider. */
  readonly jwk: Readonly<Record<string, string>>;
  /** RFC 7638 thumbprint: the client's name. */
  readonly client: string;
  readonly sign: (text: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;
  readonly algorithm: 'EdDSA' | 'ES256';
}

export interface Options {
  /** Origin of the provider. */
  readonly address: string;
  readonly keys: Keys;
  readonly agreement: string;
  readonly purpose?: string;
  /** Code of the consumer body, for a client that acts for several. */
  readonly consumer?: string;
  /** Language of refusals: `vi`, `en`, `ar`. */
  readonly language?: string;
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970; tests set it. */
  readonly now?: () => number;
}

export interface ServedRecord<V> {
  readonly record: string;
  readonly version: number;
  readonly body: string;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
  readonly values: V;
}

export interface Decision {
  readonly allowed: boolean;
  readonly rule: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly words: { readonly reason: string; readonly remedy?: string; readonly whoCanChange?: string };
}

/** What the node answered instead: a problem (RFC 9457), with the decision when it was one. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Readonly<Record<string, unknown>>;
  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    super(String(problem['detail'] ?? problem['title'] ?? status));
    this.name = 'Refused';
    this.status = status;
    this.problem = problem;
  }
  get decision(): Decision | undefined {
    return this.problem['decision'] as Decision | undefined;
  }
}

export interface ListOptions {
  readonly where?: readonly string[];
  readonly fields?: readonly string[];
  readonly order?: string;
  readonly limit?: number;
}

export interface Register<V> {
  /** Fields, rows, what is left of the quota, the release; nothing is counted. */
  opens(): Promise<{ readonly release: number; readonly fields: readonly { readonly name: string }[] }>;
  /** Would it be granted? Nothing is counted. */
  would(asked?: { readonly mode?: string; readonly fields?: string; readonly purpose?: string }): Promise<{
    readonly decision: Decision;
  }>;
  /** One record by its key; undefined when nothing is held for this client. */
  lookup(key: readonly string[], fields?: readonly string[]): Promise<ServedRecord<V> | undefined>;
  /** Up to 1,000 records in the order of the keys. */
  batch(keys: readonly (readonly string[])[], fields?: readonly string[]): Promise<(ServedRecord<V> | null)[]>;
  /** Every record, page by page. */
  records(options?: ListOptions): AsyncGenerator<ServedRecord<V>>;
}

const RENEW_BEFORE_MS = 30_000;
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const utf8 = new TextEncoder();

function base64url(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): string {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const encode = (value: unknown): string => base64url(utf8.encode(JSON.stringify(value)));
const hashOf = async (text: string): Promise<string> =>
  base64url(await crypto.subtle.digest('SHA-256', utf8.encode(text)));

/** Reads a private key (PKCS #8, PEM), as `npx artery voucher key` writes it. */
export async function readKeys(pem: string): Promise<Keys> {
  const body = pem.replaceAll(/-----[^-]+-----|\s/g, '');
  const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  // The object identifier of Ed25519 (1.3.101.112) ends in 0x70, and a key of it is 48 bytes long.
  const isEdwards = bytes.length === 48;
  const kind = isEdwards ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('pkcs8', bytes, kind, true, ['sign']);
  const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', key);
  const jwk = isEdwards ? { crv, kty, x } : { crv, kty, x, y };
  const how = isEdwards ? { name: 'Ed25519' } : { name: 'ECDSA', hash: 'SHA-256' };
  return {
    jwk,
    client: await hashOf(JSON.stringify(jwk)),
    algorithm: isEdwards ? 'EdDSA' : 'ES256',
    sign: (text) => crypto.subtle.sign(how, key, text),
  };
}

async function signed({ algorithm, sign }: Keys, header: object, claims: object): Promise<string> {
  const text = `${encode({ ...header, alg: algorithm })}.${encode(claims)}`;
  return `${text}.${base64url(await sign(utf8.encode(text)))}`;
}

/** Requests with a proof; once more with the node's nonce when it asks for one. */
function prover({ keys, language = 'en', now = Date.now, fetch: send = fetch }: Options) {
  let nonce: string | undefined;
  const proof = async (method: string, url: string, token?: string) => {
    const { origin, pathname } = new URL(url);
    const claims = { jti: crypto.randomUUID(), htm: method, htu: origin + pathname, iat: Math.floor(now() / 1000) };
    const more = { ...(nonce && { nonce }), ...(token && { ath: await hashOf(token) }) };
    return signed(keys, { typ: 'dpop+jwt', jwk: keys.jwk }, { ...claims, ...more });
  };
  return async (method: string, url: string, init: RequestInit, token?: string): Promise<Response> => {
    for (let again = true; ; again = false) {
      const headers = new Headers(init.headers);
      headers.set('accept', 'application/json');
      headers.set('accept-language', language);
      headers.set('dpop', await proof(method, url, token));
      if (token) headers.set('authorization', `DPoP ${token}`);
      const answer = await send(url, { ...init, method, headers });
      const given = answer.headers.get('dpop-nonce') ?? undefined;
      const isNew = given !== undefined && given !== nonce;
      nonce = given ?? nonce;
      if (answer.ok) return answer;
      const problem = (await answer.json().catch(() => ({ title: answer.statusText }))) as Record<string, unknown>;
      if (again && isNew && problem['error'] === 'use_dpop_nonce') continue;
      throw new Refused(answer.status, problem);
    }
  };
}

/** One client under one agreement. */
export function openArtery<V = Readonly<Record<string, string | number | boolean | null>>>(options: Options) {
  const { keys, agreement, purpose, consumer, now = Date.now } = options;
  const send = options.fetch ?? fetch;
  const proved = prover(options);
  const origin = new URL(options.address).origin;
  const seconds = () => Math.floor(now() / 1000);
  let issuer: string | undefined;
  let held: { readonly token: string; readonly until: number } | undefined;

  async function tokenInHand(): Promise<string> {
    if (held && held.until - now() > RENEW_BEFORE_MS) return held.token;
    issuer ??= ((await (await send(`${origin}/.well-known/oauth-authorization-server`)).json()) as { issuer: string })
      .issuer;
    const claims = { iss: keys.client, sub: keys.client, aud: issuer, iat: seconds(), exp: seconds() + 300 };
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION,
      client_assertion: await signed(keys, { typ: 'JWT' }, { ...claims, jti: crypto.randomUUID() }),
      agreement,
      ...(purpose !== undefined && { purpose }),
      ...(consumer !== undefined && { consumer }),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await proved('POST', `${origin}/exchange/v1/token`, { headers, body: form.toString() });
    const { access_token: token, expires_in: left } = (await answer.json()) as {
      access_token: string;
      expires_in: number;
    };
    held = { token, until: now() + left * 1000 };
    return token;
  }

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init: RequestInit =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    try {
      return (await (await proved(method, origin + path, init, await tokenInHand())).json()) as T;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      held = undefined;
      return (await (await proved(method, origin + path, init, await tokenInHand())).json()) as T;
    }
  }
  return { token: tokenInHand, register: (name: string): Register<V> => registerOf<V>(name, call) };
}

type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;

function registerOf<V>(name: string, call: Call): Register<V> {
  const path = `/exchange/v1/${encodeURIComponent(name)}`;
  const query = (members: Readonly<Record<string, string | undefined>>) => {
    const given = Object.entries(members).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
  };
  return {
    opens: () => call('GET', path),
    would: (asked = {}) => call('GET', `${path}/would${query(asked)}`),
    async lookup(key, fields) {
      try {
        return await call('POST', `${path}/lookup`, { key, ...(fields && { fields }) });
      } catch (error) {
        const isAbsent = error instanceof Refused && error.status === 404;
        if (isAbsent && String(error.problem['type']).endsWith('/not-held')) return undefined;
        throw error;
      }
    },
    batch: async (keys, fields) =>
      (await call<{ items: (ServedRecord<V> | null)[] }>('POST', `${path}/batch`, { keys, ...(fields && { fields }) }))
        .items,
    async *records({ where = [], fields, order, limit = 200 } = {}) {
      let cursor: string | undefined;
      do {
        const search = new URLSearchParams(where.map((one) => ['where', one]));
        const more = { fields: fields?.join(','), order, limit: String(limit), cursor };
        for (const [member, value] of Object.entries(more)) if (value !== undefined) search.set(member, value);
        const page: { items: ServedRecord<V>[]; next?: string } = await call(
          'GET',
          `${path}/records?${search.toString()}`,
        );
        yield* page.items;
        cursor = page.next;
      } while (cursor !== undefined);
    },
  };
}
