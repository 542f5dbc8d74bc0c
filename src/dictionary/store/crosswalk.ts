/** SQL on crosswalks and their links: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';
import type { CrosswalkLink, CrosswalkPlan } from '../plan.ts';

const MaybeText = Type.Union([Type.String(), Type.Null()]);

const Head = Type.Object({
  list: Type.String(),
  to: Type.String(),
  on: MaybeText,
  toOn: MaybeText,
  note: Type.Union([Texts, Type.Null()]),
  origin: Type.Union([Type.Literal('release'), Type.Literal('import')]),
  links: Type.Integer(),
});
export type CrosswalkRow = Static<typeof Head>;

/** Which crosswalk is meant; null: without a day. */
export interface CrosswalkKey {
  readonly list: string;
  readonly to: string;
  readonly on: string | null;
  readonly toOn: string | null;
}

const day = (value: string | null): Sql => sql`coalesce(${value}, '-infinity')::date`;
const headColumns = sql`w.list, w.to_list as "to", nullif(w.on_day::text, '-infinity') as "on",
  nullif(w.to_day::text, '-infinity') as "toOn", w.note, w.origin,
  (select count(*) from dictionary.crosswalk_link k where (k.list, k.to_list, k.on_day, k.to_day)
    = (w.list, w.to_list, w.on_day, w.to_day))::int as links`;
const isKey = (alias: Sql, { list, to, on, toOn }: CrosswalkKey): Sql =>
  sql`(${alias}.list, ${alias}.to_list, ${alias}.on_day, ${alias}.to_day) = (${list}, ${to}, ${day(on)}, ${day(toOn)})`;

export const allCrosswalks = (db: Db) =>
  db.many(Head, sql`select ${headColumns} from dictionary.crosswalk w order by w.list, w.to_list, w.on_day, w.to_day`);

/** A page of those that begin or end at a list, or of all. */
export const crosswalkPage = (
  db: Db,
  { list, after, limit }: { list: string | undefined; after: CrosswalkKey | undefined; limit: number },
) => {
  const about = list === undefined ? sql`true` : sql`(w.list = ${list} or w.to_list = ${list})`;
  const beyond = after
    ? sql`(w.list, w.to_list, w.on_day, w.to_day) > (${after.list}, ${after.to}, ${day(after.on)}, ${day(after.toOn)})`
    : sql`true`;
  return db.many(
    Head,
    sql`select ${headColumns} from dictionary.crosswalk w where ${about} and ${beyond}
        order by w.list, w.to_list, w.on_day, w.to_day limit ${limit}`,
  );
};

export const findCrosswalk = (db: Db, key: CrosswalkKey) =>
  db.one(Head, sql`select ${headColumns} from dictionary.crosswalk w where ${isKey(sql`w`, key)}`);

const LinkRow = Type.Object({
  from: Type.String(),
  to: Type.String(),
  kind: Type.Enum(['same', 'broader', 'narrower', 'split', 'merge', 'part']),
  share: Type.Union([Type.Number(), Type.Null()]),
});

export const linksOf = async (db: Db, key: CrosswalkKey): Promise<readonly CrosswalkLink[]> => {
  const rows = await db.many(
    LinkRow,
    sql`select k.code_from as "from", k.code_to as "to", k.kind, k.share from dictionary.crosswalk_link k
        where ${isKey(sql`k`, key)} order by k.code_from, k.code_to`,
  );
  return rows.map(({ share, ...link }) => (share === null ? link : { ...link, share }));
};

export const deleteReleaseCrosswalks = (tx: Db) =>
  tx.run(sql`delete from dictionary.crosswalk where origin = 'release'`);

export const deleteCrosswalk = (tx: Db, key: CrosswalkKey) =>
  tx.run(sql`delete from dictionary.crosswalk w where ${isKey(sql`w`, key)}`);

interface Written {
  readonly list: string;
  readonly crosswalk: CrosswalkPlan;
  readonly origin: 'release' | 'import';
  readonly changeSet: number;
}

export const insertCrosswalk = (tx: Db, { list, crosswalk, origin, changeSet }: Written) =>
  tx.run(sql`insert into dictionary.crosswalk (list, to_list, on_day, to_day, note, origin, change_set)
    values (${list}, ${crosswalk.to}, ${day(crosswalk.on ?? null)}, ${day(crosswalk.toOn ?? null)},
            ${crosswalk.note === undefined ? null : JSON.stringify(crosswalk.note)}::jsonb, ${origin}, ${changeSet})`);

export const insertLinks = (tx: Db, { list, to, on, toOn }: CrosswalkKey, links: readonly CrosswalkLink[]) =>
  tx.run(sql`insert into dictionary.crosswalk_link (list, to_list, on_day, to_day, code_from, code_to, kind, share)
    select ${list}, ${to}, ${day(on)}, ${day(toOn)}, x."from", x."to", x.kind, x.share
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as x("from" text, "to" text, kind text, share float8)`);
