/**
 * Two simulations, each from a seed: real processes that follow the change log and are killed (`--steps`), and the
 * federation of nodes in memory (`--seeds`). See sim-processes.ts and sim-federation.ts.
 */
import { parseArgs } from 'node:util';
import { bugs } from './federation/bugs.ts';
import type { Bug } from './federation/world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    steps: { type: 'string' },
    seeds: { type: 'string' },
    bug: { type: 'string' },
    bugs: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const whole = (text: string | undefined, name: string): number | undefined => {
  if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text)) fail(`--${name} is a whole number from 1, not "${text}"`);
  return text === undefined ? undefined : Number(text);
};

function fail(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

function bugOf(name: string | undefined): Bug | undefined {
  if (name === undefined || Object.hasOwn(bugs, name)) return name as Bug | undefined;
  fail(`there is no bug "${name}" to plant; there are ${Object.keys(bugs).join(', ')}`);
}

const seed = whole(values.seed, 'seed');
const bug = bugOf(values.bug);
if (values.seeds !== undefined || bug !== undefined || values.bugs) {
  const { simulateFederation } = await import('./sim-federation.ts');
  const seeds = whole(values.seeds, 'seeds') ?? 200;
  const well = await simulateFederation({ seeds, seed, bug, bugs: values.bugs, json: values.json });
  process.exitCode = well ? 0 : 1;
} else {
  const { simulateProcesses } = await import('./sim-processes.ts');
  const steps = whole(values.steps, 'steps') ?? 300;
  process.exitCode = (await simulateProcesses({ seed: seed ?? Math.ceil(Math.random() * 1_000_000), steps })) ? 0 : 1;
}
