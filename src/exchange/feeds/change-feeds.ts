/** Begins, stops and hurries what this node receives. */
import { findBody } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { findNode } from '../nodes/index.ts';
import type { Consumer } from './apply-pages.ts';
import type { Feed } from './contract.ts';
import type { Subscription } from './model.ts';
import { problems } from './problems.ts';
import { pullOne } from './pull-due.ts';
import { receivedFeeds } from './read-feeds.ts';
import { findSubscription, insertSubscription, setActive } from './store/consumed.ts';

type Asked = Pick<Subscription, 'origin' | 'agreement' | 'purpose' | 'consumer'>;

/** @throws problems.feedUnknownNode, problems.subscriptionNotFound when there is no such body here */
export async function subscribe(context: Context, asked: Asked, caller: Caller): Promise<Feed> {
  const { db, clock } = context;
  const node = await findNode(db, asked.origin);
  if (!node?.address) throw problems.feedUnknownNode({ node: asked.origin });
  if (!(await findBody(db, asked.consumer))) throw problems.feedUnknownBody({ body: asked.consumer });
  const id = await insertSubscription(db, { ...asked, address: node.address }, clock.now());
  await record(context, caller, 'exchange.subscribe', id);
  return feedOf(context, id);
}

/** @throws problems.subscriptionNotFound */
export async function changeFeed(
  context: Context,
  { feed, active }: { readonly feed: number; readonly active: boolean },
  caller: Caller,
): Promise<Feed> {
  if (!(await findSubscription(context.db, feed))) throw problems.subscriptionNotFound({ feed });
  await setActive(context.db, feed, active, context.clock.now());
  await record(context, caller, active ? 'exchange.subscribe' : 'exchange.unsubscribe', feed);
  return feedOf(context, feed);
}

/** One round now. What failed stands in the answer. @throws problems.subscriptionNotFound */
export async function pullNow(consumer: Consumer, feed: number): Promise<Feed> {
  const subscription = await findSubscription(consumer.context.db, feed);
  if (!subscription) throw problems.subscriptionNotFound({ feed });
  await pullOne(consumer, subscription, new AbortController().signal);
  return feedOf(consumer.context, feed);
}

async function feedOf(context: Pick<Context, 'db'>, id: number): Promise<Feed> {
  const found = (await receivedFeeds(context)).find((feed) => feed.id === id);
  if (!found) throw problems.subscriptionNotFound({ feed: id });
  return found;
}

const record = ({ audit }: Context, { account, body }: Caller, action: string, feed: number): Promise<string> =>
  audit.append({
    action,
    actor: account,
    body,
    subject: `feed/${String(feed)}`,
    allowed: true,
    rule: action.replace('.', '/'),
  });
