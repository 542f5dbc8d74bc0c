/** A whole load in one go, for many rows: straight into an empty register, pipelined into a filled one. */
import type { Context } from '../platform/context.ts';
import { dayOf } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { marksOf } from '../platform/marks/index.ts';
import type { BulkLoad, RowsRequest } from './bulk-load.ts';
import { loadFilled } from './load-filled.ts';
import { loadFirst } from './load-first.ts';
import { recordIds } from './encode-rows.ts';
import { identifierGuard } from './guard-identifiers.ts';
import { homeBodies, homesElsewhere, insistOnHome } from './home-bodies.ts';
import { whileReading } from './model.ts';
import { openRegister } from './open-register.ts';
import { sealerOf } from './seal-loads.ts';
import { rowCheck } from './row-check.ts';
import { checkMapping } from './stage-upload.ts';
import { dropStages, stageName } from './store/stage.ts';
import { insertLoad, selectLoad, updateLoad, type Load } from './store/load.ts';
import { isEmpty } from './store/register-table.ts';

/**
 * Validates and stores every good row in one transaction, as one change set; bad rows become findings. Memory does not
 * grow with the rows. A register that is filled for the first time has no readers while it is filled.
 * @throws problems.missingKeyColumn, problems.doubleMapping, problems.realIdentifierRefused, and whatever `rows` throws;
 *   nothing is stored then, and the load is `failed`
 */
export async function loadRows(context: Context, request: RowsRequest): Promise<Load> {
  const { db } = context;
  const bulk = await prepare(context, request);
  const first = (request.path ?? ((await isEmpty(db, bulk.table.entity)) ? 'first' : 'filled')) === 'first';
  try {
    await (first ? loadFirst(bulk) : loadFilled(bulk));
  } catch (error) {
    await updateLoad(db, bulk.load.id, { state: 'failed', stage: null });
    throw error;
  } finally {
    if (!first) await dropStages(db, bulk.load.id);
  }
  return (await selectLoad(db, bulk.load.id)) as Load;
}

async function prepare(context: Context, request: RowsRequest): Promise<BulkLoad> {
  const { db, clock, profile } = context;
  const table = await openRegister(db, request.register);
  checkMapping(table, request.columns);
  const now = clock.now();
  const id = newId(now);
  const today = dayOf(now, profile.timeZone);
  const elsewhere = await homesElsewhere(context);
  insistOnHome(elsewhere, request.body);
  const homes = await homeBodies(db, table.entity, request.body, elsewhere);
  await insertLoad(db, {
    id,
    register: table.register,
    entity: table.entity.name,
    release: table.release,
    overlay: table.overlay,
    body: request.body,
    account: request.caller.account,
    upload: request.upload ?? null,
    fileName: request.fileName ?? null,
    columns: request.columns,
    stage: stageName(id),
    createdAt: now,
    expiresAt: whileReading(now),
  });
  return {
    context,
    table,
    request,
    homes,
    load: { id, register: table.register, body: request.body, createdAt: now.toISOString() },
    parts: {
      entity: table.entity,
      columns: request.columns,
      check: await rowCheck(context, table, today),
      mapper: request.mapper,
      ids: recordIds(now),
      homes,
      guard: identifierGuard(profile, table.entity),
      marks: marksOf(profile),
      seal: sealerOf(context, table),
      today,
    },
  };
}
