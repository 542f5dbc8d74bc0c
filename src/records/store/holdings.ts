/**
 * Rows at home in a body and below it stay as they are written: they are found through its successor. Open loads stand
 * in the way.
 */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { id, sql } from '../../platform/db/sql.ts';
import type { Held, Holding, Merging, Obstacle } from '../../platform/holdings/index.ts';

const Table = Type.Object({ entity: Type.String(), register: Type.String() });
const tables = (db: Db) => db.many(Table, sql`select entity, register from records.table_state order by register`);

const Counted = Type.Object({ body: Type.Integer(), rows: Type.Integer() });

async function list(db: Db, { from }: Merging): Promise<Held[]> {
  const held: Held[] = [];
  for (const { entity, register } of await tables(db)) {
    const counts = await db.many(
      Counted,
      sql`select f.id as body, count(*) as rows from ${id('data', entity)} d join bodies.body b on b.id = d.body_id
        join unnest(${from}::int[]) f(id) on b.path @> array[f.id] group by f.id order by f.id`,
    );
    held.push(
      ...counts.map(({ body, rows }) => ({
        key: JSON.stringify([register, body]),
        body,
        effect: 'stay' as const,
        code: register,
        names: null,
        link: `/registers/${register}`,
        count: rows,
        before: rows,
      })),
    );
  }
  return held;
}

const OpenLoad = Type.Object({
  id: Type.String(),
  register: Type.String(),
  file: Type.Union([Type.String(), Type.Null()]),
});

/** A file that somebody is checking would be stored for a body that is no more. */
async function obstacles(db: Db, { from }: Merging): Promise<Obstacle[]> {
  const loads = await db.many(
    OpenLoad,
    sql`select id, register, file_name as file from records.load
      where body = any(${from}::int[]) and state in ('uploaded', 'matched', 'checked') order by created_at`,
  );
  return loads.map(({ id: load, register, file }) => ({
    rule: 'load-open',
    severity: 'block',
    values: { register, file: file ?? load },
    link: `/registers/${register}/loads/${load}`,
  }));
}

const Rows = Type.Object({ rows: Type.Integer() });

/** Rows that were at home in a body that ended and have been written again in the other one since. */
const since: Holding['since'] = async (db, { from, into }, changeSet) => {
  const found = [];
  for (const { entity, register } of await tables(db)) {
    const row = await db.one(
      Rows,
      sql`select count(*) as rows from ${id('data', entity)} d
        where d.body_id = ${into} and d.change_set > ${changeSet} and exists (
          select from ${id('history', entity)} h where h.record_id = d.record_id and h.body_id = any(${from}::int[])
            and h.ended_by > ${changeSet})`,
    );
    if (row && row.rows > 0) found.push({ code: register, names: null, count: row.rows });
  }
  return found;
};

export const holdings: readonly Holding[] = [{ kind: 'record', list, obstacles, since }];
