/** SQL on records that a grant opens: rows of some ids, out of the relation that records names. */
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { relation, type ReadScope, type RegisterTable } from '../../../records/index.ts';

export interface OpenedRow {
  readonly record: string;
  readonly body: number;
  readonly changeSet: number;
  readonly values: Readonly<Record<string, unknown>>;
}

export async function selectOpened(
  db: Db,
  table: RegisterTable,
  asked: { readonly scope: ReadScope; readonly fields: readonly string[]; readonly records: readonly string[] },
): Promise<OpenedRow[]> {
  const rows = await db.rows<Record<string, unknown>>(
    sql`select * from ${relation(table, { scope: asked.scope, columns: asked.fields })} r
      where r.record_id = any(${[...asked.records]}::uuid[])`,
  );
  return rows.map(({ record_id, body_id, change_set, version: _, valid_from: __, valid_to: ___, ...values }) => ({
    record: record_id as string,
    body: body_id as number,
    changeSet: Number(change_set),
    values,
  }));
}
