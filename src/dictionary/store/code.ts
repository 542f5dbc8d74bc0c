/** SQL on code lists, codes and successions: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';
import type { CodeListPlan } from '../plan.ts';

const MaybeText = Type.Union([Type.String(), Type.Null()]);

export const ListRow = Type.Object({
  code: Type.String(),
  names: Texts,
  kind: Type.String(),
  parent_list: MaybeText,
  pattern: MaybeText,
  optional_words: Type.Array(Type.String()),
  edition: Type.Integer(),
  source_hash: MaybeText,
});
export type ListRow = Static<typeof ListRow>;
const listColumns = sql`code, names, kind, parent_list, pattern, optional_words, edition, source_hash`;

export const findList = (db: Db, code: string) =>
  db.one(ListRow, sql`select ${listColumns} from dictionary.code_list where code = ${code}`);

export const listsByCode = (db: Db, codes: readonly string[]) =>
  db.many(ListRow, sql`select ${listColumns} from dictionary.code_list where code = any(${codes}::text[])`);

/** Locked until the transaction ends: imports into one list take turns. */
export const lockList = (tx: Db, code: string) =>
  tx.one(ListRow, sql`select ${listColumns} from dictionary.code_list where code = ${code} for update`);

export const putLists = (tx: Db, lists: readonly CodeListPlan[]) =>
  tx.run(sql`insert into dictionary.code_list (code, names, definition, kind, parent_list, pattern, optional_words)
    select x.code, x.names, x.definition, x.kind, x."parentList", x.pattern,
           array(select jsonb_array_elements_text(x."optionalWords"))
      from jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) as x(code text, names jsonb, definition jsonb, kind text,
           "parentList" text, pattern text, "optionalWords" jsonb)
    on conflict (code) do update set names = excluded.names, definition = excluded.definition, kind = excluded.kind,
      parent_list = excluded.parent_list, pattern = excluded.pattern, optional_words = excluded.optional_words`);

export const raiseEdition = (tx: Db, code: string, sourceHash: string | undefined) =>
  tx.run(sql`update dictionary.code_list
      set edition = edition + 1, source_hash = coalesce(${sourceHash ?? null}, source_hash) where code = ${code}`);

const Counted = Type.Object({
  code: Type.String(),
  names: Texts,
  kind: Type.String(),
  parentList: MaybeText,
  codes: Type.Integer(),
});
export const listsWithCounts = (db: Db, on: string) =>
  db.many(
    Counted,
    sql`select l.code, l.names, l.kind, l.parent_list as "parentList",
          (select count(*) from dictionary.code c where c.list = l.code and ${inForce(on)})::int as codes
        from dictionary.code_list l order by l.code`,
  );

const inForce = (on: string): Sql => sql`c.valid_from <= ${on}::date and c.valid_to > ${on}::date`;

export const CodeRecord = Type.Object({
  code: Type.String(),
  names: Texts,
  parent: MaybeText,
  from: MaybeText,
  to: MaybeText,
  aliases: Type.Array(Type.String()),
  origin: Type.String(),
});
export type CodeRecord = Static<typeof CodeRecord>;

/** The ends of time print as null: since ever, until further notice. */
const codeColumns = sql`c.code, c.names, c.parent, nullif(c.valid_from::text, '-infinity') as "from",
  nullif(c.valid_to::text, 'infinity') as "to", c.aliases, c.origin`;

export const codesOfList = (db: Db, list: string) =>
  db.many(
    CodeRecord,
    sql`select ${codeColumns} from dictionary.code c where c.list = ${list} order by c.code, c.valid_from`,
  );

/** Every meaning a code ever had, oldest first. */
export const meanings = (db: Db, list: string, code: string) =>
  db.many(
    CodeRecord,
    sql`select ${codeColumns} from dictionary.code c where c.list = ${list} and c.code = ${code} order by c.valid_from`,
  );

