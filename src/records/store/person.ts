/** Which records are about a person: those that bear the number now, and those that bore it. Each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { id, join, sql, type Sql } from '../../platform/db/sql.ts';
import type { RegisterTable } from '../model.ts';
import { dataTable, historyTable } from './register-table.ts';

const PersonRecord = Type.Object({
  record: Type.String(),
  /** Home body of the present version, or of the last. */
  body: Type.Integer(),
  /** Whether it stands. */
  stands: Type.Boolean(),
});
export type PersonRecord = Static<typeof PersonRecord>;

/** @param fields physical names of the fields that bear the person's number; of none, nothing is found */
export async function recordsOfPerson(
  db: Db,
  { entity }: RegisterTable,
  fields: readonly string[],
  person: string,
): Promise<PersonRecord[]> {
  if (fields.length === 0) return [];
  const bears = (alias: string): Sql =>
    join(
      fields.map((field) => sql`${id(alias, field)} = ${person}`),
      ' or ',
    );
  return db.many(
    PersonRecord,
    sql`select distinct on (record) record, body, stands from (
        select t.record_id as record, t.body_id as body, true as stands, t.version from ${dataTable(entity)} t
          where ${bears('t')}
        union all
        select t.record_id, t.body_id, false, t.version from ${historyTable(entity)} t where ${bears('t')}) all_of_them
      order by record, stands desc, version desc`,
  );
}

const Home = Type.Object({ record: Type.String(), body: Type.Integer() });

/** Home bodies of records that stand. */
export const homesOfRecords = (
  db: Db,
  { entity }: RegisterTable,
  records: readonly string[],
): Promise<Static<typeof Home>[]> =>
  db.many(
    Home,
    sql`select t.record_id as record, t.body_id as body from ${dataTable(entity)} t
      where t.record_id = any(${records}::uuid[])`,
  );
