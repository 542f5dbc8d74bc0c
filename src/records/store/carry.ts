/** SQL that carries the values of one column into another while people work. Each function is one statement. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, renderLiteral, sql, type Sql } from '../../platform/db/sql.ts';
import { workName, type Carry, type Place } from '../migration/model.ts';

export const tables = ['data', 'history'] as const;
export type Half = (typeof tables)[number];

const functionOf = (entity: EntityPlan) => id('records', workName('carry', entity.name));

/** The value under the new type; a collation is always said, so that both sides of a comparison have one. */
const carried = ({ source, type }: Carry, alias?: string): Sql => {
  const column = alias === undefined ? sql`new.${id(source)}` : id(alias, source);
  return sql`${column}::${raw(type === 'text' ? 'text collate "default"' : type)}`;
};

/** From its commit on every new version has both values, whoever writes it and by which statement. */
export async function startCarrying(tx: Db, entity: EntityPlan, carries: readonly Carry[]): Promise<void> {
  const sets = carries.map((carry) => sql`new.${id(carry.work)} := ${carried(carry)};`);
  const body = renderLiteral(sql`begin ${join(sets, ' ')} return new; end`);
  await tx.run(
    raw(
      `create or replace function ${renderLiteral(functionOf(entity))}() returns trigger language plpgsql as $carry$ ${body} $carry$`,
    ),
  );
  for (const schema of tables) {
    const table = id(schema, entity.name);
    await tx.run(sql`create or replace trigger _carry before insert or update on ${table}
      for each row execute function ${functionOf(entity)}()`);
  }
}

export async function stopCarrying(tx: Db, entity: EntityPlan): Promise<void> {
  for (const schema of tables) await tx.run(sql`drop trigger if exists _carry on ${id(schema, entity.name)}`);
  await tx.run(sql`drop function if exists ${functionOf(entity)}()`);
}

const differs = (carries: readonly Carry[]): Sql =>
  join(
    carries.map((carry) => sql`${id('t', carry.work)} is distinct from ${carried(carry, 't')}`),
    ' or ',
  );

const Carried = Type.Object({
  rows: Type.Integer(),
  record: Type.Union([Type.String(), Type.Null()]),
  version: Type.Union([Type.Integer(), Type.Null()]),
});

export interface Batch {
  readonly half: Half;
  readonly after: Place | undefined;
  readonly rows: number;
}

/** The next rows in the order of their ids; a row that somebody has in hand is left for another round. */
export async function carryBatch(tx: Db, entity: EntityPlan, carries: readonly Carry[], batch: Batch) {
  const table = id(batch.half, entity.name);
  const { after } = batch;
  const beyond = after
    ? sql`(t.record_id, t.version) > (${after.record}::uuid, ${after.version}::bigint) and`
    : raw('');
  const sets = carries.map((carry) => sql`${id(carry.work)} = ${carried(carry, 't')}`);
  const row = await tx.one(
    Carried,
    sql`with batch as (
          select t.ctid as place from ${table} t where ${beyond} (${differs(carries)})
          order by t.record_id, t.version limit ${batch.rows} for update skip locked),
        touched as (
          update ${table} t set ${join(sets)} from batch b where t.ctid = b.place returning t.record_id, t.version)
        select count(*)::int as rows, (array_agg(record_id::text order by record_id desc, version desc))[1] as record,
          (array_agg(version order by record_id desc, version desc))[1] as version from touched`,
  );
  const last = row?.record && row.version !== null ? { record: row.record, version: row.version } : undefined;
  return { rows: row?.rows ?? 0, last };
}

const Left = Type.Object({ left: Type.Boolean() });

export async function isCarrying(tx: Db, entity: EntityPlan, carries: readonly Carry[], half: Half): Promise<boolean> {
  const row = await tx.one(
    Left,
    sql`select exists (select from ${id(half, entity.name)} t where ${differs(carries)}) as left`,
  );
  return row?.left ?? false;
}

const Rows = Type.Object({ rows: Type.Integer() });

export async function countBoth(tx: Db, entity: EntityPlan): Promise<number> {
  const row = await tx.one(
    Rows,
    sql`select (select count(*) from ${id('data', entity.name)}) + (select count(*) from ${id('history', entity.name)}) as rows`,
  );
  return row?.rows ?? 0;
}
