/** What a register's table lacks to be what the newer entity asks: the emitter makes a scratch table, and both are compared. */
import { emitDdl, type EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { problems } from '../problems.ts';
import {
  dropTables,
  listChecks,
  listColumns,
  listKeyColumns,
  listRequired,
  renameScratchColumn,
  type TableCheck,
  type TableColumn,
} from '../store/alter-table.ts';
import { keyColumns, lockTables } from '../store/register-table.ts';
import { systemColumnsOf } from '../model.ts';
import { widens } from '../widening.ts';
import { isWorkName, namesBefore, workName, type Carry, type NewKey, type Target, type WaitingRule } from './model.ts';

// As long as a table's name may be (63 bytes) and never an entity's: those begin with a letter.
const SCRATCH = '_wanted';

export interface Asked {
  readonly entity: EntityPlan;
  readonly serverVersion: number;
  /** Fields that take over the values of one that they supersede, which is then no longer read. */
  readonly renames: ReadonlyMap<string, string>;
}

/** @throws problems.breakingRelease when a type cannot take over every value */
export async function readTarget(tx: Db, { entity, serverVersion, renames }: Asked): Promise<Target> {
  const stored = await listColumns(tx, entity.name);
  const ddl = emitDdl(entity, { serverVersion, table: SCRATCH });
  await lockTables(tx, SCRATCH);
  await tx.script(`${ddl.createData};\n${ddl.createHistory};`);
  const columns = await listColumns(tx, SCRATCH);
  const carries = carriesOf(entity, columns, stored, renames);
  for (const { field, work } of carries) await renameScratchColumn(tx, SCRATCH, field, work);
  const wanted = ownRules(await listChecks(tx, SCRATCH), SCRATCH);
  await dropTables(tx, SCRATCH);
  const { rules, dropped } = compareRules(wanted, ownRules(await listChecks(tx, entity.name), entity.name));
  const known = new Set(stored.map((column) => column.name));
  const carried = new Set(carries.map((carry) => carry.field));
  const adds = columns.filter(({ name }) => !known.has(name) && !carried.has(name));
  const before = { key: await listKeyColumns(tx, entity.name), required: await listRequired(tx, entity.name) };
  return { adds, carries, rules, dropped, ...compareKeys(entity, carries, before) };
}

function carriesOf(
  entity: EntityPlan,
  wanted: readonly TableColumn[],
  stored: readonly TableColumn[],
  renames: ReadonlyMap<string, string>,
): Carry[] {
  const known = new Map(stored.map((column) => [column.name, column.type]));
  return wanted.flatMap(({ name, type }): Carry[] => {
    const source = renames.get(name) ?? name;
    const before = known.get(source);
    if (before === undefined || (source === name && before === type)) return [];
    if (before !== type && !widens(before, type)) {
      throw problems.breakingRelease({ field: name, entity: entity.name, fails: 0, records: [] });
    }
    return [{ field: name, source, work: workName(name, source, type), type }];
  });
}

/**
 * Rules of the emitter have names; what has none belongs to the table itself and stays: the server calls it after the
 * table. A field may be called after its table too, as `person_id` of `person`.
 */
const ownRules = (checks: readonly TableCheck[], table: string): readonly TableCheck[] => {
  const unnamed = new RegExp(`^${table}_check[0-9]*$`);
  return checks.filter((check) => !unnamed.test(check.name) && !isWorkName(check.name));
};

function compareRules(wanted: readonly TableCheck[], stored: readonly TableCheck[]) {
  const there = new Map(stored.map((check) => [check.name, check.definition]));
  const kept = new Set(wanted.filter(({ name, definition }) => there.get(name) === definition).map(({ name }) => name));
  const rules = wanted
    .filter(({ name }) => !kept.has(name))
    .map(({ name, definition }): WaitingRule => ({ name, definition, waiting: workName(name, definition) }));
  return { rules, dropped: stored.filter(({ name }) => !kept.has(name)).map(({ name }) => name) };
}

interface Before {
  readonly key: readonly string[];
  readonly required: readonly string[];
}

function compareKeys(entity: EntityPlan, carries: readonly Carry[], before: Before): Pick<Target, 'key' | 'optional'> {
  const names = namesBefore(carries);
  const columns = keyColumns(entity).map((name) => names.get(name) ?? name);
  const system = new Set<string>(systemColumnsOf(entity));
  const optional = before.required.filter((name) => !system.has(name) && !columns.includes(name));
  if (columns.join() === before.key.join()) return { key: undefined, optional };
  const required = columns
    .filter((column) => !before.required.includes(column))
    .map((column): NewKey['required'][number] => {
      const definition = `CHECK (("${column}" IS NOT NULL))`;
      return { column, rule: { name: '', definition, waiting: workName('required', column) } };
    });
  return { key: { columns, index: workName('key', ...columns), required }, optional };
}
