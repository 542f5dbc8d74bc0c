/**
 * The federation under a seeded scheduler: seven nodes that run the product's engine (src/exchange/protocol), while
 * packets are lost, doubled, late and forged, links are cut one way or both, nodes fall over and are restored from old
 * backups, grants end and return, scopes change, releases come at different times. Afterwards nothing may be lost,
 * doubled, forked, diverged or stalled. A seed that fails is printed, and played again by one command.
 *
 *   npm run sim -- --seeds 2000 [--seed 17] [--bug NAME] [--bugs] [--json]
 */
import { availableParallelism } from 'node:os';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { bugs } from './federation/bugs.ts';
import { runSeed, type Outcome } from './federation/run.ts';
import type { Bug } from './federation/world.ts';

export interface Options {
  readonly seeds: number;
  /** Play only this one. */
  readonly seed: number | undefined;
  readonly bug: Bug | undefined;
  /** Plant every bug in turn, and ask that each is found. */
  readonly bugs: boolean;
  readonly json: boolean;
}

/** A planted bug must show within so many seeds. */
const WITHIN = 200;
const kindOf = (fault: string) => fault.split(':')[0] ?? fault;

interface Share {
  readonly from: number;
  readonly to: number;
  readonly bug: Bug | null;
}

interface Sum {
  readonly failing: { readonly seed: number; readonly faults: readonly string[] }[];
  readonly counts: Record<string, number>;
}

function playShare({ from, to, bug }: Share): Sum {
  const sum: Sum = { failing: [], counts: {} };
  for (let seed = from; seed < to; seed += 1) add(sum, runSeed(seed, bug));
  return sum;
}

function add(sum: Sum, { seed, faults, counts }: Pick<Outcome, 'seed' | 'faults' | 'counts'>): void {
  if (faults.length > 0) sum.failing.push({ seed, faults });
  for (const [what, n] of counts) sum.counts[what] = (sum.counts[what] ?? 0) + n;
}

const CHILD = 'ARTERY_SIM_SHARE';

/** On every processor; the parts add up to the same whole. */
async function playAll(seeds: number, bug: Bug | null): Promise<Sum> {
  const parts = Math.min(availableParallelism(), Math.max(1, Math.floor(seeds / 50)));
  const size = Math.ceil(seeds / parts);
  const shares = Array.from({ length: parts }, (_, i) => ({
    from: 1 + i * size,
    to: Math.min(seeds, (i + 1) * size) + 1,
    bug,
  }));
  const sums = await Promise.all(shares.map(inChild));
  const whole: Sum = { failing: sums.flatMap(({ failing }) => failing), counts: {} };
  for (const { counts } of sums)
    for (const [what, n] of Object.entries(counts)) whole.counts[what] = (whole.counts[what] ?? 0) + n;
  return whole;
}

async function inChild(share: Share): Promise<Sum> {
  const child = fork(import.meta.filename, { env: { ...process.env, [CHILD]: JSON.stringify(share) } });
  const [sum] = (await once(child, 'message')) as [Sum];
  return sum;
}

/** @returns whether all is well */
export async function simulateFederation(options: Options): Promise<boolean> {
  if (options.seed !== undefined) return replay(options.seed, options);
  const began = performance.now();
  const sum = await playAll(options.seeds, options.bug ?? null);
  const found = options.bugs ? findBugs() : [];
  const kinds: Record<string, number> = {};
  for (const { faults } of sum.failing)
    for (const kind of new Set(faults.map(kindOf))) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const missed = found.filter(({ seed }) => seed === null).map(({ bug }) => bug);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const report = {
    seeds: options.seeds,
    bug: options.bug ?? null,
    failing: sum.failing,
    kinds,
    counts: sum.counts,
    bugs: found,
    seconds,
  };
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else print(report);
  return sum.failing.length === 0 && missed.length === 0;
}

function replay(seed: number, { bug, json }: Options): boolean {
  const { faults, counts } = runSeed(seed, bug ?? null);
  if (json)
    process.stdout.write(`${JSON.stringify({ seed, bug: bug ?? null, faults, counts: Object.fromEntries(counts) })}\n`);
  else {
    for (const [what, n] of counts) process.stdout.write(`${String(n).padStart(7)}  ${what}\n`);
    process.stdout.write(
      faults.length === 0 ? `seed ${String(seed)}: all is well\n` : `seed ${String(seed)}:\n  ${faults.join('\n  ')}\n`,
    );
  }
  return faults.length === 0;
}

interface Found {
  readonly bug: Bug;
  readonly seed: number | null;
  readonly fault: string | null;
}

function findBugs(): Found[] {
  return (Object.keys(bugs) as Bug[]).map((bug) => {
    for (let seed = 1; seed <= WITHIN; seed += 1) {
      const [fault] = runSeed(seed, bug).faults;
      if (fault !== undefined) return { bug, seed, fault };
    }
    return { bug, seed: null, fault: null };
  });
}

function print(report: {
  seeds: number;
  failing: Sum['failing'];
  kinds: object;
  counts: Sum['counts'];
  bugs: readonly Found[];
  seconds: number;
}): void {
  const { seeds, failing, kinds, counts, seconds } = report;
  const out = (line: string) => process.stdout.write(`${line}\n`);
  for (const { bug, seed, fault } of report.bugs) {
    out(
      seed === null
        ? `NOT FOUND in ${String(WITHIN)} seeds: ${bug} (${bugs[bug]})`
        : `found with seed ${String(seed)}: ${bug}: ${fault ?? ''}`,
    );
  }
  const [first] = failing;
  out(
    Object.entries(counts)
      .map(([what, n]) => `${String(n)} ${what}`)
      .join(' · '),
  );
  out(`${String(seeds)} seeds, ${String(failing.length)} failing ${JSON.stringify(kinds)}, ${String(seconds)} s`);
  if (first) {
    out(`first: seed ${String(first.seed)}: ${first.faults.join('; ')}`);
    out(`play it again: npm run sim -- --seed ${String(first.seed)} --seeds 1`);
  }
}

const share = process.env[CHILD];
if (share !== undefined && process.send) {
  process.send(playShare(JSON.parse(share) as Share), undefined, undefined, () => {
    process.disconnect();
  });
}
