/** Makes or widens the tables of a register from its plan, and remembers what was made. */
import { emitDdl, type EntityPlan } from '../dictionary/index.ts';
import type { Clock } from '../platform/clock.ts';
import { sqlState, type Db } from '../platform/db/db.ts';
import { problems } from './problems.ts';
import {
  addCheck,
  addColumn,
  dropCheck,
  dropTables,
  limitTableWaiting,
  listChecks,
  listColumns,
  type TableCheck,
  type TableColumn,
} from './store/alter-table.ts';
import { findTableState, lockTables, saveTableState, serverVersion } from './store/register-table.ts';

export interface RegisterTables {
  readonly register: string;
  readonly entity: EntityPlan;
  readonly release: number;
}

// As long as a table's name may be (63 bytes) and never an entity's: those begin with a letter.
const SCRATCH = '_wanted';
const CHECK_VIOLATION = '23514';

/**
 * Idempotent. A new release may add fields and change their rules; a field that is gone stays in the table and is no
 * longer read. What the table should be is asked of the emitter alone: it makes a scratch table, and the difference
 * between the two is carried out.
 * @throws problems.breakingRelease when a stored field would change its type, or stored values break a new rule
 * @throws problems.entityTaken when another register already holds this entity
 */
export async function createRegisterTables(db: Db, tables: RegisterTables, clock: Clock): Promise<void> {
  const { entity, register, release } = tables;
  await db.transaction(async (tx) => {
    await lockTables(tx, entity.name);
    const state = await findTableState(tx, entity.name);
    if (state && state.register !== register)
      throw problems.entityTaken({ entity: entity.name, register: state.register });
    if (state?.release === release) return;
    const version = await serverVersion(tx);
    if (!state) await tx.script(emitDdl(entity, { serverVersion: version }).script);
    else await adapt(tx, entity, version);
    await saveTableState(tx, { entity: entity.name, register, release }, clock.now());
  });
}

async function adapt(tx: Db, entity: EntityPlan, version: number): Promise<void> {
  const ddl = emitDdl(entity, { serverVersion: version, table: SCRATCH });
  await lockTables(tx, SCRATCH);
  await tx.script(`${ddl.createData};\n${ddl.createHistory};`);
  const wanted = { columns: await listColumns(tx, SCRATCH), checks: await listChecks(tx, SCRATCH) };
  const stored = { columns: await listColumns(tx, entity.name), checks: await listChecks(tx, entity.name) };
  await dropTables(tx, SCRATCH);
  await limitTableWaiting(tx);
  await adaptColumns(tx, entity, wanted.columns, stored.columns);
  await adaptChecks(tx, entity, wanted.checks, stored.checks);
}

async function adaptColumns(
  tx: Db,
  entity: EntityPlan,
  wanted: readonly TableColumn[],
  stored: readonly TableColumn[],
) {
  const known = new Map(stored.map((column) => [column.name, column.type]));
  for (const column of wanted) {
    const type = known.get(column.name);
    if (type === undefined) await addColumn(tx, entity, column);
    else if (type !== column.type) throw problems.breakingRelease({ field: column.name, entity: entity.name });
  }
}

/** Rules of the emitter have names; what has none belongs to the table itself and stays. */
async function adaptChecks(tx: Db, entity: EntityPlan, wanted: readonly TableCheck[], stored: readonly TableCheck[]) {
  const own = (checks: readonly TableCheck[], table: string) =>
    checks.filter((check) => !check.name.startsWith(`${table}_`));
  const wantedByName = new Map(own(wanted, SCRATCH).map((check) => [check.name, check.definition]));
  const kept = new Set<string>();
  for (const check of own(stored, entity.name)) {
    if (wantedByName.get(check.name) === check.definition) kept.add(check.name);
    else await dropCheck(tx, entity, check.name);
  }
  for (const [name, definition] of wantedByName) {
    if (kept.has(name)) continue;
    try {
      await addCheck(tx, entity, { name, definition });
    } catch (error) {
      if (sqlState(error) !== CHECK_VIOLATION) throw error;
      throw problems.breakingRelease({ field: name, entity: entity.name });
    }
  }
}
