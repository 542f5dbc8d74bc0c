/** The second step of a load: doubles, rows of other bodies, the comparison of another room, and what would change. */
import { subtreeIds } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Sql } from '../platform/db/sql.ts';
import { mayBecome, type Finding, type RegisterTable } from './model.ts';
import { openForLoad } from './open-register.ts';
import { homesElsewhere } from './home-bodies.ts';
import { problems } from './problems.ts';
import { stageOf } from './stage-upload.ts';
import { countFindings, deleteCheckFindings, insertFindings, settle, unsettle } from './store/finding.ts';
import { selectLoad, selectLoadForUpdate, updateLoad, type Load } from './store/load.ts';
import {
  amendStage,
  countOutcome,
  findDoubles,
  findForeign,
  readyRows,
  undecidedRows,
  type Stage,
} from './store/stage.ts';

/** The staged rows of a load as another room may use them inside the check's or the commit's transaction. */
export interface StageRelation {
  readonly load: Load;
  readonly table: RegisterTable;
  /** Fields that the file has. */
  readonly given: readonly string[];
  /** Rows without an error, for after FROM: `row_no, record_id, body_id, <fields>`. */
  readonly rows: Sql;
  /** Rows that wait because a field could stand for several codes: `field, candidates, written` and the row's columns. */
  readonly undecided: Sql;
  /** Replaces a field of staged rows by a query `select row_no, value …`; returns how many rows. */
  amend(field: string, values: Sql): Promise<number>;
  /**
   * Decides what a field of undecided rows stands for: `select row_no, value …`, the value one of the candidates. The
   * errors become notes, and rows without other errors are ready from now on.
   */
  settle(field: string, values: Sql): Promise<number>;
}

export interface Comparison {
  readonly findings: readonly Finding[];
  /** Counts and facts that the room shows with the load; merged into `extra`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface CheckOptions {
  /** Compares staged rows with something else; may amend them. Runs in the check's transaction, again at every check. */
  readonly compare?: (tx: Db, stage: StageRelation) => Promise<Comparison>;
}

/**
 * Idempotent: what an earlier check found is found anew. Nothing is written to the register.
 * @throws problems.loadNotFound, problems.loadNotCheckable
 */
export async function checkLoad(context: Context, load: string, options: CheckOptions = {}): Promise<Load> {
  const elsewhere = await homesElsewhere(context);
  return context.db.transaction(async (tx) => {
    const found = await selectLoadForUpdate(tx, load);
    if (!found) throw problems.loadNotFound({ load });
    if (!mayBecome(found.state, 'checked') || found.stage === null) {
      throw problems.loadNotCheckable({ load, state: found.state });
    }
    const table = await openForLoad(tx, found);
    const stage = stageOf(table, load, found.columns);
    await deleteCheckFindings(tx, load);
    await unsettle(tx, load);
    await findDoubles(tx, stage);
    const own = (await subtreeIds(tx, found.body)).filter((body) => !elsewhere.has(body));
    await findForeign(tx, stage, own);
    const extra = await compareStage(tx, { load: found, table, stage, options });
    await updateLoad(tx, load, {
      state: 'checked',
      checkedAt: context.clock.now(),
      ...(await countStage(tx, stage, found.rows)),
      ...(extra && { extra }),
    });
    return (await selectLoad(tx, load)) as Load;
  });
}

interface Comparing {
  readonly load: Load;
  readonly table: RegisterTable;
  readonly stage: Stage;
  readonly options: CheckOptions;
}

async function compareStage(tx: Db, { load, table, stage, options }: Comparing): Promise<Comparison['extra']> {
  if (!options.compare) return undefined;
  const { findings, extra } = await options.compare(tx, stageRelation(tx, load, table));
  await insertFindings(tx, stage.load, findings, 'check');
  return extra;
}

/** What another room sees of a load's stage. */
export function stageRelation(tx: Db, load: Load, table: RegisterTable): StageRelation {
  const stage = stageOf(table, load.id, load.columns);
  const known = (field: string) => {
    if (!table.entity.fields.some((one) => one.name === field)) throw problems.unknownField({ field });
    return field;
  };
  return {
    load,
    table,
    given: stage.given,
    rows: readyRows(stage),
    undecided: undecidedRows(stage),
    amend: (field, values) => amendStage(tx, stage, known(field), values),
    settle: async (field, values) => {
      await amendStage(tx, stage, known(field), values);
      return settle(tx, load.id, field, values);
    },
  };
}

/** Counts after a check: rows = ready + wrong, ready = new + changed + unchanged. */
export async function countStage(tx: Db, stage: Stage, rows: number) {
  const outcome = await countOutcome(tx, stage);
  return {
    ...outcome,
    wrong: rows - outcome.ready,
    unchanged: outcome.ready - outcome.new - outcome.changed,
    ...(await countKinds(tx, stage.load)),
  };
}

export async function countKinds(db: Db, load: string) {
  const kinds = await countFindings(db, load);
  const byKind = (severity: string) =>
    Object.fromEntries(kinds.filter((one) => one.severity === severity).map((one) => [one.kind, one.rows]));
  return { findings: byKind('error'), warnings: byKind('warning'), notes: byKind('note') };
}
