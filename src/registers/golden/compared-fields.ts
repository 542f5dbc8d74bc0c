/** Which columns linkage compares, and whether they are open to whoever asks: what is not must not be told by a weight either. */
import type { LinkedEntity } from './model.ts';
import type { OpenedRecord } from './open-records.ts';

export const columnsOf = (of: LinkedEntity, { table }: Pick<OpenedRecord, 'table'>, field: string): readonly string[] =>
  of.registers.find((one) => one.register === table.register)?.columns[field] ?? [];

/** Also where the register has no such column: there is nothing to withhold. */
export const isFieldOpen = (of: LinkedEntity, one: OpenedRecord, field: string): boolean =>
  columnsOf(of, one, field).every((column) => one.fields.includes(column));

/** Fields of the settings that are compared and not open on both sides. */
export const withheldFields = (of: LinkedEntity, left: OpenedRecord, right: OpenedRecord): string[] =>
  of.settings.comparisons
    .map(({ field }) => field)
    .filter((field) => !isFieldOpen(of, left, field) || !isFieldOpen(of, right, field));

/** Names of a compared field, as the register calls it. */
export const namesOfField = (of: LinkedEntity, one: Pick<OpenedRecord, 'table'>, field: string) => {
  const [column] = columnsOf(of, one, field);
  return one.table.entity.fields.find(({ name }) => name === column)?.names;
};
