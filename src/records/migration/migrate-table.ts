/**
 * A register's table follows a release while people read and write it: counted, prepared beside what is there, filled in
 * batches, validated, and switched in one moment. A killed process goes on; a rule that a row breaks undoes all of it.
 */
import { emitChecks, type EntityPlan } from '../../dictionary/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { sqlState, type Db } from '../../platform/db/db.ts';
import { problems } from '../problems.ts';
import {
  addCheck,
  addColumn,
  dropCheck,
  dropColumn,
  dropKeyIndex,
  listChecks,
  listColumns,
  listWorkIndexes,
  makeKeyIndex,
  validateCheck,
} from '../store/alter-table.ts';
import { startCarrying, stopCarrying } from '../store/carry.ts';
import { beginMigration, endMigration, enterStage } from '../store/migration.ts';
import { asWanted, countFailing, countKeyless } from '../store/rehearse.ts';
import { lockPlan, saveTableState, serverVersion, type TableState } from '../store/register-table.ts';
import { rowsAreBusy } from './busy.ts';
import { carryValues } from './carry-values.ts';
import { isNothing, isWorkName, type Target, type WaitingRule } from './model.ts';
import { readTarget } from './read-target.ts';
import { recodeValues, type Lists } from './recode-values.ts';
import { shortly, type Patience } from './shortly.ts';
import { switchTable } from './switch-table.ts';

export interface Following {
  readonly register: string;
  readonly entity: EntityPlan;
  readonly release: number;
  readonly overlay: number;
  readonly state: TableState;
  readonly renames: ReadonlyMap<string, string>;
  /** Lists of the release, whose codes stored rows follow where a field asks for it. */
  readonly lists: Lists;
  /** YYYY-MM-DD */
  readonly today: string;
  readonly clock: Clock;
  readonly options: MigrationOptions;
}

export interface MigrationOptions extends Patience {
  /** False inside a transaction: an index is then made while writers wait. */
  readonly concurrently?: boolean;
  readonly batch?: number;
}

const CHECK_VIOLATION = '23514';
const UNIQUE_VIOLATION = '23505';
const LOCK_NOT_AVAILABLE = '55P03';
// Enough to find out what is wrong with them; the rehearsal of the release counts them all.
const MOST_NAMED = 20;

/**
 * @throws problems.breakingRelease with the field, and the rows in the way when it is a rule
 * @throws problems.registerBusy when others kept the table to themselves all the time
 */
export async function migrateTable(db: Db, following: Following): Promise<void> {
  const { entity, register, release, overlay, state, renames, clock, options } = following;
  const version = await serverVersion(db);
  const begun = { entity: entity.name, register, from: state.release, release, now: clock.now() };
  await beginMigration(db, begun);
  const target = await db.transaction((tx) => readTarget(tx, { entity, serverVersion: version, renames }));
  await mustPass(db, following, target);
  try {
    await clearLeftovers(db, following, target);
    if (!isNothing(target)) await prepare(db, following, target);
    await recode(db, following);
    await enterStage(db, entity.name, 'switching');
    await shortly(db, options, async (tx) => {
      await lockPlan(tx, register, 'switch');
      if (!isNothing(target)) await switchTable(tx, entity, target);
      await saveTableState(tx, { entity: entity.name, register, release, overlay }, clock.now());
      await endMigration(tx, entity.name, clock.now());
    });
  } catch (error) {
    throw sqlState(error) === LOCK_NOT_AVAILABLE ? rowsAreBusy(entity.name) : error;
  }
}

async function prepare(db: Db, following: Following, target: Target): Promise<void> {
  const { entity, clock, options } = following;
  await enterStage(db, entity.name, 'preparing');
  const columns = [...target.adds, ...target.carries.map(({ work, type }) => ({ name: work, type }))];
  if (columns.length > 0) {
    await shortly(db, options, async (tx) => {
      for (const column of columns) await addColumn(tx, entity, column);
      if (target.carries.length > 0) await startCarrying(tx, entity, target.carries);
    });
  }
  if (target.carries.length > 0) {
    await carryValues(db, { entity, carries: target.carries, clock, batch: options.batch });
  }
  try {
    if (target.key) await buildKey(db, following, target.key);
    await enterStage(db, entity.name, 'validating');
    for (const rule of waitingRules(target)) await setRule(db, following, rule);
  } catch (error) {
    const state = sqlState(error) ?? '';
    if (![CHECK_VIOLATION, UNIQUE_VIOLATION].includes(state)) throw error;
    // Somebody stored a row since it was counted: what is there for the time of the migration goes, and the rows are named.
    await clearLeftovers(db, following, undefined);
    await mustPass(db, following, target);
    throw problems.breakingRelease({ field: '', entity: entity.name, fails: 1, records: [] });
  }
}

