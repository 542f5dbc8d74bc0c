/** SQL on pairs that wait for a person. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { join, sql, type Sql } from '../../../platform/db/sql.ts';
import type { LinkedEntity } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const DuplicateRecord = Type.Object({
  id: Type.String(),
  entity: Type.String(),
  leftRecord: Type.String(),
  leftRegister: Type.String(),
  rightRecord: Type.String(),
  rightRegister: Type.String(),
  body: Type.Integer(),
  weight: Type.Number(),
  reason: Type.String(),
  state: Type.Enum(['open', 'same', 'different', 'withdrawn']),
  version: Type.Integer(),
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
});
export type DuplicateRecord = Static<typeof DuplicateRecord>;

const columns = sql`d.id::text as id, d.entity, d.left_record::text as "leftRecord", d.left_register as "leftRegister",
  d.right_record::text as "rightRecord", d.right_register as "rightRegister", d.body_id as body, d.weight, d.reason, d.state,
  d.version, d.opened_at as "openedAt", d.closed_at as "closedAt"`;

const Wanted = Type.Object({
  left: Type.String(),
  leftRegister: Type.String(),
  right: Type.String(),
  rightRegister: Type.String(),
  leftPerson: Type.String(),
  rightPerson: Type.String(),
  body: Type.Integer(),
  weight: Type.Number(),
  reason: Type.String(),
});
export type WantedDuplicate = Static<typeof Wanted>;

/** A pair of people was decided to be two: whichever of their records is asked. */
const decidedDifferent = (entity: string): Sql => sql`exists (
  select 1 from registers.duplicate_decision d
    join registers.golden_member x on x.entity = d.entity and x.record_id = any(d.left_records)
    join registers.golden_member y on y.entity = d.entity and y.record_id = any(d.right_records)
   where d.entity = ${entity} and d.outcome = 'different' and d.undone_at is null
     and (x.person, y.person) in ((m.person, n.person), (n.person, m.person)))`;

/** Two verified identifiers speak for two people: only what is so many bits above a link is worth a look all the same. */
const CONFLICT = 4;

/**
 * What should wait: for each two people that some link brings near, the records that show it best: of one register,
 * and of one that is kept here.
 * @param people only pairs of these, all when `all`
 */
export function wantedDuplicates(
  db: Db,
  of: LinkedEntity,
  people: readonly string[] | 'all',
): Promise<WantedDuplicate[]> {
  const { entity, settings } = of;
  const { match, review } = settings.thresholds;
  const external = of.registers.filter((one) => one.external).map((one) => one.register);
  const only =
    people === 'all'
      ? sql`true`
      : sql`(m.person = any(${[...people]}::uuid[]) or n.person = any(${[...people]}::uuid[]))`;
  const outside = sql`${external}::text[]`;
  return db.many(
    Wanted,
    sql`select distinct on (least(m.person, n.person), greatest(m.person, n.person))
        l.left_record::text as "left", m.register as "leftRegister", l.right_record::text as "right", n.register as "rightRegister",
        m.person::text as "leftPerson", n.person::text as "rightPerson",
        case when n.register = any(${outside}) then a.body_id else b.body_id end as body, l.weight,
        case when l.apart is not null then l.apart when l.conflict then 'two-identifiers'
             when l.weight < ${match} then 'grey-zone'
             when a.verified is not null and b.verified is not null then 'two-identifiers' else 'apart' end as reason
      from registers.link l
      join registers.golden_member m on m.entity = l.entity and m.record_id = l.left_record
      join registers.golden_member n on n.entity = l.entity and n.record_id = l.right_record
      join registers.linked_record a on a.entity = l.entity and a.record_id = l.left_record
      join registers.linked_record b on b.entity = l.entity and b.record_id = l.right_record
     where l.entity = ${entity} and m.person <> n.person and ${only} and l.weight >= ${review}
       and (l.apart is not null or not l.conflict or l.weight >= ${match + CONFLICT})
       and not ${decidedDifferent(entity)}
     order by least(m.person, n.person), greatest(m.person, n.person), (m.register <> n.register),
       (m.register = any(${outside})), l.weight desc, l.left_record, l.right_record`,
  );
}

