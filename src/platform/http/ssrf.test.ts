/** T14: no address that somebody typed leads into the node's own network, however it is written. Each with its twin. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isPublic, parseAllowed, sayAllowed, type AllowedHost } from './outgoing-hosts.ts';
import { outgoing, type OutgoingOptions, type Resolve } from './outgoing.ts';
import { Problem } from './problem.ts';

const open = (handler: RequestListener): Promise<Server> =>
  new Promise((done) => {
    const server = createServer(handler).listen(0, '::', () => done(server));
  });
const portOf = (server: Server) => (server.address() as AddressInfo).port;

let hits = 0;
let inside: Server;
let outside: Server;
let P = 0;
let Q = 0;
beforeAll(async () => {
  inside = await open((_request, answer) => {
    hits += 1;
    answer.end('a secret of this network');
  });
  P = portOf(inside);
  outside = await open((request, answer) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname === '/go') answer.writeHead(302, { location: searchParams.get('to') ?? '' }).end();
    else if (pathname === '/large') answer.end(Buffer.alloc(3_000));
    else if (pathname === '/packed') answer.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    else if (pathname === '/slow') setTimeout(() => answer.end('late'), 2_000).unref();
    else answer.end(`hello ${request.headers['accept-encoding'] ?? ''}`);
  });
  Q = portOf(outside);
});
afterAll(() => {
  for (const server of [inside, outside]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => void (hits = 0));

const list = (...lines: string[]) => lines.map((line) => parseAllowed(line) as AllowedHost);
/** Names of the tests: each leads where the list says, the second time somewhere else. */
const names: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'data.example.org': [['127.0.0.1']],
  'mixed.example.org': [['127.0.0.1', '93.184.216.34']],
  'mapped.example.org': [['::ffff:127.0.0.1']],
  'sixth.example.org': [['::1']],
  'zero.example.org': [['0.0.0.0']],
};
const resolve: Resolve = (name) =>
  names[name]
    ? Promise.resolve(names[name][0] ?? [])
    : Promise.resolve(name.startsWith('localhost') ? ['127.0.0.1'] : []);

// Every name is on the list here, so that it is the address that must stop it; what is a literal is on no list.
const allowed = () => list(...Object.keys(names).map((name) => `${name}:${String(P)}=192.168.7.0/24`));
const off = { hosts: false, addresses: false, redirects: false };

