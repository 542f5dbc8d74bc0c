/**
 * Two real processes over a line that is bad in the kernel: a network namespace of its own, on whose loopback packets to
 * and from the provider are dropped (10 % each way), and for five seconds all of them. Nothing may be lost or doubled.
 *
 *   npm run sim:net          needs root, `ip` (iproute2) and `nft` (nftables); where they are not, it says NOT RUN
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeRecord, makeFeedNode, subscribeTo, type FeedNode } from './harness/feed-node.ts';
import { openDatabase, type ConnectionTarget, type Database } from '../src/platform/db/db.ts';
import { startServer } from '../src/platform/db/embedded.ts';
import { migrate, readMigrations } from '../src/platform/db/migrate.ts';
import { migratedRooms } from '../src/platform/db/rooms.ts';
import { id, sql } from '../src/platform/db/sql.ts';
import type { Send } from '../src/platform/http/call.ts';

const ROLE = 'ARTERY_NET_ROLE';
const PLACE = 'ARTERY_NET_PLACE';
const ROWS = 12_000;
const LOSS = 10;
const PARTITION_MS = 5_000;
const TIMEOUT_MS = 15_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

// ── outside ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Why it cannot be run here; undefined where it can. */
function whyNot(name: string): string | undefined {
  if (process.getuid?.() !== 0) return 'it needs root';
  for (const [tool, ...args] of [
    ['ip', 'netns', 'list'],
    ['nft', '--version'],
  ] as const) {
    if (spawnSync(tool, args).status !== 0) return `there is no ${tool} here that works`;
  }
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return 'the kernel gives no network namespace';
  const lossy = spawnSync('ip', ['netns', 'exec', name, 'nft', '-f', '-'], { input: rules(1, LOSS) });
  return lossy.status === 0 ? undefined : `nftables drops nothing here: ${String(lossy.stderr).split('\n')[0] ?? ''}`;
}

/** Drops so many of a hundred packets to the provider, and as many from it. */
const rules = (port: number, percent: number) => {
  const which = percent === 100 ? '' : `numgen random mod 100 < ${String(percent)}`;
  return `
flush ruleset
table inet fault {
  chain in {
    type filter hook input priority 0; policy accept;
    iifname "lo" tcp dport ${String(port)} ${which} counter drop
    iifname "lo" tcp sport ${String(port)} ${which} counter drop
  }
}
`;
};

async function outside(): Promise<void> {
  const name = `artery-${String(process.pid)}`;
  try {
    const reason = whyNot(name);
    if (reason !== undefined) {
      say(`NOT RUN: ${reason}`);
      return;
    }
    const inside = spawn('ip', ['netns', 'exec', name, process.execPath, import.meta.filename], {
      stdio: 'inherit',
      env: { ...process.env, [ROLE]: 'consumer' },
    });
    const [code] = (await once(inside, 'exit')) as [number | null];
    process.exitCode = code ?? 1;
  } finally {
    spawnSync('ip', ['netns', 'del', name]);
  }
}

// ── inside: the provider ─────────────────────────────────────────────────────────────────────────────────────────────

interface Place {
  readonly connection: ConnectionTarget;
  readonly folder: string;
}

const nodeAt = async ({ connection, folder }: Place, homes: readonly string[], wrap?: (send: Send) => Send) =>
  (await makeFeedNode({ db: openDatabase(connection, 8), folder, homes, ...(wrap && { wrap }) })).node;

async function serveAlone(): Promise<void> {
  const node = await nodeAt(JSON.parse(process.env[PLACE] ?? '') as Place, ['A', 'B']);
  say(await node.listen());
}

// ── inside: the consumer ─────────────────────────────────────────────────────────────────────────────────────────────

const drop = (port: number, percent: number) =>
  execFileSync('nft', ['-f', '-'], { input: percent === 0 ? 'flush ruleset' : rules(port, percent) });

async function databases(folder: string, server: ConnectionTarget): Promise<Place[]> {
  const places: Place[] = [];
  for (const name of ['provider', 'consumer']) {
    await using admin = openDatabase(server, 1);
    await admin.run(sql`create database ${id(name)}`);
    const connection = { ...server, database: name };
    await using db = openDatabase(connection, 2);
    await migrate(db, readMigrations(join(import.meta.dirname, '..', 'src'), migratedRooms));
    const keys = join(folder, name);
    mkdirSync(keys);
    places.push({ connection, folder: keys });
  }
  return places;
}

