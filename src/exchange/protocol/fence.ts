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
  /** The furthest that anybody has seen, and who. */
  readonly witnessed: { readonly at: Cursor; readonly by: string } | null;
}

export type FenceEvent =
  /** A witness, or a consumer, says how far it has seen the log. */
  | { readonly type: 'witnessed'; readonly by: string; readonly at: Cursor }
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

export const closedFence = (own: Cursor): FenceState => ({ mode: 'closed', own, witnessed: null });

export function stepFence(state: FenceState, event: FenceEvent): Step<FenceState, FenceEffect> {
  switch (event.type) {
    case 'witnessed': {
      const further = !state.witnessed || isBefore(state.witnessed.at, event.at);
      const known = further ? { ...state, witnessed: { at: event.at, by: event.by } } : state;
      // Whoever learns it while running stops as well.
      return state.mode === 'open' ? judge(known) : { state: known, effects: [] };
    }
    case 'asked-everybody':
      return judge(state);
    case 'recovered':
      return judge({ ...state, own: event.own });
    case 'loss-declared': {
      const missing = missingOf(state);
      if (state.mode !== 'fenced' || !missing) return { state, effects: [] };
      const epoch = missing.epoch + 1;
      const own = { epoch, size: 0 };
      return {
        state: { ...state, mode: 'open', own },
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

function missingOf({ own, witnessed }: FenceState): LostRange | undefined {
  if (!witnessed || !isBefore(own, witnessed.at)) return undefined;
  const { epoch, size } = witnessed.at;
  return { epoch, from: own.epoch === epoch ? own.size : 0, to: size };
}
