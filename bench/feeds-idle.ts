/**
 * A whole centre that serves 3,300 consumers, each with a key of its own: voucher, proof, a question that is held until
 * there is something, an acknowledgement. Ten changes a second concern one commune, its province and the centre each.
 * Then, apart, one change of what all of them receive.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { keyFile, type KeyFile } from '../src/exchange/vouchers/index.ts';
import { openDatabase } from '../src/platform/db/db.ts';
import { startServer } from '../src/platform/db/embedded.ts';
import { raw } from '../src/platform/db/sql.ts';
import { limiter } from '../src/platform/wait.ts';
import { Consumer } from './feeds-idle-consumer.ts';
import { writeProfile } from './load-data.ts';
import { benchRow, type BenchRow } from './load.ts';
import { cpuOfPostgres } from './postgres-cpu.ts';

interface IdleOptions {
  readonly log?: (line: string) => void;
  readonly communes?: number;
  readonly provinces?: number;
  readonly seconds?: number;
}

const agreement = (code: string, only: string, rows: string) => `
  - code: ${code}
    names: { en: Feed }
    register: persons
    for: { class: { ${only} } }
    elements: all
    rows: ${rows}
    purpose: steering
    basis: act-1
    mode: feed
    from: D-10
    to: D+100
    state: active`;

interface Place {
  readonly code: string;
  readonly agreement: string;
}

function writeScene(folder: string, { communes, provinces }: { communes: number; provinces: number }): Place[] {
  const profiles = join(folder, 'profiles');
  writeProfile(profiles);
  const body = (code: string, level: string, parent: string) =>
    `- { code: '${code}', names: { en: '${code}' }, kind: committee, level: ${level}, parent: '${parent}' }`;
  const names = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${String(i)}`);
  const [above, below] = [names('P', provinces), names('X', communes)];
  const lines = [
    '- { code: C, names: { en: Centre }, kind: committee, level: central }',
    ...above.map((code) => body(code, 'province', 'C')),
    ...below.map((code, i) => body(code, 'commune', `P${String(i % provinces)}`)),
  ];
  writeFileSync(join(profiles, 'bench/bodies/all.yaml'), [...lines, ''].join('\n'));
  mkdirSync(join(profiles, 'bench/governance'), { recursive: true });
  const own = [agreement('X', 'level: commune', 'own-tree'), agreement('P', 'level: province', 'own-tree')];
  writeFileSync(
    join(profiles, 'bench/governance/all.yaml'),
    `purposes:
  - { code: steering, names: { en: steering }, bases: [act-1] }
bases:
  - { code: act-1, names: { en: Act 1 }, citation: Act 1 }
agreements:${own.join('')}${agreement('C', 'level: central', 'all')}${agreement('ALL', 'kind: committee', 'all')}
`,
  );
  const place = (agreed: string) => (code: string) => ({ code, agreement: agreed });
  return [...below.map(place('X')), ...above.map(place('P')), place('C')('C')];
}

interface Worked {
  readonly made: number;
  readonly spent: number;
  readonly took: number;
}

/** The child's lines, one after the other. */
function talk(child: ChildProcess) {
  if (!child.stdout) throw new TypeError('the child speaks');
  const said = new PassThrough({ objectMode: true });
  createInterface({ input: child.stdout }).on('line', (line) => {
    // What the node writes to its log stands between.
    if (line.includes('"level"')) process.stderr.write(`${line}\n`);
    else said.write(JSON.parse(line));
  });
  const lines = said[Symbol.asyncIterator]();
  const hear = async <T>() => (await lines.next()).value as T;
  return { hear, tell: (what: string) => void child.stdin?.write(`${what}\n`) };
}

/** Each kind of failure with its count, the most frequent first. */
function failuresOf(consumers: readonly Consumer[]): string[] {
  const counts = new Map<string, number>();
  for (const [how, n] of consumers.flatMap(({ failures }) => [...failures]))
    counts.set(how, (counts.get(how) ?? 0) + n);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([how, n]) => `${String(n)} × ${how}`);
}

const AT_ONCE = 16;
/** Seconds within which consumers begin to ask. */
const START_S = 20;
/** A voucher is asked for anew after so long. */
const VOUCHER_S = 270;

