/** Makes the tables of a register from its plan, or lets them follow a newer one, and remembers what was made. */
import { emitDdl, type EntityPlan } from '../dictionary/index.ts';
import { dayOf, type Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import { Problem } from '../platform/http/problem.ts';
import { migrateTable, type MigrationOptions } from './migration/migrate-table.ts';
import type { Lists } from './migration/recode-values.ts';
import { problems } from './problems.ts';
import { failMigration, type Failure } from './store/migration.ts';
import { findTableState, letGo, lockTables, saveTableState, serverVersion } from './store/register-table.ts';

export interface RegisterTables {
  readonly register: string;
  readonly entity: EntityPlan;
  readonly release: number;
  /** Version of the overlay that lies on it; none when absent. */
  readonly overlay?: number;
  /** Fields that take over the values of one that they supersede (`supersededFields`). */
  readonly renames?: ReadonlyMap<string, string>;
  /** Code lists of the release; none when absent. */
  readonly lists?: Lists;
  /** YYYY-MM-DD where the node is; that of the clock when absent. */
  readonly today?: string;
}

/**
 * Idempotent, and safe while people work: see `migration/migrate-table.ts`. A field that is gone stays in the table and
 * is no longer read. A type that cannot take over every value, and a rule that a stored row breaks, stop all of it.
 * @throws problems.breakingRelease with the field, and the rows in the way when it is a rule
 * @throws problems.registerBusy when others kept the table to themselves all the time
 * @throws problems.entityTaken when another register already holds this entity
 */
export async function createRegisterTables(
  db: Db,
  tables: RegisterTables,
  clock: Clock,
  options: MigrationOptions = {},
): Promise<void> {
  const { entity, register, release, overlay = 0, renames = new Map(), lists = new Map() } = tables;
  const today = tables.today ?? dayOf(clock.now(), 'UTC');
  // Held while the steps run on other connections: one maker of a register's tables at a time.
  await db.transaction(async (hold) => {
    await lockTables(hold, entity.name);
    await letGo(hold);
    const state = await findTableState(db, entity.name);
    if (state && state.register !== register) {
      throw problems.entityTaken({ entity: entity.name, register: state.register });
    }
    if (state?.release === release && state.overlay === overlay) return;
    if (!state) await makeTables(db, tables, clock);
    else
      await followed(db, entity, clock, () =>
        migrateTable(db, { ...tables, overlay, renames, lists, today, state, clock, options }),
      );
  });
}

const makeTables = (db: Db, { entity, register, release, overlay = 0 }: RegisterTables, clock: Clock): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.script(emitDdl(entity, { serverVersion: await serverVersion(tx) }).script);
    await saveTableState(tx, { entity: entity.name, register, release, overlay }, clock.now());
  });

/** Why it stopped is kept for people who watch: the follower says no more than that it is stuck. */
async function followed(db: Db, entity: EntityPlan, clock: Clock, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const failure = failureOf(error);
    if (failure) await failMigration(db, entity.name, failure, clock.now());
    throw error;
  }
}

function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Problem)) return undefined;
  const { field, rule, fails, records } = error.extras as Partial<Failure>;
  const said = { slug: error.kind.slug, field: field ?? '', fails: fails ?? 0, records: records ?? [] };
  return { ...said, ...(rule !== undefined && { rule }) };
}
