/** The protocol's words: what the two ends of a stream know, what happens to them, what they want done. Pure. */
import type { Position } from '../../platform/changes/model.ts';
import type { Page } from './page.ts';

/** Where a reader of a stream stands: everything before page `size` of this epoch is in its tables. */
export interface Cursor {
  readonly epoch: number;
  readonly size: number;
}

/** A signed statement about a stream's log, read: `note` is what was signed. */
export interface StreamCheckpoint {
  readonly epoch: number;
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

// ── the provider ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The end of a stream at its provider: enough to append, to sign and to answer. */
export interface StreamHead {
  readonly stream: string;
  readonly epoch: number;
  readonly size: number;
  /** Roots of the complete subtrees of the epoch's log, the largest first. */
  readonly complete: readonly Buffer[];
  /** Bodies of pages before this one are not kept any more. */
  readonly kept: number;
  /** Change sets up to here are in it. */
  readonly builtTo: Position;
  /** The epoch's snapshot is still to be taken: nobody is answered from it. */
  readonly opening: boolean;
}

/** What a provider knows of one consumer of a stream. */
export interface Seat {
  readonly consumer: string;
  /** As decided at this moment, by the provider's own clock: `over` when revoked, expired, suspended or not agreed. */
  readonly grant: 'active' | 'over';
  readonly acknowledged: Cursor | null;
  /** It has said that it holds nothing of the stream any more. */
  readonly purged: boolean;
  /**
   * It may hold what this node lost, and has not been asked for it yet: it is given nothing until then, because a
   * snapshot would make it forget.
   */
  readonly unheard?: boolean;
}

export interface ProviderState {
  readonly head: StreamHead;
  readonly seat: Seat;
}

export type ProviderEvent =
  /**
   * A consumer asks for what comes after its cursor (null when it has none), and shows the largest checkpoint it was
   * given: `shown` where it bears this node's own signature, with whether this node's log has that root at that size.
   */
  | {
      readonly type: 'asked';
      readonly cursor: Cursor | null;
      readonly shown: (Cursor & { readonly agrees: boolean }) | null;
    }
  | { readonly type: 'acknowledged'; readonly cursor: Cursor }
  | { readonly type: 'purged' }
  /** Columns or rows of the stream are others now, or a loss was declared. */
  | { readonly type: 'scope-changed' };

export type ProviderEffect =
  /** Send pages of one release from here on, with a checkpoint and the proof between the two. */
  | { readonly type: 'send'; readonly epoch: number; readonly from: number }
  /** Begin again at page 0 of this epoch. */
  | { readonly type: 'send-reset'; readonly epoch: number }
  /** Remove every row that came by this stream, and say so. */
  | { readonly type: 'send-purge' }
  /** It says that it has purged, and has a grant: an older order reached it late. It may begin anew. */
  | { readonly type: 'send-granted' }
  /** The epoch's first pages are not there yet: ask again. */
  | { readonly type: 'send-wait' }
  /** The consumer holds more than is known here. */
  | { readonly type: 'send-behind'; readonly epoch: number; readonly size: number }
  /** This node signed what it does not have: it was restored from a backup. The stream begins a new epoch, after the fence. */
  | { readonly type: 'fence'; readonly shown: Cursor }
  | { readonly type: 'take-snapshot'; readonly epoch: number }
  | { readonly type: 'keep-acknowledged'; readonly cursor: Cursor }
  | { readonly type: 'keep-purged' };

// ── the consumer ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ConsumerState {
  readonly stream: string;
  readonly cursor: Cursor | null;
  /** Roots of the complete subtrees of what was applied, the largest first: new pages are verified by going on from it. */
  readonly complete: readonly Buffer[];
  /** The largest checkpoint of this epoch that was seen. */
  readonly seen: StreamCheckpoint | null;
  readonly phase: Phase;
}

export type Phase =
  | { readonly name: 'following' }
  /** A page was made with a release that this node has not adopted: it waits, and nothing is dropped. */
  | { readonly name: 'parked'; readonly release: number }
  /** The grant is over: rows are being removed. */
  | { readonly name: 'purging' }
  /** Nothing of the stream is here any more. */
  | { readonly name: 'ended' }
  /** The provider showed two logs that do not agree: nothing more is taken from it until people have looked. */
  | { readonly name: 'forked'; readonly evidence: readonly string[] };

export interface PagesAnswer {
  readonly type: 'pages';
  readonly epoch: number;
  readonly from: number;
  readonly pages: readonly Page[];
  readonly note: string;
  /** From the size after these pages to the checkpoint's (RFC 6962 §2.1.2). */
  readonly proof: readonly Buffer[];
}

export type Answer =
  | PagesAnswer
  | { readonly type: 'reset'; readonly epoch: number }
  | { readonly type: 'purge' }
  | { readonly type: 'granted' }
  | { readonly type: 'wait' }
  | { readonly type: 'behind'; readonly epoch: number; readonly size: number };

export type ConsumerEvent =
  | { readonly type: 'due' }
  /** `life`: how often the provider had come back when it was asked; 0 for one that never did. */
  | { readonly type: 'answered'; readonly answer: Answer; readonly life?: number }
  | { readonly type: 'applied'; readonly next: ConsumerState }
  | { readonly type: 'release-unknown'; readonly release: number }
  | { readonly type: 'release-adopted'; readonly release: number }
  | { readonly type: 'purged' }
  /** A grant was given anew after the stream had ended. */
  | { readonly type: 'granted' };

export type ConsumerEffect =
  | { readonly type: 'ask'; readonly cursor: Cursor | null; readonly seen: StreamCheckpoint | null }
  /**
   * In one transaction: apply the pages in order, store `next`, and only if what is stored is still `expect`. Right after
   * the page that `endsSnapshot`, before the next one, rows of the stream that the snapshot did not name are gone.
   * Only while the provider has not come back once more than `life` says.
   */
  | {
      readonly type: 'apply';
      readonly life: number;
      readonly expect: Cursor | null;
      readonly next: ConsumerState;
      readonly pages: readonly Page[];
    }
  /** Store the state without rows; only if what is stored is still `expect`. */
  | { readonly type: 'keep'; readonly expect: Cursor | null; readonly next: ConsumerState }
  | { readonly type: 'acknowledge'; readonly cursor: Cursor }
  | { readonly type: 'purge' }
  | { readonly type: 'acknowledge-purge' }
  /** What was answered is not what it says: it is thrown away, and somebody is told. */
  | { readonly type: 'report'; readonly fault: Fault; readonly evidence: readonly string[] };

/** Why an answer was not taken. Words: `exchange:faults.<fault>`. */
export type Fault = 'malformed' | 'not-ours' | 'out-of-place' | 'not-signed' | 'not-in-the-log' | 'forked' | 'behind';

/** What the engines are given: signatures are the caller's affair. */
export interface Ports {
  /** Reads a checkpoint of this stream, if it is signed by the provider's key as the registry has it. */
  readonly open: (stream: string, note: string) => StreamCheckpoint | undefined;
  /** How often the stream's provider has come back from a restart and asked how far it was seen; absent: never. */
  readonly life?: number;
}

export interface Step<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}
