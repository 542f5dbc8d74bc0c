/** Feeds as a part of exchange: streams on the air, what is marked due, and what comes round. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import type { Room } from '../../platform/room.ts';
import { closesNow } from '../guard-own-node.ts';
import type { Provider } from './answer-pages.ts';
import type { Consumer } from './apply-pages.ts';
import { openBuilder } from './build-pages.ts';
import { changeFeed, pullNow, subscribe } from './change-feeds.ts';
import * as contract from './contract.ts';
import { markDueFollower } from './mark-due.ts';
import { openNews } from './news.ts';
import { nodePorts } from './node-ports.ts';
import { alignSeats } from './open-seat.ts';
import { permissions } from './permissions.ts';
import type { ProviderPorts } from './ports.ts';
import { problems } from './problems.ts';
import { keepPulling } from './pull-due.ts';
import { providedStreams, receivedFeeds } from './read-feeds.ts';
import { retainPages } from './retain-pages.ts';
import { serveStreams } from './serve-feeds.ts';

interface Ends {
  readonly provider: Provider & { readonly ports: ProviderPorts };
  readonly consumer: Consumer;
}

const known = new WeakMap<object, Ends>();

/** Both ends of this node, made once; undefined where the context has no keys: it then neither signs nor asks. */
export function feedsOf(context: Context): Ends | undefined {
  const { keysDir } = context;
  if (keysDir === undefined) return undefined;
  let ends = known.get(context.db);
  if (!ends) {
    const ports = nodePorts({ ...context, keysDir });
    // A grant that ended ends the waiting under it.
    const news = openNews(context, { look: () => alignSeats(context) });
    const learned = () => closesNow(context);
    ends = {
      provider: { context, ports, builder: openBuilder(context, ports.keys), learned, news },
      consumer: { context, ports },
    };
    known.set(context.db, ends);
  }
  return ends;
}

function feedRoutes(server: Server, context: Context): void {
  const ends = feedsOf(context);
  if (!ends) return;
  const { provider, consumer } = ends;
  serveStreams(server, provider);
  serve(server, contract.listProvidedStreams, async ({ params }) => ({
    items: await providedStreams(context, params.agreement),
  }));
  serve(server, contract.listFeeds, async ({ caller }) => ({
    items: await receivedFeeds(context),
    mayChange: (await server.authorize(caller, 'exchange.change-feeds', {})).allowed,
  }));
  serve(server, contract.subscribe, ({ body, caller }) => subscribe(context, body, caller));
  serve(server, contract.changeFeed, ({ params, body, caller }) => changeFeed(context, { ...params, ...body }, caller));
  serve(server, contract.pullNow, ({ params }) => pullNow(consumer, params.feed));
}

const PULL_EVERY_MS = 250;
const RETAIN_EVERY_MS = 3_600_000;

export const feedsPart = {
  permissions,
  problems,
  routes: feedRoutes,
  followers: (context) => [markDueFollower(context)],
  rounds: (context) => {
    const ends = feedsOf(context);
    if (!ends) return [];
    return [
      { name: 'exchange.feeds', everyMs: PULL_EVERY_MS, run: (signal) => keepPulling(ends.consumer, signal) },
      { name: 'exchange.news', everyMs: 1000, run: async (signal) => ends.provider.news?.listen(signal) },
      { name: 'exchange.retain-pages', everyMs: RETAIN_EVERY_MS, run: () => retainPages(context) },
    ];
  },
} as const satisfies Omit<Room, 'name'>;
