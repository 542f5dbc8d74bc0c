/** Work that comes round again while a node runs: asking other nodes, refreshing what expires. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from './context.ts';

/**
 * Something done again and again, one run after the other. Obligation: a run may be cut off at any point and begun anew,
 * and may run in several processes of a node at once.
 */
export interface Round {
  /** `room.what`, e.g. `exchange.registry`. */
  readonly name: string;
  /** Milliseconds between the end of one run and the beginning of the next. */
  readonly everyMs: number;
  /** Ends soon when the signal says so. What it throws is logged, and it comes round again. */
  run(signal: AbortSignal): Promise<void>;
}

/** Starts them in this process. Dispose to stop: a run in hand is told by its signal, and waited for. */
export function startRounds({ log }: Pick<Context, 'log'>, rounds: readonly Round[]): AsyncDisposable {
  const stop = new AbortController();
  const { signal } = stop;
  const goRound = async ({ name, everyMs, run }: Round) => {
    while (!signal.aborted) {
      try {
        await run(signal);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error, round: name }, 'a round failed; it comes again');
      }
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = rounds.map((round) => goRound(round));
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(running);
    },
  };
}
