/** Answers a consumer: the provider's engine decides, this reads and writes what it says. */
import type { Grant } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { consistencyProof, subtreesRead } from '../../platform/ledger/merkle.ts';
import { hashesIn, tilesFor } from '../../platform/ledger/tiles.ts';
import {
  stepProvider,
  type Cursor,
  type ProviderEffect,
  type ProviderEvent,
  type ProviderState,
  type Seat,
} from '../protocol/index.ts';
import type { PageBuilder } from './build-pages.ts';
import type { FeedStream, SeatRow } from './model.ts';
import { alignSeats, openSeat } from './open-seat.ts';
import type { ProviderPorts } from './ports.ts';
import { problems } from './problems.ts';
import { newestCheckpoint, readTiles, selectPages } from './store/page.ts';
import { acknowledge, findSeat, findStream, hasDue, lockStream, saveHead } from './store/stream.ts';
import type { Sending } from './wire.ts';

export interface Provider {
  readonly context: Context;
  readonly ports: Pick<ProviderPorts, 'keys'>;
  readonly builder: PageBuilder;
  /** A test turns the look at the grant off, and must then see what it defends against. */
  readonly trustsVoucher?: boolean;
}

// 64 pages are 4 MiB of lines at most.
const MOST_PAGES = 64;

export interface Asked {
  readonly stream: number;
  readonly cursor: Cursor | null;
  readonly limit?: number | undefined;
}

/** @throws problems.streamNotFound when the grant has no seat at this stream */
export async function answerPages(provider: Provider, grant: Grant, asked: Asked): Promise<Sending> {
  const { context, builder } = provider;
  const { db } = context;
  const { stream, seat } = await seatAt(db, grant, asked.stream);
  const state = { head: stream.head, seat: engineSeat(provider, seat) };
  const { cursor } = asked;
  const atEnd = cursor !== null && cursor.epoch === stream.head.epoch && cursor.size >= stream.head.size;
  if (state.seat.grant === 'active' && (stream.head.opening || stream.partial || (await hasDue(db, stream.id)))) {
    await builder.build(stream.id, atEnd ? cursor.size : undefined);
    return decide(provider, await seatAt(db, grant, asked.stream), asked);
  }
  return decide(provider, { stream, seat }, asked);
}

interface Seated {
  readonly stream: FeedStream;
  readonly seat: SeatRow;
}

async function seatAt(db: Db, grant: Pick<Grant, 'id'>, id: number): Promise<Seated> {
  const [seat, stream] = [await findSeat(db, grant.id), await findStream(db, id)];
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

async function decide(provider: Provider, { stream, seat }: Seated, asked: Asked): Promise<Sending> {
  const state: ProviderState = { head: stream.head, seat: engineSeat(provider, seat) };
  const event: ProviderEvent = { type: 'asked', cursor: asked.cursor };
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
      return readSending(provider.context.db, stream, { from: effect.from, limit: asked.limit ?? MOST_PAGES });
    case 'send-reset':
      return { type: 'reset', epoch: effect.epoch };
    case 'send-purge':
      return { type: 'purge' };
    case 'send-wait':
      return { type: 'wait' };
    case 'send-behind':
      return { type: 'behind', epoch: effect.epoch, size: effect.size };
    case 'fence':
      provider.context.log.error(
        { stream: stream.head.stream, cursor: effect.cursor, size: stream.head.size },
        'a consumer holds more of a stream than this node has: a backup was restored, or a checkpoint was forged',
      );
      return undefined;
    case 'take-snapshot':
      await beginEpoch(provider, stream.id, effect.epoch);
      return undefined;
    default:
      return undefined;
  }
}

/** What the engine decided, kept only if nobody was first. */
async function beginEpoch({ context, builder }: Provider, id: number, epoch: number): Promise<void> {
  await context.db.transaction(async (tx) => {
    const stream = await lockStream(tx, id);
    if (!stream || stream.head.epoch >= epoch) return;
    const { state } = stepProvider(
      { head: stream.head, seat: { consumer: '', grant: 'active', acknowledged: null, purged: false } },
      { type: 'scope-changed' },
    );
    await saveHead(tx, id, { head: state.head, partial: false, now: context.clock.now() });
  });
  builder.build(id).catch((error: unknown) => context.log.warn({ err: error }, 'a snapshot could not be taken'));
}

async function readSending(
  db: Db,
  { id, head }: FeedStream,
  { from, limit }: { from: number; limit: number },
): Promise<Sending> {
  const at = { stream: id, epoch: head.epoch };
  const pages = await selectPages(db, at, from, Math.min(limit, MOST_PAGES));
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
    note: signed.note,
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
