/** Rows of a load that have fields to be stored sealed: sealed for the record they will be, before anything is written. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import type { ReadRow } from './read-rows.ts';
import { sealedFields, sealRows } from './sealed-fields.ts';
import { selectByKeys } from './store/record.ts';
import { countMoved, type Apply } from './store/apply.ts';

/**
 * A row whose key the register holds takes that record's identity into the stage, because its value is bound to it. Undefined
 * where the entity stores nothing sealed: then a load does nothing more than it did.
 * @param isEmpty the register holds nothing, and whoever loads it keeps it to himself: it is not asked
 */
export function sealerOf(
  context: Pick<Context, 'db' | 'dataKeys'>,
  table: RegisterTable,
  isEmpty = false,
): ((rows: readonly ReadRow[]) => Promise<void>) | undefined {
  const { entity } = table;
  if (sealedFields(entity).length === 0) return undefined;
  const places = entity.key.map((name) => entity.fields.findIndex((field) => field.name === name));
  return async (rows) => {
    if (rows.length === 0) return;
    if (isEmpty) return sealRows(context, context.db, table, rows);
    const keys = rows.map(({ values }) => places.map((at) => values[at] ?? ''));
    // On connections of its own: the one that copies is busy with it.
    const held = await selectByKeys(context.db, table, { scope: 'all', columns: [], keys });
    for (const [place, { record }] of held) (rows[place] as ReadRow).record = record;
    await sealRows(context, context.db, table, rows);
  };
}

/** @throws problems.sealedMoved when a row was sealed for another record than the one that it would become now */
export async function insistOnSealed(tx: Db, apply: Apply): Promise<void> {
  const { entity } = apply.stage;
  if (sealedFields(entity).length === 0) return;
  const moved = await countMoved(tx, apply);
  if (moved > 0) throw problems.sealedMoved({ rows: moved });
}
