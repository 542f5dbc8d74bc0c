/** The change log's words: change sets, positions, followers. See docs/adr and DESIGN §5. */
import type { Db } from '../db/db.ts';

/** Where a change stands in a node's log: gap-free within an epoch; what leaves the node, cursors and "known on" use it. */
export interface Position {
  readonly epoch: number;
  readonly position: number;
}

/** One unit of change: a load, an edit, a release, an agreement… Taken first (`id`), numbered after the commit (`at`). */
export interface NewChangeSet {
  /** From `takeChangeSet`: local, unordered, carried by the rows; never leaves the node. */
  readonly id: number;
  readonly kind:
    | 'records'
    | 'undo'
    | 'migration'
    | 'bodies'
    | 'codes'
    | 'release'
    | 'agreement'
    | 'correction'
    | 'strategy'
    | 'consultation'
    | 'disposal'
    | 'applied'
    | 'governance';
  /** What a follower filters by: a register's name, a list's code, a document's id. */
  readonly subject: string;
  readonly body: number | null;
  /** Account id of who did it. */
  readonly actor: string;
  /** The audit entry that allowed it. */
  readonly cause: string | null;
  readonly release?: number | null;
  readonly addressee?: number | null;
  readonly rowsNew?: number;
  readonly rowsChanged?: number;
  readonly rowsEnded?: number;
  /** Record ids (UUIDs), when at most 1,000; null for bulk, then the rows are found by their change set. */
  readonly members?: readonly string[] | null;
  /** When the work began; the stamp is never earlier. */
  readonly begunAt: Date;
}

export interface ChangeSet extends Omit<NewChangeSet, 'begunAt'> {
  readonly begunAt: string;
  readonly at: Position | null;
  readonly stampedAt: string | null;
}

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
