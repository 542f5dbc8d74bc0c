/** The entity of a register as the release in force has it. */
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { entitiesOfRegisters } from '../row-conditions.ts';

export type RegisterEntity = Pick<EntityPlan, 'fields'>;

/** Undefined before the first release. */
export const planEntity = async (db: Db, register: string): Promise<RegisterEntity | undefined> =>
  (await entitiesOfRegisters(db)).get(register);
