/** SQL on the search index: each function one statement. */
import Type from 'typebox';
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
  /** A tsvector literal. */
  readonly words: string;
  /** Folded names: what an exact or prefix hit is. */
  readonly folded: readonly string[];
}

export const Found = Type.Object({
  kind: Type.Union([Type.Literal('element'), Type.Literal('entity'), Type.Literal('code-list'), Type.Literal('code')]),
  list: Type.String(),
  key: Type.String(),
  names: Texts,
  definition: Type.Union([Texts, Type.Null()]),
  tier: Type.Integer(),
});

export const removeKinds = (tx: Db, kinds: readonly string[]) =>
  tx.run(sql`delete from dictionary.entry where kind = any(${kinds}::text[])`);
export const removeCodes = (tx: Db, list: string) =>
  tx.run(sql`delete from dictionary.entry where kind = 'code' and list = ${list}`);

export const insertEntries = (tx: Db, entries: readonly Entry[]) =>
  tx.run(sql`insert into dictionary.entry (kind, list, key, names, definition, weight, words)
    select x.kind, x.list, x.key, x.names, nullif(x.definition, 'null'::jsonb), x.weight, x.words::tsvector
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as x(kind text, list text, key text, names jsonb, definition jsonb, weight int, words text)`);

export const insertNames = (tx: Db, entries: readonly Entry[]) =>
  tx.run(sql`insert into dictionary.entry_name (folded, kind, list, key)
    select n.folded, x.kind, x.list, x.key
      from jsonb_to_recordset(${JSON.stringify(entries.map(({ kind, list, key, folded }) => ({ kind, list, key, folded })))}::jsonb)
        as x(kind text, list text, key text, folded jsonb), jsonb_array_elements_text(x.folded) as n(folded)`);

export const insertWords = (tx: Db, words: readonly string[]) =>
  tx.run(
    sql`insert into dictionary.entry_word (word) select distinct w from unnest(${words}::text[]) w on conflict do nothing`,
  );

export const forgetWords = (tx: Db) =>
  tx.run(sql`delete from dictionary.entry_word w
    where not exists (select from dictionary.entry e where e.words @@ quote_literal(w.word)::tsquery)`);

export interface Asked {
  /** Folded text of the whole question. */
  readonly folded: string;
  /** tsquery literals: in names, and anywhere. */
  readonly inNames: string;
  readonly anywhere: string;
  readonly kind: string | undefined;
  readonly list: string | undefined;
  readonly limit: number;
}

// Ranking thousands of hits is what costs (PERFORMANCE §8): so many are looked at, the shortest names first.
const MOST_LOOKED_AT = 400;

/** Exact names first, then names that begin so, then all words in the names, then anywhere. */
export function find(db: Db, asked: Asked) {
  const { folded, limit } = asked;
  const narrow = (alias: Sql) =>
    sql`${asked.kind === undefined ? sql`` : sql`and ${alias}.kind = ${asked.kind}`}
        ${asked.list === undefined ? sql`` : sql`and ${alias}.list = ${asked.list}`}`;
  const name = sql`n`;
  const entry = sql`e`;
  const most = sql`${MOST_LOOKED_AT}`;
  return db.many(
    Found,
    sql`with hit as (
        (select n.kind, n.list, n.key, 1 as tier from dictionary.entry_name n
          where n.folded = ${folded} ${narrow(name)} limit ${most})
        union all
        (select n.kind, n.list, n.key, 2 from dictionary.entry_name n
          where n.folded > ${folded} and n.folded < ${`${folded}\u{10ffff}`} ${narrow(name)} order by n.folded limit ${most})
        union all
        (select e.kind, e.list, e.key, 3 from dictionary.entry e
          where e.words @@ ${asked.inNames}::tsquery ${narrow(entry)} limit ${most})
        union all
        (select e.kind, e.list, e.key, 4 from dictionary.entry e
          where e.words @@ ${asked.anywhere}::tsquery ${narrow(entry)} limit ${most})),
      best as (select kind, list, key, min(tier) as tier from hit group by kind, list, key)
      select e.kind, e.list, e.key, e.names, e.definition, b.tier
        from best b join dictionary.entry e using (kind, list, key)
       order by b.tier, case e.kind when 'element' then 1 when 'entity' then 2 when 'code-list' then 3 else 4 end,
                e.weight, e.list, e.key
       limit ${limit}`,
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
