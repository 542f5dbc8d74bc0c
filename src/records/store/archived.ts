/** SQL on rows that go into an archive: every version, in one order. One statement. */
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { systemColumnsOf } from '../model.ts';
import { columnList, dataTable, historyTable } from './register-table.ts';

/** Local numbers of change sets are left out: they mean nothing elsewhere. */
export function selectArchived(
  db: Db,
  entity: EntityPlan,
  records: readonly string[],
): Promise<Record<string, unknown>[]> {
  const names = [...systemColumnsOf(entity), ...entity.fields.map(({ name }) => name)];
  const columns = columnList(names.filter((name) => name !== 'change_set' && name !== 'body_id'));
  return db.rows<Record<string, unknown>>(sql`
    select ${columns} from ${historyTable(entity)} where record_id = any(${records}::uuid[])
    union all
    select ${columns} from ${dataTable(entity)} where record_id = any(${records}::uuid[])
    order by record_id, version`);
}
