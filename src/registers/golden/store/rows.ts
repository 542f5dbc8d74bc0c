/** Texts of records as linkage reads them, out of the relation that records names. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Db } from '../../../platform/db/db.ts';
import { id, join, sql, type Sql } from '../../../platform/db/sql.ts';
import { openRegister, relation } from '../../../records/index.ts';
import type { GivenRow, LinkedEntity, LinkedRegister } from '../model.ts';

async function selectTexts(db: Db, of: LinkedEntity, { register, columns }: LinkedRegister): Promise<Sql> {
  const table = await openRegister(db, register);
  const texts = Object.keys(of.settings.fields).map((f) => sql`${textOf(columns[f] ?? [])} as ${id(f)}`);
  const wanted = [...new Set(Object.values(columns).flat())];
  return sql`select r.record_id::text as key, ${join(texts)} from ${relation(table, { scope: 'all', columns: wanted })} r`;
}

const textOf = (columns: readonly string[]): Sql => {
  const cells = columns.map((column) => sql`nullif(trim(r.${id(column)}::text), '')`);
  if (cells.length === 0) return sql`null::text`;
  return cells.length === 1 ? (cells[0] as Sql) : sql`nullif(concat_ws('|', ${join(cells)}), '')`;
};

/** Every record of every register of the entity, as a file `key, <field>…`. */
export async function writeTexts(db: Db, of: LinkedEntity, file: string): Promise<void> {
  const parts: Sql[] = [];
  for (const register of of.registers) parts.push(await selectTexts(db, of, register));
  const all = sql`copy (${join(parts, ' union all ')}) to stdout with (format csv, header)`;
  await pipeline(Readable.from(db.copyOut(all)), createWriteStream(file, { mode: 0o600 }));
}

/** Those of these records that are there. */
export async function readTexts(
  db: Db,
  of: LinkedEntity,
  wanted: ReadonlyMap<string, readonly string[]>,
): Promise<GivenRow[]> {
  const rows: GivenRow[] = [];
  for (const register of of.registers) {
    const records = wanted.get(register.register) ?? [];
    if (records.length === 0) continue;
    const select = await selectTexts(db, of, register);
    const found = await db.rows<Record<string, string | null>>(
      sql`${select} where r.record_id = any(${[...records]}::uuid[]) order by r.record_id`,
    );
    rows.push(...found.map(({ key, ...texts }) => ({ record: key as string, texts })));
  }
  return rows;
}

/** How many records the registers hold together. */
export const countTexts = async (db: Db, of: LinkedEntity): Promise<number> => {
  let n = 0;
  for (const { register } of of.registers) {
    const table = await openRegister(db, register);
    const [row] = await db.rows<{ n: number }>(
      sql`select count(*) as n from ${relation(table, { scope: 'all', columns: [] })} r`,
    );
    n += row?.n ?? 0;
  }
  return n;
};