const Open = Type.Object({
  id: Type.String(),
  left: Type.String(),
  right: Type.String(),
  leftPerson: Nullable(Type.String()),
  rightPerson: Nullable(Type.String()),
  body: Type.Integer(),
  reason: Type.String(),
});

/** Open pairs about any of these people, or about records that belong to nobody any more. */
export const openAbout = (db: Db, entity: string, people: readonly string[] | 'all') =>
  db.many(
    Open,
    sql`select d.id::text as id, d.left_record::text as "left", d.right_record::text as "right",
          m.person::text as "leftPerson", n.person::text as "rightPerson", d.body_id as body, d.reason
        from registers.duplicate d
        left join registers.golden_member m on m.entity = d.entity and m.record_id = d.left_record
        left join registers.golden_member n on n.entity = d.entity and n.record_id = d.right_record
       where d.entity = ${entity} and d.state = 'open' and ${
         people === 'all'
           ? sql`true`
           : sql`(m.person is null or n.person is null or m.person = any(${[...people]}::uuid[]) or n.person = any(${[...people]}::uuid[]))`
       } order by d.id`,
  );

export interface Opening {
  readonly id: string;
  readonly entity: string;
  readonly wanted: WantedDuplicate;
  readonly at: string;
}

/** Opens a pair, or opens it again. */
export const openDuplicate = (db: Db, { id, entity, wanted, at }: Opening) =>
  db.run(sql`insert into registers.duplicate (id, entity, left_record, left_register, right_record, right_register, body_id,
      weight, reason, state, opened_at)
    values (${id}, ${entity}, ${wanted.left}, ${wanted.leftRegister}, ${wanted.right}, ${wanted.rightRegister},
      ${wanted.body}, ${wanted.weight}, ${wanted.reason}, 'open', ${at})
    on conflict (entity, left_record, right_record) do update set state = 'open', body_id = excluded.body_id,
      weight = excluded.weight, reason = excluded.reason, version = duplicate.version + 1, closed_at = null`);

/** Gives an open pair the records, weight and body that it has now. */
export const updateDuplicate = (db: Db, id: string, wanted: WantedDuplicate) =>
  db.run(sql`update registers.duplicate d set body_id = ${wanted.body}, weight = ${wanted.weight}, reason = ${wanted.reason},
      version = d.version + 1
    where d.id = ${id} and (d.body_id, d.weight, d.reason) is distinct from
      (${wanted.body}::integer, ${wanted.weight}::double precision, ${wanted.reason}::text)`);

export const closeDuplicate = (db: Db, id: string, state: 'same' | 'different' | 'withdrawn', at: string) =>
  db.run(
    sql`update registers.duplicate set state = ${state}, version = version + 1, closed_at = ${at} where id = ${id}`,
  );

export const findDuplicate = (db: Db, id: string) =>
  db.one(DuplicateRecord, sql`select ${columns} from registers.duplicate d where d.id = ${id}`);

export const lockDuplicate = (db: Db, id: string) =>
  db.one(DuplicateRecord, sql`select ${columns} from registers.duplicate d where d.id = ${id} for update`);

/** Which bodies' records of a register somebody may see. */
export interface Seen {
  readonly register: string;
  readonly bodies: readonly number[] | 'all';
}

const within = (alias: 'l' | 'r', seen: readonly Seen[]): Sql => {
  const [register, body] = alias === 'l' ? [sql`l.register`, sql`l.body_id`] : [sql`r.register`, sql`r.body_id`];
  if (seen.length === 0) return sql`false`;
  return sql`(${join(
    seen.map((one) =>
      one.bodies === 'all'
        ? sql`${register} = ${one.register}`
        : sql`(${register} = ${one.register} and ${body} = any(${[...one.bodies]}::integer[]))`,
    ),
    ' or ',
  )})`;
};