export const meaningsOf = (db: Db, list: string, codes: readonly string[]) =>
  db.many(
    CodeRecord,
    sql`select ${codeColumns} from dictionary.code c where c.list = ${list} and c.code = any(${codes}::text[])
        order by c.code, c.valid_from`,
  );

const SuccessionRow = Type.Object({
  from: Type.String(),
  to: Type.String(),
  day: Type.String(),
  kind: Type.Union([Type.Literal('whole'), Type.Literal('part')]),
  share: Type.Union([Type.Number(), Type.Null()]),
  origin: Type.String(),
});
export type SuccessionRow = Static<typeof SuccessionRow>;

export const successionsOf = (db: Db, list: string) =>
  db.many(
    SuccessionRow,
    sql`select code_from as "from", code_to as "to", day::text as day, kind, share, origin
        from dictionary.code_succession where list = ${list} order by code_from, day, code_to`,
  );

export async function listsWithSuccessions(db: Db, lists: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.many(
    Type.Object({ list: Type.String() }),
    sql`select distinct list from dictionary.code_succession where list = any(${[...lists]}::text[])`,
  );
  return new Set(rows.map(({ list }) => list));
}

/** What arrived at a code, the earliest first. */
export const successionsTo = (db: Db, list: string, code: string) =>
  db.many(
    SuccessionRow,
    sql`select code_from as "from", code_to as "to", day::text as day, kind, share, origin
        from dictionary.code_succession where list = ${list} and code_to = ${code} order by day, code_from`,
  );

const Edition = Type.Object({
  day: MaybeText,
  codes: Type.Integer(),
  began: Type.Integer(),
  ended: Type.Integer(),
  successions: Type.Integer(),
});

/** Days on which something in the list began, ended or was succeeded, the newest first; null: since ever. */
export const editionsOf = (db: Db, list: string, { after, limit }: { after: string | undefined; limit: number }) =>
  db.many(
    Edition,
    sql`with event as (
          select valid_from as day, 1 as began, 0 as ended, 0 as successions from dictionary.code where list = ${list}
          union all select valid_to, 0, 1, 0 from dictionary.code where list = ${list} and valid_to < 'infinity'
          union all select day, 0, 0, 1 from dictionary.code_succession where list = ${list}),
        edition as (
          select day, sum(began)::int as began, sum(ended)::int as ended, sum(successions)::int as successions
            from event where day < ${after ?? 'infinity'}::date group by day order by day desc limit ${limit})
        select nullif(e.day::text, '-infinity') as day, e.began, e.ended, e.successions,
               (select count(*) from dictionary.code c where c.list = ${list} and c.valid_from <= e.day and c.valid_to > e.day)::int
                 as codes
          from edition e order by e.day desc`,
  );

const ChildRow = Type.Object({
  list: Type.String(),
  code: Type.String(),
  names: Texts,
  parent: MaybeText,
  validFrom: MaybeText,
  validTo: MaybeText,
  /** No longer in force on the day. */
  former: Type.Boolean(),
  children: Type.Integer(),
});
export type ChildRow = Static<typeof ChildRow>;

export interface Level {
  readonly list: string;
  readonly on: string;
  /** Undefined: the top of the list (codes without a parent in the same list). */
  readonly parent: string | undefined;
  /** Whether parents stand in another list: then the top is the whole list. */
  readonly flat: boolean;
  readonly after: string | undefined;
  /** Only these codes, wherever they stand in the tree. */
  readonly only?: readonly string[];
  /** Codes that ended before the day, too, as they were last; what is in force under a code comes before what was. */
  readonly former?: boolean;
  readonly limit: number;
}

