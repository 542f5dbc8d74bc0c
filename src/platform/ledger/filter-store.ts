/** Saved filters, and what the entries of a filter are made of. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { join, sql } from '../db/sql.ts';
import { conditions, seen, type EntryFilter, type Sight } from './entry-store.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const FilterRow = Type.Object({
  id: Type.String(),
  account: Type.String(),
  name: Type.String(),
  query: Type.Record(Type.String(), Type.Unknown()),
  post: Nullable(Type.String()),
});
export type FilterRow = Static<typeof FilterRow>;

const columns = sql`id, account, name, query, post`;

export interface Holder {
  readonly account: string;
  readonly body: number | null;
  readonly posts: readonly string[];
}

/** His own, and those that are shared with a post he holds in his body. */
export const filtersFor = (db: Db, { account, body, posts }: Holder): Promise<FilterRow[]> =>
  db.many(
    FilterRow,
    sql`select ${columns} from platform.audit_filter
      where account = ${account} or (body = ${body}::int and post = any(${posts}::text[])) order by name, id`,
  );

export interface NewFilter {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly query: object;
  readonly post: string | null;
  readonly body: number | null;
  readonly now: Date;
}

/** The same name again is the new filter. */
export async function putFilter(tx: Db, row: NewFilter): Promise<FilterRow> {
  const found = await tx.one(
    FilterRow,
    sql`insert into platform.audit_filter (id, account, name, query, post, body, made_at)
      values (${row.id}, ${row.account}, ${row.name}, ${JSON.stringify(row.query)}::jsonb, ${row.post}, ${row.body},
        ${row.now})
      on conflict (account, name) do update set query = excluded.query, post = excluded.post, body = excluded.body
      returning ${columns}`,
  );
  return found as FilterRow;
}

export const deleteFilter = (tx: Db, account: string, id: string): Promise<number> =>
  tx.run(sql`delete from platform.audit_filter where id = ${id}::uuid and account = ${account}`);

export const FACETS = ['action', 'actor', 'body', 'allowed', 'rule', 'day'] as const;
const Facet = Type.Object({ facet: Type.Enum([...FACETS]), value: Type.String(), count: Type.Integer() });

/** How often each value occurs among the newest entries in sight that a filter finds, the most frequent first. */
export function countFacets(
  db: Db,
  sight: Sight,
  filter: EntryFilter & { readonly timeZone: string },
): Promise<Static<typeof Facet>[]> {
  const where = [sql`true`, ...seen(sight), ...conditions(filter)];
  return db.many(
    Facet,
    sql`with found as materialized (
        select e.action, e.actor, e.body, e.allowed, e.rule, (e.at at time zone ${filter.timeZone})::date as day
        from platform.audit_entry e where ${join(where, ' and ')}
        order by e.epoch desc, e.position desc limit ${filter.limit})
      select v.facet, v.value, count(*) from found f cross join lateral (values
        ('action', f.action), ('actor', f.actor), ('body', f.body::text), ('allowed', f.allowed::text),
        ('rule', f.rule), ('day', f.day::text)) v(facet, value)
      where v.value is not null group by v.facet, v.value order by count(*) desc, v.value`,
  );
}