/** In bits. */
export interface WeightBand {
  readonly least: number | undefined;
  readonly below: number | undefined;
}

export interface DuplicateFilter {
  readonly seen: readonly Seen[];
  readonly entity?: string | undefined;
  readonly register?: string | undefined;
  /** Bodies that answer for the pair. */
  readonly bodies?: readonly number[] | undefined;
  readonly state: string;
  readonly weights?: WeightBand;
  readonly after?: string | undefined;
  readonly limit: number;
}

const visible = (filter: Omit<DuplicateFilter, 'after' | 'limit'>): Sql => sql`
  from registers.duplicate d
  join registers.linked_record l on l.entity = d.entity and l.record_id = d.left_record
  join registers.linked_record r on r.entity = d.entity and r.record_id = d.right_record
 where d.state = ${filter.state} and ${within('l', filter.seen)} and ${within('r', filter.seen)}
   and ${filter.entity === undefined ? sql`true` : sql`d.entity = ${filter.entity}`}
   and ${filter.register === undefined ? sql`true` : sql`(d.left_register = ${filter.register} or d.right_register = ${filter.register})`}
   and ${filter.bodies === undefined ? sql`true` : sql`d.body_id = any(${[...filter.bodies]}::integer[])`}
   and ${filter.weights?.least === undefined ? sql`true` : sql`d.weight >= ${bits(filter.weights.least)}`}
   and ${filter.weights?.below === undefined ? sql`true` : sql`d.weight < ${bits(filter.weights.below)}`}`;

/** Infinite bits too: PostgreSQL reads them as text. */
const bits = (weight: number): Sql => sql`${String(weight)}::text::double precision`;

/** A page of those of which both records may be seen, the oldest first. */
export const listDuplicates = (db: Db, filter: DuplicateFilter) =>
  db.many(
    DuplicateRecord,
    sql`select ${columns} ${visible(filter)} and ${filter.after === undefined ? sql`true` : sql`d.id > ${filter.after}::uuid`}
      order by d.id limit ${filter.limit}`,
  );

export async function countDuplicates(db: Db, filter: Omit<DuplicateFilter, 'after' | 'limit'>): Promise<number> {
  const row = await db.one(Type.Object({ n: Type.Integer() }), sql`select count(*) as n ${visible(filter)}`);
  return row?.n ?? 0;
}

const Tally = Type.Object({
  body: Type.Integer(),
  open: Type.Integer(),
  same: Type.Integer(),
  different: Type.Integer(),
});
export type DuplicateTally = Static<typeof Tally>;

export interface DuplicateTallyQuestion {
  readonly register?: string | undefined;
  readonly bodies: readonly number[] | 'all';
}

/** Pairs that were found, by the home body that answers for them. */
export const tallyDuplicates = (db: Db, { register, bodies }: DuplicateTallyQuestion) =>
  db.many(
    Tally,
    sql`select body_id as body, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'same') as same,
          count(*) filter (where state = 'different') as different
        from registers.duplicate
       where state <> 'withdrawn' and ${register === undefined ? sql`true` : sql`(left_register = ${register} or right_register = ${register})`}
         and ${bodies === 'all' ? sql`true` : sql`body_id = any(${[...bodies]}::integer[])`}
       group by body_id order by body_id`,
  );

/** Pairs that wait, of these homes, the oldest first. */
export async function openOf(db: Db, entity: string, homes: readonly number[], limit: number): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    sql`select id::text as id from registers.duplicate where entity = ${entity} and state = 'open'
      and body_id = any(${[...homes]}::integer[]) order by id limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

export const findPair = (db: Db, entity: string, left: string, right: string) =>
  db.one(
    DuplicateRecord,
    sql`select ${columns} from registers.duplicate d
      where d.entity = ${entity} and d.left_record = ${left} and d.right_record = ${right}`,
  );
