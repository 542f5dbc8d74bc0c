/** Words of the feeds: what a stream is of, who sits at it, what a consumer holds. Pure. */
import type { Position } from '../../platform/changes/index.ts';
import type { ConsumerState, StreamHead } from '../protocol/index.ts';

/** Which rows a stream shows, as it travels: bodies by code, each with everything below it. */
export interface FeedScope {
  readonly trees: 'all' | readonly string[];
  /** Which of them: an expression over the register's fields; null for all. */
  readonly condition: string | null;
}

/** What the grants of one agreement that see the same rows and columns share. */
export interface FeedStream {
  readonly id: number;
  readonly agreement: string;
  readonly register: string;
  readonly scope: FeedScope;
  readonly columns: readonly string[];
  readonly scopeHash: string;
  readonly head: StreamHead;
  /** Only some pages of a snapshot or of a large change are there. */
  readonly partial: boolean;
  readonly state: 'open' | 'ended';
  readonly openedAt: string;
  readonly builtAt: string | null;
}

/** One consumer at a stream. */
export interface SeatRow {
  readonly grant: number;
  readonly stream: number;
  /** Code of the body. */
  readonly consumer: string;
  readonly epoch: number | null;
  readonly acknowledged: number | null;
  readonly acknowledgedAt: string | null;
  readonly endedAt: string | null;
  readonly reason: string | null;
  readonly purgedAt: string | null;
  /** This node waits for somebody to give back what it lost. */
  readonly recovering: boolean;
}

/** What this node asks for, and from whom. */
export interface Subscription {
  readonly id: number;
  /** The provider's name in the registry. */
  readonly origin: string;
  /** Its address: `https://…`. */
  readonly address: string;
  readonly agreement: string;
  readonly purpose: string;
  /** Code of the body that consumes. */
  readonly consumer: string;
  readonly active: boolean;
  readonly attempts: number;
  readonly failed: string | null;
  readonly askedAt: string | null;
}

/** Where this node stands in another one's stream. */
export interface Consumed {
  readonly stream: string;
  readonly origin: string;
  /** The stream's number at its origin, for its address. */
  readonly number: number;
  readonly subscription: number;
  readonly register: string;
  readonly scope: FeedScope;
  readonly columns: readonly string[];
  readonly state: ConsumerState;
  /** Of the newest page applied; null before the first. */
  readonly at: Position | null;
  readonly part: number | null;
  readonly last: boolean | null;
  readonly offered: number | null;
  readonly sweeping: boolean;
  readonly purgeChange: number | null;
  readonly heardAt: string | null;
  readonly rowsApplied: number;
  readonly fault: string | null;
  readonly appliedAt: string | null;
}

/** Origin of a stream's checkpoints (C2SP tlog-checkpoint): one log an epoch. */
export const originOfLog = (stream: string, epoch: number): string => `${stream}/e${String(epoch)}`;
