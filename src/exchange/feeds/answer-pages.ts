/** Answers a consumer: the provider's engine decides, this reads and writes what it says. */
import type { Grant } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { openStreamCheckpoint, signedToday } from './checkpoints.ts';
import { consistencyProof, rootHash, subtreesRead } from '../../platform/ledger/merkle.ts';
import { hashesIn, tilesFor } from '../../platform/ledger/tiles.ts';
import {
  openEpoch,
  stepProvider,
  type Cursor,
  type ProviderEffect,
  type ProviderEvent,
  type ProviderState,
  type Seat,
} from '../protocol/index.ts';
import { alike } from './alike.ts';
import type { PageBuilder } from './build-pages.ts';
import type { FeedStream, SeatRow } from './model.ts';
import type { News } from './news.ts';
import { alignSeats, openSeat } from './open-seat.ts';
import type { ProviderPorts } from './ports.ts';
import { takePages } from './take-pages.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import { problems } from './problems.ts';
import { isUnheard } from './unheard.ts';
import { checkpointAt, newestCheckpoint, readTiles, selectPages } from './store/page.ts';
import { acknowledge, lockStream, saveHead } from './store/stream.ts';
import { readsOf } from './together.ts';
import type { Sending } from './wire.ts';

export interface Provider {
  readonly context: Context;
  readonly ports: Pick<ProviderPorts, 'keys'>;
  readonly builder: PageBuilder;
  /** Absent: nobody's question waits here. */
  readonly news?: News;
  /** A test turns the look at the grant off, and must then see what it defends against. */
  readonly trustsVoucher?: boolean;
  /** The same with the quota of the grant. */
  readonly countsNothing?: boolean;
  /** A consumer showed what this node signed and does not have: asks everybody; whether the fence is closed now. */
  readonly learned?: () => Promise<boolean>;
}

// 64 pages are 4 MiB of lines at most.
const MOST_PAGES = 64;

export interface Asked {
  readonly stream: number;
  readonly cursor: Cursor | null;
  /** The largest checkpoint that the asker was given, as a note. */
  readonly seen?: string | undefined;
  readonly limit?: number | undefined;
}

/** @throws problems.streamNotFound when the grant has no seat at this stream */
export async function answerPages(provider: Provider, grant: Grant, asked: Asked): Promise<Sending> {
  const { context, builder } = provider;
  const { db } = context;
  const nothing = await nothingNew(db, grant, asked);
  if (nothing) return nothing;
  const { stream, seat } = await seatAt(db, grant, asked.stream);
  // It may hold what was lost here: a snapshot would make it forget.
  if (seat.recovering && (await isUnheard(db, seat.consumer)))
    return decide(provider, { stream, seat, unheard: true }, asked);
  const state = { head: stream.head, seat: engineSeat(provider, seat) };
  const { head, partial } = stream;
  const isBehind = state.seat.grant === 'active' && (head.opening || partial || (await readsOf(db).isDue(stream.id)));
  if (!isBehind) return judged(provider, grant, stream, await decide(provider, { stream, seat }, asked));
  const applied = asked.cursor?.epoch === head.epoch ? asked.cursor.size : 0;
  const cutting = builder.build(stream.id, applied);
  // What is there already need not wait for what is being cut.
  if (head.opening || applied >= head.size) await cutting;
  else cutting.catch((error: unknown) => context.log.warn({ err: error }, 'pages could not be cut'));
  const now = await seatAt(db, grant, asked.stream);
  return judged(provider, grant, now.stream, await decide(provider, now, asked));
}

/** The answer to whoever has everything, and was shown so before: what the engine would say, at the price of one read. */
async function nothingNew(db: Db, grant: Grant, { stream, cursor, seen }: Asked): Promise<Sending | undefined> {
  if (!cursor || seen === undefined) return undefined;
  const post = await readsOf(db).post(grant.id);
  if (
    !post?.quiet ||
    post.stream !== stream ||
    post.note !== seen ||
    post.epoch !== cursor.epoch ||
    post.size !== cursor.size
  )
    return undefined;
  return { type: 'pages', epoch: post.epoch, from: post.size, bodies: [], note: seen, proof: [] };
}

