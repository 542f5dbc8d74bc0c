/** Sits the grants of feeds at their streams: opens what is missing, binds anew what changed, ends what is over. */
import { bodiesEdition } from '../../bodies/index.ts';
import { activeGrants, grantsEdition, type Grant } from '../../governance/index.ts';
import { currentPosition } from '../../platform/changes/index.ts';
import type { EntityPlan } from '../../dictionary/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import { openRegister } from '../../records/index.ts';
import { Problem } from '../../platform/http/problem.ts';
import { openEpoch } from '../protocol/index.ts';
import { bindGrant, neededColumns, type Binding } from './bind-grant.ts';
import { problems } from './problems.ts';
import type { FeedStream } from './model.ts';
import { tellNews } from './store/due.ts';
import {
  allSeats,
  endSeats,
  endStreams,
  findSeat,
  findStream,
  listStreams,
  lockStream,
  openStream,
  rebindStream,
  registersOfStreams,
  saveHead,
  takeSeat,
} from './store/stream.ts';
import { treeOf } from './tree.ts';

type Kept = Pick<Context, 'db' | 'clock' | 'profile'>;

const todayOf = ({ clock, profile }: Kept) => dayOf(clock.now(), profile.timeZone);

/**
 * The stream of a grant of mode `feed` that holds today.
 * @throws problems.feedUnfit when what it opens is not enough to hold a row elsewhere
 */
export async function openSeat(context: Kept, keys: Pick<NodeKeys, 'node'>, grant: Grant): Promise<FeedStream> {
  const { db, clock } = context;
  const { entity } = await openRegister(db, grant.register);
  const { codes } = await treeOf(context, db);
  const codeOf = (id: number) => codes.get(id) ?? '';
  const binding = bindGrant(grant, entity, codeOf);
  const missing = neededColumns(entity).filter((name) => !binding.columns.includes(name));
  if (missing.length > 0) throw problems.feedUnfit({ agreement: grant.agreement, fields: missing });
  const there = await sitting(db, grant.id, binding);
  if (there) return there;
  const opened = await db.transaction(async (tx) => {
    const id = await openStream(
      tx,
      {
        prefix: `${keys.node}/stream/${grant.agreement}`,
        agreement: grant.agreement,
        register: grant.register,
        at: await currentPosition(tx),
        ...binding,
      },
      clock.now(),
    );
    const isNew = await takeSeat(tx, { grant: grant.id, stream: id, consumer: codeOf(grant.consumer) });
    return { isNew, stream: (await findStream(tx, id)) as FeedStream };
  });
  // The grant was read some moments ago; if it has changed since, its seat is looked at with all others.
  const now = opened.isNew ? await activeGrants(db, todayOf(context), grant.consumer) : undefined;
  const isOld = now?.every(({ id, ...one }) => id !== grant.id || bindGrant(one, entity, codeOf).hash !== binding.hash);
  if (isOld) aligned.delete(db);
  return opened.stream;
}

/** For which state of grants, tree and releases the seats of a database were brought in line. */
const aligned = new WeakMap<object, string>();

async function stateOfGrants(context: Kept, db: Db): Promise<string> {
  const today = todayOf(context);
  const [grants, tree] = [await grantsEdition(db), await bodiesEdition(db, today)];
  const releases: string[] = [];
  for (const register of await registersOfStreams(db)) releases.push(await releaseOf(db, register));
  return [today, grants, tree, ...releases].join('/');
}

async function releaseOf(db: Db, register: string): Promise<string> {
  try {
    const { release, overlay } = await openRegister(db, register);
    return `${register} ${String(release)}.${String(overlay)}`;
  } catch (error) {
    if (error instanceof Problem) return `${register} none`;
    throw error;
  }
}

/** Whoever sits where the grant belongs need not sit down again. */
async function sitting(db: Db, grant: number, { hash }: Binding): Promise<FeedStream | undefined> {
  const seat = await findSeat(db, grant);
  if (seat?.endedAt !== null) return undefined;
  const stream = await findStream(db, seat.stream);
  return stream?.state === 'open' && stream.scopeHash === hash ? stream : undefined;
}

/**
 * Brings seats in line with the grants that hold today. A stream whose grants all see the same other rows or columns goes
 * on under its name with a new epoch; a grant that sees something else than the others goes to a stream of its own.
 */
export async function alignSeats(context: Kept): Promise<void> {
  const { db } = context;
  const state = await stateOfGrants(context, db);
  if (aligned.get(db) === state) return;
  await alignAll(context, db);
  aligned.set(db, state);
}

async function alignAll(context: Kept, db: Db): Promise<void> {
  const seats = (await allSeats(db)).filter(({ endedAt }) => endedAt === null);
  if (seats.length === 0) return;
  const active = new Map((await activeGrants(db, todayOf(context))).map((grant) => [grant.id, grant]));
  const over = seats.filter(({ grant }) => active.get(grant)?.mode !== 'feed');
  const { codes } = await treeOf(context, db);
  const entities = new Map<string, EntityPlan>();
  const seated = Map.groupBy(
    seats.filter(({ grant }) => active.get(grant)?.mode === 'feed'),
    ({ stream }) => stream,
  );
  const occupied = new Set(seats.map(({ stream }) => stream));
  await db.transaction(async (tx) => {
    await endSeats(
      tx,
      { grants: over.map(({ grant }) => grant), reasons: over.map(() => 'grant-over') },
      context.clock.now(),
    );
    for (const stream of await listStreams(tx)) {
      if (stream.state === 'ended') continue;
      const grants = (seated.get(stream.id) ?? []).flatMap(({ grant }) => active.get(grant) ?? []);
      if (grants.length > 0) await rebind(context, tx, { stream, grants, codes, entities });
      else if (occupied.has(stream.id)) await endStreams(tx, [stream.id]);
    }
    // Whoever is held at a stream that is not theirs any more hears it now.
    if (over.length > 0) await tellNews(tx, [...new Set(over.map(({ stream }) => stream))]);
  });
}

interface Rebinding {
  readonly stream: FeedStream;
  readonly grants: readonly Grant[];
  readonly codes: ReadonlyMap<number, string>;
  /** Of the registers that were opened already. */
  readonly entities: Map<string, EntityPlan>;
}

async function rebind(context: Kept, tx: Db, { stream, grants, codes, entities }: Rebinding): Promise<void> {
  const entity = entities.get(stream.register) ?? (await openRegister(tx, stream.register)).entity;
  entities.set(stream.register, entity);
  const bound = grants.map((grant) => ({ grant, to: bindGrant(grant, entity, (id) => codes.get(id) ?? '') }));
  const moved = bound.filter(({ to }) => to.hash !== stream.scopeHash);
  if (moved.length === 0) return;
  await tellNews(tx, [stream.id]);
  const [first] = moved;
  const together = moved.length === bound.length && moved.every(({ to }) => to.hash === first?.to.hash);
  if (together && first) await beginAnew(context, tx, stream, first.to);
  // Whoever sees other rows than the rest leaves the stream, and sits down again when it asks.
  else
    await endSeats(
      tx,
      { grants: moved.map(({ grant }) => grant.id), reasons: moved.map(() => 'scope-changed') },
      context.clock.now(),
    );
}

/** Other rows or columns under the same name: the engine's next epoch, whose snapshot is still to be taken. */
async function beginAnew(context: Kept, tx: Db, { id }: FeedStream, to: Binding): Promise<void> {
  const stream = await lockStream(tx, id);
  if (!stream) return;
  await rebindStream(tx, id, to);
  await saveHead(tx, id, { head: openEpoch(stream.head), partial: false, now: context.clock.now() });
}
