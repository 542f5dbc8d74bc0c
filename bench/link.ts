/**
 * Linkage of synthetic people: a million against a million, ten thousand into a million, and one asked for. The weights come by EM from
 * the data, the thresholds from the profile; seed and error mix are not those on which they were chosen.
 * `npx node bench/link.ts [ROWS]`; `run` gives the rows to the bench as a whole.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import {
  beginLinkage,
  linkAll,
  linkBatch,
  linkFiles,
  measureTruth,
  openLookup,
  placesOf,
  readLinkageSettings,
  type Linkage,
} from '../src/registers/linkage/index.ts';
import { HELD_OUT_MIX, writeBatch, writePeople } from './link-data.ts';
import type { BenchRow } from './load.ts';

export interface LinkOptions {
  /** Of each file; default 1,000,000. */
  readonly rows?: number;
  /** Of the batch; default a hundredth. */
  readonly batch?: number;
  readonly lookups?: number;
  /** Names of rows; default all. */
  readonly only?: readonly string[];
  readonly log?: (line: string) => void;
}

const SEED = 20_261_129;
const PROFILE = join(import.meta.dirname, '..', 'profiles', 'vn-party');
const read = (path: string): unknown => parse(readFileSync(join(PROFILE, path), 'utf8'));
type Codes = Parameters<typeof placesOf>;

const begin = (distinct: boolean, scratch: string): Promise<Linkage> => {
  const list = read('dictionary/codes/tinh.yaml') as { items: Codes[0]; successions: Codes[1] };
  const places = { TINH: placesOf(list.items, list.successions) };
  const settings = readLinkageSettings(read('linkage/person.yaml'));
  return beginLinkage({ settings, distinct, places, scratch });
};

const STEPS = ['normalise', 'block', 'compare', 'estimate', 'score', 'cluster'];
const seconds = (times: ReadonlyMap<string, number>) =>
  STEPS.reduce((sum, step) => sum + (times.get(step) ?? 0), 0) / 1000;
const row = (
  name: string,
  value: number,
  rest: Omit<BenchRow, 'name' | 'value' | 'ok'> & { least?: boolean },
): BenchRow => {
  const { least = true, ...more } = rest;
  return { name, value: Number(value.toFixed(3)), ...more, ok: least ? value >= rest.reach : value <= rest.reach };
};

