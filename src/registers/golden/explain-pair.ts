/** The waterfall of two records as far as both are open: what a caller may not see adds its weight, not its text. */
import type { Context } from '../../platform/context.ts';
import type { WaterfallView } from '../golden-contract.ts';
import { explainRows } from './linker.ts';
import { warmLinker } from './link-records.ts';
import type { LinkedEntity } from './model.ts';
import type { OpenedRecord } from './open-records.ts';
import { readTexts } from './store/rows.ts';

export async function explainPair(
  { db }: Context,
  of: LinkedEntity,
  { left, right }: { readonly left: OpenedRecord; readonly right: OpenedRecord },
  same: boolean,
): Promise<WaterfallView | null> {
  const wanted = new Map<string, string[]>();
  for (const one of [left, right])
    wanted.set(one.table.register, [...(wanted.get(one.table.register) ?? []), one.record]);
  const rows = await readTexts(db, of, wanted);
  const [x, y] = [left, right].map((one) => rows.find((row) => row.record === one.record));
  if (!x || !y) return null;
  const warm = await warmLinker(db, of);
  const waterfall = await warm.alone((linker) => explainRows(linker, x, y, same));
  if (!waterfall) return null;
  const { prior, rarity, total, thresholds, steps } = waterfall;
  return {
    ...{ prior, rarity, total, thresholds },
    steps: steps.map(({ field, level, bits, left: l, right: r }) => ({
      field,
      names: namesOf(of, left, field) ?? namesOf(of, right, field) ?? null,
      level,
      bits,
      left: isOpen(of, left, field) ? l : null,
      right: isOpen(of, right, field) ? r : null,
    })),
  };
}

const columnsOf = (of: LinkedEntity, { table }: OpenedRecord, field: string): readonly string[] =>
  of.registers.find((one) => one.register === table.register)?.columns[field] ?? [];

const isOpen = (of: LinkedEntity, one: OpenedRecord, field: string): boolean =>
  columnsOf(of, one, field).every((column) => one.fields.includes(column));

const namesOf = (of: LinkedEntity, one: OpenedRecord, field: string) => {
  const [column] = columnsOf(of, one, field);
  return one.table.entity.fields.find(({ name }) => name === column)?.names;
};
