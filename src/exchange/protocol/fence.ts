/**
 * The boot fence: a node that was restored from an old backup must not write over what others have seen of it.
 * docs/protocol.md §8. Pure; the same for the audit log, the change log and every stream.
 */
import type { Cursor, Step } from './model.ts';

export interface FenceState {
  /** `closed` until the witnesses have answered: nothing is written or signed. */
  readonly mode: 'closed' | 'open' | 'fenced';
  /** How far the log goes here. */
  readonly own: Cursor;
  /** How far it went when this process started: what is written since then may be another's place. */
  readonly booted: Cursor;
  /** The furthest that anybody has seen and that is not here, and who saw it. */
  readonly witnessed: Witnessed | null;
}

interface Witnessed {
  readonly by: string;
  readonly at: Cursor;
  /** Whether the log here has, at that size, the root that was seen. A longer log that went another way does not. */
  readonly agrees: boolean;
}

export type FenceEvent =
  /** A witness, or a consumer, says how far it has seen the log. */
  | ({ readonly type: 'witnessed' } & Witnessed)
  /** Everybody who could be asked has answered, or has been waited for long enough. */
  | { readonly type: 'asked-everybody' }
  /** Missing pages came back from those who hold them. */
  | { readonly type: 'recovered'; readonly own: Cursor }
  /** People have decided that what is missing is lost. */
  | { readonly type: 'loss-declared' };

export type FenceEffect =
  | { readonly type: 'open' }
  | { readonly type: 'read-only'; readonly missing: LostRange }
  | { readonly type: 'fetch-back'; readonly from: string; readonly missing: LostRange }
  /** A new epoch, whose first entry says what is lost. Streams begin it with a snapshot. */
  | { readonly type: 'open-epoch'; readonly epoch: number; readonly lost: LostRange };

/** Entries of an epoch that others have seen and this node has not: `from` is the first of them, `to` the first after. */
export interface LostRange {
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
}

const isBefore = (a: Cursor, b: Cursor) => a.epoch < b.epoch || (a.epoch === b.epoch && a.size < b.size);

export const closedFence = (own: Cursor): FenceState => ({
  mode: 'closed',
  own,
  booted: own,
  witnessed: null,
});

export function stepFence(state: FenceState, event: FenceEvent): Step<FenceState, FenceEffect> {
  switch (event.type) {
    case 'witnessed': {
      const { by, at, agrees } = event;
      // An epoch before this one ended with its loss declared: what was seen of it is settled.
      const isNews = at.epoch >= state.own.epoch && (!agrees || isBefore(state.own, at));
      const further = !state.witnessed || isBefore(state.witnessed.at, at);
      const known = isNews && further ? { ...state, witnessed: { by, at, agrees } } : state;
      // Whoever learns it while running stops as well.
      return state.mode === 'open' ? judge(known) : { state: known, effects: [] };
    }
    case 'asked-everybody':
      return judge(state);
    case 'recovered':
      // What came back was verified: the log is again the one that was seen.
      return judge({ ...state, own: event.own, witnessed: state.witnessed && { ...state.witnessed, agrees: true } });
    case 'loss-declared': {
      const missing = missingOf(state);
      if (state.mode !== 'fenced' || !missing) return { state, effects: [] };
      const epoch = Math.max(state.own.epoch, missing.epoch) + 1;
      const own = { epoch, size: 0 };
      return {
        state: { mode: 'open', own, booted: own, witnessed: null },
        effects: [{ type: 'open-epoch', epoch, lost: missing }, { type: 'open' }],
      };
    }
  }
}

function judge(state: FenceState): Step<FenceState, FenceEffect> {
  const missing = missingOf(state);
  if (!missing || !state.witnessed) return { state: { ...state, mode: 'open' }, effects: [{ type: 'open' }] };
  return {
    state: { ...state, mode: 'fenced' },
    effects: [
      { type: 'read-only', missing },
      { type: 'fetch-back', from: state.witnessed.by, missing },
    ],
  };
}

function missingOf({ own, booted, witnessed }: FenceState): LostRange | undefined {
  if (!witnessed || (witnessed.agrees && !isBefore(own, witnessed.at))) return undefined;
  const { epoch, size } = witnessed.at;
  // A log that went another way did so after this process started, or after the backup that it started from.
  const shared = witnessed.agrees ? own : booted;
  return { epoch, from: shared.epoch === epoch ? Math.min(shared.size, size) : 0, to: size };
}
