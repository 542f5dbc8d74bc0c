/** Records of golden people as far as the caller's grants open them: what is withheld and what is not there are the same nothing. */
import { openingsOf } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { getChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import { openRegister, scopeFrom, type RegisterTable } from '../../records/index.ts';
import { selectOpened, type OpenedRow } from './store/visible.ts';

export interface OpenedRecord extends OpenedRow {
  readonly table: RegisterTable;
  /** Physical names of the fields that are open. */
  readonly fields: readonly string[];
}

/** @param wanted record ids by register */
export async function openRecords(
  context: Context,
  caller: Caller,
  wanted: ReadonlyMap<string, readonly string[]>,
  permission = 'records.read',
): Promise<Map<string, OpenedRecord>> {
  const { db } = context;
  const found = new Map<string, OpenedRecord>();
  for (const [register, records] of wanted) {
    const table = await openRegister(db, register);
    for (const { elements, rows } of await openingsOf(db, caller, permission, { register })) {
      const fields = table.entity.fields
        .filter((field) => elements === 'all' || elements.includes(field.element))
        .map((field) => field.name);
      if (fields.length === 0) continue;
      const scope = await scopeFrom(context, register, rows);
      for (const row of await selectOpened(db, table, { scope, fields, records })) {
        const known = found.get(row.record);
        const merged = { ...known?.values, ...row.values };
        found.set(row.record, {
          ...row,
          table,
          values: merged,
          fields: [...new Set([...(known?.fields ?? []), ...fields])],
        });
      }
    }
  }
  return found;
}

/** Ids by register. */
export function byRegister(records: readonly { readonly record: string; readonly register: string }[]) {
  const sorted = new Map<string, string[]>();
  for (const { record, register } of records) sorted.set(register, [...(sorted.get(register) ?? []), record]);
  return sorted;
}

/** When each change set was numbered, by id. */
export async function daysOf({ db }: Pick<Context, 'db'>, changeSets: readonly number[]): Promise<Map<number, string>> {
  const days = new Map<number, string>();
  for (const id of new Set(changeSets)) {
    const change = await getChangeSet(db, id);
    days.set(id, change.stampedAt ?? change.begunAt);
  }
  return days;
}