const forms: readonly (readonly [what: string, url: () => string])[] = [
  ['loopback', () => `http://127.0.0.1:${String(P)}/`],
  ['loopback as one decimal', () => `http://2130706433:${String(P)}/`],
  ['loopback in octal', () => `http://0177.0.0.1:${String(P)}/`],
  ['loopback in hexadecimal', () => `http://0x7f.0x0.0x0.0x1:${String(P)}/`],
  ['loopback as one hexadecimal', () => `http://0x7f000001:${String(P)}/`],
  ['loopback shortened', () => `http://127.1:${String(P)}/`],
  ['loopback of another number', () => `http://127.9.8.7:${String(P)}/`],
  ['loopback mapped into IPv6', () => `http://[::ffff:127.0.0.1]:${String(P)}/`],
  ['loopback mapped, in hexadecimal', () => `http://[::ffff:7f00:1]:${String(P)}/`],
  ['loopback of IPv6', () => `http://[::1]:${String(P)}/`],
  ['full-width digits', () => `http://１２７.０.０.１:${String(P)}/`],
  ['digits in circles', () => `http://①②⑦.⓪.⓪.①:${String(P)}/`],
  ['percent-encoded digits', () => `http://%31%32%37.0.0.1:${String(P)}/`],
  ['an ideographic full stop', () => `http://127。0。0。1:${String(P)}/`],
  ['no address at all', () => `http://0.0.0.0:${String(P)}/`],
  ['no address at all, of IPv6', () => `http://[::]:${String(P)}/`],
  ['localhost', () => `http://localhost:${String(P)}/`],
  ['localhost with a dot', () => `http://LOCALHOST.:${String(P)}/`],
  ['an allowed name before the @', () => `http://data.example.org@127.0.0.1:${String(P)}/`],
  ['a name and a password', () => `http://data.example.org:${String(P)}@127.0.0.1:${String(P)}/`],
  ['a listed name that resolves to loopback', () => `http://data.example.org:${String(P)}/`],
  ['a listed name with a mapped answer', () => `http://mapped.example.org:${String(P)}/`],
  ['a listed name with an answer of IPv6', () => `http://sixth.example.org:${String(P)}/`],
  ['a listed name that resolves to nothing', () => `http://zero.example.org:${String(P)}/`],
  ['a listed name with one bad answer of two', () => `http://mixed.example.org:${String(P)}/`],
];
/** The same in every form: nobody learns from the words what stands at an address. */
const dead: readonly (readonly [what: string, url: string])[] = [
  ['link-local: what a cloud tells its machines', 'http://169.254.169.254/latest/meta-data/'],
  ['link-local of IPv6', 'http://[fe80::1]/'],
  ['a private network', 'http://10.0.0.5/'],
  ['a network of one site in IPv6', 'http://[fd00::1]/'],
  ['IPv4 through NAT64', 'http://[64:ff9b::7f00:1]/'],
  ['IPv4 through 6to4', 'http://[2002:7f00:1::]/'],
  ['a file', 'file:///etc/hostname'],
  ['another protocol', 'gopher://127.0.0.1:70/'],
  ['no address', 'not an address'],
  ['a host that is not on the list', 'https://elsewhere.example.org/'],
];

const asked = async (url: string, options: Partial<OutgoingOptions> = {}) => {
  try {
    const answer = await outgoing({ allowed: allowed(), resolve, within: 5_000, ...options }).send(url);
    return await answer.text();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return JSON.stringify([error.kind.slug, error.message, error.extras]);
  }
};
const REFUSED = JSON.stringify(['address-not-allowed', 'This address may not be called', {}]);

describe('ssrf', () => {
  it.each(forms)('%s is not called', async (_what, url) => {
    expect(await asked(url())).toBe(REFUSED);
    expect(hits).toBe(0);
  });
  it.each(dead)('%s is not called, in the same words', async (_what, url) => {
    expect(await asked(url)).toBe(REFUSED);
  });
  it.each(forms)('twin: with the guard off %s is reached', async (_what, url) => {
    expect(await asked(url(), { holds: off })).toBe('a secret of this network');
    expect(hits).toBe(1);
  });

  it('a name that answers otherwise the second time is asked once for each connection, and never believed', async () => {
    const answers = [['192.168.7.9'], ['127.0.0.1']];
    let questions = 0;
    const rebinding: Resolve = () => Promise.resolve(answers[Math.min(questions++, 1)] ?? []);
    const guarded = outgoing({ allowed: allowed(), resolve: rebinding, within: 300 });
    // The first answer lies in a network of the list, where nobody is; the second is this machine.
    await expect(guarded.send(`http://data.example.org:${String(P)}/`)).rejects.toMatchObject({
      kind: { slug: 'far-end-silent' },
    });
    expect(questions).toBe(1);
    await expect(guarded.send(`http://data.example.org:${String(P)}/`)).rejects.toMatchObject({
      kind: { slug: 'address-not-allowed' },
    });
    expect(hits).toBe(0);
    // The twin: whoever checks a name first and lets the connection resolve it again gets the second answer.
    questions = 1;
    expect(await asked(`http://data.example.org:${String(P)}/`, { resolve: rebinding, holds: off })).toContain(
      'secret',
    );
  });

  it('a redirect is followed nowhere, and twin: with the guard off it leads inside', async () => {
    const here = list(`127.0.0.1:${String(Q)}`);
    const url = `http://127.0.0.1:${String(Q)}/go?to=${encodeURIComponent(`http://127.0.0.1:${String(P)}/`)}`;
    expect(await asked(url, { allowed: here })).toBe(REFUSED);
    expect(hits).toBe(0);
    expect(await asked(url, { allowed: here, holds: off })).toBe('a secret of this network');
  });

  it('the server of a database is held against the same list', async () => {
    const out = outgoing({
      allowed: list('db.example.org', '127.0.0.1:5433'),
      resolve: () => Promise.resolve(['10.0.0.1']),
    });
    const usual = { port: 5432, usual: 5432 };
    for (const host of ['127.0.0.1', 'db.example.org', '/var/run/postgresql', '2130706433', 'other.example.org'])
      await expect(out.addressOf(host, usual), host).rejects.toMatchObject({ kind: { slug: 'address-not-allowed' } });
    expect(await out.addressOf('127.0.0.1', { port: 5433, usual: 5432 })).toBe('127.0.0.1');
  });
});

