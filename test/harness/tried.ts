/** Acts that leave nothing behind, and parcels as they would arrive. */
import { findBody } from '../../src/bodies/index.ts';
import type { Db } from '../../src/platform/db/db.ts';
import type { Arriving, Parcel } from '../../src/platform/travel.ts';

/** What an act would give: nothing of it stays. */
export async function tried<T>(db: Db, act: (tx: Db) => Promise<T>): Promise<T> {
  const undo = new Error('undo');
  const given: T[] = [];
  await db
    .transaction(async (tx) => {
      given.push(await act(tx));
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return given[0] as T;
}

/** A parcel of one body for another (codes), brought by a node. */
export async function arrivingFrom(
  tx: Db,
  body: string,
  { name }: { readonly name: string },
  whom = 'TW',
): Promise<Arriving> {
  const [from = 0, to = 0] = await Promise.all([body, whom].map(async (code) => (await findBody(tx, code))?.id));
  return { parcel: {} as Parcel, from, to, origin: name, isTheirs: () => true };
}
