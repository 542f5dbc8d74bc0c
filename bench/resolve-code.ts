/**
 * Codes over time in process: `resolve` and `recode` of 13,000 units that were merged, split and given codes used before.
 * `npx node bench/resolve-code.ts`; `run` gives the rows to the bench as a whole.
 */
import { pathToFileURL } from 'node:url';
import type { CodeSuccession } from '../src/dictionary/plan.ts';
import type { GraphCode } from '../src/dictionary/codes/graph-nodes.ts';
import { successionGraph } from '../src/dictionary/codes/succession-graph.ts';
import type { BenchRow } from './load.ts';

export interface ResolveOptions {
  /** Former units; default 10,000. */
  readonly units?: number;
  /** Questions a round; default 2,000,000. */
  readonly questions?: number;
  readonly rounds?: number;
  readonly log?: (line: string) => void;
}

const [DAY, LATER] = ['2025-07-01', '2026-04-30'];
const codeOf = (i: number) => String(i).padStart(5, '0');

/** Three old units make a new one, under the code of the first; every tenth is split between two; some change again. */
function country(units: number): { codes: GraphCode[]; successions: CodeSuccession[] } {
  const codes: GraphCode[] = [];
  const successions: CodeSuccession[] = [];
  for (let i = 0; i < units; i += 1) {
    const code = codeOf(i);
    const home = codeOf(i - (i % 3));
    codes.push({ code, names: { en: `Old ${code}` }, to: DAY });
    if (code === home) codes.push({ code, names: { en: `New ${code}` }, from: DAY });
    const other = codeOf(Math.max(0, i - (i % 3) - 3));
    if (i % 10 !== 0 || other === home) successions.push({ from: code, to: home, day: DAY, kind: 'whole' });
    else {
      successions.push({ from: code, to: home, day: DAY, kind: 'part', share: 0.7 });
      successions.push({ from: code, to: other, day: DAY, kind: 'part', share: 0.3 });
    }
    if (code === home && i % 30 === 3)
      successions.push({ from: code, to: other, day: LATER, kind: 'part', share: 0.1 });
  }
  return { codes, successions };
}

/** A second of the processor, not of the clock: what else runs on the machine does not count. */
function rate(count: number, ask: (i: number) => unknown): number {
  const start = process.cpuUsage();
  let answered = 0;
  for (let i = 0; i < count; i += 1) if (ask(i) !== undefined) answered += 1;
  if (answered !== count) throw new Error('a question was not answered');
  const { user, system } = process.cpuUsage(start);
  return count / ((user + system) / 1e6);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export function run(options: ResolveOptions = {}): BenchRow[] {
  const { units = 10_000, questions = 2_000_000, rounds = 5, log = () => undefined } = options;
  const { codes, successions } = country(units);
  const start = performance.now();
  const graph = successionGraph(codes, successions);
  log(`resolve-code: ${String(codes.length)} periods in a graph in ${(performance.now() - start).toFixed(0)} ms`);
  const asked = Array.from({ length: units }, (_, i) => codeOf((i * 7919) % units));
  const days = ['2025-06-30', DAY, '2026-11-23'];
  const codeAt = (i: number) => asked[i % units] as string;
  const dayAt = (i: number) => days[i % days.length] as string;
  const measure = (name: string, ask: (i: number) => unknown): BenchRow => {
    const persecond = median(Array.from({ length: rounds }, () => rate(questions, ask)));
    const value = Number((persecond / 1e6).toFixed(1));
    log(`resolve-code: ${name} ${String(value)} million a second (median of ${String(rounds)} rounds)`);
    return {
      name: 'resolve-code',
      value,
      unit: `million ${name} a second`,
      against: `${String(codes.length)} periods`,
      reach: 1,
      ok: value >= 1,
    };
  };
  return [
    measure('resolves', (i) => graph.resolve(codeAt(i), dayAt(i))),
    measure('recodes', (i) => graph.recode(codeAt(i), '2025-06-30', dayAt(i))),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const row of run({ log: (line) => process.stderr.write(`${line}\n`) }))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
