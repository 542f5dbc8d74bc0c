/** What this node has heard of tasks and invitations that are at home elsewhere, and where in its own log those stand that it tells. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

export interface At {
  readonly epoch: number;
  readonly position: number;
}

const Code = Type.Object({ code: Type.String() });

/**
 * Remembers that this state of it was heard. False where the same node has said a later one: positions of one log can be
 * compared, those of two cannot.
 */
export async function hear(
  tx: Db,
  what: { readonly kind: 'task' | 'invitation'; readonly code: string; readonly node: string },
  { epoch, position, now }: At & { readonly now: Date },
): Promise<boolean> {
  const row = await tx.one(
    Code,
    sql`insert into strategy.heard as h (kind, code, node, epoch, position, at)
      values (${what.kind}, ${what.code}, ${what.node}, ${epoch}, ${position}, ${now})
      on conflict (kind, code) do update set node = excluded.node, epoch = excluded.epoch,
          position = excluded.position, at = excluded.at
        where h.node <> excluded.node or (h.epoch, h.position) < (excluded.epoch, excluded.position)
      returning code`,
  );
  return row !== undefined;
}

const Moment = Type.Object({ at: Type.String() });

/** When something of a consultation was last heard from its home. */
export const heardOf = async (db: Db, consultation: string): Promise<string | null> =>
  (
    await db.one(
      Moment,
      sql`select at from strategy.heard where kind = 'invitation' and starts_with(code, ${`${consultation}/`})
        order by at desc limit 1`,
    )
  )?.at ?? null;

const codes = async (db: Db, query: ReturnType<typeof sql>) => (await db.many(Code, query)).map(({ code }) => code);

/** Tasks that this change wrote. */
export const tasksOf = (db: Db, changeSet: number): Promise<string[]> =>
  codes(db, sql`select code from strategy.task where change_set = ${changeSet} order by code`);

export const consultationsOf = (db: Db, changeSet: number): Promise<string[]> =>
  codes(db, sql`select code from strategy.consultation where change_set = ${changeSet} order by code`);

/** Invitations of a consultation that this change concerns: written by it, or a comment of theirs. */
export const invitationsTouched = (db: Db, consultation: string, changeSet: number): Promise<string[]> =>
  codes(
    db,
    sql`select code from strategy.invitation where consultation = ${consultation} and change_set = ${changeSet}
      union select invitation from strategy.comment where consultation = ${consultation} and change_set = ${changeSet}
      order by 1`,
  );

const Stamp = Type.Object({ code: Type.String(), epoch: Type.Integer(), position: Type.Integer() });
type Stamp = Static<typeof Stamp>;

const stamped = (table: ReturnType<typeof sql>) =>
  sql`select t.code, coalesce(s.epoch, 0) as epoch, coalesce(s.position, 0) as position
    from ${table} t left join platform.change_set s on s.id = t.change_set and s.position is not null`;

/** Where in this node's log each was last changed; 0 where it never was, or is not numbered yet. */
export const taskStamps = (db: Db): Promise<Stamp[]> => db.many(Stamp, stamped(sql`strategy.task`));
export const consultationStamps = (db: Db): Promise<Stamp[]> => db.many(Stamp, stamped(sql`strategy.consultation`));
