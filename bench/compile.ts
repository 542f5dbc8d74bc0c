/**
 * Check, compile and every text emitter over a dictionary of 20,000 elements in 500 entities, from its YAML to the last
 * byte, in a process of its own. `npx node bench/compile.ts [ELEMENTS]`; `run` gives the rows to the bench as a whole.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileDictionary } from '../src/dictionary/compile.ts';
import { compileTarget, prepareTargets, targets } from '../src/dictionary/targets.ts';
import { benchDictionary, benchLanguages } from './compile-data.ts';
import type { BenchRow } from './load.ts';

export interface CompileOptions {
  /** Default 20,000; 40 to an entity. */
  readonly elements?: number;
  readonly log?: (line: string) => void;
}

interface Measured {
  readonly compile: number;
  readonly emit: number;
  readonly targets: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly peak: number;
}

const PER_ENTITY = 40;
/** A workbook and a chapter of the book are made on demand. */
const ON_DEMAND: readonly string[] = ['excel', 'book'];
const seconds = (since: number) => (performance.now() - since) / 1000;

async function measure(elements: number): Promise<Measured> {
  const files = benchDictionary({ elements, entities: elements / PER_ENTITY });
  const start = performance.now();
  const { plan, findings } = compileDictionary(files, benchLanguages);
  const compile = seconds(start);
  if (!plan || findings.length > 0) throw new TypeError(JSON.stringify(findings.slice(0, 3)));
  const ready = prepareTargets(plan, {
    language: 'en',
    release: 1,
    publisher: { en: 'Bench' },
    translator: () => (key) => key,
    isInvented: false,
  });
  const begun = performance.now();
  const times: Record<string, number> = {};
  let bytes = 0;
  for (const target of targets.filter((one) => !ON_DEMAND.includes(one))) {
    const from = performance.now();
    for await (const { content } of compileTarget(target, ready)) bytes += content.length;
    times[target] = seconds(from);
  }
  return { compile, emit: seconds(begun), targets: times, bytes, peak: process.resourceUsage().maxRSS / 1024 };
}

const file = fileURLToPath(import.meta.url);
const REACH_SECONDS = 5;
const REACH_MB = 500;

/** Two rows: seconds, and the most memory the process held. */
export function run({ elements = 20_000, log = () => undefined }: CompileOptions = {}): BenchRow[] {
  const said = execFileSync(process.execPath, [file, String(elements)], { encoding: 'utf8', maxBuffer: 1e7 });
  const { compile, emit, targets: each, bytes, peak } = JSON.parse(said) as Measured;
  const shares = Object.entries(each).map(([target, time]) => `${target} ${time.toFixed(2)}`);
  log(`compile-20000: check and compile ${compile.toFixed(2)} s, emit ${emit.toFixed(2)} s (${shares.join(', ')})`);
  log(`compile-20000: ${(bytes / 1e6).toFixed(0)} MB of text`);
  const total = Number((compile + emit).toFixed(2));
  const most = Math.round(peak);
  const against = `${String(elements)} elements`;
  return [
    { name: 'compile-20000', value: total, unit: 's', against, reach: REACH_SECONDS, ok: total <= REACH_SECONDS },
    { name: 'compile-20000-memory', value: most, unit: 'MB', against, reach: REACH_MB, ok: most <= REACH_MB },
  ];
}

if (process.argv[1] === file)
  process.stdout.write(`${JSON.stringify(await measure(Number(process.argv[2] ?? 20_000)))}\n`);
