/** The change log's words: change sets and positions. See docs/adr/0007. */

/** Where a change stands in a node's log: gap-free within an epoch; what leaves the node, cursors and "known on" use it. */
export interface Position {
  readonly epoch: number;
  readonly position: number;
}

const EPOCH = 2 ** 32;

/** Of a record's first change in an epoch. `epoch << 32 | n`: versions made after a restore outrank the lost ones. */
export const firstVersion = (epoch: number): number => epoch * EPOCH + 1;

/** The version that follows another one in this epoch. */
export const nextVersion = (version: number, epoch: number): number => Math.max(version + 1, firstVersion(epoch));

/** The ordinal people see: the n of `epoch << 32 | n`. */
export const ordinalOf = (version: number): number => version % EPOCH;

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
    | 'proposal'
    | 'agreement'
    | 'correction'
    | 'strategy'
    | 'consultation'
    | 'disposal'
    | 'applied'
    | 'governance'
    | 'quality';
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