export async function run(options: LinkOptions = {}): Promise<BenchRow[]> {
  const { rows = 1_000_000, log = () => undefined, only } = options;
  const wanted = (name: string) => only === undefined || only.includes(name);
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-link-'));
  try {
    const found: BenchRow[] = [];
    if (wanted('link-million')) {
      const { left, right } = make(folder, rows);
      // A process of its own: what others used before does not count as memory of this one.
      const printed = child('million', left, right, String(rows));
      found.push(...(JSON.parse(printed) as BenchRow[]));
    }
    if (wanted('link-incremental') || wanted('lookup-person')) {
      const half = Math.round(rows / 2);
      const { batch = Math.max(100, rows / 100), lookups = 400 } = options;
      found.push(...(await onOneRegister(make(folder, half), folder, { rows: half * 2, batch, lookups, log, wanted })));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const child = (...args: string[]) =>
  execFileSync(process.execPath, [import.meta.filename, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

function make(folder: string, rows: number): { left: string; right: string } {
  const files = { left: join(folder, 'register.csv'), right: join(folder, 'list.csv') };
  child('make', files.left, files.right, String(rows));
  return files;
}

type Log = (line: string) => void;

/** Prints its rows as JSON: runs in a process of its own. */
async function linkMillion([left = '', right = '', rows = '']: readonly string[]): Promise<BenchRow[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'artery-bench-link-'));
  await using linked = await begin(true, scratch);
  await linkFiles(linked, [
    { file: left, truth: 'truth' },
    { file: right, truth: 'truth' },
  ]);
  const [took, worked] = [seconds(linked.engine.times), seconds(linked.engine.processor)];
  const peak = process.resourceUsage().maxRSS / 1024;
  const { f1, precision, recall } = await measureTruth(linked);
  rmSync(scratch, { recursive: true, force: true });
  const steps = STEPS.map((step) => {
    const [clock, own] = [linked.engine.times, linked.engine.processor].map((all) => (all.get(step) ?? 0) / 1000);
    return `${step} ${(clock ?? 0).toFixed(1)} (${(own ?? 0).toFixed(1)})`;
  });
  process.stderr.write(
    `link-million: s by the clock (of the processor): ${steps.join(', ')}; precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}\n`,
  );
  const against = `${rows} × ${rows}, held-out seed and errors`;
  return [
    row('link-million', f1, { unit: 'F1', against, reach: 0.96 }),
    row('link-million', took, { unit: 's, normalise to clusters', against, reach: 12, least: false }),
    // Two cores for so long; by the clock only a machine with nothing else to do says it.
    row('link-million', worked, {
      unit: "s of the processor's time",
      against: '2 cores × 12 s',
      reach: 24,
      least: false,
    }),
    row('link-million', peak / 1024, { unit: 'GB at most', against: 'the whole process', reach: 1.5, least: false }),
  ];
}

interface OneRegister {
  readonly rows: number;
  readonly batch: number;
  readonly lookups: number;
  readonly log: Log;
  readonly wanted: (name: string) => boolean;
}

/** A register that is linked already: a batch into it, and single questions. */
async function onOneRegister(
  files: { left: string; right: string },
  folder: string,
  asked: OneRegister,
): Promise<BenchRow[]> {
  const { rows, batch, log, wanted } = asked;
  await using linked = await begin(true, folder);
  await linkFiles(linked, [{ file: files.left }, { file: files.right }]);
  const found: BenchRow[] = [];
  if (wanted('lookup-person')) found.push(await lookUp(linked, asked));
  if (!wanted('link-incremental')) return found;
  const more = join(folder, 'batch.csv');
  await writeBatch(more, { rows: batch, among: rows / 2, seed: SEED, mix: HELD_OUT_MIX });
  log(`link-incremental: a batch of ${String(batch)} rows, ${(statSync(more).size / 1e6).toFixed(1)} MB`);
  const start = performance.now();
  await linkBatch(linked, { file: more });
  const little = (performance.now() - start) / 1000;
  const before = await clusters(linked);
  const again = performance.now();
  await linkAll(linked, { keepWeights: true });
  const all = (performance.now() - again) / 1000;
  const same = (await clusters(linked)) === before ? 1 : 0;
  log(`link-incremental: ${little.toFixed(2)} s, all anew ${all.toFixed(1)} s`);
  return [
    ...found,
    row('link-incremental', all / little, { unit: '× as fast', against: 'linking all anew', reach: 20 }),
    row('link-incremental', same, { unit: 'same clusters (1 = yes)', against: 'linking all anew', reach: 1 }),
  ];
}

/** One number for who is with whom. */
async function clusters({ engine }: Linkage): Promise<string> {
  const [picture] = await engine.rows<{ picture: string }>(
    "select count(*)::varchar || ' ' || bit_xor(hash(rid, head))::varchar as picture from clusters",
  );
  return picture?.picture ?? '';
}

async function lookUp(linked: Linkage, { rows, lookups, log }: OneRegister): Promise<BenchRow> {
  const fields = Object.keys(linked.model.settings.fields);
  const people = await linked.engine.rows<Record<string, string | null>>(
    `select ${fields.map((f) => `${f}_text as "${f}"`).join(', ')} from given order by hash(rid) limit ${String(lookups)}`,
  );
  const lookup = await openLookup(linked, { often: true });
  const [times, worked]: [number[], number[]] = [[], []];
  let known = 0;
  for (const person of people) {
    const values = Object.fromEntries(
      Object.entries(person).flatMap(([f, text]) => (text === null ? [] : [[f, text]])),
    );
    const [start, before] = [performance.now(), process.cpuUsage()];
    if ((await lookup.ask(values)).verdict === 'known') known += 1;
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    worked.push((user + system) / 1000);
  }
  const at = (all: readonly number[], share: number) =>
    all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0;
  const said = (all: readonly number[]) => `median ${at(all, 0.5).toFixed(1)}, p99 ${at(all, 0.99).toFixed(1)} ms`;
  log(
    `lookup-person: by the clock ${said(times)}; of the processor ${said(worked)}; known ${String(known)} of ${String(people.length)}`,
  );
  return row('lookup-person', at(times, 0.99), {
    unit: 'ms p99',
    against: `${String(rows)} people, one asker`,
    reach: 50,
    least: false,
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [task, ...args] = process.argv.slice(2);
  const [left = '', right = '', rows = ''] = args;
  if (task === 'make') await writePeople({ left, right }, { rows: Number(rows), seed: SEED, mix: HELD_OUT_MIX });
  else if (task === 'million') process.stdout.write(JSON.stringify(await linkMillion(args)));
  else {
    const size = task === undefined ? {} : { rows: Number(task) };
    for (const found of await run({ ...size, log: (line) => process.stderr.write(`${line}\n`) }))
      process.stdout.write(`${JSON.stringify(found)}\n`);
  }
}
