/** Makes or widens the tables of a register from its plan, and remembers what was made. */
import { emitChecks, emitDdl, type EntityPlan } from '../dictionary/index.ts';
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
  widenColumn,
  type TableCheck,
  type TableColumn,
} from './store/alter-table.ts';
import { countFailing } from './store/rehearse.ts';
import { dataTable, findTableState, lockTables, saveTableState, serverVersion } from './store/register-table.ts';
import { widens } from './widening.ts';

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
 * between the two is carried out: columns are added and types widened; a type that cannot take over every value, and a
 * rule that a stored row breaks, stop all of it.
 * @throws problems.breakingRelease with the field, and the rows in the way when it is a rule
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
  // Rules first: one that is gone or tightened would stand in the way of another type.
  const missing = await dropOtherChecks(tx, entity, wanted.checks, stored.checks);
  await adaptColumns(tx, entity, wanted.columns, stored.columns);
  await addChecks(tx, entity, missing);
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
    else if (type === column.type) continue;
    else if (widens(type, column.type)) await widenColumn(tx, entity, column);
    else throw problems.breakingRelease({ field: column.name, entity: entity.name, fails: 0, records: [] });
  }
}

/**
 * Rules of the emitter have names; what has none belongs to the table itself and stays.
 * @returns the rules that the table does not have, by name
 */
async function dropOtherChecks(
  tx: Db,
  entity: EntityPlan,
  wanted: readonly TableCheck[],
  stored: readonly TableCheck[],
): Promise<ReadonlyMap<string, string>> {
  const own = (checks: readonly TableCheck[], table: string) =>
    checks.filter((check) => !check.name.startsWith(`${table}_`));
  const missing = new Map(own(wanted, SCRATCH).map((check) => [check.name, check.definition]));
  for (const check of own(stored, entity.name)) {
    if (missing.get(check.name) === check.definition) missing.delete(check.name);
    else await dropCheck(tx, entity, check.name);
  }
  return missing;
}

// Enough to find out what is wrong with them; the rehearsal of the release counts them all.
const MOST_NAMED = 20;

/** A narrower rule is put on the table only when no row breaks it: otherwise those rows are named. */
async function addChecks(tx: Db, entity: EntityPlan, missing: ReadonlyMap<string, string>): Promise<void> {
  if (missing.size === 0) return;
  const rules = emitChecks(entity).filter((rule) => rule.inTable && missing.has(rule.rule));
  for (const rule of rules) {
    const relation = { from: dataTable(entity), id: 'record_id', today: '' };
    const { fails, records } = await countFailing(tx, rule, relation, MOST_NAMED);
    if (fails > 0)
      throw problems.breakingRelease({ field: rule.field, rule: rule.rule, entity: entity.name, fails, records });
  }
  for (const [name, definition] of missing) {
    try {
      await addCheck(tx, entity, { name, definition });
    } catch (error) {
      // Somebody stored a row since it was counted.
      if (sqlState(error) !== CHECK_VIOLATION) throw error;
      throw problems.breakingRelease({ field: name, entity: entity.name, fails: 1, records: [] });
    }
  }
}
