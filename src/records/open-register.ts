/** From a register's name to its table: what governance calls it, what the dictionary in force says of its entity. */
import { currentRelease } from '../dictionary/index.ts';
import { findRegister } from '../governance/index.ts';
import type { Db } from '../platform/db/db.ts';
import type { RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import { findTableState } from './store/register-table.ts';

/**
 * @throws problems.registerNotFound when governance knows no register of that name
 * @throws problems.registerNotReady when its entity is not in the release in force, or has no table yet
 */
export async function openRegister(db: Db, register: string): Promise<RegisterTable> {
  const found = await findRegister(db, register);
  if (!found) throw problems.registerNotFound({ register });
  const release = await currentRelease(db);
  const entity = release?.plan.entities.find((one) => one.name === found.entity);
  if (!release || !entity) throw problems.registerNotReady({ register });
  const state = await findTableState(db, entity.name);
  if (!state || state.register !== register) throw problems.registerNotReady({ register });
  return { register, entity, release: release.number, plan: release.plan };
}
