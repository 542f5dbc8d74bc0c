/** Waits at the provider until it has something for a consumer that has everything: one question, held there. */
import { ProblemError, type Send } from '../../platform/http/call.ts';
import type { Consumer } from './apply-pages.ts';
import { fetchPages, MOST_LIMIT, type Fetched } from './fetch-pages.ts';
import type { Subscription } from './model.ts';
import { consumedOf, hasParked, lifeOf } from './store/consumed.ts';

/** Shorter than the patience of whoever stands between the nodes. */
const WAIT_S = 25;

/** The answer that ended the waiting, for the stream that it is of. */
export interface NewsOf {
  readonly stream: string;
  readonly fetched: Fetched;
}

/**
 * `nothing`: the time is over. `unknown`: this is nothing to wait for, or it could not be waited for: ask as ever, and
 * whatever is wrong shows there.
 */
export async function awaitNews(
  { context, ports }: Consumer,
  subscription: Subscription,
  signal: AbortSignal,
): Promise<NewsOf | 'nothing' | 'unknown'> {
  const { db, clock } = context;
  const [consumed, ...others] = await consumedOf(db, subscription.id);
  if (!consumed || others.length > 0 || consumed.fault !== null) return 'unknown';
  const { stream, number, origin, state } = consumed;
  const { cursor, seen, phase } = state;
  if (phase.name !== 'following' || !cursor || !seen || cursor.size < seen.size) return 'unknown';
  if (await hasParked(db, stream)) return 'unknown';
  const source = { send: ports.voucherSend(subscription), clock, signal, number, life: () => lifeOf(db, origin) };
  return asked(source, { cursor, limit: MOST_LIMIT, seen: seen.note, wait: WAIT_S }).then((fetched) => {
    if (!fetched) return 'unknown';
    const { answer } = fetched;
    const isNothing = answer.type === 'pages' && answer.pages.length === 0 && answer.note === seen.note;
    return isNothing ? 'nothing' : { stream, fetched };
  });
}

async function asked(
  source: Parameters<typeof fetchPages>[0] & { readonly send: Send },
  question: Parameters<typeof fetchPages>[1],
): Promise<Fetched | undefined> {
  try {
    return await fetchPages(source, question);
  } catch (error) {
    // A node of before this version does not know the word; a grant that is over is asked about another way.
    if (error instanceof ProblemError || !source.signal.aborted) return undefined;
    throw error;
  }
}
