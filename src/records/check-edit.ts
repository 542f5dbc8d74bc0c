/** What an edit makes of a stored record: its values through the validator, and those of them that differ. Pure. */
import type { RowValidator } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import { checkValues } from './check-record.ts';
import type { Values } from './contract.ts';
import type { RegisterTable, StoredRecord } from './model.ts';
import type { TypedValues } from './store/write.ts';

/**
 * The named values that differ from what is stored, typed.
 * @throws problems.unknownField, problems.invalidRecord with its findings, problems.realIdentifierRefused
 */
export function editedValues(
  context: Pick<Context, 'profile'>,
  by: { readonly table: RegisterTable; readonly check: RowValidator },
  edit: { readonly record: Pick<StoredRecord, 'values'>; readonly values: Values },
): TypedValues {
  const { values: stored } = edit.record;
  const touched = new Set(Object.keys(edit.values));
  const { typed } = checkValues(context, by, { values: { ...(stored as Values), ...edit.values }, touched });
  return changedOf(stored, touched, typed);
}

/** Of the named fields those whose value is another one. */
export function changedOf(
  stored: Readonly<Record<string, unknown>>,
  touched: ReadonlySet<string>,
  typed: TypedValues,
): TypedValues {
  const changed = [...touched].filter((name) => !same(stored[name], typed.get(name) ?? null));
  return new Map(changed.map((name) => [name, typed.get(name) ?? null]));
}

/** Whether a stored value is what the validator gave; `12.50` and `12.5` are the same number. */
function same(stored: unknown, typed: string | null): boolean {
  if (stored === null || stored === undefined || typed === null) return (stored ?? null) === typed;
  if (String(stored) === typed) return true;
  return /^-?\d+\.\d*$/.test(typed) && typeof stored === 'string' && stripZeros(stored) === stripZeros(typed);
}
const stripZeros = (number: string) => (number.includes('.') ? number.replace(/\.?0+$/, '') : number);
