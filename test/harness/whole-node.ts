/** A whole node in this process: every room, real decisions and sessions, on a clone of the test database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, urlOf } from './database.ts';
import { injected } from './server.ts';
import { toldPlace, type Place } from './told-place.ts';
import { tellDemo, tellFirstRelease } from '../../src/demo.ts';
import { openNode, PROFILES, type OpenNode } from '../../src/node.ts';
import type { Running } from '../../src/platform/changes/index.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { call, type Send } from '../../src/platform/http/call.ts';
import type { HttpServer } from '../../src/platform/http/server.ts';
import { enterAs, readSession } from '../../src/platform/identity/contract.ts';

export interface WholeNode extends AsyncDisposable {
  readonly context: OpenNode['context'];
  readonly ledger: OpenNode['ledger'];
  readonly rooms: OpenNode['rooms'];
  readonly server: HttpServer;
  readonly config: Config;
  /** Absent on a node that follows nothing. */
  readonly running: Running | undefined;
  /** Where the story's files for officers were written. */
  readonly files: string;
  /** Enters as one of the story's people: a `fetch` with their session, and the headers it sends. */
  enter(name: string): Promise<Visitor>;
}

export interface Visitor {
  readonly send: Send;
  readonly headers: Readonly<Record<string, string>>;
  readonly account: string;
}

interface Options {
  readonly databaseUrl?: string;
  /** On a server of its own in the folder, as a small node runs: it can be stopped, copied and put back. */
  readonly embedded?: boolean;
  readonly folder?: string;
  readonly clock?: Clock;
  readonly profile?: string;
  /** Follows nothing and does nothing by itself: the test says when. */
  readonly still?: boolean;
  /** Without the story: the profile's bodies, registers and people, and no rows. */
  readonly withoutStory?: boolean;
  /** Nodes that meet each other sit in different seats. */
  readonly seat?: number;
}

/** Address of a database of its own, as a setting has it. */
export const testDatabaseUrl = async (): Promise<string> => urlOf((await testDatabase(1)).connection);

/** Contracts on the air and nothing installed: for questions about the contracts themselves. */
export const emptyNode = (): Promise<WholeNode> => assemble({}, undefined, () => Promise.resolve(undefined));

/**
 * As `npm start` has it: the profile installed, the story told, followers at work. Where nobody says where it lies or what
 * time it is, it starts on a copy of a place that was told before.
 */
export const wholeNode = async (options: Options = {}): Promise<WholeNode> => {
  const { databaseUrl, embedded, folder, clock } = options;
  const isPlaced = databaseUrl !== undefined || embedded === true || folder !== undefined || clock !== undefined;
  return assemble(options, isPlaced ? undefined : await toldPlace(options), async (node, files) => {
    await tellFirstRelease(node.context, PROFILES);
    await node.install();
    if (options.withoutStory !== true) await tellDemo(node, files);
    return options.still === true ? undefined : node.follow();
  });
};

async function assemble(
  options: Options,
  place: Place | undefined,
  tell: (node: OpenNode, files: string) => Promise<Running | undefined>,
): Promise<WholeNode> {
  await using stack = new AsyncDisposableStack();
  const folder = place?.folder ?? options.folder ?? mkdtempSync(join(tmpdir(), 'artery-node-'));
  if (options.folder === undefined) stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const config = readConfig({
    ARTERY_DATA: folder,
    ARTERY_LOG: 'error',
    ARTERY_DB_CONNECTIONS: '6',
    ARTERY_PROFILE: options.profile ?? 'vn-demo',
    ...(options.embedded !== true && {
      DATABASE_URL: place?.databaseUrl ?? options.databaseUrl ?? (await testDatabaseUrl()),
    }),
  });
  const opened = await openNode({ config, checkAnswers: true, ...(options.clock && { clock: options.clock }) });
  const node = stack.use(opened);
  const files = join(folder, 'files');
  const running = await tell(node, files);
  if (running) stack.use(running);
  const server = stack.use(await node.serve());
  const kept = stack.move();
  return {
    context: node.context,
    ledger: node.ledger,
    rooms: node.rooms,
    server,
    config,
    running,
    files,
    enter: (name) => enter(server, name),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function enter(server: HttpServer, name: string): Promise<Visitor> {
  const anybody = injected(server);
  const { enterAs: people } = await call(anybody, readSession, {});
  const account = people.find((person) => person.name === name)?.account ?? '';
  let cookie = '';
  const { csrf = '' } = await call(
    async (url, init) => {
      const answer = await anybody(url, init);
      cookie = answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
      return answer;
    },
    enterAs,
    { body: { account } },
  );
  // As our own pages call; a program says nothing, or `api`.
  const headers = { cookie, 'x-csrf-token': csrf, 'x-artery-client': 'web' };
  return { send: injected(server, headers), headers, account };
}
