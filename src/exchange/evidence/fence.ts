/**
 * The boot fence: whether this node may write and sign, or has forgotten what others saw of it. A machine without I/O:
 * `step(state, event)` gives the next state. Only a note that this node signed itself can close the fence, so that no
 * witness, and nobody between, can stop a node by saying a number.
 */

/** Where a log of this node stands. */
export interface Tip {
  readonly epoch: number;
  readonly size: number;
}

export interface Witnessed extends Tip {
  /** Our own signed note, as the witness keeps it. */
  readonly note: string;
  readonly witness: string;
}

export type FenceState =
  /** Nobody knows yet: nothing is placed, signed or written. */
  | {
      readonly name: 'asking';
      readonly own: Tip;
      readonly waiting: readonly string[];
      readonly agreed: readonly string[];
    }
  | { readonly name: 'open'; readonly own: Tip; readonly agreed: readonly string[] }
  /** Nobody could be asked: work goes on, and nothing new leaves for others until somebody answers. */
  | { readonly name: 'unconfirmed'; readonly own: Tip }
  /** Older, or other, than what was witnessed: read-only. */
  | { readonly name: 'fenced'; readonly own: Tip; readonly witnessed: Witnessed };

export type FenceEvent =
  /** What a witness holds of this log; null for one that has never seen it. `agrees`: it is a prefix of ours. */
  | { readonly kind: 'answered'; readonly witness: string; readonly held: Witnessed | null; readonly agrees: boolean }
  | { readonly kind: 'silent'; readonly witness: string }
  /** What was missing came back from who had it. */
  | { readonly kind: 'recovered'; readonly own: Tip }
  /** The operator declared the loss: a new epoch above all that anybody saw. */
  | { readonly kind: 'declared'; readonly epoch: number };

/** @param witnesses whom to ask; with none there is nothing to hold back for */
export function openingFence(own: Tip, witnesses: readonly string[]): FenceState {
  return witnesses.length === 0
    ? { name: 'open', own, agreed: [] }
    : { name: 'asking', own, waiting: witnesses, agreed: [] };
}

export const isBehind = (own: Tip, held: Tip): boolean =>
  held.epoch > own.epoch || (held.epoch === own.epoch && held.size > own.size);

export function step(state: FenceState, event: FenceEvent): FenceState {
  switch (event.kind) {
    case 'answered':
      return answered(state, event);
    case 'silent':
      return state.name === 'asking' ? settle(without(state, event.witness)) : state;
    case 'recovered':
      if (state.name !== 'fenced' || isBehind(event.own, state.witnessed)) return state;
      return { name: 'open', own: event.own, agreed: [state.witnessed.witness] };
    case 'declared':
      if (state.name !== 'fenced' || event.epoch <= state.witnessed.epoch) return state;
      return { name: 'open', own: { epoch: event.epoch, size: 0 }, agreed: [] };
  }
}

function answered(state: FenceState, { witness, held, agrees }: FenceEvent & { kind: 'answered' }): FenceState {
  // A closed fence is opened by recovery or by a declaration, never by a witness that knows less.
  if (state.name === 'fenced') {
    return held && isBehind(state.witnessed, held) ? { ...state, witnessed: held } : state;
  }
  if (held && (isBehind(state.own, held) || !agrees)) return { name: 'fenced', own: state.own, witnessed: held };
  if (state.name === 'asking') return settle({ ...without(state, witness), agreed: [...state.agreed, witness] });
  const agreed = state.name === 'open' ? [...new Set([...state.agreed, witness])] : [witness];
  return { name: 'open', own: state.own, agreed };
}

type Asking = FenceState & { name: 'asking' };

const without = (state: Asking, witness: string): Asking => ({
  ...state,
  waiting: state.waiting.filter((one) => one !== witness),
});

/** Everybody was heard or is silent. One that agrees is enough to work; one that knows more has closed it before. */
function settle(state: Asking): FenceState {
  if (state.waiting.length > 0) return state;
  const { own, agreed } = state;
  return agreed.length > 0 ? { name: 'open', own, agreed } : { name: 'unconfirmed', own };
}

/** May write and sign. */
export const isWritable = (state: FenceState): boolean => state.name === 'open' || state.name === 'unconfirmed';
