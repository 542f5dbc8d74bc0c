/** Two nodes and a native subscriber on one server of the bench's own (wal_level = logical), with a register of persons. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { getBody } from '../src/bodies/index.ts';
import { emitDdl } from '../src/dictionary/index.ts';
import type { Consumer } from '../src/exchange/feeds/apply-pages.ts';
import { markDueFollower } from '../src/exchange/feeds/mark-due.ts';
import type { ConsumerPorts } from '../src/exchange/feeds/ports.ts';
import { pullFeed } from '../src/exchange/feeds/pull.ts';
import { findSubscription, insertSubscription } from '../src/exchange/feeds/store/consumed.ts';
import { openNode, type OpenNode } from '../src/node.ts';
import { system } from '../src/platform/caller.ts';
import { appendChangeSet, sequenceChanges, startFollowers, takeChangeSet } from '../src/platform/changes/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { openDatabase, type Database, type Db } from '../src/platform/db/db.ts';
import { startServer } from '../src/platform/db/embedded.ts';
import { raw, sql } from '../src/platform/db/sql.ts';
import type { Send } from '../src/platform/http/call.ts';
import { openKeys } from '../src/platform/ledger/index.ts';
import { openRegister } from '../src/records/index.ts';
import { writeProfile } from './load-data.ts';

const governance = `purposes:
  - { code: steering, names: { en: steering }, bases: [act-1] }
bases:
  - { code: act-1, names: { en: Act 1 }, citation: Act 1 }
agreements:
  - code: F
    names: { en: Feed }
    register: persons
    for: { bodies: [C] }
    elements: all
    rows: all
    purpose: steering
    basis: act-1
    mode: feed
    from: D-10
    to: D+100
    state: active
`;

export interface Scene {
  readonly provider: OpenNode;
  readonly consumer: OpenNode;
  readonly native: Database;
  /** What change a fifth, or all of the rows; gives the change set's id when it is stamped and marked. */
  change(what: (tx: Db, changeSet: number) => Promise<number>, kind: 'new' | 'changed'): Promise<void>;
  /** Pulls until everything is there. */
  pull(): Promise<{ pages: number; bytes: number }>;
  /** A consumer that has nothing, and a stream that nobody has asked for. */
  forget(): Promise<void>;
  readonly target: { readonly host: string };
}

const settings = {
  wal_level: 'logical',
  max_wal_size: '4GB',
  shared_buffers: '512MB',
  wal_retrieve_retry_interval: '100ms',
  max_connections: '100',
};

/** Opens it, runs the work, and takes everything away again. */
export async function withScene<T>(work: (scene: Scene) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'artery-feeds-'));
  chmodSync(folder, 0o755);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const profiles = join(folder, 'profiles');
  writeProfile(profiles);
  mkdirSync(join(profiles, 'bench', 'governance'), { recursive: true });
  writeFileSync(join(profiles, 'bench', 'governance', 'all.yaml'), governance);
  const server = stack.use(await startServer({ dataDir: join(folder, 'postgres'), settings }));
  const host = server.target.host ?? '';
  const admin = stack.use(openDatabase(server.target, 1));
  const urlOf = (name: string) => `postgres://artery@/${name}?host=${encodeURIComponent(host)}&port=5432`;
  const open = async (name: string) => {
    await admin.run(raw(`create database ${name}`));
    const config = {
      ...readConfig({
        ARTERY_DATA: join(folder, name),
        DATABASE_URL: urlOf(name),
        ARTERY_PROFILE: 'bench',
        ARTERY_LOG: 'silent',
        ARTERY_DB_CONNECTIONS: '10',
      }),
    };
    const node = stack.use(await openNode({ config, profiles }));
    await node.install();
    return node;
  };
  const provider = await open('provider');
  const consumer = await open('consumer');
  await admin.run(raw('create database native'));
  const native = stack.use(openDatabase({ ...server.target, database: 'native' }, 4));
  await makeNative(provider.context.db, native, host);
  const order = { folder, databaseUrl: urlOf('provider') };
  const ends = await joinEnds({ provider, consumer, order }, stack);
  return await work({ provider, consumer, native, target: { host }, ...ends });
}

