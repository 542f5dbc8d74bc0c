/** SQL on golden people and their members. */
import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import type { KnownPerson, NamedGroup } from '../name-people.ts';

/** The id of the person that a record gives its name to: the same whenever it is made (RFC 9562 §5.8). */
export function personId(entity: string, anchor: string): string {
  const hex = createHash('sha256').update(`${entity}/${anchor}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const Person = Type.Object({
  id: Type.String(),
  anchor: Type.String(),
  anchored: Type.Boolean(),
  members: Type.Array(Type.String()),
});

/** Everybody these records belong to, or gave an id to. */
export const peopleOf = (db: Db, entity: string, records: readonly string[] | 'all'): Promise<KnownPerson[]> => {
  const ids = sql`${records === 'all' ? [] : [...records]}::uuid[]`;
  return db.many(
    Person,
    sql`select p.id::text as id, p.anchor::text as anchor,
          exists (select 1 from registers.linked_record a where a.entity = ${entity} and a.record_id = p.anchor) as anchored,
          coalesce((select array_agg(m.record_id::text order by m.record_id) from registers.golden_member m
                     where m.person = p.id), '{}') as members
        from registers.golden_person p
       where p.entity = ${entity} and ${
         records === 'all'
           ? sql`true`
           : sql`(p.anchor = any(${ids}) or p.id in
               (select person from registers.golden_member where entity = ${entity} and record_id = any(${ids})))`
       }`,
  );
};

export interface Membership {
  readonly entity: string;
  readonly groups: readonly NamedGroup[];
  /** Register by record. */
  readonly registers: ReadonlyMap<string, string>;
  readonly changeSet: number | null;
  readonly at: string;
}

const SLICE = 20_000;

/** Writes who belongs to whom; what stays as it is keeps its date. Returns the people concerned. */
export async function putMembership(
  db: Db,
  { entity, groups, registers, changeSet, at }: Membership,
): Promise<string[]> {
  const named = groups.map((group) => {
    const anchor = group.records[0] as string;
    return { ...group, anchor, id: group.person ?? personId(entity, anchor) };
  });
  for (let from = 0; from < named.length; from += SLICE) {
    const slice = named.slice(from, from + SLICE);
    await db.run(sql`insert into registers.golden_person (id, entity, anchor, made_at)
      select u.id, ${entity}, u.anchor, ${at} from unnest(${slice.map((one) => one.id)}::uuid[], ${slice.map((one) => one.anchor)}::uuid[]) as u(id, anchor)
      on conflict (id) do update set merged_into = null where golden_person.merged_into is not null`);
    const merged = slice.flatMap((one) => one.merged.map((id) => [id, one.id] as const));
    if (merged.length > 0)
      await db.run(sql`update registers.golden_person p set merged_into = u.into_person
        from unnest(${merged.map(([id]) => id)}::uuid[], ${merged.map(([, into]) => into)}::uuid[]) as u(id, into_person)
        where p.id = u.id`);
    const members = slice.flatMap((one) => one.records.map((record) => [record, one.id] as const));
    await db.run(sql`insert into registers.golden_member (entity, record_id, register, person, since, joined_at)
      select ${entity}, u.record_id, u.register, u.person, ${changeSet}::bigint, ${at}
        from unnest(${members.map(([record]) => record)}::uuid[], ${members.map(([record]) => registers.get(record) ?? '')}::text[],
          ${members.map(([, person]) => person)}::uuid[]) as u(record_id, register, person)
      on conflict (entity, record_id) do update set person = excluded.person, since = excluded.since,
        joined_at = excluded.joined_at, register = excluded.register
        where golden_member.person <> excluded.person`);
  }
  return named.flatMap((one) => [one.id, ...one.merged]);
}

/** Members whose records are there no more leave their people; the people keep their ids. */
export const dropGone = (db: Db, entity: string, records: readonly string[] | 'all') =>
  db.run(sql`delete from registers.golden_member m where m.entity = ${entity}
    and ${records === 'all' ? sql`true` : sql`m.record_id = any(${[...records]}::uuid[])`}
    and not exists (select 1 from registers.linked_record r where r.entity = m.entity and r.record_id = m.record_id)`);

const Member = Type.Object({
  record: Type.String(),
  register: Type.String(),
  person: Type.String(),
  joinedAt: Type.String(),
  body: Type.Integer(),
});
export type MemberRecord = Static<typeof Member>;

/** Members of people, the earliest record first. */
export const membersOf = (db: Db, people: readonly string[]) =>
  db.many(
    Member,
    sql`select m.record_id::text as record, m.register, m.person::text as person, m.joined_at as "joinedAt", r.body_id as body
          from registers.golden_member m join registers.linked_record r using (entity, record_id)
         where m.person = any(${[...people]}::uuid[]) order by m.record_id`,
  );

/** Records that are there, by register. */
export async function registersOf(db: Db, entity: string, records: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.rows<{ register: string; records: string[] }>(
    sql`select register, array_agg(record_id::text order by record_id) as records from registers.linked_record
      where entity = ${entity} and record_id = any(${[...records]}::uuid[]) group by register`,
  );
  return new Map(rows.map(({ register, records }) => [register, records]));
}

/** The people of records, by record. */
export async function peopleOfRecords(
  db: Db,
  entity: string,
  records: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.rows<{ record: string; person: string }>(
    sql`select record_id::text as record, person::text as person from registers.golden_member
      where entity = ${entity} and record_id = any(${[...records]}::uuid[])`,
  );
  return new Map(rows.map(({ record, person }) => [record, person]));
}

const PersonRow = Type.Object({
  id: Type.String(),
  entity: Type.String(),
  madeAt: Type.String(),
  mergedInto: Type.Union([Type.String(), Type.Null()]),
});

export const findPerson = (db: Db, id: string) =>
  db.one(
    PersonRow,
    sql`select id::text as id, entity, made_at as "madeAt", merged_into::text as "mergedInto"
      from registers.golden_person where id = ${id}`,
  );

/** A digest of who belongs together and what waits, for the drift check. */
export async function fingerprint(db: Db): Promise<string> {
  const row = await db.one(
    Type.Object({ digest: Type.String() }),
    sql`select md5(concat(
        (select string_agg(concat_ws('/', entity, record_id, person), ',' order by entity, record_id) from registers.golden_member), ';',
        (select string_agg(pair, ',' order by pair) from (
          select concat_ws('/', d.entity, least(l.person, r.person), greatest(l.person, r.person)) as pair
            from registers.duplicate d
            join registers.golden_member l on l.entity = d.entity and l.record_id = d.left_record
            join registers.golden_member r on r.entity = d.entity and r.record_id = d.right_record
           where d.state = 'open') p))) as digest`,
  );
  return row?.digest ?? '';
}
