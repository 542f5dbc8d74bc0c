/** The first load of an empty register: indexes dropped, rows copied straight in, indexes built over them. */
import { currentPosition, takeChangeSet } from '../platform/changes/index.ts';
import { sqlState, type Db } from '../platform/db/db.ts';
import { countKinds } from './check-load.ts';
import { finish } from './commit-load.ts';
import { firstVersion } from './model.ts';
import { problems } from './problems.ts';
import { registerLead, rowReader } from './read-rows.ts';
import { encodeBatches } from './stage-upload.ts';
import { refuseParts, type BulkLoad } from './bulk-load.ts';
import { changedRecords } from './store/changed.ts';
import {
  copyIntoRegister,
  findStoredDoubles,
  prepareBuild,
  removeStoredDoubles,
  truncateRegister,
} from './store/first.ts';
import { sealerOf } from './seal-loads.ts';
import { openForLoad } from './open-register.ts';
import { insertFindings } from './store/finding.ts';
import { selectLoadForUpdate, updateLoad } from './store/load.ts';
import { dropIndex, isEmpty, listIndexes, lockRegister, makeIndex, type IndexRow } from './store/register-table.ts';

const UNIQUE_VIOLATION = '23505';

/**
 * One transaction. TRUNCATE makes the table new to it, so COPY may FREEZE, and nobody waits who had rows to read.
 * @throws problems.registerNotEmpty when somebody stored a row in the meantime
 */
export async function loadFirst(bulk: BulkLoad): Promise<void> {
  const { context, table, load, request } = bulk;
  const { entity } = table;
  await context.db.transaction(async (tx) => {
    await selectLoadForUpdate(tx, load.id);
    await lockRegister(tx, table.register);
    await openForLoad(tx, table);
    const changeSet = await takeChangeSet(tx);
    const { epoch } = await currentPosition(tx);
    const indexes = await listIndexes(tx, entity);
    await truncateRegister(tx, entity, async () => {
      if (!(await isEmpty(tx, entity))) throw problems.registerNotEmpty({ register: table.register });
    });
    for (const index of indexes) await dropIndex(tx, entity, index);
    const { rows, stored } = await copyRows(tx, bulk, { version: firstVersion(epoch), changeSet });
    const doubles = await buildIndexes(tx, bulk, indexes);
    const applied = { new: stored - doubles, changed: 0, unchanged: 0, refused: doubles };
    refuseParts(bulk, rows - applied.new);
    const members = () => changedRecords(tx, entity, changeSet);
    const at = { ...load, rows };
    const done = await finish(tx, { context, load: at, table, changeSet, applied, options: request, members });
    await updateLoad(tx, load.id, {
      state: 'committed',
      stage: null,
      committedAt: context.clock.now(),
      rows,
      ready: applied.new,
      wrong: rows - applied.new,
      new: applied.new,
      ...(await countKinds(tx, load.id)),
      ...(done.changeSet !== null && { changeSet: done.changeSet }),
    });
  });
}

async function copyRows(tx: Db, bulk: BulkLoad, lead: { version: number; changeSet: number }) {
  const seal = sealerOf(bulk.context, bulk.table, true);
  const reader = rowReader({
    ...{ ...bulk.parts, seal, lead: registerLead(lead.version, lead.changeSet) },
    keepsUndecided: false,
  });
  const { db } = bulk.context;
  let rows = 0;
  const stored = await tx.copyIn(
    copyIntoRegister(bulk.table.entity),
    encodeBatches(reader, bulk.request.rows, {
      counted: (n) => void (rows += n),
      // On another connection: this one is inside the COPY.
      found: (findings) => insertFindings(db, bulk.load.id, findings),
    }),
  );
  await insertFindings(db, bulk.load.id, reader.findings.splice(0));
  return { rows, stored };
}

/** Builds what was dropped, as it was. Rows that double a key become findings and go. Returns how many. */
async function buildIndexes(tx: Db, bulk: BulkLoad, indexes: readonly IndexRow[]): Promise<number> {
  const { entity } = bulk.table;
  await prepareBuild(tx);
  let doubles = 0;
  for (const index of indexes) {
    try {
      await tx.transaction((point) => makeIndex(point, index));
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION || index.primary) throw error;
      await findStoredDoubles(tx, entity, bulk.load.id);
      doubles += await removeStoredDoubles(tx, entity);
      await makeIndex(tx, index);
    }
  }
  return doubles;
}