describe('what is allowed', () => {
  it('is called: a line with an address means this address, and nothing beside it', async () => {
    const here = list(`127.0.0.1:${String(Q)}`);
    expect(await asked(`http://127.0.0.1:${String(Q)}/`, { allowed: here })).toBe('hello identity');
    expect(await asked(`http://2130706433:${String(Q)}/`, { allowed: here })).toBe('hello identity');
    expect(await asked(`http://127.0.0.1:${String(P)}/`, { allowed: here })).toBe(REFUSED);
    expect(await asked(`http://127.0.0.2:${String(Q)}/`, { allowed: here })).toBe(REFUSED);
  });
  it('is called by name inside a network that the line names', async () => {
    const office = list(`office.example:${String(Q)}=127.0.0.0/8`);
    const there: Resolve = () => Promise.resolve(['127.0.0.1']);
    const url = `http://office.example:${String(Q)}/`;
    expect(await asked(url, { allowed: office, resolve: there })).toBe('hello identity');
    const wide: Resolve = () => Promise.resolve(['127.0.0.1', '10.0.0.1']);
    expect(await asked(url, { allowed: office, resolve: wide })).toBe(REFUSED);
  });
  it('is called without secrecy only inside a network of the list', async () => {
    expect(await asked('http://data.example.org/', { allowed: list('data.example.org') })).toBe(REFUSED);
  });
  it('has limits of size and time, and comes unpacked', async () => {
    const here = list(`127.0.0.1:${String(Q)}`);
    const at = (path: string) => `http://127.0.0.1:${String(Q)}${path}`;
    expect(await asked(at('/large'), { allowed: here, mostBytes: 2_000 })).toContain('far-end-too-large');
    expect(await asked(at('/large'), { allowed: here, mostBytes: 4_000 })).toHaveLength(3_000);
    expect(await asked(at('/slow'), { allowed: here, within: 100 })).toContain('far-end-silent');
    expect(await asked(at('/packed'), { allowed: here })).toContain('far-end-silent');
  });
});

describe('a line of the list', () => {
  it.each([
    ['API.Example.org', 'api.example.org'],
    ['api.example.org:8443', 'api.example.org:8443'],
    ['db.office.example:5432=10.20.0.0/16,10.30.1.2', 'db.office.example:5432=10.20.0.0/16,10.30.1.2'],
    ['0x7f.1:80', '127.0.0.1:80'],
    ['[::1]:8080', '[::1]:8080'],
    ['例え.example', 'xn--r8jz45g.example'],
  ])('%s is read as %s', (line, said) => {
    expect(sayAllowed(parseAllowed(line) as AllowedHost)).toBe(said);
  });
  it.each([
    '',
    '*',
    'a b',
    'https://a.example',
    'a.example/path',
    'u@a.example',
    'a:0',
    'a:70000',
    'a=10.0.0.0/99',
    'a=b',
  ])('%s is none', (line) => {
    expect(parseAllowed(line)).toBeUndefined();
  });
  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '8.8.8.8'])('%s is public', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});
