/** From a register's name to its table: what governance calls it, what the dictionary in force says of its entity. */
import { currentRelease, getRelease } from '../dictionary/index.ts';
import { findRegister } from '../governance/index.ts';
import type { Db } from '../platform/db/db.ts';
import type { RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import { findTableState } from './store/register-table.ts';

/**
 * The release is the one that the register's tables were made for: a newer one counts as soon as they have followed it.
 * @throws problems.registerNotFound when governance knows no register of that name
 * @throws problems.registerNotReady when it has no tables yet
 */
export async function openRegister(db: Db, register: string): Promise<RegisterTable> {
  const found = await findRegister(db, register);
  if (!found) throw problems.registerNotFound({ register });
  const state = await findTableState(db, found.entity);
  if (!state || state.register !== register) throw problems.registerNotReady({ register });
  const current = await currentRelease(db);
  const { number, plan } = current.number === state.release ? current : await getRelease(db, state.release);
  const entity = plan.entities.find((one) => one.name === found.entity);
  if (!entity) throw problems.registerNotReady({ register });
  return { register, entity, release: number, plan };
}
