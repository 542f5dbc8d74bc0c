/** Runs followers: each in whichever process holds its row, woken by the sequencer or by a poll. */
import type { Context } from '../context.ts';
import type { Db } from '../db/db.ts';
import { comparePositions } from './changes.ts';
import { checkDrift } from './check-drift.ts';
import * as cursors from './follower-store.ts';
import { type Follower, FollowerStuckError, type FollowerState, type Running } from './follower.ts';
import type { Position } from './model.ts';
import { type Outcome, type Runnable, type Runner, stepFollower } from './run-follower.ts';
import { sequenceChanges } from './sequence.ts';
import * as store from './store.ts';
import { bell, limiter } from '../wait.ts';

// How soon a commit gets its number: 50 ms while there is work, 200 ms when the house is quiet.
const BUSY_TICK_MS = 50;
const QUIET_TICK_MS = 200;
const POLL_MS: Readonly<Record<Exclude<Outcome, 'moved'>, number>> = {
  idle: 1000, // NOTIFY comes first; this is for the notification that was lost
  elsewhere: 1000,
  waiting: 250,
  failed: 250,
};
// Followers share the node's connections with its requests.
const AT_ONCE = 3;
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
  let stopped = false;
  const wake = bell();
  const runner: Runner = { db, clock, log, stopping: () => stopped };
  const gate = limiter(AT_ONCE);
  const hush = await db.listen('change', () => wake.ring());
  const alive = () => !stopped;
  const loops = [
    keepSequencing(runner, wake),
    ...followers.map((follower) => keepFollowing(runner, { follower, careful: false }, { wake, gate })),
  ];
  return {
    settled: () => settle(runner, followers, { wake, alive }),
    rebuild: async (name) => {
      await cursors.forgetBuilt(db, name);
      wake.ring();
    },
    checkDrift: (name) => checkDrift(context, find(followers, name)),
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      wake.ring();
      await Promise.all([hush(), ...loops]);
    },
  };
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

async function keepFollowing(
  runner: Runner,
  runnable: Runnable,
  { wake, gate }: { wake: ReturnType<typeof bell>; gate: ReturnType<typeof limiter> },
): Promise<void> {
  while (!runner.stopping()) {
    const heard = wake.heard();
    const outcome = await gate(() => stepFollower(runner, runnable)).catch((error: unknown): Outcome => {
      runner.log.warn({ err: error, follower: runnable.follower.name }, 'the database is out of reach; it tries again');
      return 'failed';
    });
    if (outcome === 'moved') wake.ring();
    else await wake.wait(heard, POLL_MS[outcome]);
  }
}

async function settle(
  { db, clock }: Runner,
  followers: readonly Follower[],
  { wake, alive }: { wake: ReturnType<typeof bell>; alive: () => boolean },
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
      if (!alive()) throw new FollowerStuckError('the followers were stopped');
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
