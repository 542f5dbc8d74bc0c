/**
 * A centre that serves consumers which ask every four seconds and mostly get nothing, while ten changes a second concern
 * one commune, its province and the centre each. Fewer consumers that ask more often make the same number of requests.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readAnswer } from '../src/exchange/feeds/wire.ts';
import { PACKED_PAGES } from '../src/exchange/feeds/media.ts';
import { linesOf, type Page } from '../src/exchange/protocol/index.ts';
import { openDatabase } from '../src/platform/db/db.ts';
import { startServer } from '../src/platform/db/embedded.ts';
import { raw } from '../src/platform/db/sql.ts';
import { writeProfile } from './load-data.ts';
import { benchRow, type BenchRow } from './load.ts';
import { cpuOfPostgres } from './postgres-cpu.ts';

interface IdleOptions {
  readonly log?: (line: string) => void;
  readonly communes?: number;
  readonly seconds?: number;
}

const STANDS_FOR = 3300;
const ASKS_EVERY_S = 4;
const PROVINCES = 3;

const agreement = (code: string, level: string, rows: string) => `
  - code: ${code}
    names: { en: Feed }
    register: persons
    for: { class: { level: ${level} } }
    elements: all
    rows: ${rows}
    purpose: steering
    basis: act-1
    mode: feed
    from: D-10
    to: D+100
    state: active`;

function writeScene(profiles: string, communes: number): void {
  writeProfile(profiles);
  const body = (code: string, level: string, parent: string) =>
    `- { code: '${code}', names: { en: '${code}' }, kind: committee, level: ${level}, parent: '${parent}' }`;
  const provinces = Array.from({ length: PROVINCES }, (_, i) => body(`P${String(i)}`, 'province', 'C'));
  const below = Array.from({ length: communes }, (_, i) =>
    body(`X${String(i)}`, 'commune', `P${String(i % PROVINCES)}`),
  );
  const centre = '- { code: C, names: { en: Centre }, kind: committee, level: central }';
  writeFileSync(join(profiles, 'bench/bodies/all.yaml'), [centre, ...provinces, ...below, ''].join('\n'));
  mkdirSync(join(profiles, 'bench/governance'), { recursive: true });
  writeFileSync(
    join(profiles, 'bench/governance/all.yaml'),
    `purposes:
  - { code: steering, names: { en: steering }, bases: [act-1] }
bases:
  - { code: act-1, names: { en: Act 1 }, citation: Act 1 }
agreements:${agreement('X', 'commune', 'own-tree')}${agreement('P', 'province', 'own-tree')}${agreement('C', 'central', 'all')}
`,
  );
}

/** The rows `idle-consumers` and `idle-consumers-lag`. */
export async function run({ log = () => undefined, communes = 330, seconds = 20 }: IdleOptions = {}): Promise<
  BenchRow[]
> {
  const folder = mkdtempSync(join(tmpdir(), 'artery-idle-'));
  chmodSync(folder, 0o755);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  writeScene(join(folder, 'profiles'), communes);
  const server = stack.use(await startServer({ dataDir: join(folder, 'postgres') }));
  await using admin = openDatabase(server.target, 1);
  await admin.run(raw('create database idle'));
  const databaseUrl = `postgres://artery@/idle?host=${encodeURIComponent(server.target.host ?? '')}&port=5432`;
  const script = new URL('./feeds-idle-child.ts', import.meta.url).pathname;
  const order = JSON.stringify({ folder, databaseUrl, seconds, changesPerSecond: 10 });
  const child = spawn(process.execPath, [script, order], { stdio: ['ignore', 'pipe', 'inherit'] });
  stack.defer(() => void child.kill('SIGKILL'));
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async <T>() => JSON.parse(String((await said.next()).value)) as T;
  const { address, seats } = await hear<{ address: string; seats: Seat[] }>();
  const everyMs = (ASKS_EVERY_S * 1000 * seats.length) / STANDS_FOR;
  const stop = new AbortController();
  const before = cpuOfPostgres(join(folder, 'postgres'));
  const polling = Promise.all(
    seats.map((seat, i) => poll(seat, { address, everyMs, stop: stop.signal, delay: (everyMs * i) / seats.length })),
  );
  const { made, cores } = await hear<{ made: number; cores: number }>();
  const postgres = (cpuOfPostgres(join(folder, 'postgres')) - before) / seconds;
  stop.abort();
  const lags = (await polling).flatMap(({ lags: one }) => one).sort((a, b) => a - b);
  const polls = (await polling).reduce((sum, one) => sum + one.polls, 0);
  // What is asked more often is seen sooner: on paper the wait for the next question is that of four seconds.
  const p99 = (lags[Math.floor(lags.length * 0.99)] ?? 0) / 1000 - everyMs / 1000 + ASKS_EVERY_S;
  log(
    `${String(made)} changes, ${String(Math.round(polls / seconds))} questions/s, ${cores.toFixed(2)} cores of Node and ${postgres.toFixed(2)} of PostgreSQL, ${String(lags.length)} arrivals`,
  );
  return [
    benchRow('idle-consumers', cores + postgres, {
      unit: 'cores',
      against: `serving ${String(STANDS_FOR)} consumers, 10 changes/s (${String(seats.length)} of them, asking as often together)`,
      reach: 1,
      least: false,
    }),
    benchRow('idle-consumers-lag', p99, { unit: 's, p99', against: 'asking every 4 s', reach: 5, least: false }),
  ];
}

interface Seat {
  readonly grant: string;
  readonly stream: number;
}

interface Polling {
  readonly address: string;
  readonly everyMs: number;
  readonly delay: number;
  readonly stop: AbortSignal;
}

async function poll({ grant, stream }: Seat, { address, everyMs, delay, stop }: Polling) {
  const lags: number[] = [];
  const epoch = 1;
  let [polls, size, seen] = [0, 0, ''];
  await new Promise((resolve) => setTimeout(resolve, delay));
  while (!stop.aborted) {
    const shown = seen === '' ? '' : `&seen=${Buffer.from(seen).toString('base64url')}`;
    const url = `${address}/exchange/v1/streams/${String(stream)}/pages?epoch=${String(epoch)}&from=${String(size)}${shown}`;
    const answer = await fetch(url, { headers: { 'x-grant': grant, accept: PACKED_PAGES } })
      .then(async (response) => readAnswer(Buffer.from(await response.arrayBuffer())))
      .catch(() => undefined);
    polls += 1;
    if (answer?.type === 'pages') {
      lags.push(...lagsOf(answer.pages));
      size = answer.from + answer.pages.length;
      seen = answer.note;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return { lags, polls };
}

/** Every row says in its last field when it was written. */
function lagsOf(pages: readonly Page[]): number[] {
  const arrived = Date.now();
  const lines = pages.filter(({ header }) => header.kind === 'change').flatMap(({ body }) => linesOf(body));
  return lines.map((line) => arrived - Number(line.toString().split('\t').at(-1)));
}
