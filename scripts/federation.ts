/**
 * Five nodes on this machine, joined: the centre, a province, two communes and the population authority. Each is a process
 * of its own with its own data folder, PostgreSQL and keys; they know each other only over HTTP on loopback.
 *
 *     npm run federation                     data in ./data/federation, ports 8081 to 8085
 *     npm run federation -- --port 9001      other ports
 *     npm run federation -- --reset          everything anew
 *
 * Ctrl-C stops them in order. `--data FOLDER`, `--only centre,province`, `--json` (one line when all of them stand).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { run } from '../src/cli/run.ts';

interface Seat {
  readonly key: string;
  readonly profile: string;
  readonly parent?: string;
  /** Codes of bodies whose home it is. */
  readonly bodies: readonly string[];
}

/** In the order in which they start: parents before their children. */
const SEATS: readonly Seat[] = [
  { key: 'centre', profile: 'vn-federation-centre', bodies: [] },
  { key: 'province', profile: 'vn-federation-province', parent: 'centre', bodies: ['97'] },
  { key: 'dong-lau', profile: 'vn-federation-dong-lau', parent: 'province', bodies: ['99101'] },
  { key: 'ben-soi', profile: 'vn-federation-ben-soi', parent: 'province', bodies: ['99108'] },
  { key: 'population', profile: 'vn-population-sim', parent: 'centre', bodies: ['DC'] },
];

interface FlowWish {
  readonly from: string;
  readonly to: string;
  readonly agreement: string;
  readonly purpose: string;
  /** Code of the body that consumes. */
  readonly body: string;
}

const upwards = { agreement: 'LT-01', purpose: 'doi-chieu-ho-so', to: 'centre', body: 'TW' };
const toProvince = { agreement: 'LT-02', purpose: 'doi-chieu-ho-so', to: 'province', body: '97' };
const downwards = { agreement: 'LT-03', purpose: 'chuyen-sinh-hoat', from: 'centre' };
/** What flows under the agreements of `profiles/vn-federation`. */
const FLOWS: readonly FlowWish[] = [
  { from: 'dong-lau', ...upwards },
  { from: 'ben-soi', ...upwards },
  { from: 'dong-lau', ...toProvince },
  { from: 'ben-soi', ...toProvince },
  { ...downwards, to: 'dong-lau', body: '99101' },
  { ...downwards, to: 'ben-soi', body: '99108' },
];

const PROGRAM = join(import.meta.dirname, '..', 'bin', 'artery.js');
const FIRST_PORT = 8081;

