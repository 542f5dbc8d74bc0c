/** Who joined, who left and whose row changed between two states of a register. One statement. */
import type { Position } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, sql } from '../../platform/db/sql.ts';
import { relation, type RegisterTable } from '../../records/index.ts';

export interface RowChange {
  readonly kind: 'joined' | 'left' | 'changed';
  readonly record: string;
  /** Fields that say something else, as text. */
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly values: Readonly<Record<string, string | null>>;
}

export interface Between {
  readonly bodies: readonly number[];
  readonly since: Position;
  readonly fields: readonly string[];
}

/** Beyond this a list is another list, and nobody answers it line by line. */
const MOST_CHANGES = 2000;

export async function findChanges(
  db: Db,
  table: RegisterTable,
  { bodies, since, fields }: Between,
): Promise<RowChange[]> {
  const now = relation(table, { scope: bodies, columns: fields });
  const was = relation(table, { scope: bodies, columns: fields, knownOn: since });
  const columns = fields.map(
    (field) => sql`n.${id(field)}::text as ${id(`n_${field}`)}, w.${id(field)}::text as ${id(`w_${field}`)}`,
  );
  const rows = await db.rows<Record<string, string | null>>(sql`
    select n.record_id as n_record, w.record_id as w_record, ${join(columns)}
      from ${now} n full outer join ${was} w on w.record_id = n.record_id
     where n.record_id is null or w.record_id is null or n.change_set <> w.change_set
     order by coalesce(n.record_id, w.record_id) limit ${MOST_CHANGES}`);
  return rows.flatMap((row) => changeOf(row, fields));
}

function changeOf(row: Readonly<Record<string, string | null>>, fields: readonly string[]): RowChange[] {
  const [after, before] = [row['n_record'] ?? null, row['w_record'] ?? null];
  const kind = before === null ? 'joined' : after === null ? 'left' : 'changed';
  const record = after ?? before;
  if (record === null) return [];
  const side = after === null ? 'w' : 'n';
  const values = Object.fromEntries(fields.map((field) => [field, row[`${side}_${field}`] ?? null]));
  const changes = fields
    .map((field) => ({ field, before: row[`w_${field}`] ?? null, after: row[`n_${field}`] ?? null }))
    .filter((one) => kind === 'changed' && one.before !== one.after);
  // A row that was touched and says the same as before is no difference.
  return kind === 'changed' && changes.length === 0 ? [] : [{ kind, record, changes, values }];
}
