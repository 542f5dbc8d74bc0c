/** Keeps the tables of the registers in step with the release in force and with the registers that are published. */
import { currentRelease, getRelease, type EntityPlan, type Release } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Follower } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { createRegisterTables } from './create-register-tables.ts';
import type { MigrationOptions } from './migration/migrate-table.ts';
import { supersededFields } from './plan-migration.ts';
import { findTableState, letGo } from './store/register-table.ts';

type Own = Pick<Context, 'clock' | 'db' | 'profile'>;

/**
 * Makes what is missing and lets the rest follow, step by step on connections of its own: people go on working. A
 * register that cannot follow stays where it is and does not keep the others.
 * @param db where it is read which registers and which release there are
 * @throws problems.breakingRelease, problems.entityTaken, problems.registerBusy: the first of them, after all were tried
 */
export async function createAllTables(
  { clock, db: pool, profile }: Own,
  db: Db,
  options: MigrationOptions = {},
): Promise<void> {
  const registers = await listRegisters(db);
  if (registers.length === 0) return;
  const current = await currentRelease(db);
  await letGo(db);
  const today = dayOf(clock.now(), profile.timeZone);
  const lists = new Map(current.plan.codeLists.map((list) => [list.code, list]));
  const failed: unknown[] = [];
  for (const register of registers) {
    const entity = current.plan.entities.find((one) => one.name === register.entity);
    if (!entity) continue;
    const renames = await renamesOf(pool, entity, current);
    const { number: release, overlay } = current;
    const tables = { register: register.name, entity, release, overlay, renames, lists, today };
    await createRegisterTables(pool, tables, clock, options).catch((error: unknown) => failed.push(error));
  }
  if (failed.length > 0) throw failed[0];
}

async function renamesOf(
  db: Db,
  entity: EntityPlan,
  { number, overlay, plan }: Release,
): Promise<ReadonlyMap<string, string>> {
  const state = await findTableState(db, entity.name);
  if (!state || (state.release === number && state.overlay === overlay)) return new Map();
  const before = (await getRelease(db, state.release, state.overlay)).plan.entities.find(
    (one) => one.name === entity.name,
  );
  return before ? supersededFields(before, entity, plan.elements) : new Map();
}

/**
 * A release that cannot be carried out keeps the follower at its place, and shows it as stuck; why, and the rows in the
 * way, stand in `GET /api/records/migrations`.
 */
export const followReleases = (context: Context): Follower => ({
  name: 'records.tables',
  kinds: ['release', 'governance'],
  // The snapshot that it runs in would keep an index made beside it waiting for ever.
  initial: (tx) => createAllTables(context, tx, { concurrently: false }),
  apply: (tx) => createAllTables(context, tx),
});
