/** Compares rows that another node holds with what is here, and gives rows of ours a version above what others hold. */
import { Readable } from 'node:stream';
import { appendChangeSet, takeChangeSet, type Position } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { MEMBERS, type RegisterTable } from './model.ts';
import { receivedLines, type ReceivedRow } from './receive-rows.ts';
import { compareReceived, keepRenewed, renewRows, youngRows, type HeldRow } from './store/held.ts';
import { copyReceived, createReceived, type Receiving } from './store/receive.ts';

export interface HeldElsewhere {
  readonly table: RegisterTable;
  /** Fields that are held there; the others are not compared. */
  readonly columns: readonly string[];
  /** Each record once. */
  readonly rows: readonly ReceivedRow[];
  /** A change after this position counts as young; null: none does. */
  readonly since: Position | null;
}

/**
 * One answer for each row, in the order of records: what is here of it, by version and value.
 * @throws a database error of class 22 when a value is none of its field's type
 */
export async function compareHeld(tx: Db, { table, columns, rows, since }: HeldElsewhere): Promise<HeldRow[]> {
  if (rows.length === 0) return [];
  const receiving: Receiving = { entity: table.entity, columns, changeSet: 0, ours: [], again: false };
  await createReceived(tx, receiving);
  await tx.copyIn(copyReceived(receiving), Readable.from(receivedLines(rows)));
  return compareReceived(tx, receiving, since);
}

/** Rows at home in these bodies that were changed after a position. */
export const changedSince = (
  tx: Db,
  table: RegisterTable,
  at: { readonly since: Position; readonly ours: readonly number[] },
): Promise<readonly { readonly record: string; readonly version: number }[]> => youngRows(tx, table.entity, at);

export interface Renewing {
  /** As opened for writing in this transaction. */
  readonly table: RegisterTable;
  /** The version each record gets, above the one it has; its values stay. */
  readonly rows: readonly { readonly record: string; readonly version: number }[];
  readonly rule: string;
}

/** The same values under another version, kept in history and fed on as one change. */
export async function renewVersions(
  context: Pick<Context, 'audit' | 'clock'>,
  tx: Db,
  { table, rows, rule }: Renewing,
): Promise<void> {
  if (rows.length === 0) return;
  const changeSet = await takeChangeSet(tx);
  const records = rows.map(({ record }) => record);
  const renewed = { changeSet, records, versions: rows.map(({ version }) => version) };
  await keepRenewed(tx, table.entity, renewed);
  const rowsChanged = await renewRows(tx, table.entity, renewed);
  const by = { actor: 'system', body: null, subject: table.register };
  const cause = await context.audit.record(tx, {
    action: 'records.renew-versions',
    ...by,
    allowed: true,
    rule,
    counts: { changed: rowsChanged },
  });
  await appendChangeSet(tx, {
    id: changeSet,
    kind: 'records',
    ...by,
    cause,
    release: table.release,
    rowsNew: 0,
    rowsChanged,
    rowsEnded: 0,
    members: records.length <= MEMBERS ? records : null,
    begunAt: context.clock.now(),
  });
}
