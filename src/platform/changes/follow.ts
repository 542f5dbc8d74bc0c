/** Runs followers: each in whichever process holds its row, woken by the sequencer or by a poll. */
import type { Context } from '../context.ts';
import type { Db } from '../db/db.ts';
import { comparePositions } from './changes.ts';
import { checkDrift } from './check-drift.ts';
import * as cursors from './follower-store.ts';
import { type Follower, FollowerStuckError, type FollowerState, type Running } from './follower.ts';
import type { Position } from './model.ts';
import { openStandings, type Outcome, type Runnable, type Runner, stepFollower } from './run-follower.ts';
import { sequenceChanges } from './sequence.ts';
import * as store from './store.ts';
import { bell, limiter } from '../wait.ts';

// How soon a commit gets its number: 100 ms while there is work, 200 ms when the house is quiet.
const BUSY_TICK_MS = 100;
const QUIET_TICK_MS = 200;
const POLL_MS: Readonly<Record<Exclude<Outcome, 'moved'>, number>> = {
  idle: 1000, // NOTIFY comes first; this is for the notification that was lost
  elsewhere: 1000,
  waiting: 250,
  failed: 250,
};
const AT_ONCE = 3;
// Under steady writing a follower takes together what comes within this time; the first change after a pause goes at once.
const PACE_MS = 200;
// Three failed tries are not a passing fault.
const STUCK = 3;
// What followers append is waited for too, link by link; under steady writing there is no end, so there is a bound.
const ROUNDS = 5;

/**
 * Starts following in this process, and numbers committed change sets beside it.
 * @throws TypeError when a follower waits for one that is not there, or in a circle
 */
export async function startFollowers(
  context: Pick<Context, 'db' | 'clock' | 'log'>,
  followers: readonly Follower[],
): Promise<Running> {
  refuseUnknownOrder(followers);
  const { db, clock, log } = context;
  for (const { name } of followers) await cursors.introduceFollower(db, name);
  const wake = bell();
  const state: State = { stopped: false, hurried: 0 };
  const runner: Runner = {
    db,
    standing: openStandings(db),
    gate: limiter(AT_ONCE),
    clock,
    log,
    stopping: () => state.stopped,
  };
  const following = {
    wake,
    state,
    gate: limiter(AT_ONCE),
    awaited: new Set(followers.flatMap(({ after = [] }) => after)),
  };
  const hush = await db.listen('change', () => wake.ring());
  const loops = [
    keepSequencing(runner, wake),
    ...followers.map((follower) => keepFollowing(runner, { follower, careful: false }, following)),
  ];
  return {
    settled: async () => {
      state.hurried += 1;
      try {
        await settle(runner, followers, wake);
      } finally {
        state.hurried -= 1;
      }
    },
    rebuild: async (name) => {
      await cursors.forgetBuilt(db, name);
      wake.ring();
    },
    checkDrift: (name) => checkDrift(context, find(followers, name)),
    [Symbol.asyncDispose]: async () => {
      state.stopped = true;
      wake.ring();
      await Promise.all([hush(), ...loops]);
    },
  };
}

interface State {
  stopped: boolean;
  /** How many wait until everything is applied: meanwhile nobody paces himself. */
  hurried: number;
}

interface Following {
  readonly wake: ReturnType<typeof bell>;
  readonly state: State;
  /** Followers that others come after. */
  readonly awaited: ReadonlySet<string>;
}

/** Where every follower of this database stands, with its lag and what it failed at. */
export function followerStates(db: Db): Promise<FollowerState[]> {
  return cursors.selectStates(db);
}

async function keepSequencing(runner: Runner, wake: ReturnType<typeof bell>): Promise<void> {
  while (!runner.stopping()) {
    let stamped = 0;
    try {
      stamped = await sequenceChanges(runner.db, runner.clock.now());
    } catch (error) {
      runner.log.warn({ err: error }, 'the sequencer could not run; it tries again');
    }
    if (stamped > 0) wake.ring();
    await wake.pause(stamped > 0 ? BUSY_TICK_MS : QUIET_TICK_MS, runner.stopping);
  }
}

async function keepFollowing(runner: Runner, runnable: Runnable, { wake, state, awaited }: Following): Promise<void> {
  const { name } = runnable.follower;
  let movedAt = -Infinity;
  while (!runner.stopping()) {
    const heard = wake.heard();
    const outcome = await stepFollower(runner, runnable).catch((error: unknown): Outcome => {
      runner.log.warn({ err: error, follower: name }, 'the database is out of reach; it tries again');
      return 'failed';
    });
    if (outcome === 'moved') {
      movedAt = performance.now();
      if (awaited.has(name) || state.hurried > 0) wake.ring();
      continue;
    }
    await wake.wait(heard, POLL_MS[outcome]);
    const early = movedAt + PACE_MS - performance.now();
    if (early > 0) await wake.pause(early, () => state.stopped || state.hurried > 0);
  }
}

async function settle(
  { db, clock, stopping }: Runner,
  followers: readonly Follower[],
  wake: Following['wake'],
): Promise<void> {
  const names = followers.map((follower) => follower.name);
  let target: Position | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    await sequenceChanges(db, clock.now());
    const head = await store.head(db);
    if (target && comparePositions(head, target) === 0) return;
    target = head;
    wake.ring();
    while (!(await allAt(db, names, target))) {
      if (stopping()) throw new FollowerStuckError('the followers were stopped');
      await wake.wait(wake.heard(), 20);
    }
  }
}

async function allAt(db: Db, names: readonly string[], target: Position): Promise<boolean> {
  const found = await cursors.cursorsOf(db, names);
  const stuck = found.find((cursor) => cursor.attempts >= STUCK);
  if (stuck) {
    const state = (await cursors.selectStates(db)).find((each) => each.name === stuck.name);
    throw new FollowerStuckError(`${stuck.name} is stuck: ${state?.failed ?? 'unknown'}`);
  }
  return found.every((cursor) => cursor.built && comparePositions(cursor, target) >= 0);
}

function find(followers: readonly Follower[], name: string): Follower {
  const found = followers.find((follower) => follower.name === name);
  if (!found) throw new TypeError(`there is no follower ${name}`);
  return found;
}

function refuseUnknownOrder(followers: readonly Follower[]): void {
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) throw new TypeError(`followers wait in a circle: ${[...path, name].join(' → ')}`);
    for (const next of find(followers, name).after ?? []) visit(next, [...path, name]);
  };
  for (const { name } of followers) visit(name, []);
}
