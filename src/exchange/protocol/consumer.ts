/** The consumer's end of a stream: what it asks, what it takes, and when it must forget. docs/protocol.md §6. Pure. */
import type { Answer, ConsumerEffect, ConsumerEvent, ConsumerState, PagesAnswer, Ports, Step } from './model.ts';
import type { Page } from './page.ts';
import { verifyPages } from './verify.ts';

export const newSubscription = (stream: string): ConsumerState => ({
  stream,
  cursor: null,
  complete: [],
  seen: null,
  phase: { name: 'following' },
});

type ConsumerStep = Step<ConsumerState, ConsumerEffect>;

const stay = (state: ConsumerState): ConsumerStep => ({ state, effects: [] });

export function stepConsumer(state: ConsumerState, event: ConsumerEvent, ports: Ports): ConsumerStep {
  switch (event.type) {
    case 'due':
      return whenDue(state);
    case 'answered':
      // What was answered before the provider came back is of a life that it may have lost.
      if ((event.life ?? 0) !== (ports.life ?? 0)) return stay(state);
      return state.phase.name === 'forked' ? stay(state) : take(state, event.answer, ports);
    case 'applied':
      return applied(event.next);
    case 'release-unknown':
      return keep(state, { ...state, phase: { name: 'parked', release: event.release } });
    case 'release-adopted':
      return state.phase.name === 'parked' && event.release >= state.phase.release
        ? keep(state, { ...state, phase: { name: 'following' } })
        : stay(state);
    case 'purged':
      return state.phase.name === 'purging'
        ? keep(state, { ...newSubscription(state.stream), phase: { name: 'ended' } }, { type: 'acknowledge-purge' })
        : stay(state);
    case 'granted':
      return beginAnew(state);
  }
}

const beginAnew = (state: ConsumerState): ConsumerStep =>
  state.phase.name === 'ended' ? keep(state, newSubscription(state.stream)) : stay(state);

function keep(state: ConsumerState, next: ConsumerState, ...more: ConsumerEffect[]): ConsumerStep {
  return { state: next, effects: [{ type: 'keep', expect: state.cursor, next }, ...more] };
}

function whenDue(state: ConsumerState): ConsumerStep {
  const ask = { type: 'ask', cursor: state.cursor, seen: state.seen } as const;
  const effects: Readonly<Record<ConsumerState['phase']['name'], readonly ConsumerEffect[]>> = {
    following: [ask],
    // It asks on: the grant may end while it waits, and then it must forget.
    parked: [ask],
    purging: [{ type: 'purge' }],
    // Said again until it is heard: it costs one small request.
    ended: [{ type: 'acknowledge-purge' }],
    forked: [],
  };
  return { state, effects: effects[state.phase.name] };
}

function take(state: ConsumerState, answer: Answer, ports: Ports): ConsumerStep {
  switch (answer.type) {
    case 'pages':
      return takePages(state, answer, ports);
    case 'reset':
      return takeReset(state, answer.epoch);
    case 'purge':
      if (state.phase.name === 'ended' || state.phase.name === 'purging') return stay(state);
      return keep(state, { ...state, phase: { name: 'purging' } }, { type: 'purge' });
    case 'granted':
      return beginAnew(state);
    case 'wait':
      return stay(state);
    case 'behind':
      // It was told of an epoch of which it has no page, and the provider lost that epoch: nothing is lost with it.
      if (state.cursor?.size === 0 && answer.epoch < state.cursor.epoch) {
        return keep(state, { ...state, cursor: { epoch: answer.epoch, size: 0 } });
      }
      return { state, effects: [{ type: 'report', fault: 'behind', evidence: [state.seen?.note ?? ''] }] };
  }
}

/** A later epoch begins at its page 0. Nothing is removed yet: the snapshot's end says what is gone. */
function takeReset(state: ConsumerState, epoch: number): ConsumerStep {
  if (!isReading(state) || (state.cursor !== null && epoch <= state.cursor.epoch)) return stay(state);
  // What was seen of the older epoch is kept: it can show the provider what it lost.
  return keep(state, { ...state, ...following, cursor: { epoch, size: 0 }, complete: [] });
}

const following = { phase: { name: 'following' } } as const;
const isReading = ({ phase }: ConsumerState) => phase.name === 'following' || phase.name === 'parked';

/** It waits for the release of this page; another page at its place means that the provider has gone back to another one. */
const waitsFor = ({ phase }: ConsumerState, [page]: readonly Page[]) =>
  phase.name === 'parked' && page?.header.release === phase.release;

function takePages(state: ConsumerState, answer: PagesAnswer, ports: Ports): ConsumerStep {
  const { cursor } = state;
  // An answer to an older question: what it says was taken, or is asked for again.
  const stale = answer.epoch !== cursor?.epoch || answer.from !== cursor.size;
  if (stale || !isReading(state) || waitsFor(state, answer.pages)) return stay(state);
  const found = verifyPages(state, answer, ports);
  if (!found.ok) {
    const report = { type: 'report', fault: found.fault, evidence: found.evidence } as const;
    if (found.fault !== 'forked') return { state, effects: [report] };
    return keep(state, { ...state, phase: { name: 'forked', evidence: found.evidence } }, report);
  }
  const next: ConsumerState = {
    ...state,
    ...following,
    cursor: found.cursor,
    complete: found.complete,
    seen: found.seen,
  };
  if (answer.pages.length === 0) return state.seen?.note === found.seen.note ? stay(state) : keep(state, next);
  const { pages } = answer;
  return { state, effects: [{ type: 'apply', life: ports.life ?? 0, expect: state.cursor, next, pages }] };
}

/** After it, and before the next page, whatever the stream had before and the snapshot did not name is gone. */
export const endsSnapshot = ({ header }: Page): boolean => header.kind === 'snapshot' && header.last;

function applied(next: ConsumerState): ConsumerStep {
  return { state: next, effects: next.cursor ? [{ type: 'acknowledge', cursor: next.cursor }] : [] };
}