const { values: given } = parseArgs({
  options: {
    data: { type: 'string', default: 'data/federation' },
    port: { type: 'string', default: String(FIRST_PORT) },
    only: { type: 'string' },
    reset: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const say = (line: string) => void (given.json || process.stdout.write(`${line}\n`));
const folderOf = (key: string) => join(resolve(given.data), key);

/** What stands, in the order of starting. */
interface Standing {
  readonly seat: Seat;
  readonly address: string;
  readonly child: ChildProcess;
  readonly name: string;
  /** It has joined just now: what it gives and receives is not begun yet. */
  readonly fresh: boolean;
}
const standing: Standing[] = [];
const children: ChildProcess[] = [];
let stopping = false;

class CommandError extends Error {
  override name = 'CommandError';
  readonly said: string;
  constructor(words: readonly string[], said: string) {
    super(`artery ${words.join(' ')}: ${said}`);
    this.said = said;
  }
}

class Paper extends Writable {
  readonly isTTY = false;
  text = '';
  override _write(part: Buffer, _encoding: string, done: () => void): void {
    this.text += part.toString();
    done();
  }
}

/** A command on a node's data folder, as somebody would type it there; its JSON. @throws CommandError */
async function artery<T>(key: string, words: readonly string[]): Promise<T> {
  const [stdout, stderr] = [new Paper(), new Paper()];
  const streams = {
    argv: [process.execPath, PROGRAM, ...words, '--json'],
    env: { ...process.env, ARTERY_DATA: folderOf(key) },
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout,
    stderr,
  };
  const exit = await run(streams as unknown as NodeJS.Process);
  if (exit === 2) throw new CommandError(words, stderr.text);
  return JSON.parse(stdout.text) as T;
}

interface OwnNode {
  readonly node: string;
  readonly fingerprint: string;
}

/** Makes the node's keys and data, and says whom it will join. May be cut off anywhere and begun again. */
async function setUp({ key, profile, bodies }: Seat, address: string, parent: Standing | undefined): Promise<void> {
  const home = existsSync(join(folderOf(key), 'postgres', 'PG_VERSION'));
  if (home && parent === undefined) return;
  const words = ['node', 'init', '--address', address, ...(home ? [] : ['--profile', profile])];
  const joins = parent ? ['--parent', parent.address, '--bodies', ...bodies] : [];
  try {
    await artery<OwnNode>(key, [...words, ...joins]);
  } catch (error) {
    if (!(error instanceof CommandError && error.said.includes('already-joined'))) throw error;
  }
}

/** Two commands at the node, and the approval at its parent: the same person plays both sides here. */
async function joinParent({ key }: Seat, parent: Standing): Promise<boolean> {
  const ask = () => artery<{ state: string }>(key, ['node', 'join', '--no-wait', '--again']);
  if ((await ask()).state === 'joined') return false;
  const { own, nodes } = await artery<{ own: string; nodes: { isOwn: boolean; fingerprint: string }[] }>(key, [
    'node',
    'status',
  ]);
  const fingerprint = nodes.find(({ isOwn }) => isOwn)?.fingerprint ?? '';
  await artery(parent.seat.key, ['node', 'approve', own, '--fingerprint', fingerprint]);
  if ((await ask()).state !== 'joined') throw new Error(`${key} was approved and did not join`);
  return true;
}

/** The nearest node above that is started: with `--only`, one between may be left out. */
function parentOf({ parent }: Seat): Standing | undefined {
  const seat = SEATS.find(({ key }) => key === parent);
  return seat && (standing.find((one) => one.seat === seat) ?? parentOf(seat));
}

/** Each node asks for what it receives, once; from then on it asks by itself. */
async function beginFlows(): Promise<void> {
  const at = (key: string) => standing.find(({ seat }) => seat.key === key);
  for (const { from, to, agreement, purpose, body } of FLOWS) {
    const [origin, consumer] = [at(from), at(to)];
    if (!origin || !consumer || stopping || (!origin.fresh && !consumer.fresh)) continue;
    const words = ['--from', origin.name, '--agreement', agreement, '--purpose', purpose, '--body', body];
    await artery(to, ['pull', ...words]);
    say(`    ${agreement}   ${from} → ${to}`);
  }
}

async function startSeat(seat: Seat, port: number): Promise<Standing> {
  const parent = parentOf(seat);
  await setUp(seat, `http://127.0.0.1:${String(port)}`, parent);
  const child = spawn(process.execPath, [PROGRAM, 'start', '--json', '--port', String(port)], {
    env: { ...process.env, ARTERY_DATA: folderOf(seat.key) },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own: Ctrl-C comes to us, and we stop them in order.
    detached: true,
  });
  children.push(child);
  const address = await addressOf(seat, child);
  const fresh = parent !== undefined && (await joinParent(seat, parent));
  const { own } = await artery<{ own: string }>(seat.key, ['node', 'status']);
  return { seat, address, child, name: own, fresh };
}

const GUARDIANS = ['an', 'binh', 'chi'];

/** The root's charter, once: three guardians of the demo, whose keys lie beside the nodes as they would lie in three safes. */
async function makeCharter(): Promise<void> {
  const [root] = standing;
  if (!root || stopping) return;
  const at = (words: readonly string[]) =>
    artery<{ charter: unknown; proposal: unknown }>(root.seat.key, ['node', ...words]);
  const { charter, proposal } = await at(['charter', 'show']);
  if (charter) return;
  const folder = join(resolve(given.data), 'guardians');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = GUARDIANS.map((name) => join(folder, `${name}.pem`));
  for (const [i, file] of keys.entries()) {
    if (!existsSync(file)) await at(['guardian', 'new', '--name', GUARDIANS[i] ?? '', '--out', file]);
  }
  const note = join(folder, 'charter-1.note');
  const people = keys.map((file) => `${file}.pub`);
  const words = proposal ? ['export'] : ['propose', '--threshold', '2', '--guardian', ...people];
  await at(['charter', ...words, '--out', note]);
  for (const file of keys.slice(0, 2)) await at(['guardian', 'sign', note, '--key', file]);
  await at(['charter', 'bring', note]);
  say(`    charter   ${GUARDIANS.join(', ')}: 2 of ${String(GUARDIANS.length)}`);
}

function addressOf({ key }: Seat, child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      const [, address] = /"address":"([^"]+)"/.exec(said) ?? [];
      if (address !== undefined) found(address);
    });
    child.once('exit', (code) => failed(new Error(`${key} ended with ${String(code)} before it stood`)));
  });
}

const freePort = () =>
  new Promise<number>((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });

async function reset(): Promise<void> {
  for (const { key } of SEATS) {
    if (!existsSync(join(folderOf(key), 'postgres', 'PG_VERSION'))) continue;
    await artery(key, ['reset-demo']);
    rmSync(folderOf(key), { recursive: true, force: true });
  }
}

/** Children before their parents, each by its own process id. */
async function stopAll(): Promise<void> {
  stopping = true;
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
}

async function main(): Promise<void> {
  if (given.reset) await reset();
  mkdirSync(resolve(given.data), { recursive: true, mode: 0o700 });
  const only = given.only?.split(',');
  const seats = SEATS.filter(({ key }) => only?.includes(key) ?? true);
  for (const [i, seat] of seats.entries()) {
    say(`  … ${seat.key}`);
    const port = Number(given.port) === 0 ? await freePort() : Number(given.port) + i;
    const node = await startSeat(seat, port);
    if (stopping) return;
    node.child.once('exit', (code) => {
      if (stopping) return;
      process.stderr.write(`${seat.key} ended with ${String(code)}; the others go on\n`);
    });
    standing.push(node);
    say(`    ${node.address}   ${node.name}   ${seat.bodies.join(' ')}`);
  }
  await makeCharter();
  await beginFlows();
  if (given.json) {
    const nodes = standing.map(({ seat, address, name, child }) => ({ key: seat.key, address, name, pid: child.pid }));
    process.stdout.write(`${JSON.stringify({ nodes })}\n`);
  }
  say(`\n  ${standing[0]?.address ?? ''}/exchange/nodes\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void stopAll().then(() => process.exit(0)));
}
try {
  await main();
} catch (error) {
  if (!stopping) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await stopAll();
    process.exit(1);
  }
}
