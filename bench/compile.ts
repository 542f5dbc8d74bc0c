/**
 * Check, compile and every text emitter over a dictionary of 20,000 elements in 500 entities, from its YAML to the last
 * byte, in a process of its own. `npx node bench/compile.ts [ELEMENTS]`; `run` gives the rows to the bench as a whole.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileDictionary } from '../src/dictionary/compile.ts';
import { chapterOf } from '../src/dictionary/chapter.ts';
import type { EntityPlan } from '../src/dictionary/plan.ts';
import { bookDocx, bookHtml, compileTarget, prepareTargets, targets } from '../src/dictionary/targets.ts';
import { entityTemplate } from '../src/dictionary/template.ts';
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
  /** The processor's time for all of it: what else runs on the machine counts less. */
  readonly processor: number;
  readonly template: number;
  readonly chapter: number;
}

const PER_ENTITY = 40;
/** A workbook and a chapter of the book are made on demand. */
const ON_DEMAND: readonly string[] = ['excel', 'book'];
const seconds = (since: number) => (performance.now() - since) / 1000;

async function measure(elements: number): Promise<Measured> {
  const files = benchDictionary({ elements, entities: elements / PER_ENTITY });
  const start = performance.now();
  const before = process.cpuUsage();
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
  const emit = seconds(begun);
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  const [entity] = plan.entities as [EntityPlan];
  const chapter = { ...ready, plan: chapterOf(plan, entity.name) ?? plan };
  return {
    ...{ compile, emit, targets: times, bytes, peak, processor: (user + system) / 1e6 },
    template: await onDemand(() => entityTemplate(entity, ready)),
    chapter: await onDemand(async () => [bookHtml(chapter, 'en'), await bookDocx(chapter, 'en')]),
  };
}

/** Seconds, median of five, once the library has been loaded. */
async function onDemand(make: () => Promise<unknown>): Promise<number> {
  await make();
  const times: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const from = performance.now();
    await make();
    times.push(seconds(from));
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}

const file = fileURLToPath(import.meta.url);
const REACH_SECONDS = 5;
const REACH_MB = 500;
const REACH_ON_DEMAND = 0.3;

/** Seconds, the most memory the process held, and what is made on demand. */
export function run({ elements = 20_000, log = () => undefined }: CompileOptions = {}): BenchRow[] {
  const said = execFileSync(process.execPath, [file, String(elements)], { encoding: 'utf8', maxBuffer: 1e7 });
  const measured = JSON.parse(said) as Measured;
  const { compile, emit, targets: each, bytes, peak, processor } = measured;
  const shares = Object.entries(each).map(([target, time]) => `${target} ${time.toFixed(2)}`);
  log(`compile-20000: check and compile ${compile.toFixed(2)} s, emit ${emit.toFixed(2)} s (${shares.join(', ')})`);
  log(`compile-20000: ${processor.toFixed(1)} s of the processor's time`);
  log(`compile-20000: ${(bytes / 1e6).toFixed(0)} MB of text`);
  const total = Number((compile + emit).toFixed(2));
  const most = Math.round(peak);
  const against = `${String(elements)} elements`;
  return [
    { name: 'compile-20000', value: total, unit: 's', against, reach: REACH_SECONDS, ok: total <= REACH_SECONDS },
    { name: 'compile-20000-memory', value: most, unit: 'MB', against, reach: REACH_MB, ok: most <= REACH_MB },
    onDemandRow('template-on-demand', measured.template),
    onDemandRow('book-chapter', measured.chapter),
  ];
}

function onDemandRow(name: string, time: number): BenchRow {
  const value = Number(time.toFixed(3));
  const against = `an entity of ${String(PER_ENTITY)} elements`;
  return { name, value, unit: 's', against, reach: REACH_ON_DEMAND, ok: value <= REACH_ON_DEMAND };
}

if (process.argv[1] === file)
  process.stdout.write(`${JSON.stringify(await measure(Number(process.argv[2] ?? 20_000)))}\n`);
