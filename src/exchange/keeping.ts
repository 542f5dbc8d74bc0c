/** What exchange knows of rows that are disposed of: who was given them, by which keys nodes sign, what it keeps of them. */
import { bodiesByCode, listBodies } from '../bodies/index.ts';
import { getRegister, listGrants } from '../governance/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Homed, Received, RowKeeping } from '../platform/keeping.ts';
import { bodiesIn } from './feeds/bind-grant.ts';
import { allSeats, listStreams } from './feeds/store/stream.ts';
import { parseVerifierKey } from '../platform/ledger/checkpoint.ts';
import { findNode } from './nodes/index.ts';
import * as store from './store/given.ts';

type Given = Parameters<NonNullable<RowKeeping['receivedBy']>>[2];

/** By feeds whose rows are not purged, and by reads over the API or as a file, under an agreement. Never who keeps them. */
export async function receivedBy(context: Context, tx: Db, given: Given): Promise<readonly Received[]> {
  const { managerBody } = await getRegister(tx, given.register);
  const homes = new Map(given.records.map(({ record, body }) => [record, body]));
  const found = [...(await byFeeds(context, tx, given)), ...(await byReads(tx, given))];
  return found
    .filter(({ consumer }) => consumer !== managerBody)
    .map((one) => ({ ...one, records: one.records.filter((record) => homes.get(record) !== one.consumer) }))
    .filter(({ records }) => records.length > 0);
}

async function byFeeds(context: Context, tx: Db, { register, records }: Given): Promise<Received[]> {
  const bodies = await bodiesByCode(tx, dayOf(context.clock.now(), context.profile.timeZone));
  const streams = new Map((await listStreams(tx)).map((stream) => [stream.id, stream]));
  const found: Received[] = [];
  for (const { stream: id, consumer: code, purgedAt, acknowledged } of await allSeats(tx)) {
    const [stream, consumer] = [streams.get(id), bodies.get(code)?.id];
    // One that acknowledged nothing has received nothing; one that purged has signed that nothing is left.
    if (stream?.register !== register || consumer === undefined || purgedAt !== null || acknowledged === null) continue;
    const shown = await bodiesIn(context, tx, stream.scope.trees);
    const some = records.filter(({ body }) => shown === 'all' || shown.includes(body));
    found.push({ consumer, agreement: stream.agreement, way: 'feed', records: ids(some) });
  }
  return found;
}

const ids = (records: readonly Homed[]) => records.map(({ record }) => record);

/** Reads that left the node: over the API and as a file. What somebody only looked at on a page stayed here. */
async function byReads(tx: Db, { register, records }: Given): Promise<Received[]> {
  const rows = await store.readersOf(tx, ids(records));
  const paths = new Map((await listBodies(tx)).map(({ id, path }) => [id, path]));
  const homes = new Map(records.map(({ record, body }) => [record, body]));
  const grants = (await listGrants(tx)).filter((grant) => grant.register === register && grant.mode !== 'statistics');
  return [...Map.groupBy(rows, ({ body }) => body)].flatMap(([consumer, some]) => {
    const agreement = grants.find((grant) => grant.consumer === consumer)?.agreement;
    if (agreement === undefined) return [];
    // A body above the home reads its own tree: that is no giving out.
    const given = some.filter(({ record }) => !(paths.get(homes.get(record) ?? 0) ?? []).includes(consumer));
    return [{ consumer, agreement, way: 'read' as const, records: given.map(({ record }) => record) }];
  });
}

/** Whether the registry names the key among those of the node that were not revoked; a log's name may differ from the node's. */
export async function isKeyOf(db: Db, node: string, vkey: string): Promise<boolean> {
  const found = await findNode(db, node);
  const live = (found?.keys ?? []).filter(({ revoked }) => revoked === null);
  const { publicKey } = parseVerifierKey(vkey.trim());
  return live.some(({ key }) => Buffer.compare(parseVerifierKey(key.trim()).publicKey, publicKey) === 0);
}

/** Rows that came and could not be taken, and versions that met, are lines with values. */
export const forgetReceived: NonNullable<RowKeeping['forget']> = async (tx, { records }) =>
  (await store.dropParked(tx, records)) + (await store.dropMet(tx, records));
