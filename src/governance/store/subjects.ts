/** SQL on the different records that were read under an agreement: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

export interface GrantPeriod {
  readonly agreement: string;
  readonly consumer: number;
  /** First day of the period. */
  readonly period: string;
}

const Known = Type.Object({ seen: Type.Integer(), known: Type.Array(Type.String()) });

/** How many there are, and which of these. */
export async function knownSubjects(tx: Db, { agreement, consumer, period }: GrantPeriod, subjects: readonly string[]) {
  const row = await tx.one(
    Known,
    sql`select coalesce((select seen from governance.subject_use
          where agreement = ${agreement} and consumer = ${consumer} and period = ${period}::date), 0) as seen,
        array(select subject::text from governance.subject_seen
          where agreement = ${agreement} and consumer = ${consumer} and period = ${period}::date
            and subject = any(${subjects}::bigint[])) as known`,
  );
  return { seen: row?.seen ?? 0, known: new Set(row?.known) };
}

/** All of them are new; the grant is held. */
export const addSubjects = (tx: Db, { agreement, consumer, period }: GrantPeriod, subjects: readonly string[]) =>
  tx.run(sql`with added as (
      insert into governance.subject_seen (agreement, consumer, period, subject)
      select ${agreement}, ${consumer}, ${period}::date, unnest(${subjects}::bigint[]))
    insert into governance.subject_use as u (agreement, consumer, period, seen)
    values (${agreement}, ${consumer}, ${period}::date, ${subjects.length})
    on conflict (agreement, consumer, period) do update set seen = u.seen + excluded.seen`);

const Seen = Type.Object({ agreement: Type.String(), consumer: Type.Integer(), seen: Type.Integer() });
export type Seen = Static<typeof Seen>;

/** Of some agreements, in the period that begins on a day; with what their node tells. */
export const seenIn = (db: Db, agreements: readonly string[], period: string): Promise<Seen[]> =>
  db.many(
    Seen,
    sql`select agreement, consumer, max(seen) as seen from (
        select agreement, consumer, seen from governance.subject_use
          where agreement = any(${agreements}::text[]) and period = ${period}::date
        union all
        select agreement, consumer, seen from governance.use_told
          where agreement = any(${agreements}::text[]) and since = ${period}::date and change_set is null) s
      group by agreement, consumer`,
  );

/** Which records they were is not kept longer than it is counted; how many stays. */
export const forgetSubjects = (db: Db, before: string): Promise<number> =>
  db.run(sql`delete from governance.subject_seen where period < ${before}::date`);
