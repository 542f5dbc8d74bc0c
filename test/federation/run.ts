/** One seed, whole. */
import { judge } from './judge.ts';
import { play } from './play.ts';
import { newWorld, type Bug } from './world.ts';

export interface Outcome {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
}

export const STEPS = 400;

export function runSeed(seed: number, bug: Bug | null = null, steps = STEPS): Outcome {
  const world = newWorld(seed, bug);
  try {
    play(world, steps);
    return { seed, faults: judge(world), counts: world.counts };
  } catch (error) {
    // A bug may make a node trip over its own feet: that is caught as well.
    return { seed, faults: [`fell over: ${String(error)}`], counts: world.counts };
  }
}
