/** A load into a filled register: one connection stages the next rows while another applies the last ones. */
import { currentPosition, takeChangeSet } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { addApplied, applyRange, nothingApplied, type Applied } from './apply-stage.ts';
import { countKinds } from './check-load.ts';
import { finish } from './commit-load.ts';
import type { RawRow, RowBatches } from './intake/index.ts';
import type { BulkLoad } from './bulk-load.ts';
import { firstVersion } from './model.ts';
import { rowReader, stageLead, type RowReader } from './read-rows.ts';
import { encodeBatches, stageOf } from './stage-upload.ts';
import { createHits, type Apply } from './store/apply.ts';
import { changedByStage } from './store/changed.ts';
import { insertFindings } from './store/finding.ts';
import { selectLoadForUpdate, updateLoad } from './store/load.ts';
import { lockRegister } from './store/register-table.ts';
import { copyIntoStage, createStage, findDoubles, type Stage } from './store/stage.ts';

// 50,000 rows of text held in flight were 443 MB at their peak, 20,000 stay flat (CHANGE-LOG §3).
const AT_ONCE = 20_000;

/**
 * Everything is applied in one transaction; the staged rows are committed as they come, so that it can see them.
 * Readers never wait; writers of the same record wait until the load is committed.
 */
export async function loadFilled(bulk: BulkLoad): Promise<void> {
  const { context, table, load, request } = bulk;
  const stage = stageOf(table, load.id, request.columns);
  await createStage(context.db, stage);
  await context.db.transaction(async (tx) => {
    await selectLoadForUpdate(tx, load.id);
    await lockRegister(tx, table.register);
    const changeSet = await takeChangeSet(tx);
    const { rows, applied } = await pipeline(tx, bulk, { stage, changeSet });
    const members = () => changedByStage(tx, stage, changeSet);
    const at = { ...load, rows };
    const done = await finish(tx, { context, load: at, table, changeSet, applied, options: request, members });
    const ready = applied.new + applied.changed + applied.unchanged;
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

async function pipeline(
  tx: Db,
  bulk: BulkLoad,
  { stage, changeSet }: Target,
): Promise<{ rows: number; applied: Applied }> {
  await createHits(tx);
  const { epoch } = await currentPosition(tx);
  const fixed = { stage, changeSet, version: firstVersion(epoch), bodies: bulk.homes.allowed, across: true };
  const source = takeTurns(bulk.request.rows);
  const reader = rowReader({ ...bulk.parts, lead: stageLead, keepsUndecided: true });
  let rows = 0;
  let applied = nothingApplied;
  let applying: Promise<Applied> = Promise.resolve(nothingApplied);
  for (;;) {
    const staged = await stageNext({ bulk, reader, stage, source });
    rows += staged.rows;
    applied = addApplied(applied, await applying);
    if (staged.rows === 0) break;
    applying = staged.stored === 0 ? Promise.resolve(nothingApplied) : applyNext(tx, { ...fixed, ...staged.range });
    // Whoever fails first is heard when it is awaited above.
    applying.catch(() => undefined);
  }
  await source.close();
  return { rows, applied };
}

async function applyNext(tx: Db, apply: Apply): Promise<Applied> {
  const doubles = await findDoubles(tx, apply.stage, apply);
  const applied = await applyRange(tx, apply);
  return { ...applied, refused: applied.refused + doubles };
}

interface Staging {
  readonly bulk: BulkLoad;
  readonly reader: RowReader;
  readonly stage: Stage;
  readonly source: Turns;
}

/** Copies the next rows into the stage on a connection of its own and commits them. */
async function stageNext({ bulk, reader, stage, source }: Staging) {
  const { db } = bulk.context;
  const range = { low: Number.MAX_SAFE_INTEGER, high: 0 };
  let rows = 0;
  const seen = (row: RawRow) => {
    if (row.number < range.low) range.low = row.number;
    if (row.number > range.high) range.high = row.number;
  };
  const stored = await db.copyIn(
    copyIntoStage(stage),
    encodeBatches(reader, source.next(AT_ONCE, seen), {
      counted: (n) => void (rows += n),
      found: (findings) => insertFindings(db, stage.load, findings),
    }),
  );
  await insertFindings(db, stage.load, reader.findings.splice(0));
  return { rows, stored, range };
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
