/**
 * The node that a command talks to: the one on the local data folder, or another over HTTP. Both are called through the
 * same contracts, so that what is printed is the same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Type from 'typebox';
import { getBody } from '../bodies/index.ts';
import { authorizer } from '../governance/index.ts';
import { openNode, type OpenNode } from '../node.ts';
import type { Caller } from '../platform/caller.ts';
import { sequenceChanges } from '../platform/changes/index.ts';
import type { Config } from '../platform/config.ts';
import type { Send } from '../platform/http/call.ts';
import { createServer, type HttpServer } from '../platform/http/server.ts';
import { createLog } from '../platform/log.ts';
import { readSetting } from '../platform/setting.ts';
import { UsageError } from './model.ts';

export interface LinkOptions {
  /** Code of the body for which the command acts, where it matters: whose work, for example. */
  readonly body?: string | undefined;
}

export interface RemoteLink extends AsyncDisposable {
  readonly kind: 'remote';
  readonly send: Send;
}

export interface LocalLink extends AsyncDisposable {
  readonly kind: 'local';
  readonly send: Send;
  readonly node: OpenNode;
  readonly caller: Caller;
}

export type Link = RemoteLink | LocalLink;

export interface LinkSetting {
  readonly config: Config;
  readonly language: string;
  /** As typed: `load`, `codes import`. */
  readonly command: string;
}

/**
 * Whoever may open the data folder may do everything: they could read the files themselves. The audit trail names the
 * terminal as the actor, and the operating system's user in the protected detail of each command's first entry.
 */
export const terminal = (language: string, body: number | null = null): Caller => ({
  account: 'terminal',
  name: 'terminal',
  kind: 'system',
  body,
  // Nobody gives a post that reaches further than their own: the first administrator is made here.
  roles: ['administrator'],
  language,
});

/** Opens the data folder, beside a running node or alone. @throws UsageError when there is none yet */
export async function openLocal(setting: LinkSetting, options: LinkOptions = {}): Promise<LocalLink> {
  const { config } = setting;
  if (config.databaseUrl === undefined && !hasData(config)) throw notSetUp(config);
  const stack = new AsyncDisposableStack();
  try {
    const node = stack.use(await openNode({ config: { ...config, logLevel: 'silent' }, passing: true }));
    if ((await readSetting(node.context.db, 'profile', Type.String())) === undefined) throw notSetUp(config);
    const link = stack.use(await linkTo(node, setting, options));
    return { ...link, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Calls a node that is open already, as the terminal; the node stays open afterwards. */
export async function linkTo(node: OpenNode, setting: LinkSetting, options: LinkOptions = {}): Promise<LocalLink> {
  const { context } = node;
  const body = options.body === undefined ? null : (await getBody(context.db, options.body)).id;
  const caller = terminal(setting.language, body);
  await sayWhoCame(node, setting);
  const server = await serveInside(node, setting.config, caller);
  const close = async () => {
    await server.stop();
    // What was written is numbered at once; who follows the changes catches up when the node runs.
    await sequenceChanges(context.db, context.clock.now());
  };
  return { kind: 'local', send: inside(server, setting.language), node, caller, [Symbol.asyncDispose]: close };
}

const notSetUp = ({ dataDir }: Config) => new UsageError('not-set-up', { folder: dataDir });

export const hasData = ({ dataDir }: Config): boolean => existsSync(join(dataDir, 'postgres', 'PG_VERSION'));

async function sayWhoCame({ context }: OpenNode, { command }: LinkSetting): Promise<void> {
  const { username, uid } = userInfo();
  await context.audit.append({
    action: 'cli.command',
    actor: 'terminal',
    body: null,
    subject: command.replaceAll(' ', '.'),
    allowed: true,
    rule: 'cli/data-folder',
    detail: { user: username, uid },
  });
}

/** The node's own server without a socket: everybody who calls it is the terminal. */
async function serveInside({ context, rooms }: OpenNode, config: Config, caller: Caller): Promise<HttpServer> {
  const server = await createServer({
    authorize: authorizer(
      context,
      rooms.map((room) => room.permissions),
    ),
    identify: (_request, language) => Promise.resolve({ ...caller, language }),
    audit: context.audit,
    words: context.words,
    log: createLog('silent'),
    config,
    languages: context.profile.languages,
  });
  for (const room of rooms) room.routes?.(server, context);
  return server;
}

/** A `fetch` that goes straight into the server and streams both ways. */
function inside({ fastify }: HttpServer, language: string): Send {
  return async (url, init) => {
    const body = init.body as string | Readable | ReadableStream | undefined | null;
    const payload = body instanceof ReadableStream ? Readable.fromWeb(body as never) : (body ?? undefined);
    const answer = await fastify.inject({
      method: (init.method ?? 'GET') as 'GET',
      url,
      headers: { 'accept-language': language, ...(init.headers as Record<string, string>) },
      ...(payload !== undefined && { payload }),
      payloadAsStream: true,
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value]) headers.append(name, String(one));
    }
    const isEmpty = answer.statusCode === 204 || answer.statusCode === 304;
    const content = isEmpty ? null : (Readable.toWeb(answer.stream()) as ReadableStream);
    return new Response(content, { status: answer.statusCode, headers });
  };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @param address of the node; @param keyFile holds the key and nothing else */
export function openRemote(setting: LinkSetting, address: string, keyFile: string | undefined): RemoteLink {
  const base = URL.canParse(address) ? new URL(address) : undefined;
  if (!base || !/^https?:$/.test(base.protocol)) throw new UsageError('node-address', { address });
  if (keyFile === undefined) throw new UsageError('key-missing');
  if (base.protocol === 'http:' && !LOOPBACK.test(base.hostname)) throw new UsageError('key-in-clear', { address });
  const authorization = `Bearer ${readKey(keyFile)}`;
  const send: Send = async (url, init) => {
    const headers = { 'accept-language': setting.language, ...(init.headers as Record<string, string>), authorization };
    try {
      return await fetch(new URL(url, base), { ...init, headers, redirect: 'error' });
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      throw new UsageError('node-silent', { address, reason: code ?? (error as Error).message });
    }
  };
  return { kind: 'remote', send, [Symbol.asyncDispose]: () => Promise.resolve() };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new UsageError('file-unreadable', { file });
  }
}
