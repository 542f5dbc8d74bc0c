/**
 * After a body has moved home, its rows come from the new one, and what it receives goes to the new one: every node sees the
 * move in the registry and sees to its own streams. Rows keep record and version, so that what comes twice is there once.
 */
import Type, { type Static } from 'typebox';
import { findBody, listBodies } from '../../bodies/index.ts';
import { activeGrants, treesOf } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Round } from '../../platform/rounds.ts';
import { readSetting, writeSetting } from '../../platform/setting.ts';
import { bodiesIn } from '../feeds/bind-grant.ts';
import type { Subscription } from '../feeds/model.ts';
import { consumedOf, insertSubscription, listSubscriptions, setActive } from '../feeds/store/consumed.ts';
import { getRegistry } from '../nodes/keep-registry.ts';
import { findNode, ownName } from '../nodes/index.ts';
import { homeOf, homesOfBodies } from '../nodes/read-nodes.ts';
import { treeOf } from './standing.ts';

const EVERY_MS = 2_000;
const SEEN = 'exchange.homes-seen';
const Seen = Type.Object({
  root: Type.String(),
  entries: Type.Array(Type.Object({ name: Type.String(), bodies: Type.Array(Type.String()) })),
});
type Seen = Static<typeof Seen>;

/** One body whose home was one node and is another. */
export interface Moved {
  readonly body: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Which bodies moved between two states of the registry. A node that has only joined has nobody's rows yet: nothing moved
 * to it. Pure.
 * @param wayOf codes from a body up to the root of the tree
 */
export function movedBetween(before: Seen, now: Seen, wayOf: (code: string) => readonly string[]): Moved[] {
  const known = new Set(before.entries.map(({ name }) => name));
  const state = ({ root, entries }: Seen) => ({
    root,
    entries: entries.map((one) => ({ ...one, state: 'approved' as const })),
  });
  const codes = new Set([...before.entries, ...now.entries].flatMap(({ bodies }) => bodies));
  return [...codes].flatMap((body) => {
    const from = homeOf(state(before), wayOf(body));
    const to = homeOf(state(now), wayOf(body));
    return from !== to && known.has(to) ? [{ body, from, to }] : [];
  });
}

/** Sees to this node's streams after every move that it has not seen yet. Returns how many moves. Again, it is the same. */
export async function readdressStreams(context: Context): Promise<number> {
  const { db } = context;
  const { registry } = await getRegistry(db);
  const approved = registry.entries.filter(({ state }) => state === 'approved');
  const now: Seen = { root: registry.root, entries: approved.map(({ name, bodies }) => ({ name, bodies })) };
  const before = await readSetting(db, SEEN, Seen);
  if (JSON.stringify(before) === JSON.stringify(now)) return 0;
  const bodies = await listBodies(db);
  const codes = new Map(bodies.map(({ id, code }) => [id, code]));
  const ways = new Map(bodies.map(({ code, path }) => [code, path.toReversed().map((id) => codes.get(id) ?? '')]));
  const moves = before ? movedBetween(before, now, (code) => ways.get(code) ?? [code]) : [];
  for (const move of moves) await readdress(context, move);
  await writeSetting(db, SEEN, now);
  return moves.length;
}

async function readdress(context: Context, { body, from, to }: Moved): Promise<void> {
  const { db } = context;
  const own = ownName(context);
  const tree = new Set(await treeOf(db, body));
  const codes = new Set((await listBodies(db)).filter(({ id }) => tree.has(id)).map(({ code }) => code));
  for (const subscription of await listSubscriptions(db)) {
    if (!subscription.active) continue;
    const leaves = from === own && codes.has(subscription.consumer);
    // Whoever consumes at another node now asks from there.
    if (leaves) await setActive(db, subscription.id, false, context.clock.now());
    else if (subscription.origin === from && to !== own && (await covers(context, subscription, tree)))
      await askAt(context, to, subscription);
  }
  // What was in the same database until now is asked for from the other side.
  if (from === own) await askForOwn(context, to, tree, (consumer) => !tree.has(consumer));
  if (to === own) await askForOwn(context, from, 'rest', (consumer) => tree.has(consumer));
}

/** Whether a stream of the subscription shows rows of the tree; yes where no stream is known yet. */
async function covers(context: Context, { id }: Subscription, tree: ReadonlySet<number>): Promise<boolean> {
  const streams = await consumedOf(context.db, id);
  if (streams.length === 0) return true;
  for (const { scope } of streams) {
    const shown = await bodiesIn(context, context.db, scope.trees);
    if (shown === 'all' || shown.some((one) => tree.has(one))) return true;
  }
  return false;
}

type Asked = Pick<Subscription, 'agreement' | 'purpose' | 'consumer'>;

async function askAt({ db, clock, audit }: Context, node: string, asked: Asked): Promise<void> {
  const { address } = (await findNode(db, node)) ?? {};
  if (!address) return;
  const { agreement, purpose, consumer } = asked;
  const id = await insertSubscription(db, { origin: node, address, agreement, purpose, consumer }, clock.now());
  await audit.append({
    action: 'exchange.subscribe',
    actor: 'system',
    body: null,
    subject: `feed/${String(id)}`,
    allowed: true,
    rule: 'exchange/move',
  });
}

/**
 * Feeds of which provider and consumer were at home in one database until the move: nobody had to ask.
 * @param shown bodies whose rows went over; `rest`: all that the agreement shows beyond the consumer's own tree
 */
async function askForOwn(
  context: Context,
  node: string,
  shown: ReadonlySet<number> | 'rest',
  isAsker: (consumer: number) => boolean,
): Promise<void> {
  const { db, clock, profile } = context;
  const today = dayOf(clock.now(), profile.timeZone);
  const [homes, own] = [await homesOfBodies(db), ownName(context)];
  for (const { agreement, purpose, consumer, mode, rows } of await activeGrants(db, today)) {
    if (mode !== 'feed' || !isAsker(consumer)) continue;
    const opened = await openedBodies(db, treesOf(rows, consumer));
    const isMeant = shown === 'rest' ? rows !== 'own-tree' : opened === 'all' || opened.some((one) => shown.has(one));
    const code = isMeant ? (await findBody(db, consumer))?.code : undefined;
    if (code !== undefined && homes(code) === own) await askAt(context, node, { agreement, purpose, consumer: code });
  }
}

async function openedBodies(db: Db, trees: 'all' | readonly number[]): Promise<'all' | readonly number[]> {
  if (trees === 'all') return 'all';
  const all = await listBodies(db);
  return all.filter(({ path }) => path.some((one) => trees.includes(one))).map(({ id }) => id);
}

export const readdressRound = (context: Context): Round => ({
  name: 'exchange.readdress',
  everyMs: EVERY_MS,
  run: async () => {
    if (context.keysDir !== undefined) await readdressStreams(context);
  },
});
