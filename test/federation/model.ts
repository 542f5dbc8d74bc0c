/** What the simulated federation is made of. Everything that survives a crash is in `Stored`; values in it are never changed. */
import type { Position } from '../../src/platform/changes/model.ts';
import type {
  Answer,
  ConsumerState,
  Cursor,
  FenceState,
  Page,
  Seat,
  StreamCheckpoint,
  StreamHead,
} from '../../src/exchange/protocol/index.ts';

export interface Row {
  readonly version: number;
  readonly value: string;
  /** Rows without it are outside of every stream. */
  readonly shared: boolean;
  /** The node that is its home. */
  readonly home: number;
}

export interface Entry {
  readonly record: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

export interface Seen extends Cursor {
  readonly mark: string;
}

/** A change set: committed with its rows, numbered later. */
export interface Change {
  readonly id: number;
  readonly at: Position | null;
  readonly entries: readonly Entry[];
}

export interface Message {
  readonly id: string;
  readonly to: number;
  readonly record: string;
  readonly value: string;
  readonly answer: boolean;
  /** The sender holds this version, and the home gave it an older one as the newest: the home has lost it. */
  readonly held?: number;
}

/** A stream at its provider. */
export interface Outgoing {
  readonly head: StreamHead;
  /** Of this epoch; null where the body was dropped. */
  readonly pages: readonly { readonly leaf: Buffer; readonly page: Page | null }[];
  readonly seats: ReadonlyMap<number, Seat>;
  /** Messages that have become pages. */
  readonly sent: number;
}

/** A stream at its consumer. */
export interface Incoming {
  readonly state: ConsumerState;
  readonly rows: ReadonlySet<string>;
  /** Records that the snapshot under way has named. */
  readonly named: ReadonlySet<string>;
}

export interface Stored {
  epoch: number;
  position: number;
  release: number;
  nextChange: number;
  /** What the log's root stands for: at each position of each epoch, a mark that no other life of this node gives. */
  readonly marks: Map<string, string>;
  readonly rows: Map<string, Row>;
  /** The last version of records that ended here. */
  readonly ended: Map<string, number>;
  changes: readonly Change[];
  readonly out: Map<string, Outgoing>;
  readonly in: Map<string, Incoming>;
  readonly outbox: Map<number, readonly Message[]>;
  /** Message → how often it took effect. */
  readonly inbox: Map<string, number>;
  /** How often a neighbour has come back and asked how far it was seen: what was asked of it before is not taken any more. */
  readonly turns: Map<number, number>;
  /** How far others have been seen to be: what a witness keeps. */
  readonly witnessed: Map<number, Seen>;
  /** Ranges of this node's log that people declared lost. */
  declared: readonly { readonly epoch: number; readonly from: number; readonly to: number }[];
}

export interface StreamPlan {
  readonly name: string;
  readonly from: number;
  readonly to: readonly number[];
  readonly kind: 'rows' | 'messages';
  /** Homes whose rows are in it. */
  readonly homes: readonly number[];
}

export interface Peer {
  readonly n: number;
  up: boolean;
  /** What its own clock says beyond the true time. */
  skew: number;
  store: Stored;
  backup: Stored | null;
  fence: FenceState;
  /** Positions at which the process last started: what is written after it is young. */
  since: Position;
}

export type Packet =
  | {
      readonly type: 'ask';
      readonly stream: string;
      readonly cursor: Cursor | null;
      readonly seen: StreamCheckpoint | null;
      readonly turn: number;
    }
  | {
      readonly type: 'answer';
      readonly stream: string;
      readonly answer: Answer;
      readonly at: Seen;
      readonly turn: number;
    }
  | { readonly type: 'acknowledge'; readonly stream: string; readonly cursor: Cursor }
  | { readonly type: 'acknowledge-purge'; readonly stream: string; readonly turn: number }
  | { readonly type: 'how-far' }
  | { readonly type: 'so-far'; readonly at: Seen | null; readonly rows: readonly (readonly [string, Row])[] };

export const copyOf = (stored: Stored): Stored => ({
  ...stored,
  rows: new Map(stored.rows),
  marks: new Map(stored.marks),
  ended: new Map(stored.ended),
  out: new Map(stored.out),
  in: new Map(stored.in),
  outbox: new Map(stored.outbox),
  inbox: new Map(stored.inbox),
  turns: new Map(stored.turns),
  witnessed: new Map(stored.witnessed),
});

/** A tree: the centre, two provinces, four communes. */
export const PARENT = [-1, 0, 0, 1, 1, 2, 2];
export const NODES = PARENT.length;
export const neighbours = (n: number): number[] =>
  PARENT.flatMap((parent, other) => (other !== n && (parent === n || PARENT[n] === other) ? [other] : []));

const childrenOf = (n: number) => PARENT.flatMap((parent, child) => (parent === n ? [child] : []));
const name = (from: number, what: string) => `node-${String(from)}/stream/${what}`;

/** Rows go up the tree and the centre's go down it; messages go both ways between neighbours. */
export const streams: readonly StreamPlan[] = [
  ...PARENT.flatMap((parent, n): StreamPlan[] =>
    parent < 0 ? [] : [{ name: name(n, 'UP/1'), from: n, to: [parent], kind: 'rows', homes: [n, ...childrenOf(n)] }],
  ),
  ...[0, 1, 2].map((n): StreamPlan => ({
    name: name(n, 'DOWN/1'),
    from: n,
    to: childrenOf(n),
    kind: 'rows',
    homes: n === 0 ? [0] : [0, n],
  })),
  ...PARENT.flatMap((_, n) =>
    neighbours(n).map((to): StreamPlan => ({
      name: name(n, `MAIL-${String(to)}/1`),
      from: n,
      to: [to],
      kind: 'messages',
      homes: [],
    })),
  ),
];
export const streamOf = new Map(streams.map((stream) => [stream.name, stream]));

export const markAt = (store: Stored, { epoch, size }: Cursor): string =>
  store.marks.get(`${String(epoch)}/${String(size)}`) ?? '';

/** How far the log goes. */
export const endOf = (store: Stored): Seen => {
  const at = { epoch: store.epoch, size: store.position };
  return { ...at, mark: markAt(store, at) };
};
