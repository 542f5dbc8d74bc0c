/** A snapshot names an older version than is held: its home has lost the newer one, and is given it back. §6.6 */
import type { Db } from '../../platform/db/db.ts';
import { relation, type RegisterTable } from '../../records/index.ts';
import type { Consumer } from './apply-pages.ts';
import type { Consumed } from './model.ts';
import type { ReadGroup } from './read-page.ts';
import { isLostAtHome } from '../protocol/index.ts';
import { otherThan } from './store/consumed.ts';

/** Kind of the parcel that carries it. */
export const GIVEN_BACK = 'exchange.given-back';

export interface Naming {
  readonly consumed: Consumed;
  readonly table: RegisterTable;
  /** What the snapshot just named. */
  readonly group: ReadGroup;
  readonly columns: readonly string[];
  /** Code of the body that holds it. */
  readonly holder: string;
}

/** In the transaction that applies: each goes once, and waits until the home has answered. Returns how many. */
export async function giveBack(consumer: Consumer, tx: Db, naming: Naming): Promise<number> {
  const { table, group } = naming;
  const { rows } = group;
  if (rows.length === 0 || !consumer.ports.sendHome) return 0;
  const named = { records: rows.map(({ record }) => record), versions: rows.map(({ version }) => version) };
  const others = await otherThan(tx, relation(table, { columns: [], scope: 'all' }), named);
  const newer = others.filter((one) => isLostAtHome(one.version, { kind: 'snapshot', version: one.named }));
  for (const one of newer) await consumer.ports.sendHome(tx, { ...naming, ...one });
  return newer.length;
}
