/** The one moment in which a register's table becomes what the newer release says: catalogue entries only, no row is read. */
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import {
  dropCheck,
  dropColumn,
  dropKeyIndex,
  freeColumn,
  listColumns,
  lockForSwitch,
  renameCheck,
  renameColumn,
  renameIndex,
  requireColumn,
} from '../store/alter-table.ts';
import { stopCarrying } from '../store/carry.ts';
import type { NewKey, Target } from './model.ts';

/** Inside the caller's transaction, which must be short. */
export async function switchTable(tx: Db, entity: EntityPlan, target: Target): Promise<void> {
  await lockForSwitch(tx, entity);
  if (target.carries.length > 0) await stopCarrying(tx, entity);
  for (const name of target.dropped) await dropCheck(tx, entity, name);
  if (target.key) await requireKey(tx, entity, target.key);
  const columns = new Set((await listColumns(tx, entity.name)).map((column) => column.name));
  for (const { field, work } of target.carries) {
    // The old one has the same values, under a type or from a time that nobody reads any more.
    if (columns.has(field)) await dropColumn(tx, entity, field);
    await renameColumn(tx, entity, work, field);
  }
  for (const { name, waiting } of target.rules) await renameCheck(tx, entity, waiting, name);
  if (target.key) {
    await dropKeyIndex(tx, `${entity.name}_key`);
    await renameIndex(tx, target.key.index, `${entity.name}_key`);
  }
  const still = new Set((await listColumns(tx, entity.name)).map((column) => column.name));
  const free = target.optional.filter((name) => still.has(name) && !entity.key.includes(name));
  for (const name of free) await freeColumn(tx, entity, name);
}

async function requireKey(tx: Db, entity: EntityPlan, { required }: NewKey): Promise<void> {
  for (const { column, rule } of required) {
    await requireColumn(tx, entity, column);
    await dropCheck(tx, entity, rule.waiting);
  }
}
