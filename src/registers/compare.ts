/** The comparison of records with the authority, as SQL. Pure: fragments in, fragments out. */
import { id, join, sql, type Sql } from '../platform/db/sql.ts';
import type { Comparison } from './model.ts';

/**
 * A text as it is compared: NFC, small letters, one space, one spelling a sound. Other types compare as they are, so
 * everything is compared as text.
 */
export function spelled(value: Sql, same: Comparison['sameSpelling']): Sql {
  const even = sql`normalize(btrim(regexp_replace((${value})::text, '\\s+', ' ', 'g')), NFC)`;
  // Small letters by Unicode, whatever the database's own locale: in "C" a capital with a mark would stay a capital.
  const base = sql`(lower(${even} collate "und-x-icu") collate "C")`;
  return same.reduce((text, [from, to]) => sql`replace(${text}, ${from}, ${to})`, base);
}

/** Whether a field says the same on both sides; two absent values are the same. */
export const same = (field: string, { sameSpelling }: Pick<Comparison, 'sameSpelling'>): Sql =>
  sql`(${spelled(sql`m.${id(field)}`, sameSpelling)} is not distinct from ${spelled(sql`a.${id(field)}`, sameSpelling)})`;

/** How row `m` stands against row `a` of the authority (all null when there is none). */
export function standing(comparison: Comparison, keyPattern: string | undefined): Sql {
  const key = sql`m.${id(comparison.keyField)}`;
  const noKey =
    keyPattern === undefined ? sql`${key} is null` : sql`(${key} is null or ${key} !~ ${`^(${keyPattern})$`})`;
  // A file that gives none of the identifying fields says nothing that could differ.
  const given = comparison.identity.map((field) => same(field, comparison));
  const identity = given.length === 0 ? sql`true` : join(given, ' and ');
  return sql`case when ${noKey} then 'no-key' when a.${id(comparison.authorityKey)} is null then 'not-found'
    when ${identity} then 'verified' else 'differs' end`;
}

/** `from … m left join … a`: rows beside what the authority says of them. */
export const beside = (comparison: Comparison, rows: Sql, authority: Sql): Sql =>
  sql`from ${rows} m left join ${authority} a on a.${id(comparison.authorityKey)} = m.${id(comparison.keyField)}`;

/** One row a field that differs: `record_id, body_id, field, said, held`. */
export function differences(comparison: Comparison, joined: Sql): Sql {
  const one = (field: string) => sql`select m.record_id, m.body_id, ${field}::text as field,
    (m.${id(field)})::text as said, (a.${id(field)})::text as held ${joined}
    where a.${id(comparison.authorityKey)} is not null and not ${same(field, comparison)}`;
  return join([...new Set([...comparison.identity, ...comparison.held])].map(one), ' union all ');
}
