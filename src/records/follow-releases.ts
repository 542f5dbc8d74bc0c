/** Keeps the tables of the registers in step with the release in force and with the registers that are published. */
import { currentRelease } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Follower } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { createRegisterTables } from './create-register-tables.ts';

/** Makes and widens what is missing. @throws problems.breakingRelease, problems.entityTaken */
export async function createAllTables({ clock }: Pick<Context, 'clock'>, db: Db): Promise<void> {
  const registers = await listRegisters(db);
  if (registers.length === 0) return;
  const { number, plan } = await currentRelease(db);
  for (const register of registers) {
    const entity = plan.entities.find((one) => one.name === register.entity);
    if (entity) await createRegisterTables(db, { register: register.name, entity, release: number }, clock);
  }
}

/** A release that cannot be carried out keeps the follower at its place, and shows it as stuck with the reason. */
export const followReleases = (context: Context): Follower => ({
  name: 'records.tables',
  kinds: ['release', 'governance'],
  initial: (tx) => createAllTables(context, tx),
  apply: (tx) => createAllTables(context, tx),
});
