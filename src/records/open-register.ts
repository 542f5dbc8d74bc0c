/** From a register's name to its table: what governance calls it, what the dictionary in force says of its entity. */
import { currentRelease, getRelease } from '../dictionary/index.ts';
import { findRegister } from '../governance/index.ts';
import { briefly } from '../platform/briefly.ts';
import type { Db } from '../platform/db/db.ts';
import type { RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import { lockPlan, tableStateOf } from './store/register-table.ts';

/**
 * The release is the one that the register's tables were made for: a newer one counts as soon as they have followed it.
 * @throws problems.registerNotFound when governance knows no register of that name
 * @throws problems.registerNotReady when it has no tables yet
 */
export async function openRegister(db: Db, register: string): Promise<RegisterTable> {
  const state = await tableStateOf(db, register);
  if (!state) {
    const isKnown = (await findRegister(db, register)) !== undefined;
    throw isKnown ? problems.registerNotReady({ register }) : problems.registerNotFound({ register });
  }
  const current = await currentRelease(db);
  const isCurrent = current.number === state.release && current.overlay === state.overlay;
  const { number, overlay, plan } = isCurrent ? current : await getRelease(db, state.release, state.overlay);
  const entity = plan.entities.find((one) => one.name === state.entity);
  if (!entity) throw problems.registerNotReady({ register });
  return { register, entity, release: number, overlay, plan };
}

/** As it was at most a tenth of a second ago: for what is asked at every call. */
export const openBriefly = briefly(openRegister);

/** For a transaction that writes: the register stays under this release until it ends. @throws as openRegister */
export async function openForWriting(tx: Db, register: string): Promise<RegisterTable> {
  await lockPlan(tx, register, 'write');
  return openRegister(tx, register);
}

/**
 * For a load whose rows were typed under the release of its reading.
 * @throws problems.loadOutdated when the register follows a release by now under which its rows are made otherwise
 */
export async function openForLoad(
  tx: Db,
  load: Pick<RegisterTable, 'register' | 'release' | 'overlay'>,
): Promise<RegisterTable> {
  const table = await openForWriting(tx, load.register);
  if (table.release === load.release && table.overlay === load.overlay) return table;
  const { plan } = await getRelease(tx, load.release, load.overlay);
  const read = plan.entities.find((one) => one.name === table.entity.name);
  if (JSON.stringify(read) !== JSON.stringify(table.entity)) throw problems.loadOutdated({ register: load.register });
  return table;
}