async function startProvider(place: Place): Promise<{ child: ChildProcess; address: string }> {
  const env = { ...process.env, [ROLE]: 'provider', [PLACE]: JSON.stringify(place) };
  const child = spawn(process.execPath, [import.meta.filename], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const [first] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, address: first.toString().trim() };
}

const range = (from: number) => Array.from({ length: ROWS }, (_, i) => from + i);

interface World {
  readonly commune: FeedNode;
  readonly centre: FeedNode;
  readonly port: number;
  readonly pull: () => Promise<unknown>;
}

/** Asks again until the consumer holds as many as the provider; seconds it took, and how often it failed. */
async function catchUp({ commune, centre, pull }: World) {
  const began = performance.now();
  const wanted = await countOf(commune.context.db as Database);
  let failures = 0;
  while ((await countOf(centre.context.db as Database)) < wanted) await pull().catch(() => (failures += 1));
  return { seconds: (performance.now() - began) / 1000, failures };
}

const countOf = async (db: Database) =>
  (await db.rows<{ n: number }>(sql`select count(*) as n from data.member`))[0]?.n ?? 0;

async function play(world: World): Promise<boolean> {
  const { commune, centre, port } = world;
  const speed = ({ seconds }: { seconds: number }) => Math.round(ROWS / seconds);
  await commune.load('A', range(1));
  const whole = await catchUp(world);
  say(`no loss: ${String(speed(whole))} rows/s`);
  drop(port, LOSS);
  await commune.load('A', range(ROWS + 1));
  const lossy = await catchUp(world);
  say(`${String(LOSS)} % lost each way: ${String(speed(lossy))} rows/s, ${String(lossy.failures)} questions failed`);
  await commune.load('A', range(2 * ROWS + 1));
  await changeRecord(commune, 7, { full_name: 'Behind the line' });
  drop(port, 100);
  const healed = new Promise<void>((resolve) => {
    setTimeout(() => {
      drop(port, LOSS);
      resolve();
    }, PARTITION_MS);
  });
  const cut = await catchUp(world);
  await healed;
  while ((await centre.members()).find(({ card }) => card === '000007')?.name !== 'Behind the line') await world.pull();
  const after = (cut.seconds - PARTITION_MS / 1000).toFixed(1);
  say(`a partition of ${String(PARTITION_MS / 1000)} s: everything was there ${after} s after it ended`);
  const same = JSON.stringify(await centre.members()) === JSON.stringify(await commune.members());
  const doubled = await centre.context.db.rows(
    sql`select record_id, version from history.member group by 1, 2 having count(*) > 1`,
  );
  say(
    `${String(await countOf(centre.context.db as Database))} rows; lost or different: ${same ? '0' : 'SOME'}; doubled: ${String(doubled.length)}`,
  );
  return same && doubled.length === 0;
}

async function inside(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'artery-net-'));
  execFileSync('ip', ['link', 'set', 'lo', 'up', 'mtu', '1500']);
  let child: ChildProcess | undefined;
  try {
    const server = await startServer({ dataDir: join(folder, 'postgres'), settings: { max_connections: '60' } });
    const [provider, consumer] = (await databases(folder, server.target)) as [Place, Place];
    const started = await startProvider(provider);
    ({ child } = started);
    const over = (): Send => (url, init) =>
      fetch(new URL(url, started.address), { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const commune = await nodeAt(provider, ['A', 'B']);
    const centre = await nodeAt(consumer, ['C', 'DM'], over);
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    const port = Number(new URL(started.address).port);
    const isWell = await play({ commune, centre, port, pull: () => feed.pull() });
    say(isWell ? 'all is well' : 'FAULT');
    process.exitCode = isWell ? 0 : 1;
    child.kill('SIGKILL');
    await server[Symbol.asyncDispose]();
  } finally {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
  process.exit();
}

switch (process.env[ROLE]) {
  case 'provider':
    await serveAlone();
    break;
  case 'consumer':
    await inside();
    break;
  default:
    await outside();
}
