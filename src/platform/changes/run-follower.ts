/** One step of one follower: build it, or apply the next change sets, in the transaction that moves its cursor. */
import type { Clock } from '../clock.ts';
import type { Database, Db } from '../db/db.ts';
import { sqlState } from '../db/db.ts';
import type { limiter } from '../wait.ts';
import { gather } from '../gather.ts';
import type { Log } from '../log.ts';
import { comparePositions } from './changes.ts';
import * as cursors from './follower-store.ts';
import type { Follower } from './follower.ts';
import type { ChangeSet, NewChangeSet, Position } from './model.ts';
import { snapshotAt } from './sequence.ts';
import * as store from './store.ts';

export interface Runner {
  readonly db: Database;
  /** Where a follower and those before it stand; who asks together is answered by one statement. */
  readonly standing: (follower: Follower) => Promise<Standings>;
  /** Followers share the node's connections with its requests: so many have something to do at a time. */
  readonly gate: ReturnType<typeof limiter>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error' | 'warn'>;
  readonly stopping: () => boolean;
}

/** Of one follower, and of those that must be first. */
export interface Standings {
  readonly own: cursors.Standing | undefined;
  readonly before: readonly cursors.Standing[];
}

/** @see Runner.standing */
export function openStandings(db: Database): Runner['standing'] {
  const read = gather(async (asked: readonly Follower[]) => {
    const kindsOf = new Map<string, Follower['kinds'] | null>();
    for (const { after = [] } of asked) for (const name of after) kindsOf.set(name, []);
    for (const { name, kinds } of asked) kindsOf.set(name, kinds ?? null);
    const wanted = [...kindsOf].map(([name, kinds]) => ({ name, kinds: kinds ?? null }));
    const found = new Map((await cursors.standingsOf(db, wanted)).map((each) => [each.name, each]));
    return new Map(
      asked.map((follower) => {
        const before = (follower.after ?? []).flatMap((name) => found.get(name) ?? []);
        return [follower, { own: found.get(follower.name), before }];
      }),
    );
  });
  return async (follower) => (await read(follower)) as Standings;
}

/** What a step came to: go on at once, or wait. */
export type Outcome = 'moved' | 'idle' | 'elsewhere' | 'waiting' | 'failed';

export interface Runnable {
  readonly follower: Follower;
  /** After a failure in a batch, one change set at a time: what stood before the bad one must not wait for it. */
  careful: boolean;
}

// A batch ends after a second, so that cursors move, locks are short and a stop is prompt.
const BATCH = 100;
const BATCH_MS = 1000;

export async function stepFollower(runner: Runner, runnable: Runnable): Promise<Outcome> {
  const { follower, careful } = runnable;
  try {
    const outcome = await step(runner, follower, careful ? 1 : BATCH);
    if (outcome !== 'moved') runnable.careful = false;
    return outcome;
  } catch (error) {
    if (isTransient(error)) return 'waiting';
    if (!careful) {
      runnable.careful = true;
      return 'moved';
    }
    runner.log.error({ err: error, follower: follower.name }, 'a follower failed and keeps its place');
    await cursors.recordFailure(runner.db, follower.name, messageOf(error));
    return 'failed';
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);

// Serialization failure, deadlock: another transaction was first; nothing is wrong with the change set.
const isTransient = (error: unknown) => ['40001', '40P01'].includes(sqlState(error) ?? '');

async function step(runner: Runner, follower: Follower, batch: number): Promise<Outcome> {
  const early = await withoutWork(runner, follower);
  if (early) return early;
  return runner.gate(() => work(runner, follower, batch));
}

async function work(runner: Runner, follower: Follower, batch: number): Promise<Outcome> {
  const outcome = await runner.db.transaction(async (tx) => {
    const cursor = await cursors.lockCursor(tx, follower.name);
    if (!cursor) return 'elsewhere';
    if (!cursor.built) return 'unbuilt';
    const upTo = await reachable(tx, follower);
    if (!upTo || comparePositions(upTo, cursor) <= 0) return 'waiting';
    return applyUpTo(runner, { tx, follower, after: cursor, upTo, batch });
  });
  return outcome === 'unbuilt' ? build(runner, follower) : outcome;
}

/** What can be told from where everybody stands; undefined when there is something to apply, or to build. */
async function withoutWork({ db, standing }: Runner, follower: Follower): Promise<Outcome | undefined> {
  const { own, before } = await standing(follower);
  if (!own?.built) return undefined;
  const { after = [] } = follower;
  const head = { epoch: own.headEpoch, position: own.headPosition };
  const upTo = after.length === 0 ? head : cursors.slowestOf(before, after);
  if (!upTo || comparePositions(own, upTo) >= 0) return comparePositions(own, head) >= 0 ? 'idle' : 'waiting';
  if (own.concerned) return undefined;
  return (await cursors.passOver(db, own, upTo)) ? 'moved' : 'elsewhere';
}

/** The head, or where the followers stand that must be first. Read before the changes, so that all of them are seen. */
async function reachable(tx: Db, { after = [] }: Follower): Promise<Position | undefined> {
  return after.length === 0 ? store.head(tx) : cursors.slowest(tx, after);
}

interface Task {
  readonly tx: Db;
  readonly follower: Follower;
  readonly after: Position;
  readonly upTo: Position;
  readonly batch: number;
}

async function applyUpTo(runner: Runner, task: Task): Promise<Outcome> {
  const changes = await nextChanges(task);
  const began = performance.now();
  let applied = 0;
  for (const change of changes) {
    await task.follower.apply(task.tx, change);
    applied += 1;
    if (runner.stopping() || performance.now() - began > BATCH_MS) break;
  }
  // Less than a batch, all of it applied: nothing of its kinds is left up to there.
  const through = applied === changes.length && changes.length < task.batch;
  const reached = through ? task.upTo : changes[applied - 1]?.at;
  if (reached) await cursors.moveCursor(task.tx, task.follower.name, reached);
  return 'moved';
}

/** The next change sets of the kinds it asks for; the cursor passes over the others unread. */
function nextChanges({ tx, follower, after, upTo, batch }: Task): Promise<ChangeSet[]> {
  const kinds = follower.kinds ? { kinds: follower.kinds as NewChangeSet['kind'][] } : {};
  return store.selectChanges(tx, {
    after: { epoch: after.epoch, position: after.position },
    upTo,
    ...kinds,
    limit: batch,
  });
}

/** Runs `initial` in a snapshot that holds exactly the change sets up to the position the cursor gets. */
async function build(runner: Runner, follower: Follower): Promise<Outcome> {
  return snapshotAt(runner.db, runner.clock.now(), async (tx, at) => {
    const cursor = await cursors.lockCursor(tx, follower.name);
    if (!cursor) return 'elsewhere';
    if (cursor.built) return 'moved';
    if (!(await othersStandAt(tx, follower, at))) return 'waiting';
    await follower.initial(tx, at);
    await cursors.moveCursor(tx, follower.name, at);
    return 'moved';
  });
}

/** What it reads of the followers before it must be of the same position as the rows: else try again in a moment. */
async function othersStandAt(tx: Db, { after = [] }: Follower, at: Position): Promise<boolean> {
  if (after.length === 0) return true;
  const least = await cursors.slowest(tx, after);
  return least !== undefined && comparePositions(least, at) === 0;
}
