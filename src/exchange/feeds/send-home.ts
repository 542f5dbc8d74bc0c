/** Puts a row that its home has lost among the parcels for its home, in the transaction that found it. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { insertOut } from '../delivery/store/parcel.ts';
import { homesOfBodies, ownName } from '../nodes/index.ts';
import { printLine } from '../protocol/index.ts';
import { standingLine } from '../recovery/standing-line.ts';
import { GIVEN_BACK } from './give-back.ts';
import type { HeldRow } from './ports.ts';

export async function sendHome(context: Context, tx: Db, one: HeldRow): Promise<void> {
  const { consumed, table, record, version, holder } = one;
  const columns = one.columns.filter((name) => table.entity.fields.some((field) => field.name === name));
  const held = await standingLine(tx, table, { record, columns });
  const home = held && (await homesOfBodies(tx))(held.body);
  if (!held || home === undefined || home === ownName(context)) return;
  const parcel = {
    id: `${consumed.stream}/held/${record}/${String(version)}`,
    kind: GIVEN_BACK,
    from: holder,
    to: held.body,
    subject: table.register,
    payload: { register: table.register, columns, line: printLine(held) },
  };
  await insertOut(tx, [home], parcel, context.clock.now());
}
