/** Puts the tables of every published register in place, and forgets what killed or lazy loads left behind. */
import { currentRelease } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import { createRegisterTables } from './create-register-tables.ts';
import { sweepLoads } from './sweep-loads.ts';

/** Idempotent: run at every start and after every release. */
export async function install(context: Context): Promise<void> {
  const { db, clock } = context;
  const registers = await listRegisters(db);
  if (registers.length > 0) {
    const release = await currentRelease(db);
    for (const register of registers) {
      const entity = release.plan.entities.find((one) => one.name === register.entity);
      if (entity) await createRegisterTables(db, { register: register.name, entity, release: release.number }, clock);
    }
  }
  await sweepLoads(context);
}
