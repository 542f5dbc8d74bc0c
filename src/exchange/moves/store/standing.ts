/** SQL on what stands in a register for some bodies: records names the table, this only reads it. One statement each. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { relation, type RegisterTable } from '../../../records/index.ts';

const Standing = Type.Object({ record: Type.String(), version: Type.Integer() });

/** Records of these bodies after one and up to another, in their order. */
export const standingBetween = (
  db: Db,
  table: RegisterTable,
  bodies: readonly number[],
  { after, upTo }: { readonly after: string | null; readonly upTo: string | null },
) =>
  db.many(
    Standing,
    sql`select r.record_id as record, r.version from ${relation(table, { columns: [], scope: [...bodies] })} r
      where (${after}::uuid is null or r.record_id > ${after}::uuid)
        and (${upTo}::uuid is null or r.record_id <= ${upTo}::uuid) order by r.record_id`,
  );
