/** Which records a change set touched. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { dataTable, keyEquals } from './register-table.ts';
import { stageTable, type Stage } from './stage.ts';

const ids = async (tx: Db, query: Sql): Promise<string[]> =>
  (await tx.many(Type.Object({ id: Type.String() }), query)).map((row) => row.id);

/** Records whose present version this change set made, in their order: one scan of the register. */
export const changedRecords = (tx: Db, entity: EntityPlan, changeSet: number): Promise<string[]> =>
  ids(
    tx,
    sql`select record_id::text as id from ${dataTable(entity)} where change_set = ${changeSet} order by record_id`,
  );

/** The same for a load that still has its stage: by key, without a scan. */
export const changedByStage = (tx: Db, stage: Stage, changeSet: number): Promise<string[]> =>
  ids(
    tx,
    sql`select t.record_id::text as id
      from ${stageTable(stage)} s join ${dataTable(stage.entity)} t on ${keyEquals(stage.entity, 't', 's')}
      where t.change_set = ${changeSet} group by t.record_id order by t.record_id`,
  );
