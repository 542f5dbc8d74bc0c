/** Questions that wait: answered as soon as there is something, and to nobody whose grant ended meanwhile. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeRecord, fedBeforeEach, subscribeTo, type Fed, type FeedNode } from '../../../test/harness/feeds.ts';
import { activeGrants, type Grant } from '../../governance/index.ts';
import { answerPages, type Provider } from './answer-pages.ts';
import { awaitNews } from './await-news.ts';
import { answerHeld, type Held } from './hold-pages.ts';
import { openNews, type News } from './news.ts';
import { alignSeats } from './open-seat.ts';
import { pullFeed } from './pull.ts';
import { keepPulling } from './pull-due.ts';

let commune: FeedNode;
let centre: FeedNode;
let feed: Fed['feed'];
let news: News;
let stop: AbortController;
fedBeforeEach((fed) => void ({ commune, centre, feed } = fed));
beforeEach(async () => {
  stop = new AbortController();
  news = openNews(commune.context, { look: () => alignSeats(commune.context) });
  const listening = news.listen(stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return async () => {
    stop.abort();
    await listening;
  };
});

const grantNow = async (): Promise<Grant> => {
  const [grant] = await activeGrants(commune.context.db, '2026-11-23', commune.id('C'));
  if (!grant) throw new Error('refused');
  return grant;
};

/** What a consumer with everything asks. */
async function asked() {
  const everything = await answerPages(commune.provider, await grantNow(), {
    stream: 1,
    cursor: { epoch: 1, size: 1 },
  });
  return {
    stream: 1,
    cursor: { epoch: 1, size: 1 },
    seen: everything.type === 'pages' ? everything.note : '',
  };
}

const held = (more: Partial<Held> = {}): Held => ({
  news,
  ms: 60_000,
  gone: new AbortController().signal,
  still: grantNow,
  outside: (wait) => wait(),
  ...more,
});

const pagesOf = (sending: Awaited<ReturnType<typeof answerHeld>>) =>
  sending.type === 'pages' ? sending.bodies.length : sending.type;

describe('a question that waits', () => {
  it('is answered as soon as there is something; where nobody is held, at once with nothing', async () => {
    const [grant, question] = [await grantNow(), await asked()];
    // The twin first: nobody listens.
    expect(pagesOf(await answerHeld(commune.provider, grant, question, held({ news: undefined })))).toBe(0);
    const began = performance.now();
    const waiting = answerHeld(commune.provider, grant, question, held());
    await new Promise((resolve) => setTimeout(resolve, 300));
    await changeRecord(commune, 1, { full_name: 'While it waits' });
    await commune.settle();
    expect(pagesOf(await waiting)).toBe(1);
    expect(performance.now() - began).toBeLessThan(50_000);
  });

  it('gets nothing once its grant is over, and hears so while it waits', async () => {
    const [grant, question] = [await grantNow(), await asked()];
    const waiting = answerHeld(commune.provider, grant, question, held()).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await commune.revoke('F-C');
    await changeRecord(commune, 1, { full_name: 'After the end' });
    await commune.settle();
    expect(await waiting).toMatchObject({ message: 'refused' });
  });

  it('would get the page if the grant were looked at only when it was let in', async () => {
    const [grant, question] = [await grantNow(), await asked()];
    const trusting: Provider = { ...commune.provider, trustsVoucher: true };
    const waiting = answerHeld(trusting, grant, question, held({ still: () => Promise.resolve(grant) }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await commune.revoke('F-C');
    await changeRecord(commune, 1, { full_name: 'After the end' });
    await commune.settle();
    expect(pagesOf(await waiting)).toBe(1);
  });

  it('ends with nothing when its time is over, when the asker has gone, and when the node stops', async () => {
    const [grant, question] = [await grantNow(), await asked()];
    const began = performance.now();
    expect(pagesOf(await answerHeld(commune.provider, grant, question, held({ ms: 100 })))).toBe(0);
    const gone = AbortSignal.timeout(100);
    expect(pagesOf(await answerHeld(commune.provider, grant, question, held({ gone })))).toBe(0);
    setTimeout(() => news.close(), 100);
    expect(pagesOf(await answerHeld(commune.provider, grant, question, held()))).toBe(0);
    expect(performance.now() - began).toBeLessThan(50_000);
  });
});

describe('a consumer that has everything', () => {
  const heldNode = (): FeedNode => Object.assign(commune, { provider: Object.assign(commune.provider, { news }) });

  it('waits at its provider, and applies what ends the waiting without asking for it again', async () => {
    heldNode();
    const signal = new AbortController().signal;
    await feed.pull();
    const waiting = awaitNews(centre.consumer, await feed.subscription(), signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await changeRecord(commune, 2, { full_name: 'Waited for' });
    await commune.settle();
    const came = await waiting;
    if (typeof came === 'string') throw new Error(`it was told ${came}`);
    const pulled = await pullFeed(centre.consumer, await feed.subscription(), signal, came);
    expect(pulled.pages).toBe(1);
    expect(await centre.members()).toEqual(await commune.members());
  });

  it('goes on by itself: what is written below is here within a moment, until it is told to stop', async () => {
    heldNode();
    const end = new AbortController();
    const pulling = keepPulling(centre.consumer, end.signal);
    await changeRecord(commune, 3, { full_name: 'Came by itself' });
    await commune.settle();
    const nameOf = async () => (await centre.members()).find(({ card }) => card === '000003')?.name;
    await expect.poll(nameOf, { timeout: 15_000 }).toBe('Came by itself');
    await changeRecord(commune, 3, { full_name: 'And again' });
    await commune.settle();
    await expect.poll(nameOf, { timeout: 15_000 }).toBe('And again');
    end.abort();
    await pulling;
  });

  it('asks as ever where there is nothing to wait for', async () => {
    const other = await subscribeTo(centre, commune, 'F-DM', 'DM');
    expect(await awaitNews(centre.consumer, await other.subscription(), new AbortController().signal)).toBe('unknown');
  });
});
