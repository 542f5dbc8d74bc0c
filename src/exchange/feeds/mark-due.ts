/** Follows the change log and marks which streams a change may touch: cheap, because pages are made when somebody asks. */
import { bodiesEdition } from '../../bodies/index.ts';
import type { ChangeSet, Follower } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { delta, openRegister, type RegisterTable } from '../../records/index.ts';
import { bodiesIn } from './bind-grant.ts';
import { homesIn, streamsEdition } from './store/due.ts';
import { markDue, openStreams } from './store/stream.ts';

/** Streams of one register, by the homes of the rows that they show. */
interface Reach {
  readonly whole: readonly number[];
  readonly byHome: ReadonlyMap<number, readonly number[]>;
}

export const MARK_DUE = 'exchange.mark-due';

export function markDueFollower(context: Pick<Context, 'clock' | 'profile'>): Follower {
  const reaches = rememberReaches(context);
  return {
    name: MARK_DUE,
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal'],
    // What was before is in the snapshot with which every stream begins.
    initial: () => Promise.resolve(),
    apply: async (tx, change) => {
      const reach = await reaches(tx, change.subject);
      if (!reach) return;
      await markDue(tx, await touchedStreams(tx, change, reach), dueFor(change));
    },
  };
}

const dueFor = (change: ChangeSet) => ({ position: change.at ?? { epoch: 0, position: 0 }, changeSet: change.id });

async function touchedStreams(tx: Db, change: ChangeSet, { whole, byHome }: Reach): Promise<number[]> {
  if (byHome.size === 0) return [...whole];
  const table = await openedIn(tx, change.subject);
  const homes = await homesIn(tx, delta(table, change, []));
  return [...new Set([...whole, ...homes.flatMap((home) => byHome.get(home) ?? [])])];
}

/** Batches of changes are one transaction, in which a register's table is looked up once. */
const opened = new WeakMap<Db, Map<string, Promise<RegisterTable>>>();

function openedIn(tx: Db, register: string): Promise<RegisterTable> {
  const tables = opened.get(tx) ?? new Map<string, Promise<RegisterTable>>();
  opened.set(tx, tables);
  const table = tables.get(register) ?? openRegister(tx, register);
  tables.set(register, table);
  return table;
}

/** Good until a stream or the tree of bodies changes. */
function rememberReaches(context: Pick<Context, 'clock' | 'profile'>) {
  let edition = '';
  let known = new Map<string, Reach>();
  return async (tx: Db, register: string): Promise<Reach | undefined> => {
    const today = dayOf(context.clock.now(), context.profile.timeZone);
    const now = `${today} ${await streamsEdition(tx)} ${String(await bodiesEdition(tx, today))}`;
    if (now !== edition) {
      known = await reachesOf(context, tx);
      edition = now;
    }
    return known.get(register);
  };
}

async function reachesOf(context: Pick<Context, 'clock' | 'profile'>, tx: Db): Promise<Map<string, Reach>> {
  const found = new Map<string, Reach>();
  for (const [register, streams] of Map.groupBy(await openStreams(tx), (stream) => stream.register)) {
    const whole: number[] = [];
    const byHome = new Map<number, number[]>();
    for (const { id, scope } of streams) {
      const bodies = await bodiesIn(context, tx, scope.trees);
      if (bodies === 'all') whole.push(id);
      else bodies.forEach((body) => byHome.set(body, [...(byHome.get(body) ?? []), id]));
    }
    found.set(register, { whole, byHome });
  }
  return found;
}
