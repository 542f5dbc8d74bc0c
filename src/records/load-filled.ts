/** A load into a filled register: one connection stages the next rows while another applies the last ones. */
import { currentPosition, takeChangeSet } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { addApplied, applyRange, nothingApplied, type Applied } from './apply-stage.ts';
import { countKinds } from './check-load.ts';
import { finish } from './commit-load.ts';
import type { RawRow, RowBatches } from './intake/index.ts';
import { refuseParts, type BulkLoad } from './bulk-load.ts';
import { firstVersion } from './model.ts';
import { rowReader, stageLead, type RowReader } from './read-rows.ts';
import { encodeBatches, stageOf } from './stage-upload.ts';
import { createHits } from './store/apply.ts';
import { changedRecords } from './store/changed.ts';
import { openForLoad } from './open-register.ts';
import { insertFindings } from './store/finding.ts';
import { selectLoadForUpdate, updateLoad } from './store/load.ts';
import { lockRegister } from './store/register-table.ts';
import {
  copyIntoStage,
  createStage,
  findDoubles,
  sortInMemory,
  stagePart,
  type Stage,
  type StageRange,
} from './store/stage.ts';

// A turn sorts its rows by key: the more of them, the more neighbours in the index. The rows of a turn are never held
// in memory, but the last turn is applied with nothing beside it.
const AT_ONCE = 50_000;

/**
 * Everything is applied in one transaction; the staged rows are committed as they come, so that it can see them.
 * Readers never wait; writers of the same record wait until the load is committed.
 */
export async function loadFilled(bulk: BulkLoad): Promise<void> {
  const { context, table, load, request } = bulk;
  const stage = stageOf(table, load.id, request.columns);
  await context.db.transaction(async (tx) => {
    await selectLoadForUpdate(tx, load.id);
    await lockRegister(tx, table.register);
    await openForLoad(tx, table);
    const changeSet = await takeChangeSet(tx);
    const { rows, applied } = await pipeline(tx, bulk, { stage, changeSet });
    const ready = applied.new + applied.changed + applied.unchanged;
    refuseParts(bulk, rows - ready);
    const members = () => changedRecords(tx, table.entity, changeSet);
    const at = { ...load, rows };
    const done = await finish(tx, { context, load: at, table, changeSet, applied, options: request, members });
    await updateLoad(tx, load.id, {
      state: 'committed',
      stage: null,
      committedAt: context.clock.now(),
      rows,
      ready,
      wrong: rows - ready,
      new: applied.new,
      changed: applied.changed,
      unchanged: applied.unchanged,
      ...(await countKinds(tx, load.id)),
      ...(done.changeSet !== null && { changeSet: done.changeSet }),
    });
  });
}

interface Target {
  readonly stage: Stage;
  readonly changeSet: number;
}

interface Piped {
  readonly rows: number;
  readonly applied: Applied;
  readonly parts: readonly Stage[];
}

async function pipeline(tx: Db, bulk: BulkLoad, { stage, changeSet }: Target): Promise<Piped> {
  await createHits(tx);
  const { epoch } = await currentPosition(tx);
  const fixed = { changeSet, version: firstVersion(epoch), bodies: bulk.homes.allowed, more: true };
  const source = takeTurns(bulk.request.rows);
  const reader = rowReader({ ...bulk.parts, lead: stageLead, keepsUndecided: true });
  const parts: Stage[] = [];
  let [rows, applied] = [0, nothingApplied];
  let applying: Promise<Applied> = Promise.resolve(nothingApplied);
  for (;;) {
    const part = stagePart(stage, parts.length);
    const staged = await stageNext({ bulk, reader, stage: part, source });
    rows += staged.rows;
    applied = addApplied(applied, await applying);
    if (staged.rows === 0) break;
    applied = addApplied(applied, { ...nothingApplied, refused: staged.doubles });
    applying = applyRange(tx, { ...fixed, stage: part, range: staged.range, earlier: [...parts] });
    // Whoever fails first is heard when it is awaited above.
    applying.catch(() => undefined);
    parts.push(part);
  }
  await source.close();
  return { rows, applied, parts };
}

interface Staging {
  readonly bulk: BulkLoad;
  readonly reader: RowReader;
  readonly stage: Stage;
  readonly source: Turns;
}

/** Copies the next rows into the stage on a connection of its own and commits them, with their doubles found. */
async function stageNext({ bulk, reader, stage, source }: Staging) {
  const { db } = bulk.context;
  const seen = { low: Number.MAX_SAFE_INTEGER, high: 0 };
  let rows = 0;
  await createStage(db, stage);
  const undecided = reader.undecided();
  const stored = await db.copyIn(
    copyIntoStage(stage),
    encodeBatches(
      reader,
      source.next(bulk.request.turn ?? AT_ONCE, (row) => widen(seen, row.number)),
      {
        counted: (n) => void (rows += n),
        found: (findings) => insertFindings(db, stage.load, findings),
      },
    ),
  );
  await insertFindings(db, stage.load, reader.findings.splice(0));
  const clean = reader.undecided() === undecided;
  const doubles = stored === 0 ? 0 : await doublesOf(db, stage, { ...seen, clean });
  return { rows, doubles, range: { ...seen, clean: clean && doubles === 0 } };
}

const doublesOf = (db: Db, stage: Stage, range: StageRange): Promise<number> =>
  db.transaction(async (tx) => {
    await sortInMemory(tx);
    return findDoubles(tx, stage, range);
  });

function widen(range: { low: number; high: number }, row: number): void {
  if (row < range.low) range.low = row;
  if (row > range.high) range.high = row;
}

interface Turns {
  /** Batches until about so many rows were given; none when the source is at its end. */
  next(rows: number, seen: (row: RawRow) => void): RowBatches;
  close(): Promise<void>;
}

/** One source read in several turns: a `for await` would close it at the end of the first. */
function takeTurns(batches: RowBatches): Turns {
  const iterator = batches[Symbol.asyncIterator]();
  async function* next(rows: number, seen: (row: RawRow) => void): AsyncGenerator<readonly RawRow[]> {
    for (let given = 0; given < rows;) {
      const step = await iterator.next();
      if (step.done) return;
      given += step.value.length;
      for (const row of step.value) seen(row);
      yield step.value;
    }
  }
  return { next, close: async () => void (await iterator.return?.()) };
}
