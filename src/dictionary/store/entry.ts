/** SQL on the search index: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';

export interface Entry {
  readonly kind: 'element' | 'entity' | 'code-list' | 'code';
  readonly list: string;
  readonly key: string;
  readonly names: Texts;
  readonly definition: Texts | null;
  readonly weight: number;
  /** Words of the names, and of names and definition: tsvector literals. */
  readonly inNames: string;
  readonly anywhere: string;
  /** Folded names: what an exact or prefix hit is. */
  readonly folded: readonly string[];
}

export const Found = Type.Object({
  kind: Type.Union([Type.Literal('element'), Type.Literal('entity'), Type.Literal('code-list'), Type.Literal('code')]),
  list: Type.String(),
  key: Type.String(),
  names: Texts,
  definition: Type.Union([Texts, Type.Null()]),
});

export type Found = Static<typeof Found>;

export const removeKinds = (tx: Db, kinds: readonly string[]) =>
  tx.run(sql`delete from dictionary.entry where kind = any(${kinds}::text[])`);
export const removeCodes = (tx: Db, list: string) =>
  tx.run(sql`delete from dictionary.entry where kind = 'code' and list = ${list}`);

export const removeNamesOfKinds = (tx: Db, kinds: readonly string[]) =>
  tx.run(sql`delete from dictionary.entry_name where kind = any(${kinds}::text[])`);
export const removeNamesOfCodes = (tx: Db, list: string) =>
  tx.run(sql`delete from dictionary.entry_name where kind = 'code' and list = ${list}`);

export const insertEntries = (tx: Db, entries: readonly Entry[]) =>
  tx.run(sql`insert into dictionary.entry (kind, list, key, names, definition, weight, in_names, anywhere)
    select x.kind, x.list, x.key, x.names, nullif(x.definition, 'null'::jsonb), x.weight,
           x."inNames"::tsvector, x.anywhere::tsvector
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as x(kind text, list text, key text, names jsonb, definition jsonb, weight int, "inNames" text, anywhere text)`);

export const insertNames = (tx: Db, entries: readonly Entry[]) =>
  tx.run(sql`insert into dictionary.entry_name (folded, kind, list, key)
    select n.folded, x.kind, x.list, x.key
      from jsonb_to_recordset(${JSON.stringify(entries.map(({ kind, list, key, folded }) => ({ kind, list, key, folded })))}::jsonb)
        as x(kind text, list text, key text, folded jsonb), jsonb_array_elements_text(x.folded) as n(folded)`);

export const insertWords = (tx: Db, words: readonly string[]) =>
  tx.run(
    sql`insert into dictionary.entry_word (word) select distinct w from unnest(${words}::text[]) w on conflict do nothing`,
  );

export interface Narrowing {
  readonly kind: string | undefined;
  readonly list: string | undefined;
  readonly limit: number;
}

const narrow = (alias: Sql, { kind, list }: Narrowing): Sql =>
  sql`${kind === undefined ? sql`` : sql`and ${alias}.kind = ${kind}`}
      ${list === undefined ? sql`` : sql`and ${alias}.list = ${list}`}`;

// Ranking thousands of hits is what costs (PERFORMANCE §8): so many are looked at, the shortest names first.
const MOST_LOOKED_AT = 400;
const MOST_NAMES = 100;
const order = sql`case e.kind when 'element' then 1 when 'entity' then 2 when 'code-list' then 3 else 4 end,
  e.weight, e.list, e.key`;

/** Entries with exactly this name, then entries with a name that begins so. */
export function named(db: Db, folded: string, narrowing: Narrowing) {
  return db.many(
    Found,
    sql`with hit as (
        (select n.kind, n.list, n.key, 1 as tier from dictionary.entry_name n
          where n.folded = ${folded} ${narrow(sql`n`, narrowing)} limit ${MOST_NAMES})
        union all
        (select n.kind, n.list, n.key, 2 from dictionary.entry_name n
          where n.folded > ${folded} and n.folded < ${`${folded}\u{10ffff}`} ${narrow(sql`n`, narrowing)}
          order by n.folded limit ${MOST_NAMES})),
      best as (select kind, list, key, min(tier) as tier from hit group by kind, list, key)
      -- By key, one after the other: the planner cannot know how few there are and would read the whole table.
      select e.kind, e.list, e.key, e.names, e.definition
        from best b, lateral (select * from dictionary.entry e
          where e.kind = b.kind and e.list = b.list and e.key = b.key offset 0) e
       order by b.tier, ${order} limit ${narrowing.limit}`,
  );
}

/** Entries that have all the words, in their names or anywhere; `query` is a tsquery literal. */
export function worded(db: Db, where: 'in_names' | 'anywhere', query: string, narrowing: Narrowing) {
  return db.many(
    Found,
    sql`select e.kind, e.list, e.key, e.names, e.definition
        from dictionary.entries_with(${query}::tsquery, ${where === 'in_names'}, ${narrowing.kind ?? null},
          ${narrowing.list ?? null}, ${MOST_LOOKED_AT}) e
       order by ${order} limit ${narrowing.limit}`,
  );
}

const Near = Type.Object({ asked: Type.String(), word: Type.String() });

/** The nearest known words to each asked word, by trigrams; an asked word that is known stands for itself. */
export const nearWords = (db: Db, words: readonly string[]) =>
  db.many(
    Near,
    sql`select a.word as asked, n.word from unnest(${words}::text[]) a(word),
        lateral (select w.word from dictionary.entry_word w where similarity(w.word, a.word) > 0.25
          order by w.word <-> a.word limit 3) n`,
  );
