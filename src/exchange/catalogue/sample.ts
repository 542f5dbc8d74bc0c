/** Records that look like the register's and are nobody's: made from its definition, never from a row. */
import { currentRelease } from '../../dictionary/index.ts';
import type { Context } from '../../platform/context.ts';
import type { CataloguePage } from '../contract.ts';
import { inventKey, inventRecord } from '../served/invent.ts';

const ROWS = 3;

export async function sampleOf(
  { db, profile }: Pick<Context, 'db' | 'profile'>,
  name: string,
): Promise<CataloguePage['sample']> {
  const { plan } = await currentRelease(db);
  const entity = plan.entities.find((one) => one.name === name);
  if (!entity) return { fields: [], rows: [] };
  const lists = new Map(plan.codeLists.map((list) => [list.code, list]));
  const fields = entity.fields.map(({ name: field, names, element, required, labels }) => ({
    field,
    names,
    element,
    required,
    personal: labels.personal,
    sharing: labels.sharing,
  }));
  // A trial shows only identifiers that are nobody's by their beginning.
  const prefix = profile.demo?.idPrefix ?? '';
  const rows = Array.from(
    { length: ROWS },
    (_, n) => inventRecord(entity, lists, inventKey(entity, lists, n, prefix), prefix).values,
  );
  return { fields, rows };
}
