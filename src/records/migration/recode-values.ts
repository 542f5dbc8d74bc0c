/**
 * Stored codes follow their list where the release asks for it (`codeList: { recode: true }`): set by set, each batch a
 * change of records like any other, so that history keeps the former code and everything that follows the log hears of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  storedSuccessors,
  type CodeListPlan,
  type EntityPlan,
  type FieldPlan,
  type WhyKept,
} from '../../dictionary/index.ts';
import { system } from '../../platform/caller.ts';
import { appendChangeSet, currentPosition, takeChangeSet } from '../../platform/changes/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { MEMBERS } from '../model.ts';
import { countRecoded, enterStage, findMigration, keepCodes } from '../store/migration.ts';
import { lockPlan } from '../store/register-table.ts';
import { countCodes, recodeBatch } from '../store/recode.ts';
import { rowsAreBusy } from './busy.ts';
import { isWorkName } from './model.ts';

export interface RecodedField {
  readonly field: string;
  readonly list: string;
  /** Rows whose code is carried to its successor. */
  readonly rows: number;
  readonly becomes: ReadonlyMap<string, string>;
  /** Codes that stay as they are stored, with how many rows have them. */
  readonly kept: readonly KeptCode[];
}

export interface KeptCode {
  readonly code: string;
  readonly why: WhyKept;
  readonly rows: number;
}

/** Fields whose stored codes follow; what tells records apart, or says whose they are, is left to people. */
export const recodedFields = (entity: EntityPlan): readonly FieldPlan[] =>
  entity.fields.filter(
    ({ name, codeList }) => codeList?.recode === true && !entity.key.includes(name) && entity.body.field !== name,
  );

export type Lists = ReadonlyMap<string, CodeListPlan>;

/** What would be carried, and what stays. Reads only; columns that the table does not have yet are left out. */
export async function planRecoding(
  db: Db,
  entity: EntityPlan,
  { lists, today, columns }: { readonly lists: Lists; readonly today: string; readonly columns: ReadonlySet<string> },
): Promise<RecodedField[]> {
  const found: RecodedField[] = [];
  for (const { name: field, codeList } of recodedFields(entity)) {
    const list = lists.get(codeList?.list ?? '');
    if (!list || list.kind !== 'release' || !columns.has(field)) continue;
    const counts = await countCodes(db, entity, field);
    const codes = counts.map(({ code }) => code);
    const { becomes, kept } = storedSuccessors(list, codes, today);
    const rowsOf = new Map(counts.map(({ code, rows }) => [code, rows]));
    const rows = [...becomes.keys()].reduce((sum, code) => sum + (rowsOf.get(code) ?? 0), 0);
    const left = [...kept].map(([code, why]): KeptCode => ({ code, why, rows: rowsOf.get(code) ?? 0 }));
    if (rows + left.length > 0) found.push({ field, list: list.code, rows, becomes, kept: left });
  }
  return found;
}

export interface Recoding {
  readonly register: string;
  readonly entity: EntityPlan;
  readonly release: number;
  readonly lists: Lists;
  /** YYYY-MM-DD */
  readonly today: string;
  /** Of the table as it is. */
  readonly columns: ReadonlySet<string>;
  readonly clock: Clock;
  readonly batch?: number | undefined;
}

const BATCH = 2000;
const ROUNDS = 100;
const PAUSE_MS = 200;

/** A killed process goes on with the rows that still have a former code. */
export async function recodeValues(db: Db, recoding: Recoding): Promise<void> {
  const { entity } = recoding;
  const fields = await planRecoding(db, entity, recoding);
  await keepCodes(
    db,
    entity.name,
    fields.flatMap(({ field, kept }) => kept.map((one) => ({ field, ...one }))),
  );
  const due = fields.reduce((sum, one) => sum + one.rows, 0);
  if (due === 0) return;
  const done = (await findMigration(db, entity.name))?.done ?? 0;
  await enterStage(db, entity.name, 'recoding', done + due);
  for (const field of fields) if (field.rows > 0) await recodeField(db, recoding, field);
}

/** Rows that others have in hand are taken in a later round. */
async function recodeField(db: Db, recoding: Recoding, { field, becomes }: RecodedField): Promise<void> {
  const { entity } = recoding;
  const isLeft = async () => (await countCodes(db, entity, field)).some(({ code }) => becomes.has(code));
  for (let round = 0; round < ROUNDS; round += 1) {
    while ((await recodeSome(db, recoding, { field, becomes })) > 0);
    if (!(await isLeft())) return;
    await sleep(PAUSE_MS);
  }
  throw rowsAreBusy(entity.name);
}

type OneField = Pick<RecodedField, 'field' | 'becomes'>;

/** @returns rows that were carried */
const recodeSome = (db: Db, recoding: Recoding, one: OneField): Promise<number> =>
  db.transaction(async (tx) => {
    const { register, entity, release, columns, clock, batch = BATCH } = recoding;
    const begunAt = clock.now();
    await lockPlan(tx, register, 'write');
    const changeSet = await takeChangeSet(tx);
    const { epoch } = await currentPosition(tx);
    const { rows, records } = await recodeBatch(tx, entity, {
      ...one,
      changeSet,
      epoch,
      rows: batch,
      columns: [...columns].filter((name) => !isWorkName(name)),
    });
    if (rows === 0) return 0;
    await appendChangeSet(tx, {
      id: changeSet,
      kind: 'migration',
      subject: register,
      body: null,
      actor: system.account,
      cause: null,
      release,
      rowsChanged: rows,
      members: records.length <= MEMBERS ? records : null,
      begunAt,
    });
    await countRecoded(tx, entity.name, rows, clock.now());
    return rows;
  });
