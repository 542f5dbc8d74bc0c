/** Records that somebody may read without any agreement, for a room that hands them on: rows and columns as on his screen. */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { getRecord } from './contract.ts';
import { fieldView, seenThrough } from './field-view.ts';
import type { ReadRequest, RegisterTable, StoredRecord } from './model.ts';
import { openRecords } from './sealed-fields.ts';
import { selectByIds } from './store/record.ts';
import { waysOf } from './take-opened-rows.ts';

export interface OwnRows {
  readonly rows: readonly StoredRecord[];
  /** Physical names of the columns that labels leave him, masked ones too. */
  readonly columns: ReadonlySet<string>;
}

/** What an agreement opens is for its purpose, and not handed on. @param records ids; those of others are left out */
export async function ownRowsOf(
  context: Context,
  caller: Caller,
  table: RegisterTable,
  records: readonly string[],
): Promise<OwnRows> {
  const { own, kept } = await waysOf(context, caller, getRecord.permission, table.register);
  if (!own) return { rows: [], columns: new Set() };
  const view = fieldView(table, { own, kept, granted: [] });
  const asked: Omit<ReadRequest, 'where'> = { scope: own.scope, sealed: true };
  const stored = await selectByIds(context.db, table, { ...seenThrough(view, asked), records });
  const rows = await openRecords(context, context.db, table, stored);
  return { rows, columns: new Set(view?.columns ?? table.entity.fields.map(({ name }) => name)) };
}