/** The rows `idle-consumers`, `idle-consumers-lag`, `shared-list-lag` and `shared-list-cpu`. */
export async function run(options: IdleOptions = {}): Promise<BenchRow[]> {
  const { log = () => undefined, communes = 3236, provinces = 63, seconds = 60 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-idle-'));
  chmodSync(folder, 0o755);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const places = writeScene(folder, { communes, provinces });
  const keys = new Map(places.map(({ code }) => [code, keyFile()]));
  const jwks = [...keys].map(([code, { client, jwk }]) => [code, { client, jwk }]);
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(Object.fromEntries(jwks)));
  const dataDir = join(folder, 'postgres');
  const server = stack.use(await startServer({ dataDir }));
  await using admin = openDatabase(server.target, 1);
  await admin.run(raw('create database idle'));
  const databaseUrl = `postgres://artery@/idle?host=${encodeURIComponent(server.target.host ?? '')}&port=5432`;
  const script = new URL('./feeds-idle-child.ts', import.meta.url).pathname;
  const profiled =
    process.env['ARTERY_BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir=/tmp/idle-prof'];
  const child = spawn(process.execPath, [...profiled, script, JSON.stringify({ folder, databaseUrl })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  stack.defer(() => void child.kill('SIGKILL'));
  const { hear, tell } = talk(child);
  const { address } = await hear<{ address: string }>();

  const measure = async (agreed: (place: Place) => string, wish: { seconds: number; changesPerSecond: number }) => {
    const gate = limiter(AT_ONCE);
    const consumers = places.map(
      (place) => new Consumer({ address, keys: keys.get(place.code) as KeyFile, agreement: agreed(place) }),
    );
    const began = performance.now();
    await Promise.all(consumers.map((consumer) => gate(() => consumer.sit())));
    log(
      `${String(consumers.length)} consumers have everything after ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
    // Vouchers end one after the other, as those do that were asked for at any time.
    consumers.forEach((consumer, i) => consumer.renewIn((VOUCHER_S * 1000 * i) / consumers.length));
    // Nobody starts them together either.
    const polling = consumers.map((consumer, i) => consumer.poll((START_S * 1000 * i) / consumers.length));
    await new Promise((resolve) => setTimeout(resolve, (START_S + 5) * 1000));
    const [before, asked] = [cpuOfPostgres(dataDir), consumers.reduce((sum, { questions }) => sum + questions, 0)];
    tell(JSON.stringify(wish));
    const worked = await hear<Worked>();
    const postgres = cpuOfPostgres(dataDir) - before;
    const questions = consumers.reduce((sum, one) => sum + one.questions, 0) - asked;
    // What was made last is on its way.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    consumers.forEach((consumer) => consumer.stop());
    await Promise.all(polling);
    const lags = consumers.flatMap((consumer) => consumer.lags).sort((a, b) => a - b);
    const failures = failuresOf(consumers);
    if (failures.length > 0) throw new Error(`questions were refused: ${failures.join('; ')}`);
    const turnedBack = consumers.reduce((sum, one) => sum + one.turnedBack, 0);
    log(`${String(turnedBack)} questions were turned back, to come again`);
    return { ...worked, postgres, questions, lags, p99: (lags[Math.floor(lags.length * 0.99)] ?? Infinity) / 1000 };
  };

  const idle = await measure((place) => place.agreement, { seconds, changesPerSecond: 10 });
  const cores = (idle.spent + idle.postgres) / idle.took;
  log(
    `${String(idle.made)} changes, ${(idle.questions / idle.took).toFixed(0)} questions/s, ${(idle.spent / idle.took).toFixed(2)} cores of Node and ${(idle.postgres / idle.took).toFixed(2)} of PostgreSQL, ${String(idle.lags.length)} arrivals of ${String(3 * idle.made)}`,
  );
  const shared = await measure(() => 'ALL', { seconds: 10, changesPerSecond: 0.1 });
  log(
    `a change for all: ${String(shared.lags.length)} arrivals, the last after ${((shared.lags.at(-1) ?? 0) / 1000).toFixed(2)} s; ${shared.spent.toFixed(1)} s of Node and ${shared.postgres.toFixed(1)} of PostgreSQL in ${shared.took.toFixed(0)} s`,
  );
  tell('stop');
  if (profiled.length > 0) await new Promise((resolve) => child.once('exit', resolve));
  const of = `${String(places.length)} consumers`;
  return [
    benchRow('idle-consumers', cores, {
      ...{ unit: 'cores', reach: 1, least: false },
      against: `serving ${of} with vouchers and proofs, 10 changes/s`,
    }),
    benchRow('idle-consumers-lag', idle.p99, {
      ...{ unit: 's, p99', reach: 5, least: false },
      against: 'from the write to the arrival of its page',
    }),
    benchRow('shared-list-lag', shared.p99, {
      ...{ unit: 's, p99', reach: 5, least: false },
      against: `one change that concerns all ${of}`,
    }),
  ];
}
