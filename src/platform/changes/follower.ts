/** What follows the change log, and what is known of it. */
import type { Db } from '../db/db.ts';
import type { ChangeSet, NewChangeSet, Position } from './model.ts';

/**
 * Something that follows the change log with its own cursor.
 * Obligation: `initial(P2)` gives what `initial(P1)` gives plus every `apply` between, so that it can be rebuilt and
 * checked for drift. A follower that throws keeps its place and shows as stuck; it never skips.
 */
export interface Follower {
  /** `room.what`, e.g. `quality.scores`. */
  readonly name: string;
  /** Followers that must have passed a position before this one may apply it. */
  readonly after?: readonly string[];
  /** Only change sets of these kinds reach `apply`; the cursor passes over the others. */
  readonly kinds?: readonly NewChangeSet['kind'][];
  /**
   * Builds everything as of now, in the transaction that sets the cursor to `at`: a repeatable-read snapshot that holds
   * exactly the change sets up to `at`. Begins by emptying what it builds, because a rebuild calls it again.
   */
  initial(tx: Db, at: Position): Promise<void>;
  /** Applies one change set, in the transaction that moves the cursor past it. */
  apply(tx: Db, change: ChangeSet): Promise<void>;
  /** A digest of everything it has built, equal for equal content: `checkDrift` compares it with a rebuild's. */
  fingerprint?(tx: Db): Promise<string>;
}

/** Where one follower stands, for people who watch. */
export interface FollowerState {
  readonly name: string;
  /** False until `initial` has run. */
  readonly built: boolean;
  readonly at: Position;
  /** Change sets it has not applied yet, the unnumbered ones not counted. */
  readonly lag: number;
  /** Failed tries at the next change set; it keeps its place until one succeeds. */
  readonly attempts: number;
  readonly failed: string | null;
  readonly failedAt: string | null;
}

/** What `/health` says, which anybody may read: how far behind, or that it is stuck. The text of a failure is in the log. */
export const healthOf = ({ failed, lag }: FollowerState): number | 'stuck' => (failed === null ? lag : 'stuck');

export interface Drift {
  readonly name: string;
  readonly at: Position;
  /** Whether what it holds differs from what `initial` would build. */
  readonly drifted: boolean;
}

/** Followers at work in this process. Dispose to stop: a change set in hand is finished first. */
export interface Running extends AsyncDisposable {
  /**
   * Resolves when every follower has applied everything that was committed before the call, and, in a quiet house,
   * what the followers themselves appended while doing so.
   * @throws FollowerStuckError when one fails again and again
   */
  settled(): Promise<void>;
  /** Sends a follower back to `initial`, in whichever process runs it. */
  rebuild(name: string): Promise<void>;
  /** Compares what a follower holds with what `initial` builds, and leaves everything as it was. */
  checkDrift(name: string): Promise<Drift>;
}

export class FollowerStuckError extends Error {
  override name = 'FollowerStuckError';
}
