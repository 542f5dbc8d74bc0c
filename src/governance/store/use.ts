/** SQL on use that is told from node to node. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

const Use = Type.Object({
  agreement: Type.String(),
  consumer: Type.Integer(),
  /** First day of the period of the quota. */
  since: Type.String(),
  used: Type.Integer(),
  seen: Type.Integer(),
});
export type CountedUse = Static<typeof Use>;

/**
 * Use in the running period that these consumers' nodes have not been told, of agreements that others than `elsewhere`
 * provide.
 */
export const untoldUse = (
  tx: Db,
  { elsewhere, day, month }: { readonly elsewhere: readonly number[]; readonly day: string; readonly month: string },
): Promise<CountedUse[]> =>
  tx.many(
    Use,
    sql`select n.agreement, n.consumer, n.since::text as since, n.used, n.seen from (
        select u.agreement, u.consumer, p.since, sum(u.used)::int as used, coalesce(max(s.seen), 0) as seen
          from governance.grant_use u
          join governance.agreement a on a.code = u.agreement
          cross join lateral (select case a.quota_period when 'day' then ${day}::date else ${month}::date end as since) p
          left join governance.subject_use s
            on s.agreement = u.agreement and s.consumer = u.consumer and s.period = p.since
          where u.day >= p.since and u.consumer = any(${elsewhere}::integer[])
            and not a.provider = any(${elsewhere}::integer[])
          group by u.agreement, u.consumer, p.since) n
      left join governance.use_told t using (agreement, consumer)
      where (t.since, t.used, t.seen) is distinct from (n.since, n.used, n.seen)
      order by n.agreement, n.consumer`,
  );

interface Telling {
  readonly at: string;
  /** Null for what was heard. */
  readonly changeSet: number | null;
}

/** Keeps what is told, or heard; what is older than what is here changes nothing. */
export const putUse = (tx: Db, uses: readonly CountedUse[], { at, changeSet }: Telling): Promise<number> =>
  tx.run(sql`insert into governance.use_told as t (agreement, consumer, since, used, seen, at, change_set)
    select agreement, consumer, since, used, seen, ${at}::timestamptz, ${changeSet}::bigint
      from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
        as x(agreement text, consumer int, since date, used int, seen int)
    on conflict (agreement, consumer) do update set since = excluded.since, used = excluded.used, seen = excluded.seen,
      at = excluded.at, change_set = excluded.change_set where t.at < excluded.at`);

const Told = Type.Object({ ...Use.properties, at: Type.String() });
export type ToldUse = Static<typeof Told>;

const columns = sql`agreement, consumer, since::text as since, used, seen, at`;

export const useOfChange = (db: Db, changeSet: number): Promise<ToldUse[]> =>
  db.many(
    Told,
    sql`select ${columns} from governance.use_told where change_set = ${changeSet} order by agreement, consumer`,
  );

/** All that was heard of these agreements. */
export const heardUse = (db: Db, agreements: readonly string[]): Promise<ToldUse[]> =>
  db.many(
    Told,
    sql`select ${columns} from governance.use_told where agreement = any(${agreements}::text[]) and change_set is null`,
  );