async function makeNative(db: Database, native: Database, host: string): Promise<void> {
  const { entity } = await openRegister(db, 'persons');
  const { script } = emitDdl(entity, { serverVersion: 180_000 });
  await native.script(`create schema data; create schema history; ${script}
    create function data.keep() returns trigger language plpgsql as $$ begin
      insert into history.bench_person select old.*, new.change_set, 'u'; return new; end $$;
    create trigger keep before update on data.bench_person for each row execute function data.keep();
    alter table data.bench_person enable always trigger keep`);
  await db.script(`create publication bench for table data.bench_person`);
  await db.run(sql`select pg_create_logical_replication_slot('bench', 'pgoutput')`);
  await native.script(`create subscription bench connection 'host=${host} port=5432 user=artery dbname=provider'
    publication bench with (create_slot = false, slot_name = 'bench', enabled = false, copy_data = false)`);
}

interface Serving {
  readonly address: string;
  readonly node: string;
  /** Base64 of the raw Ed25519 key. */
  readonly publicKey: string;
}

/** The providing end in a process of its own; it ends with the scene. */
async function startProvider(order: object, stack: AsyncDisposableStack): Promise<Serving> {
  const script = new URL('./feeds-provider-child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
  stack.defer(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Serving;
  throw new Error('the providing end did not start');
}

interface Ends {
  readonly provider: OpenNode;
  readonly consumer: OpenNode;
  /** For the process of the providing end. */
  readonly order: { readonly folder: string; readonly databaseUrl: string };
}

async function joinEnds({ provider, consumer, order }: Ends, stack: AsyncDisposableStack) {
  const { context } = provider;
  const body = await getBody(context.db, 'C');
  const { address, node, publicKey } = await startProvider(order, stack);
  const key = { name: node, publicKey: Buffer.from(publicKey, 'base64') };
  const send: Send = (path, init) => fetch(new URL(path, address), init);
  const consumerPorts: ConsumerPorts = {
    keys: openKeys(consumer.context.keysDir ?? ''),
    keysOf: () => Promise.resolve([key]),
    voucherSend: () => send,
    nodeSend: () => send,
    ours: () => Promise.resolve([]),
  };
  const taking: Consumer = { context: consumer.context, ports: consumerPorts };
  const { db, clock } = consumer.context;
  const subscribed = { origin: node, address, agreement: 'F', purpose: 'steering', consumer: 'C' };
  const id = await insertSubscription(db, subscribed, clock.now());
  const follower = markDueFollower(context);
  const settle = async () => {
    await sequenceChanges(context.db, context.clock.now());
    await using running = await startFollowers(context, [follower]);
    await running.settled();
  };
  await settle();
  return {
    change: async (what: (tx: Db, changeSet: number) => Promise<number>, kind: 'new' | 'changed') => {
      await context.db.transaction(async (tx) => {
        const changeSet = await takeChangeSet(tx);
        const rows = await what(tx, changeSet);
        const counts = kind === 'new' ? { rowsNew: rows } : { rowsChanged: rows };
        const set = { id: changeSet, kind: 'records', subject: 'persons', body: body.id, ...counts } as const;
        await appendChangeSet(tx, { ...set, actor: system.account, cause: null, begunAt: context.clock.now() });
      });
    },
    pull: async () => {
      await settle();
      const total = { pages: 0, bytes: 0 };
      for (let more = true; more;) {
        const subscription = await findSubscription(db, id);
        if (!subscription) throw new Error('the bench has one subscription');
        const round = await pullFeed(taking, subscription);
        total.pages += round.pages;
        total.bytes += round.bytes;
        more = round.more;
      }
      return total;
    },
    forget: async () => {
      await db.script('truncate data.bench_person, history.bench_person, exchange.consumed, exchange.snapshot_seen');
      await context.db.script(`truncate exchange.stream, exchange.stream_grant, exchange.stream_due, exchange.page,
        exchange.stream_tile, exchange.stream_checkpoint restart identity`);
    },
  };
}

/** Until the query gives true; for what the server does beside us. */
export async function until(db: Database, query: string): Promise<void> {
  for (;;) {
    const [row] = await db.rows<{ done: boolean }>(raw(`select (${query}) as done`));
    if (row?.done) return;
    await pause(20);
  }
}
