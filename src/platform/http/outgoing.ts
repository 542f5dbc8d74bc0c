/**
 * Every call of the node to an address that somebody typed goes out here (ADR 0023): to listed hosts only, each resolved
 * address checked at the moment of connecting, no redirect followed, with limits of size and time.
 */
import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { Agent, request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as TlsAgent, request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { Problem } from './problem.ts';
import { problems } from '../problems.ts';
import { lineFor, lineForHost, mayReach, type AllowedHost } from './outgoing-hosts.ts';

/** Every address of a name, as the resolver of the machine has it. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export interface OutgoingOptions {
  readonly allowed: readonly AllowedHost[];
  /** Default: the resolver of the machine. */
  readonly resolve?: Resolve;
  /** Most bytes of an answer. Default 64 MiB. */
  readonly mostBytes?: number;
  /** Milliseconds from the first byte sent to the last one read. Default 60 s. */
  readonly within?: number;
  /** What is held; all of it by default. Only the tests that show what each rule is for let go of any. */
  readonly holds?: { readonly hosts: boolean; readonly addresses: boolean; readonly redirects: boolean };
}

export interface Outgoing {
  /**
   * Like `fetch`, for absolute addresses.
   * @throws problems.addressNotAllowed, problems.farEndSilent, problems.farEndTooLarge
   */
  send(url: string, init?: OutgoingRequest): Promise<Response>;
  /**
   * One checked address of a host, for what connects by itself: the server of a database.
   * @throws problems.addressNotAllowed, problems.farEndSilent
   */
  addressOf(host: string, port: { readonly port: number; readonly usual: number }): Promise<string>;
}

export interface OutgoingRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
}

const MOST_BYTES = 64 * 1024 * 1024;
const WITHIN_MS = 60_000;
const ALL = { hosts: true, addresses: true, redirects: true } as const;
const REDIRECTS = [301, 302, 303, 307, 308];

const resolveByMachine: Resolve = (name) =>
  new Promise((done, fail) => {
    resolveName(name, { all: true }, (error, found) =>
      error ? fail(error) : done(found.map(({ address }: LookupAddress) => address)),
    );
  });

const refuse = () => problems.addressNotAllowed();

/** A way out for one allow list. */
export function outgoing(options: OutgoingOptions): Outgoing {
  const { allowed, resolve = resolveByMachine, holds = ALL } = options;
  const check = (line: AllowedHost | undefined, addresses: readonly string[]) => {
    if (!holds.addresses) return;
    if (addresses.length === 0 || !line || addresses.some((one) => !mayReach(line, one))) throw refuse();
  };
  const resolveFor = async (name: string, line: AllowedHost | undefined) => {
    const found = isIP(name) ? [name] : await resolve(name).catch(() => Promise.reject(unreachable()));
    // One bad address among several spoils all: which of them is taken is not ours to say.
    check(line, found);
    return found;
  };
  const agents = { http: new Agent({ keepAlive: true }), https: new TlsAgent({ keepAlive: true }) };
  return {
    async send(text, init = {}) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      const line = url && lineFor(url, allowed);
      if (!url || (holds.hosts && !line)) throw refuse();
      const bare = url.hostname.replace(/^\[(.*)\]$/, '$1');
      // For a name the resolver is asked when it connects: a second answer cannot differ from the checked one.
      if (isIP(bare)) check(line, [bare]);
      const answer = await request(url, init, {
        ...options,
        agents,
        lookup: lookupBy((name) => resolveFor(name, line)),
      });
      if (!REDIRECTS.includes(answer.statusCode ?? 0)) return responseOf(answer, options);
      answer.destroy();
      if (holds.redirects) throw refuse();
      return this.send(new URL(answer.headers.location ?? '', url).href, init);
    },
    async addressOf(host, port) {
      const line = lineForHost(host, port, allowed);
      if (holds.hosts && !line) throw refuse();
      return (await resolveFor(line?.host ?? host, line))[0] as string;
    },
  };
}

/** The hook that Node calls when it connects: it gets only what was checked. */
function lookupBy(resolveFor: (name: string) => Promise<readonly string[]>): LookupFunction {
  return (name, { all }, done) => {
    resolveFor(name).then(
      (found) => {
        const addresses = found.map((address) => ({ address, family: isIP(address) }));
        if (all) done(null, addresses);
        else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
      },
      (error: unknown) => done(error as NodeJS.ErrnoException, []),
    );
  };
}

interface Way extends OutgoingOptions {
  readonly lookup: LookupFunction;
  readonly agents: { readonly http: Agent; readonly https: TlsAgent };
}

function request(
  url: URL,
  init: OutgoingRequest,
  { within = WITHIN_MS, lookup, agents }: Way,
): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:';
  const limit = AbortSignal.timeout(within);
  const options: RequestOptions = {
    method: init.method ?? 'GET',
    // What is packed could unpack to anything: it is asked for plain.
    headers: { ...init.headers, 'accept-encoding': 'identity' },
    lookup,
    agent: secure ? agents.https : agents.http,
    signal: init.signal ? AbortSignal.any([limit, init.signal]) : limit,
  };
  return new Promise((done, fail) => {
    const asked = (secure ? requestHttps : requestHttp)(url, options, done);
    asked.on('error', (error) => fail(init.signal?.aborted ? error : toProblem(error)));
    asked.end(init.body);
  });
}

const unreachable = () => problems.farEndSilent();
const toProblem = (error: Error) => (error instanceof Problem ? error : unreachable());

const BODILESS = [204, 304];

function responseOf(answer: IncomingMessage, { mostBytes = MOST_BYTES }: OutgoingOptions): Response {
  const status = answer.statusCode ?? 500;
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    answer.destroy();
    throw unreachable();
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  if (BODILESS.includes(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  const body = answer.pipe(counted(mostBytes));
  answer.on('error', (error) => body.destroy(toProblem(error)));
  body.on('error', () => answer.destroy());
  return new Response(Readable.toWeb(body) as ReadableStream, { status, headers });
}

function counted(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(problems.farEndTooLarge({ limit: most }));
      else done(null, chunk);
    },
  });
}
