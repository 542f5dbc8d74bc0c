/** The people of a list, in the order of their keys: as they are, or as they were when it was signed. */
import type { Position } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, sql } from '../../platform/db/sql.ts';
import { relation, type RegisterTable } from '../../records/index.ts';
import type { ListScene } from './read-list.ts';
import { layoutFields } from './layout.ts';

export interface ListedPerson {
  readonly record: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export async function readPeople(
  { db }: Pick<Context, 'db'>,
  scene: ListScene,
  at?: Position,
): Promise<ListedPerson[]> {
  const { table, bodies, fields } = scene;
  const rows = relation(table, { scope: bodies, columns: fields, ...(at && { knownOn: at }) });
  const key = table.entity.key.map((field) => sql`r.${id(field)}`);
  const found = await db.rows<Record<string, unknown>>(
    sql`select r.record_id, ${join(fields.map((field) => sql`r.${id(field)}`))} from ${rows} r order by ${join(key)}, r.record_id`,
  );
  return found.map(({ record_id: record, ...values }) => ({ record: record as string, values }));
}

/** Whether anybody was in it. */
readPeople.anyAt = async (
  db: Db,
  table: RegisterTable,
  { bodies, at }: { readonly bodies: readonly number[]; readonly at: Position },
): Promise<{ any: boolean }> => {
  const rows = relation(table, { scope: bodies, columns: table.entity.key, knownOn: at });
  const [row] = await db.rows<{ any: boolean }>(sql`select exists (select 1 from ${rows} r) as any`);
  return { any: row?.any ?? false };
};

/** Cells of the layout that stand filled: what nobody has to type for this list. */
export function countCells({ layout }: ListScene, people: readonly ListedPerson[]) {
  const fields = layoutFields(layout);
  const isGiven = (value: unknown) => value !== null && value !== undefined && value !== '';
  const cellsKnown = people.reduce(
    (sum, { values }) => sum + fields.filter((field) => isGiven(values[field])).length,
    0,
  );
  return { cellsKnown, cellsAll: people.length * fields.length };
}
