/** Sits the grants of feeds at their streams: opens what is missing, binds anew what changed, ends what is over. */
import { activeGrants, type Grant } from '../../governance/index.ts';
import { currentPosition } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import { openRegister } from '../../records/index.ts';
import { openEpoch } from '../protocol/index.ts';
import { bindGrant, codesOfBodies, neededColumns, type Binding } from './bind-grant.ts';
import { problems } from './problems.ts';
import type { FeedStream } from './model.ts';
import {
  allSeats,
  endSeats,
  endStreams,
  findStream,
  listStreams,
  lockStream,
  openStream,
  rebindStream,
  saveHead,
  takeSeat,
} from './store/stream.ts';

type Kept = Pick<Context, 'db' | 'clock' | 'profile'>;

/**
 * The stream of a grant of mode `feed` that holds today.
 * @throws problems.feedUnfit when what it opens is not enough to hold a row elsewhere
 */
export async function openSeat(context: Kept, keys: Pick<NodeKeys, 'node'>, grant: Grant): Promise<FeedStream> {
  const { db, clock } = context;
  const { entity } = await openRegister(db, grant.register);
  const codes = await codesOfBodies(db);
  const codeOf = (id: number) => codes.get(id) ?? '';
  const binding = bindGrant(grant, entity, codeOf);
  const missing = neededColumns(entity).filter((name) => !binding.columns.includes(name));
  if (missing.length > 0) throw problems.feedUnfit({ agreement: grant.agreement, fields: missing });
  return db.transaction(async (tx) => {
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
    await takeSeat(tx, { grant: grant.id, stream: id, consumer: codeOf(grant.consumer) });
    return (await findStream(tx, id)) as FeedStream;
  });
}

/**
 * Brings seats in line with the grants that hold today. A stream whose grants all see the same other rows or columns goes
 * on under its name with a new epoch; a grant that sees something else than the others goes to a stream of its own.
 */
export async function alignSeats(context: Kept, db: Db = context.db): Promise<void> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const seats = (await allSeats(db)).filter(({ endedAt }) => endedAt === null);
  if (seats.length === 0) return;
  const active = new Map((await activeGrants(db, today)).map((grant) => [grant.id, grant]));
  const over = seats.filter(({ grant }) => active.get(grant)?.mode !== 'feed');
  const codes = await codesOfBodies(db);
  const sitting = Map.groupBy(
    seats.filter(({ grant }) => active.get(grant)?.mode === 'feed'),
    ({ stream }) => stream,
  );
  await db.transaction(async (tx) => {
    await endSeats(
      tx,
      { grants: over.map(({ grant }) => grant), reasons: over.map(() => 'grant-over') },
      context.clock.now(),
    );
    for (const stream of await listStreams(tx)) {
      if (stream.state === 'ended') continue;
      const grants = (sitting.get(stream.id) ?? []).flatMap(({ grant }) => active.get(grant) ?? []);
      if (grants.length > 0) await rebind(context, tx, { stream, grants, codes });
      else if (seats.some((seat) => seat.stream === stream.id)) await endStreams(tx, [stream.id]);
    }
  });
}

interface Rebinding {
  readonly stream: FeedStream;
  readonly grants: readonly Grant[];
  readonly codes: ReadonlyMap<number, string>;
}

async function rebind(context: Kept, tx: Db, { stream, grants, codes }: Rebinding): Promise<void> {
  const { entity } = await openRegister(tx, stream.register);
  const bound = grants.map((grant) => ({ grant, to: bindGrant(grant, entity, (id) => codes.get(id) ?? '') }));
  const moved = bound.filter(({ to }) => to.hash !== stream.scopeHash);
  if (moved.length === 0) return;
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