/** Pages leave only under a grant that holds now (a voucher was given some minutes ago), and as far as its quota goes. */
async function judged(provider: Provider, grant: Grant, stream: FeedStream, sending: Sending): Promise<Sending> {
  if (sending.type !== 'pages' || sending.bodies.length === 0) return sending;
  const { db, clock, profile } = provider.context;
  const holds = async () => {
    const active = await readsOf(db).grants(grant.consumer, dayOf(clock.now(), profile.timeZone));
    return active.some(({ id, mode }) => id === grant.id && mode === 'feed');
  };
  if (!provider.trustsVoucher && !(await holds())) {
    await alignSeats(provider.context);
    return { type: 'purge' };
  }
  if (provider.countsNothing) return sending;
  const { epoch, from, bodies } = sending;
  const may = await takePages(provider.context, grant, { stream: stream.id, epoch, from, pages: bodies.length });
  // The proof is of what leaves.
  return may === bodies.length ? sending : readSending(provider, stream, { from, limit: may });
}

interface Seated {
  readonly stream: FeedStream;
  readonly seat: SeatRow;
  readonly unheard?: boolean;
}

async function seatAt(db: Db, grant: Pick<Grant, 'id'>, id: number): Promise<Seated> {
  const [seat, stream] = await Promise.all([readsOf(db).seat(grant.id), readsOf(db).stream(id)]);
  if (seat?.stream !== id || !stream) throw problems.streamNotFound({ stream: id });
  return { stream, seat };
}

const engineSeat = (provider: Pick<Provider, 'trustsVoucher'>, seat: SeatRow): Seat => ({
  consumer: seat.consumer,
  grant: seat.endedAt === null || provider.trustsVoucher ? 'active' : 'over',
  acknowledged:
    seat.epoch === null || seat.acknowledged === null ? null : { epoch: seat.epoch, size: seat.acknowledged },
  purged: seat.purgedAt !== null,
});

async function decide(provider: Provider, { stream, seat, unheard = false }: Seated, asked: Asked): Promise<Sending> {
  const state: ProviderState = { head: stream.head, seat: { ...engineSeat(provider, seat), unheard } };
  const shown = asked.seen === undefined ? null : await shownBy(provider, stream, asked.seen);
  const event: ProviderEvent = { type: 'asked', cursor: asked.cursor, shown };
  const { effects } = stepProvider(state, event);
  let sending: Sending = { type: 'wait' };
  for (const effect of effects) sending = (await carryOut(provider, { stream, effect, asked })) ?? sending;
  return sending;
}

interface Carrying {
  readonly stream: FeedStream;
  readonly effect: ProviderEffect;
  readonly asked: Asked;
}

async function carryOut(provider: Provider, { stream, effect, asked }: Carrying): Promise<Sending | undefined> {
  switch (effect.type) {
    case 'send':
      return sendingOf(provider, stream, { from: effect.from, limit: asked.limit ?? MOST_PAGES });
    case 'send-reset':
      return { type: 'reset', epoch: effect.epoch };
    case 'send-purge':
      return { type: 'purge' };
    case 'send-wait':
      return { type: 'wait' };
    case 'send-behind':
      return { type: 'behind', epoch: effect.epoch, size: effect.size };
    case 'send-granted':
      return { type: 'granted' };
    case 'fence':
      provider.context.log.error(
        { stream: stream.head.stream, shown: effect.shown, size: stream.head.size },
        'this node signed what it does not have: it was restored from a backup, and the stream begins a new epoch',
      );
      // Whoever knows more of the whole node says so, and then nothing is published before people have looked (8.3).
      if (await provider.learned?.()) throw platformProblems.readOnly();
      return undefined;
    case 'take-snapshot':
      await beginEpoch(provider, stream.id, effect.epoch);
      return undefined;
    default:
      return undefined;
  }
}

const compared = alike<Awaited<ReturnType<typeof compareShown>>>();

function shownBy(provider: Provider, stream: FeedStream, note: string) {
  const key = [stream.id, stream.head.epoch, stream.head.size, note].join('/');
  return compared(provider.context.db, key, () => compareShown(provider, stream, note));
}

