/** SQL on correction proposals. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const CorrectionRecord = Type.Object({
  id: Type.String(),
  register: Type.String(),
  record: Type.String(),
  body: Type.Integer(),
  field: Type.String(),
  said: Nullable(Type.String()),
  held: Nullable(Type.String()),
  state: Type.String(),
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
  reason: Nullable(Type.String()),
});
export type CorrectionRecord = Static<typeof CorrectionRecord>;

const columns = sql`id, register, record_id as record, body_id as body, field, said, held, state, opened_at as "openedAt",
  closed_at as "closedAt", reason`;

/**
 * Opens a proposal for every difference (`record_id, body_id, field, said, held`) that has none, and brings open ones
 * up to date. Where a person said that the source is wrong, nothing is opened as long as both sides say the same as then.
 */
export const openCorrections = (db: Db, register: string, differences: Sql, at: string) =>
  db.run(sql`insert into registers.correction (id, register, record_id, body_id, field, said, held, state, opened_at)
    select gen_random_uuid(), ${register}, d.record_id, d.body_id, d.field, d.said, d.held, 'open', ${at}
      from (${differences}) d
     where not exists (select 1 from registers.correction c where c.register = ${register} and c.record_id = d.record_id
             and c.field = d.field and c.said is not distinct from d.said and c.held is not distinct from d.held
             and c.state = 'source-wrong')
    on conflict (register, record_id, field) where state = 'open'
    do update set said = excluded.said, held = excluded.held, body_id = excluded.body_id
      where (correction.said, correction.held, correction.body_id)
        is distinct from (excluded.said, excluded.held, excluded.body_id)`);

export interface Withdrawing {
  readonly register: string;
  /** Ids of the records judged again; absent when all were. */
  readonly records: Sql | undefined;
  readonly differences: Sql;
  readonly at: string;
}

/** Withdraws open proposals of these records whose difference is gone. Run it after `openCorrections`. */
export const withdrawGone = (db: Db, { register, records, differences, at }: Withdrawing) =>
  db.run(sql`update registers.correction c set state = 'withdrawn', closed_at = ${at}
    where c.register = ${register} and c.state = 'open' and ${records ? sql`c.record_id in (${records})` : sql`true`}
      and not exists (select 1 from (${differences}) d where d.record_id = c.record_id and d.field = c.field
            and d.said is not distinct from c.said and d.held is not distinct from c.held)`);

/** Which bodies' proposals of a register somebody may see. */
export interface Seen {
  readonly register: string;
  readonly bodies: readonly number[] | 'all';
}

const within = (seen: readonly Seen[]): Sql =>
  seen.length === 0
    ? sql`false`
    : sql`(${join(
        seen.map(({ register, bodies }) =>
          bodies === 'all'
            ? sql`register = ${register}`
            : sql`(register = ${register} and body_id = any(${[...bodies]}::integer[]))`,
        ),
        ' or ',
      )})`;

export interface CorrectionFilter {
  readonly seen: readonly Seen[];
  readonly state?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export const listCorrections = (db: Db, filter: CorrectionFilter) =>
  db.many(
    CorrectionRecord,
    sql`select ${columns} from registers.correction
       where ${within(filter.seen)}
         and ${filter.state === undefined ? sql`true` : sql`state = ${filter.state}`}
         and ${filter.after === undefined ? sql`true` : sql`id > ${filter.after}::uuid`}
       order by id limit ${filter.limit}`,
  );

export const countCorrections = (db: Db, seen: readonly Seen[]) =>
  db.many(
    Type.Object({ register: Type.String(), open: Type.Integer() }),
    sql`select register, count(*) as open from registers.correction where state = 'open'
         and ${within(seen)} group by register order by register`,
  );

export const findCorrection = (db: Db, id: string) =>
  db.one(CorrectionRecord, sql`select ${columns} from registers.correction where id = ${id}`);

export const lockCorrection = (db: Db, id: string) =>
  db.one(CorrectionRecord, sql`select ${columns} from registers.correction where id = ${id} for update`);

export const closeCorrection = (
  db: Db,
  id: string,
  how: { state: string; by: string; reason: string | null; at: string },
) =>
  db.run(sql`update registers.correction set state = ${how.state}, closed_at = ${how.at}, closed_by = ${how.by},
      reason = ${how.reason} where id = ${id} and state = 'open'`);
