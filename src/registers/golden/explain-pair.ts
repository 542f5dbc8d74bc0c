/** The waterfall of two records as far as both are open: what a caller may not see adds neither its text nor its weight. */
import type { Context } from '../../platform/context.ts';
import type { WaterfallView } from '../golden-contract.ts';
import type { Waterfall } from '../linkage/model.ts';
import { namesOfField, withheldFields } from './compared-fields.ts';
import { explainRows } from './linker.ts';
import { warmLinker } from './link-records.ts';
import type { LinkedEntity } from './model.ts';
import type { OpenedRecord } from './open-records.ts';
import { readTexts } from './store/rows.ts';

interface Sides {
  readonly left: OpenedRecord;
  readonly right: OpenedRecord;
}

export async function explainPair(
  { db }: Context,
  of: LinkedEntity,
  sides: Sides,
  same: boolean,
): Promise<WaterfallView | null> {
  const { left, right } = sides;
  const wanted = new Map<string, string[]>();
  for (const one of [left, right])
    wanted.set(one.table.register, [...(wanted.get(one.table.register) ?? []), one.record]);
  const rows = await readTexts(db, of, wanted);
  const [x, y] = [left, right].map((one) => rows.find((row) => row.record === one.record));
  if (!x || !y) return null;
  const warm = await warmLinker(db, of);
  const waterfall = await warm.alone((linker) => explainRows(linker, x, y, same));
  return waterfall ? openPart(of, sides, waterfall) : null;
}

/** A weight tells the level, and the level of a withheld value tells the value: the sum goes with it. */
export function openPart(of: LinkedEntity, { left, right }: Sides, waterfall: Waterfall): WaterfallView {
  const { prior, rarity, total, thresholds, steps } = waterfall;
  const withheld = withheldFields(of, left, right);
  const namesOf = (field: string) => namesOfField(of, left, field) ?? namesOfField(of, right, field) ?? null;
  const isNameOpen = !withheld.some((field) => of.settings.fields[field]?.kind === 'name');
  return {
    prior,
    thresholds,
    rarity: isNameOpen ? rarity : null,
    total: withheld.length === 0 ? total : null,
    steps: steps.flatMap(({ field, level, bits, left: l, right: r }) =>
      withheld.includes(field) ? [] : [{ field, names: namesOf(field), level, bits, left: l, right: r }],
    ),
    withheld: withheld.map((field) => ({ field, names: namesOf(field) })),
  };
}
