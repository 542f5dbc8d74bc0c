/** The first step of a load: rows are read, validated and staged; bad ones become findings. Nothing is in the register. */
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { newId } from '../platform/ids.ts';
import { marksOf } from '../platform/marks/index.ts';
import { rowCheck } from './row-check.ts';
import { recordIds } from './encode-rows.ts';
import { identifierGuard } from './guard-identifiers.ts';
import { homeBodies, homesElsewhere, insistOnHome } from './home-bodies.ts';
import type { RowBatches } from './intake/index.ts';
import { waitingForPeople, whileReading, type ColumnMapping, type RegisterTable } from './model.ts';
import { openRegister } from './open-register.ts';

import { problems } from './problems.ts';
import { rowReader, stageLead, type RowMapper, type RowReader } from './read-rows.ts';
import { sealerOf } from './seal-loads.ts';
import { insertFindings } from './store/finding.ts';
import { deleteLoad, insertLoad, selectLoad, updateLoad, type Load } from './store/load.ts';
import { copyIntoStage, createStage, dropStage, indexStage, stageName, type Stage } from './store/stage.ts';

export interface StageRequest {
  readonly register: string;
  /** Id of the body whose rows these are: they get it as their home. */
  readonly body: number;
  readonly caller: Pick<Caller, 'account'>;
  readonly columns: readonly ColumnMapping[];
  readonly rows: RowBatches;
  /** For a file of another layout: `columns` then say which of its columns stands for which field. */
  readonly mapper?: RowMapper | undefined;
  /** The kept upload, when there is one. */
  readonly upload?: string | null;
  readonly fileName?: string | null;
}

// Findings wait in memory until there are so many: a file of nothing but errors must not fill it.
const FINDINGS_AT_ONCE = 2_000;

/**
 * Streams rows into a stage. Afterwards the load is `matched`; check it next.
 * @throws problems.missingKeyColumn, problems.doubleMapping before anything is read
 * @throws problems.realIdentifierRefused on a trial node, and whatever `rows` throws; nothing is left then
 */
export async function stageUpload(context: Context, request: StageRequest): Promise<Load> {
  const { db, clock } = context;
  insistOnHome(await homesElsewhere(context), request.body);
  const table = await openRegister(db, request.register);
  checkMapping(table, request.columns);
  const now = clock.now();
  const id = newId(now);
  const stage = stageOf(table, id, request.columns);
  await db.transaction(async (tx) => {
    await createStage(tx, stage);
    await insertLoad(tx, {
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
      stage: stage.name,
      createdAt: now,
      expiresAt: whileReading(now),
    });
  });
  try {
    const counts = await fillStage(context, { table, stage, request });
    await db.transaction(async (tx) => {
      await indexStage(tx, stage);
      await updateLoad(tx, id, { state: 'matched', expiresAt: waitingForPeople(now), ...counts });
    });
  } catch (error) {
    await forget(db, stage);
    throw error;
  }
  return (await selectLoad(db, id)) as Load;
}

async function forget(db: Db, stage: Stage): Promise<void> {
  await db.transaction(async (tx) => {
    await deleteLoad(tx, stage.load);
    await dropStage(tx, stage.name);
  });
}

export const stageOf = (table: RegisterTable, load: string, columns: readonly ColumnMapping[]): Stage => ({
  load,
  entity: table.entity,
  name: stageName(load),
  given: columns.flatMap((column) =>
    table.entity.fields.some((f) => f.name === column.field) ? [column.field as string] : [],
  ),
});

/** @throws problems.unknownField, problems.doubleMapping, problems.missingKeyColumn */
export function checkMapping({ entity, register }: RegisterTable, columns: readonly ColumnMapping[]): void {
  const known = new Set([
    ...entity.fields.map((field) => field.name),
    ...(entity.validTime ? ['valid_from', 'valid_to'] : []),
  ]);
  const used = new Set<string>();
  for (const { field } of columns) {
    if (field === null) continue;
    if (!known.has(field)) throw problems.unknownField({ field, register });
    if (used.has(field)) throw problems.doubleMapping({ field, register });
    used.add(field);
  }
  const missing = entity.key.filter((name) => !used.has(name));
  if (missing.length > 0) throw problems.missingKeyColumn({ fields: missing, register });
}

interface Filling {
  readonly table: RegisterTable;
  readonly stage: Stage;
  readonly request: StageRequest;
}

async function fillStage(
  context: Context,
  { table, stage, request }: Filling,
): Promise<{ rows: number; wrong: number }> {
  const { db, clock, profile } = context;
  const now = clock.now();
  const elsewhere = await homesElsewhere(context);
  const homes = await homeBodies(db, table.entity, request.body, elsewhere);
  const reader = rowReader({
    entity: table.entity,
    columns: request.columns,
    check: await rowCheck(context, table, dayOf(now, profile.timeZone)),
    mapper: request.mapper,
    ids: recordIds(now),
    homes,
    guard: identifierGuard(profile, table.entity),
    marks: marksOf(profile),
    lead: stageLead,
    seal: sealerOf(context, table),
    keepsUndecided: true,
    today: dayOf(now, profile.timeZone),
  });
  let rows = 0;
  const good = await db.copyIn(
    copyIntoStage(stage),
    encodeBatches(reader, request.rows, {
      counted: (n) => void (rows += n),
      found: (findings) => insertFindings(db, stage.load, findings),
    }),
  );
  await insertFindings(db, stage.load, reader.findings.splice(0));
  return { rows, wrong: rows - good };
}

export interface Encoding {
  readonly counted: (rows: number) => void;
  readonly found: (findings: RowReader['findings']) => Promise<void>;
}

/** Batches of raw rows as text for COPY, one chunk a batch; findings go out on the way. */
export async function* encodeBatches(
  reader: RowReader,
  batches: RowBatches,
  encoding: Encoding,
): AsyncGenerator<string> {
  for await (const batch of batches) {
    const made = reader.lines(batch);
    const text = typeof made === 'string' ? made : await made;
    encoding.counted(batch.length);
    if (reader.findings.length >= FINDINGS_AT_ONCE) await encoding.found(reader.findings.splice(0));
    if (text !== '') yield text;
  }
}
