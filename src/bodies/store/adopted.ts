/** What this node has heard of bodies at home elsewhere, and what of ours it tells. Each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

const Heard = Type.Object({
  body: Type.Integer(),
  node: Type.String(),
  epoch: Type.Integer(),
  position: Type.Integer(),
});
export type Heard = Static<typeof Heard>;

/** Up to which change of which node each body was heard of. */
export const heardOf = (db: Db, bodies: readonly number[]): Promise<Heard[]> =>
  db.many(Heard, sql`select body, node, epoch, position from bodies.adopted where body = any(${bodies}::int[])`);

export interface NewlyHeard extends Omit<Heard, 'body'> {
  readonly code: string;
  readonly from: string | null;
}

export async function putHeard(tx: Db, rows: readonly NewlyHeard[]): Promise<void> {
  await tx.run(sql`insert into bodies.adopted (body, node, epoch, position)
    select b.id, x.node, x.epoch, x.position
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, "from" date, node text, epoch bigint, position bigint)
    join bodies.body b on b.code = x.code and b.valid_from is not distinct from x."from"
    on conflict (body) do update set node = excluded.node, epoch = excluded.epoch, position = excluded.position`);
}

const Stamped = Type.Object({ body: Type.Integer(), epoch: Type.Integer(), position: Type.Integer() });

/** Where in this node's log each body was last changed; 0 where that is not numbered yet. */
export const stampsOf = (db: Db): Promise<Static<typeof Stamped>[]> =>
  db.many(
    Stamped,
    sql`select b.id as body, coalesce(c.epoch, 0) as epoch, coalesce(c.position, 0) as position
      from bodies.body b left join platform.change_set c on c.id = b.change_set`,
  );

/** Bodies whose latest change this was. */
export async function changedBy(db: Db, changeSet: number): Promise<number[]> {
  const rows = await db.many(
    Type.Object({ id: Type.Integer() }),
    sql`select id from bodies.body where change_set = ${changeSet} order by id`,
  );
  return rows.map(({ id }) => id);
}

/** A body that cannot be dropped because something is in it: never in force. */
export async function endAtOnce(tx: Db, body: number, changeSet: number): Promise<void> {
  await tx.run(sql`update bodies.body set valid_to = coalesce(valid_from, current_date), ended = 'dissolution',
    origin = 'hand', change_set = ${changeSet} where id = ${body}`);
}
