/** What askers who come together read of the provider's tables: one statement for all of them, begun after the last came. */
import { activeGrants, type Grant } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { gather } from '../../platform/gather.ts';
import type { FeedStream, SeatRow } from './model.ts';
import { streamsDue } from './store/due.ts';
import { readPosts, seatsOfGrants, streamsOf } from './store/stream.ts';

type Post = Awaited<ReturnType<typeof readPosts>>[number];

export interface Reads {
  /** What a poll of this grant with nothing to get asks. */
  post(grant: number): Promise<Post | undefined>;
  seat(grant: number): Promise<SeatRow | undefined>;
  stream(id: number): Promise<FeedStream | undefined>;
  /** Whether the stream has something that is not in pages yet. */
  isDue(stream: number): Promise<boolean>;
  /** Grants of a consumer that hold on the day. */
  grants(consumer: number, day: string): Promise<readonly Grant[]>;
}

const known = new WeakMap<Db, Reads>();

export function readsOf(db: Db): Reads {
  let reads = known.get(db);
  if (!reads) known.set(db, (reads = openReads(db)));
  return reads;
}

const by = <K, V>(rows: readonly V[], key: (row: V) => K): Map<K, V> => new Map(rows.map((row) => [key(row), row]));

function openReads(db: Db): Reads {
  const post = gather(async (grants: readonly number[]) => by(await readPosts(db, grants), ({ grant }) => grant));
  const seat = gather(async (grants: readonly number[]) => by(await seatsOfGrants(db, grants), ({ grant }) => grant));
  const stream = gather(async (ids: readonly number[]) => by(await streamsOf(db, ids), ({ id }) => id));
  const due = gather(async (ids: readonly number[]) => by(await streamsDue(db, ids), (id) => id));
  const grantsOn = new Map<string, (consumer: number) => Promise<Grant[] | undefined>>();
  const of = (day: string) =>
    gather(async (consumers: readonly number[]) =>
      Map.groupBy(await activeGrants(db, day, consumers), ({ consumer }) => consumer),
    );
  return {
    post,
    seat,
    stream,
    isDue: async (id) => (await due(id)) !== undefined,
    grants: async (consumer, day) => {
      if (!grantsOn.has(day)) grantsOn.clear();
      const find = grantsOn.get(day) ?? of(day);
      grantsOn.set(day, find);
      return (await find(consumer)) ?? [];
    },
  };
}
