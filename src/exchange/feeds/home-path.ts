/**
 * A record has one home, and two providers may both feed it: its home, and one that passes on what it received. What comes
 * from its home counts; who passes it on stands above the home, and is not heard where the home feeds this node itself.
 */
import type { Db } from '../../platform/db/db.ts';
import type { RegisterTable } from '../../records/index.ts';
import type { Consumed } from './model.ts';
import type { Homes } from './ports.ts';
import type { ReadGroup } from './read-page.ts';
import { listConsumed } from './store/consumed.ts';
import { bodiesOfRecords } from './store/held-bodies.ts';

const GONE = new Set<string>(['purging', 'ended']);

/** Streams into the same register that go on, of this provider and of others. */
export async function othersOf(
  tx: Db,
  { stream, register }: Pick<Consumed, 'stream' | 'register'>,
): Promise<Consumed[]> {
  return (await listConsumed(tx)).filter(
    (other) => other.register === register && other.stream !== stream && !GONE.has(other.state.phase.name),
  );
}

/** What a stream may say of a row at home in a body. */
export type Voice = 'heard' | 'passed-over' | 'not-its-home';

/** Pure. @param direct nodes that feed this register here themselves */
export function voiceOf(home: string | undefined, origin: string, direct: ReadonlySet<string>, homes: Homes): Voice {
  if (home === undefined || home === origin) return 'heard';
  if (direct.has(home)) return 'passed-over';
  return homes.isAbove(origin, home) ? 'heard' : 'not-its-home';
}

interface Hearing {
  readonly consumed: Consumed;
  readonly table: RegisterTable;
  readonly homes: Homes | undefined;
}

/** The group without what its provider may not say: the home's own stream brings it, or nobody has a right to. */
export async function heardOf(
  tx: Db,
  { consumed, table, homes }: Hearing,
  group: ReadGroup,
): Promise<Pick<ReadGroup, 'rows' | 'gone' | 'parked'>> {
  const { origin } = consumed;
  if (!homes) return group;
  const direct = new Set((await othersOf(tx, consumed)).map((other) => other.origin));
  const voice = (body: number) => voiceOf(homes.of(body), origin, direct, homes);
  const said = group.rows.map((row) => ({ row, voice: voice(row.body) }));
  const strange = said
    .filter((one) => one.voice === 'not-its-home')
    .map(({ row: { record, version } }) => {
      const { line = '', epoch = 0, idx = 0 } = group.lineOf(record) ?? {};
      return { record, version, line, epoch, idx, reason: 'not-its-home' };
    });
  const bodies = await bodiesOfRecords(
    tx,
    table,
    group.gone.map(({ record }) => record),
  );
  return {
    rows: said.filter((one) => one.voice === 'heard').map(({ row }) => row),
    gone: group.gone.filter(({ record }) => {
      const body = bodies.get(record);
      return body === undefined || voice(body) === 'heard';
    }),
    parked: [...group.parked, ...strange],
  };
}
