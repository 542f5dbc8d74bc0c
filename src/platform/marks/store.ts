/** SQL on incidents. Each function is one statement. */
import Type from 'typebox';
import type { Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { Incident } from './contract.ts';

export async function insertIncident(db: Db, one: Incident): Promise<void> {
  await db.run(sql`
    insert into platform.mark_hit (id, at, way, place, rule, degree, row, account, body)
    values (${one.id}, ${one.at}, ${one.way}, ${one.place}, ${one.rule}, ${one.degree}, ${one.row}, ${one.account},
      ${one.body})`);
}

export function selectIncidents(db: Db, { limit, before }: { limit: number; before?: string | undefined }) {
  const older = before === undefined ? sql`true` : sql`id < ${before}`;
  return db.many(
    Incident,
    sql`select id, at, way, place, rule, degree, row, account, body from platform.mark_hit
        where ${older} order by id desc limit ${limit}`,
  );
}

export async function countIncidents(db: Db): Promise<number> {
  const counted = await db.one(
    Type.Object({ n: Type.Integer() }),
    sql`select count(*)::int as n from platform.mark_hit`,
  );
  return counted?.n ?? 0;
}