/** Before the switch, so that a killed process is still under the older release and goes on. */
async function recode(db: Db, following: Following): Promise<void> {
  const { register, entity, release, lists, today, clock, options, renames } = following;
  const columns = new Set((await listColumns(db, entity.name)).map((column) => column.name));
  // A field that is about to get its values from another has its codes recoded with the next release.
  const stored = { ...entity, fields: entity.fields.filter(({ name }) => columns.has(name) && !renames.has(name)) };
  await recodeValues(db, { register, entity: stored, release, lists, today, columns, clock, batch: options.batch });
}

const waitingRules = ({ rules, key }: Target): readonly WaitingRule[] => [
  ...rules,
  ...(key?.required.map((one) => one.rule) ?? []),
];

async function setRule(db: Db, { entity, options }: Following, rule: WaitingRule): Promise<void> {
  const known = (await listChecks(db, entity.name)).find((check) => check.name === rule.waiting);
  if (!known) {
    const check = { name: rule.waiting, definition: rule.definition };
    await shortly(db, options, (tx) => addCheck(tx, entity, check));
  }
  if (!known?.validated) await shortly(db, options, (tx) => validateCheck(tx, entity, rule.waiting));
}

async function buildKey(db: Db, { entity, options }: Following, key: NonNullable<Target['key']>): Promise<void> {
  await enterStage(db, entity.name, 'indexing');
  const known = (await listWorkIndexes(db, entity.name)).find((index) => index.name === key.index);
  if (known?.valid) return;
  const index = { name: key.index, columns: key.columns, concurrently: options.concurrently ?? true };
  // One whose making was broken off is left invalid by the server.
  if (known) await shortly(db, options, (tx) => dropKeyIndex(tx, key.index));
  await makeKeyIndex(db, entity, index);
}

/** Whatever an earlier migration of this table left that this one does not need. */
async function clearLeftovers(db: Db, { entity, options }: Following, target: Target | undefined): Promise<void> {
  const needed = new Set([
    ...(target
      ? [...target.carries.map(({ work }) => work), ...waitingRules(target).map(({ waiting }) => waiting)]
      : []),
    ...(target?.key ? [target.key.index] : []),
  ]);
  const stray = <T extends { readonly name: string }>(all: readonly T[]) =>
    all.filter(({ name }) => isWorkName(name) && !needed.has(name));
  const columns = stray(await listColumns(db, entity.name));
  const rules = stray(await listChecks(db, entity.name));
  const indexes = stray(await listWorkIndexes(db, entity.name));
  if (columns.length + rules.length + indexes.length === 0) return;
  await shortly(db, options, async (tx) => {
    if (columns.length > 0) await stopCarrying(tx, entity);
    for (const { name } of indexes) await dropKeyIndex(tx, name);
    for (const { name } of rules) await dropCheck(tx, entity, name);
    for (const { name } of columns) await dropColumn(tx, entity, name);
  });
}

/** A narrower rule is put on the table only when no row breaks it: otherwise those rows are named, and nothing is begun. */
async function mustPass(db: Db, { entity, renames }: Following, target: Target): Promise<void> {
  const columns = await listColumns(db, entity.name);
  const relation = { from: asWanted(entity, columns, renames), id: 'record_id', today: '' };
  const names = new Set(target.rules.map((rule) => rule.name));
  for (const rule of emitChecks(entity).filter((one) => one.inTable && names.has(one.rule))) {
    const { fails, records } = await countFailing(db, rule, relation, MOST_NAMED);
    if (fails === 0) continue;
    throw problems.breakingRelease({ field: rule.field, rule: rule.rule, entity: entity.name, fails, records });
  }
  if (!target.key) return;
  const { fails, records } = await countKeyless(db, entity, relation.from, MOST_NAMED);
  if (fails === 0) return;
  throw problems.breakingRelease({ field: entity.key.join(', '), rule: 'key', entity: entity.name, fails, records });
}