/** A page of one level of the tree, as of a day. */
export const children = (db: Db, level: Level): Promise<ChildRow[]> => {
  // Below a code stand codes of its own list or of the lists whose parent list it is.
  const lists =
    level.parent === undefined
      ? sql`c.list = ${level.list}`
      : sql`(c.list = ${level.list} or c.list in (select code from dictionary.code_list where parent_list = ${level.list}))`;
  const present = level.former
    ? sql`c.valid_from <= ${level.on}::date and not exists (select from dictionary.code n where n.list = c.list
        and n.code = c.code and n.valid_from > c.valid_from and n.valid_from <= ${level.on}::date)`
    : inForce(level.on);
  const conditions = [lists, present];
  if (level.only) conditions.push(sql`c.code = any(${level.only}::text[])`);
  else if (level.parent !== undefined) conditions.push(sql`c.parent = ${level.parent}`);
  else if (!level.flat) conditions.push(sql`c.parent is null`);
  if (level.after !== undefined) conditions.push(sql`c.code > ${level.after}`);
  return db.many(
    ChildRow,
    sql`select c.list, c.code, c.names, c.parent, nullif(c.valid_from::text, '-infinity') as "validFrom",
          nullif(c.valid_to::text, 'infinity') as "validTo", c.valid_to <= ${level.on}::date as former,
          (select count(*) from dictionary.code k join dictionary.code_list kl on kl.code = k.list
            where (k.list = c.list and kl.parent_list is null or kl.parent_list = c.list) and k.parent = c.code
              and k.valid_from <= ${level.on}::date
              and (${level.former === true} or k.valid_to > ${level.on}::date))::int as children
        from dictionary.code c where ${join(conditions, ' and ')} order by c.code limit ${level.limit}`,
  );
};

export interface WrittenCode {
  readonly code: string;
  readonly names: Texts;
  readonly parent: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly aliases: readonly string[];
  readonly origin: string;
}

export const insertCodes = (tx: Db, list: string, rows: readonly WrittenCode[], changeSet: number) =>
  tx.run(sql`insert into dictionary.code (list, code, valid_from, valid_to, names, parent, aliases, origin, change_set)
    select ${list}, x.code, coalesce(x."from", '-infinity')::date, coalesce(x."to", 'infinity')::date, x.names, x.parent,
           array(select jsonb_array_elements_text(x.aliases)), x.origin, ${changeSet}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, names jsonb, parent text, "from" text,
           "to" text, aliases jsonb, origin text)`);

export const deleteCodes = (tx: Db, list: string, rows: readonly { code: string; from: string | null }[]) =>
  tx.run(sql`delete from dictionary.code c using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, "from" text)
    where c.list = ${list} and c.code = x.code and c.valid_from = coalesce(x."from", '-infinity')::date`);

/** All successions of one origin are replaced: they are few and say everything together. */
export const deleteSuccessions = (tx: Db, list: string, origin: string) =>
  tx.run(sql`delete from dictionary.code_succession where list = ${list} and origin = ${origin}`);

export const insertSuccessions = (
  tx: Db,
  list: string,
  rows: readonly { from: string; to: string; day: string; kind: string; share?: number | null | undefined }[],
  origin: string,
) =>
  tx.run(sql`insert into dictionary.code_succession (list, code_from, code_to, day, kind, share, origin)
    select ${list}, x."from", x."to", x.day::date, x.kind, x.share, ${origin}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x("from" text, "to" text, day text, kind text, share float8)
    on conflict (list, code_from, code_to, day) do nothing`);

/** Said anew, a succession is what was said last. */
export const putSuccessions = (
  tx: Db,
  list: string,
  rows: readonly { from: string; to: string; day: string; kind: string; share?: number | null | undefined }[],
) =>
  tx.run(sql`insert into dictionary.code_succession (list, code_from, code_to, day, kind, share, origin)
    select ${list}, x."from", x."to", x.day::date, x.kind, x.share, 'import'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x("from" text, "to" text, day text, kind text, share float8)
    on conflict (list, code_from, code_to, day) do update
      set kind = excluded.kind, share = excluded.share, origin = excluded.origin`);

export const removeSuccessions = (tx: Db, list: string, rows: readonly { from: string; to: string; day: string }[]) =>
  tx.run(sql`delete from dictionary.code_succession s
    using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x("from" text, "to" text, day text)
    where s.list = ${list} and s.code_from = x."from" and s.code_to = x."to" and s.day = x.day::date`);
