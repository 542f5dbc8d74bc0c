/** What this node has heard of agreements and requests decided elsewhere, and what of ours it tells. One statement each. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Nullable, RowScope, StoredState } from '../model.ts';

export interface At {
  readonly epoch: number;
  readonly position: number;
}

const Taken = Type.Object({ code: Type.String() });

/**
 * Remembers that this state of it was heard. False where the same node has said a later one: positions of one log can be
 * compared, those of two cannot.
 */
export async function hear(
  tx: Db,
  what: { readonly kind: 'agreement' | 'request'; readonly code: string; readonly node: string },
  at: At,
): Promise<boolean> {
  const row = await tx.one(
    Taken,
    sql`insert into governance.heard as h (kind, code, node, epoch, position)
      values (${what.kind}, ${what.code}, ${what.node}, ${at.epoch}, ${at.position})
      on conflict (kind, code) do update set node = excluded.node, epoch = excluded.epoch, position = excluded.position
        where h.node <> excluded.node or (h.epoch, h.position) < (excluded.epoch, excluded.position)
      returning code`,
  );
  return row !== undefined;
}

const Code = Type.Object({ code: Type.String() });
const codes = async (db: Db, query: ReturnType<typeof sql>) => (await db.many(Code, query)).map(({ code }) => code);

/** Agreements that this change wrote, or a grant of theirs. */
export const agreementsOf = (db: Db, changeSet: number): Promise<string[]> =>
  codes(
    db,
    sql`select code from governance.agreement where change_set = ${changeSet}
      union select agreement from governance.consumer_grant where change_set = ${changeSet} order by 1`,
  );

export const requestsOf = (db: Db, changeSet: number): Promise<string[]> =>
  codes(db, sql`select code from governance.request where change_set = ${changeSet} order by 1`);

const Stamp = Type.Object({ code: Type.String(), epoch: Type.Integer(), position: Type.Integer() });

/** Where in this node's log each agreement or a grant of it was last changed; 0 where that is not numbered yet. */
export const agreementStamps = (db: Db): Promise<Static<typeof Stamp>[]> =>
  db.many(
    Stamp,
    sql`select a.code, coalesce(c.epoch, 0) as epoch, coalesce(c.position, 0) as position
      from governance.agreement a left join lateral (
        select s.epoch, s.position from platform.change_set s
        where s.position is not null and (s.id = a.change_set or s.id in (
          select g.change_set from governance.consumer_grant g where g.agreement = a.code))
        order by s.epoch desc, s.position desc limit 1) c on true`,
  );

const Particular = Type.Object({
  agreement: Type.String(),
  consumer: Type.Integer(),
  state: StoredState,
  rows: Nullable(RowScope),
});
export type Particular = Static<typeof Particular>;

/** Grants that are not just what the agreement gives: suspended or revoked by themselves, or kept by a merger. */
export const particularGrants = (db: Db, agreements: readonly string[]): Promise<Particular[]> =>
  db.many(
    Particular,
    sql`select agreement, consumer, state, row_scope as rows from governance.consumer_grant
      where agreement = any(${agreements}::text[]) and not left_class and (state <> 'active' or row_scope is not null)
      order by agreement, consumer`,
  );

/** Brings grants to what was told: those that are named, all others active. Who left the class has left it. */
export async function putParticular(
  tx: Db,
  agreement: string,
  told: readonly Omit<Particular, 'agreement'>[],
  changeSet: number,
): Promise<void> {
  const x = sql`jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as x(consumer int, state text, rows jsonb)`;
  await tx.run(sql`insert into governance.consumer_grant (agreement, consumer, state, row_scope, change_set)
    select ${agreement}, x.consumer, x.state, nullif(x.rows, 'null'), ${changeSet} from ${x}
    on conflict (agreement, consumer) do update set state = excluded.state, row_scope = excluded.row_scope,
      left_class = false, change_set = excluded.change_set`);
  await tx.run(sql`update governance.consumer_grant g set state = 'active', row_scope = null, change_set = ${changeSet}
    where g.agreement = ${agreement} and not g.left_class and (g.state <> 'active' or g.row_scope is not null)
      and not exists (select from ${x} where x.consumer = g.consumer)`);
}
