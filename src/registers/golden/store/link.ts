/** SQL on linked records, their links, and what was learnt. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import { delta, openRegister, relation } from '../../../records/index.ts';
import type { ChangeSet } from '../../../platform/changes/index.ts';
import type { FoundLink, LinkageModelRecord, LinkedEntity, SeenRecord } from '../model.ts';

/** Whoever links, decides or undoes an entity does so alone. */
export const lockEntity = (db: Db, entity: string) =>
  db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`registers.golden/${entity}`}, 0))`);

export async function findModel(db: Db, entity: string): Promise<LinkageModelRecord | undefined> {
  const [row] = await db.rows<LinkageModelRecord>(
    sql`select entity, settings, engine, records, model from registers.linkage_model where entity = ${entity}`,
  );
  return row;
}

/** The same without what was learnt: to see whether it still counts. */
export const findModelEdition = (db: Db, entity: string) =>
  db.one(
    Type.Object({ settings: Type.String(), engine: Type.String(), records: Type.Integer(), madeAt: Type.String() }),
    sql`select settings, engine, records, made_at as "madeAt" from registers.linkage_model where entity = ${entity}`,
  );

export const putModel = (db: Db, one: LinkageModelRecord, at: string) =>
  db.run(sql`insert into registers.linkage_model (entity, settings, engine, records, model, made_at)
    values (${one.entity}, ${one.settings}, ${one.engine}, ${one.records}, ${JSON.stringify(one.model)}::jsonb, ${at})
    on conflict (entity) do update set (settings, engine, records, model, made_at) =
      (excluded.settings, excluded.engine, excluded.records, excluded.model, excluded.made_at)`);

export async function clearLinks(db: Db, entity: string): Promise<void> {
  await db.run(sql`delete from registers.link where entity = ${entity}`);
  await db.run(sql`delete from registers.linked_record where entity = ${entity}`);
}

/** Forgets what was known of records before they are linked anew. */
export async function forgetRecords(db: Db, entity: string, records: readonly string[]): Promise<void> {
  const ids = sql`${[...records]}::uuid[]`;
  await db.run(sql`delete from registers.link where entity = ${entity} and left_record = any(${ids})`);
  await db.run(sql`delete from registers.link where entity = ${entity} and right_record = any(${ids})`);
  await db.run(sql`delete from registers.linked_record where entity = ${entity} and record_id = any(${ids})`);
}

/** Rows a statement. */
const SLICE = 20_000;

export async function putSeen(db: Db, of: LinkedEntity, seen: readonly SeenRecord[]): Promise<void> {
  for (let at = 0; at < seen.length; at += SLICE) {
    const slice = seen.slice(at, at + SLICE);
    const given = sql`unnest(${slice.map((one) => one.record)}::uuid[], ${slice.map((one) => one.verified)}::bigint[],
      ${slice.map((one) => `{${one.blocks.join(',')}}`)}::text[]) as s(record_id, verified, blocks)`;
    for (const { register } of of.registers) {
      const rows = relation(await openRegister(db, register), { scope: 'all', columns: [] });
      await db.run(sql`insert into registers.linked_record (entity, record_id, register, body_id, verified, blocks)
        select ${of.entity}, s.record_id, ${register}, r.body_id, s.verified, s.blocks::bigint[]
          from ${given} join ${rows} r using (record_id)`);
    }
  }
}

export async function putLinks(db: Db, entity: string, links: readonly FoundLink[]): Promise<void> {
  for (let at = 0; at < links.length; at += SLICE) {
    const slice = links.slice(at, at + SLICE);
    await db.run(sql`insert into registers.link (entity, left_record, right_record, pattern, weight, conflict, apart)
      select ${entity}, u.* from unnest(${slice.map((one) => one.left)}::uuid[], ${slice.map((one) => one.right)}::uuid[],
        ${slice.map((one) => one.pattern)}::integer[], ${slice.map((one) => one.weight)}::double precision[],
        ${slice.map((one) => one.conflict)}::boolean[], ${slice.map((one) => one.apart)}::text[]) as u
      on conflict (entity, left_record, right_record) do nothing`);
  }
}

/** Ids of the records that a change set began or ended. */
export async function touchedRecords(db: Db, register: string, change: ChangeSet): Promise<string[]> {
  const table = await openRegister(db, register);
  const rows = await db.rows<{ record: string }>(
    sql`select distinct d.record_id as record from ${delta(table, change, [])} d`,
  );
  return rows.map((row) => row.record);
}

/** Blocks of these keys that hold more than `most` records with those of the batch; both counted once. */
export async function giantBlocks(db: Db, entity: string, keys: readonly string[], most: number): Promise<string[]> {
  if (keys.length === 0) return [];
  const counts = sql`select b.block, count(*) as n from registers.linked_record r, unnest(r.blocks) as b(block)
    where r.entity = ${entity} and r.blocks && ${[...keys]}::bigint[] group by b.block`;
  const rows = await db.rows<{ block: string }>(
    sql`select block::text from (${counts}) c where n > ${most} and block = any(${[...keys]}::bigint[])`,
  );
  return rows.map((row) => row.block);
}

/** Records by register that share a block with what is looked for, `without` left out. */
export async function candidates(
  db: Db,
  entity: string,
  { keys, without }: { readonly keys: readonly string[]; readonly without: readonly string[] },
): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map();
  const rows = await db.rows<{ register: string; records: string[] }>(
    sql`select register, array_agg(record_id::text order by record_id) as records from registers.linked_record
         where entity = ${entity} and blocks && ${[...keys]}::bigint[] and record_id <> all(${[...without]}::uuid[])
         group by register`,
  );
  return new Map(rows.map(({ register, records }) => [register, records]));
}

const isLink = (match: number): Sql => sql`l.weight >= ${match} and not l.conflict and l.apart is null`;

/** Everybody whom links, decisions and people lead to from these records, they themselves included, the gone ones not. */
export async function reachable(db: Db, of: LinkedEntity, seeds: readonly string[]): Promise<string[]> {
  const { entity, settings } = of;
  const rows = await db.rows<{ record: string }>(sql`
    with recursive step(record_id) as (
      select unnest(${[...seeds]}::uuid[])
      union
      select n.record_id from step s cross join lateral (
        select l.right_record as record_id from registers.link l
          where l.entity = ${entity} and l.left_record = s.record_id and ${isLink(settings.thresholds.match)}
        union all
        select l.left_record from registers.link l
          where l.entity = ${entity} and l.right_record = s.record_id and ${isLink(settings.thresholds.match)}
        union all
        select unnest(d.left_records || d.right_records) from registers.duplicate_decision d
          where d.entity = ${entity} and d.undone_at is null
            and (d.left_records @> array[s.record_id] or d.right_records @> array[s.record_id])
        union all
        select o.record_id from registers.golden_member m join registers.golden_member o
          on o.person = m.person where m.entity = ${entity} and m.record_id = s.record_id
      ) n)
    select s.record_id::text as record from step s
      join registers.linked_record r on r.entity = ${entity} and r.record_id = s.record_id order by s.record_id`);
  return rows.map((row) => row.record);
}

const Known = Type.Object({
  record: Type.String(),
  register: Type.String(),
  verified: Type.Union([Type.String(), Type.Null()]),
});

/** What clustering asks of records. */
export const knownRecords = (db: Db, entity: string, records: readonly string[] | 'all') =>
  db.many(
    Known,
    sql`select record_id::text as record, register, verified::text as verified from registers.linked_record
      where entity = ${entity} and ${records === 'all' ? sql`true` : sql`record_id = any(${[...records]}::uuid[])`}
      order by record_id`,
  );

const LinkRow = Type.Object({
  left: Type.String(),
  right: Type.String(),
  weight: Type.Number(),
  conflict: Type.Boolean(),
  apart: Type.Union([Type.String(), Type.Null()]),
});

/** Links of which both ends are among these records. */
export const linksAmong = (db: Db, entity: string, records: readonly string[] | 'all') =>
  db.many(
    LinkRow,
    sql`select left_record::text as "left", right_record::text as "right", weight, conflict, apart from registers.link
      where entity = ${entity} and ${
        records === 'all'
          ? sql`true`
          : sql`left_record = any(${[...records]}::uuid[]) and right_record = any(${[...records]}::uuid[])`
      } order by left_record, right_record`,
  );