/** Whether this node's log has the root that a note under its own signature says; null for what it never signed. */
async function compareShown({ context, ports }: Provider, { id, head }: FeedStream, note: string) {
  const own = ports.keys.all().map(({ publicKey }) => ({ name: ports.keys.node, publicKey }));
  const shown = openStreamCheckpoint(head.stream, note, own);
  if (!shown) return null;
  const { epoch, size, root } = shown;
  if (epoch !== head.epoch || size > head.size) return { epoch, size, agrees: false };
  const at = { stream: id, epoch };
  const stored = await checkpointAt(context.db, at, size);
  if (stored) return { epoch, size, agrees: stored.root.equals(root) };
  const rootAt = (read: Parameters<typeof rootHash>[1]) => rootHash(size, read);
  const tiles = await readTiles(context.db, at, tilesFor(subtreesRead(rootAt)));
  return { epoch, size, agrees: rootAt(hashesIn(tiles)).equals(root) };
}

/** What the engine decided, kept only if nobody was first. */
async function beginEpoch({ context, builder }: Provider, id: number, epoch: number): Promise<void> {
  await context.db.transaction(async (tx) => {
    const stream = await lockStream(tx, id);
    if (!stream || stream.head.epoch >= epoch) return;
    await saveHead(tx, id, { head: openEpoch(stream.head, epoch), partial: false, now: context.clock.now() });
  });
  builder.build(id).catch((error: unknown) => context.log.warn({ err: error }, 'a snapshot could not be taken'));
}

const sendings = alike<Sending>();

function sendingOf(provider: Provider, stream: FeedStream, asked: { from: number; limit: number }): Promise<Sending> {
  const { epoch, size } = stream.head;
  const signer = provider.ports.keys.publicKey.toString('base64');
  const key = [stream.id, epoch, size, asked.from, asked.limit, signer].join('/');
  return sendings(provider.context.db, key, () => readSending(provider, stream, asked));
}

async function readSending(
  { context: { db }, ports }: Provider,
  { id, head }: FeedStream,
  { from, limit }: { from: number; limit: number },
): Promise<Sending> {
  const at = { stream: id, epoch: head.epoch };
  const found = await selectPages(db, at, from, Math.min(limit, MOST_PAGES));
  const other = found.findIndex(({ release }) => release !== found[0]?.release);
  const pages = other < 0 ? found : found.slice(0, other);
  // The newest signature may be of a larger log than the head that was read: what is signed counts.
  const signed = await newestCheckpoint(db, at);
  const end = from + pages.length;
  if (!signed || signed.size < end || pages.some(({ body }) => body === null)) return { type: 'wait' };
  const prove = (read: Parameters<typeof consistencyProof>[2]) => consistencyProof(end, signed.size, read);
  const tiles = await readTiles(db, at, tilesFor(subtreesRead(prove)));
  return {
    type: 'pages',
    epoch: head.epoch,
    from,
    bodies: pages.map(({ body }) => body as Buffer),
    note: signedToday(signed.note, ports.keys),
    proof: prove(hashesIn(tiles)),
  };
}

/** Keeps how far a consumer has come, as the engine says. @throws problems.streamNotFound */
export async function acknowledgeTo(provider: Provider, grant: Grant, at: Cursor & { stream: number }): Promise<void> {
  const { stream, seat } = await seatAt(provider.context.db, grant, at.stream);
  const state = { head: stream.head, seat: engineSeat(provider, seat) };
  const { effects } = stepProvider(state, { type: 'acknowledged', cursor: { epoch: at.epoch, size: at.size } });
  for (const effect of effects) {
    if (effect.type !== 'keep-acknowledged') continue;
    const { cursor } = effect;
    await acknowledge(provider.context.db, grant.id, { ...cursor, now: provider.context.clock.now() });
  }
}

/** The stream that a grant opens; its snapshot begins to be taken. */
export async function streamOfGrant({ context, ports, builder }: Provider, grant: Grant): Promise<FeedStream> {
  await alignSeats(context);
  const stream = await openSeat(context, ports.keys, grant);
  if (stream.head.opening) {
    builder
      .build(stream.id)
      .catch((error: unknown) => context.log.warn({ err: error }, 'a snapshot could not be taken'));
  }
  return stream;
}
