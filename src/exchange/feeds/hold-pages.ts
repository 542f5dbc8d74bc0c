/** A question that may wait for its answer: held while there is nothing new, answered as soon as there is. */
import type { Grant } from '../../governance/index.ts';
import { answerPages, type Asked, type Provider } from './answer-pages.ts';
import type { News } from './news.ts';
import type { Sending } from './wire.ts';

export interface Held {
  readonly news: News | undefined;
  /** How long at most; 0: not at all. */
  readonly ms: number;
  /** The asker has gone. */
  readonly gone: AbortSignal;
  /** The grant as it stands when the waiting is over. @throws a problem when it opens nothing any more */
  readonly still: () => Promise<Grant>;
  /** Where the waiting is done. */
  readonly outside: <T>(wait: () => Promise<T>) => Promise<T>;
}

/** @throws as answerPages, and whatever `still` throws */
export async function answerHeld(provider: Provider, grant: Grant, asked: Asked, held: Held): Promise<Sending> {
  const { news, ms, gone, still, outside } = held;
  const until = performance.now() + ms;
  let now = grant;
  for (;;) {
    const since = news?.heard(asked.stream) ?? 0;
    const sending = await answerPages(provider, now, asked);
    const left = until - performance.now();
    if (!news || left <= 0 || !isNothing(sending, asked)) return sending;
    const isNews = await outside(() => news.wait(asked.stream, { since, ms: left, signal: gone }));
    // It was let in before it waited: whatever it waited for leaves only to who would be let in now.
    now = await still();
    if (!isNews) return answerPages(provider, now, asked);
  }
}

/** What a consumer with everything is told. A newer signature is news. */
const isNothing = (sending: Sending, { seen }: Asked): boolean =>
  sending.type === 'pages' && sending.bodies.length === 0 && sending.note === seen;
