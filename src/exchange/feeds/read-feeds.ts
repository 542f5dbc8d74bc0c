/** What people see of feeds: what this node gives, to whom and how far; what it receives, and what waits. */
import { listBodies } from '../../bodies/index.ts';
import { listRegisters } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Feed, ProvidedStream } from './contract.ts';
import type { Consumed, SeatRow, Subscription } from './model.ts';
import { viewOf } from './serve-feeds.ts';
import { countParked, listConsumed, listSubscriptions } from './store/consumed.ts';
import { countDue, listStreams, seatsOf } from './store/stream.ts';

type Names = Readonly<Record<string, string>>;

async function namesOfBodies(db: Db): Promise<(code: string) => { code: string; names: Record<string, string> }> {
  const names = new Map((await listBodies(db)).map((body) => [body.code, body.names as Names]));
  return (code) => ({ code, names: { ...names.get(code) } });
}

/** Streams of an agreement, newest first. */
export async function providedStreams(context: Pick<Context, 'db'>, agreement: string): Promise<ProvidedStream[]> {
  const { db } = context;
  const nameOf = await namesOfBodies(db);
  const due = await countDue(db);
  const streams = (await listStreams(db)).filter((stream) => stream.agreement === agreement);
  const views: ProvidedStream[] = [];
  for (const stream of streams.toReversed()) {
    const seats = await seatsOf(db, stream.id);
    views.push({
      ...(await viewOf(context, stream)),
      due: due.get(stream.id) ?? 0,
      lastPage: stream.head.size > 0 ? stream.builtAt : null,
      state: stream.state,
      seats: seats.map((seat) => ({ ...placeOf(seat, stream.head), consumer: nameOf(seat.consumer) })),
    });
  }
  return views;
}

function placeOf(seat: SeatRow, head: { readonly epoch: number; readonly size: number }) {
  const { epoch, acknowledged, acknowledgedAt, endedAt, purgedAt } = seat;
  const at = epoch === null || acknowledged === null ? null : { epoch, size: acknowledged };
  const behind = endedAt !== null ? null : at?.epoch === head.epoch ? head.size - at.size : head.size;
  return { acknowledged: at, acknowledgedAt, behind, endedAt, purgedAt };
}

export async function receivedFeeds({ db }: Pick<Context, 'db'>): Promise<Feed[]> {
  const nameOf = await namesOfBodies(db);
  const streams = Map.groupBy(await listConsumed(db), ({ subscription }) => subscription);
  const parked = Map.groupBy(await countParked(db), ({ stream }) => stream);
  const registers = new Map((await listRegisters(db)).map(({ name, names }) => [name, names]));
  const viewOfStream = (one: Consumed) => ({
    stream: one.stream,
    register: one.register,
    registerNames: { ...registers.get(one.register) },
    phase: one.state.phase.name,
    release: one.state.phase.name === 'parked' ? one.state.phase.release : null,
    fault: one.fault,
    epoch: one.state.cursor?.epoch ?? null,
    size: one.state.cursor?.size ?? null,
    offered: one.state.seen?.size ?? one.offered,
    rows: one.rowsApplied,
    partial: one.last === false,
    appliedAt: one.appliedAt,
    parked: (parked.get(one.stream) ?? []).map(({ reason, rows }) => ({ reason, rows })),
  });
  return (await listSubscriptions(db)).map((subscription: Subscription) => ({
    ...subscription,
    consumer: nameOf(subscription.consumer),
    streams: (streams.get(subscription.id) ?? []).map(viewOfStream),
  }));
}
