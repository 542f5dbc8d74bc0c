/** Reads on their way to the node that is home of the record. docs/protocol.md §7.23 */
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { listBodies } from '../../bodies/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Arriving, IsHere, Parcel, Taken, Travel } from '../../platform/travel.ts';
import { homesOfRecords, openRegister } from '../../records/index.ts';
import { putReads, readsOfChange, type ToldRead } from './store/told.ts';

export const READS = 'exchange.reads-of-people';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
const name = Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,119}$' });
const Read = Type.Object({
  entry: Uuid,
  record: Uuid,
  register: name,
  post: Nullable(name),
  at: Type.String({ pattern: '^[0-9T:.+Z -]{10,40}$' }),
  action: name,
  fields: Nullable(Type.Array(name, { maxItems: 200 })),
  purpose: Nullable(name),
});
const Reads = Type.Object({ reads: Type.Array(Read, { minItems: 1, maxItems: 500 }) });
type Reads = Static<typeof Reads>;
const AT_ONCE = 500;

export const readsTravel: Travel = {
  follows: ['governance'],
  kinds: [READS],
  parcels: async (tx, change, isHere) => {
    const reads = await readsOfChange(tx, change.id);
    const at = change.at ?? { epoch: 0, position: 0 };
    return reads.length === 0
      ? []
      : parcelsOf(tx, reads, { isHere, mark: `${String(at.epoch)}/${String(at.position)}` });
  },
  receive: (_context, tx, arriving) =>
    Value.Check(Reads, arriving.parcel.payload)
      ? take(tx, arriving, arriving.parcel.payload)
      : Promise.resolve({ taken: false, reason: 'unreadable' }),
  // It stays in the trail of the node that read.
  refused: () => Promise.resolve(),
};

/** One parcel from each reader to each home, in parts. */
async function parcelsOf(
  tx: Db,
  reads: readonly ToldRead[],
  { isHere, mark }: { readonly isHere: IsHere; readonly mark: string },
): Promise<Parcel[]> {
  const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
  const ways = Map.groupBy(reads, ({ reader, home }) => JSON.stringify([reader, codes.get(home) ?? '']));
  const parcels: Parcel[] = [];
  for (const [way, some] of ways) {
    const [from, to] = JSON.parse(way) as [string, string];
    if (!isHere(from) || isHere(to)) continue;
    for (let part = 0; part * AT_ONCE < some.length; part++) {
      const told = some.slice(part * AT_ONCE, (part + 1) * AT_ONCE).map(({ reader: _r, home: _h, ...read }) => read);
      const id = `reads/${mark}/${from}/${to}/${String(part)}`;
      parcels.push({ id, kind: READS, from, to, subject: READS, payload: { reads: told } satisfies Reads });
    }
  }
  return parcels;
}

/** A node tells what its own bodies read, of records that are at home here: of others nothing is kept. */
async function take(tx: Db, { parcel, to, isTheirs }: Arriving, { reads }: Reads): Promise<Taken> {
  if (!isTheirs(parcel.from)) return { taken: false, reason: 'not-yours-to-say' };
  for (const [register, some] of Map.groupBy(reads, (read) => read.register)) {
    const table = await openRegister(tx, register).catch(() => undefined);
    if (!table) return { taken: 'later', reason: 'unknown-register' };
    const ids = some.map(({ record }) => record);
    const homes = new Map((await homesOfRecords(tx, table, ids)).map(({ record, body }) => [record, body]));
    const mine = some.map((read) => ({ ...read, reader: parcel.from, home: homes.get(read.record) ?? to }));
    await putReads(tx, mine, null);
  }
  return { taken: true };
}
