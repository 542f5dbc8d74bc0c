/** Makes or widens the tables of a register from its plan, and remembers what was made. */
import type { EntityPlan } from '../dictionary/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import { problems } from './problems.ts';
import { addColumnStatements, createStatements, storedColumns } from './register-ddl.ts';
import { findTableState, lockTables, saveTableState, serverVersion } from './store/register-table.ts';

export interface RegisterTables {
  readonly register: string;
  readonly entity: EntityPlan;
  readonly release: number;
}

// An ALTER that waits behind a load makes every reader wait behind it (CHANGE-LOG §10).
const LOCK_TIMEOUT = "set local lock_timeout = '2s'";

/**
 * Idempotent. A new release may add fields; a field that is gone stays in the table and is no longer read.
 * @throws problems.breakingRelease when a stored field would change its type
 * @throws problems.entityTaken when another register already holds this entity
 */
export async function createRegisterTables(db: Db, tables: RegisterTables, clock: Clock): Promise<void> {
  await db.transaction(async (tx) => {
    await lockTables(tx, tables.entity.name);
    const state = await findTableState(tx, tables.entity.name);
    const wanted = storedColumns(tables.entity);
    if (!state) {
      const version = await serverVersion(tx);
      for (const statement of createStatements(tables.entity, version)) await tx.script(statement);
      await saveTableState(tx, toState(tables, wanted), clock.now());
      return;
    }
    if (state.register !== tables.register) {
      throw problems.entityTaken({ entity: tables.entity.name, register: state.register });
    }
    const known = new Map(state.columns.map((column) => [column.name, column.type]));
    const retyped = wanted.find((column) => known.has(column.name) && known.get(column.name) !== column.type);
    if (retyped) throw problems.breakingRelease({ field: retyped.name, entity: tables.entity.name });
    const added = wanted.filter((column) => !known.has(column.name));
    if (added.length === 0 && state.release === tables.release) return;
    if (added.length > 0) await tx.script(LOCK_TIMEOUT);
    for (const statement of addColumnStatements(tables.entity, added)) await tx.script(statement);
    await saveTableState(tx, toState(tables, [...state.columns, ...added]), clock.now());
  });
}

const toState = (tables: RegisterTables, columns: readonly { name: string; type: string }[]) => ({
  entity: tables.entity.name,
  register: tables.register,
  release: tables.release,
  columns: [...columns],
});
