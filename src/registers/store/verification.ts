/** SQL on how records stand against their authority. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { VerificationTally } from '../model.ts';

export const clearVerification = (db: Db, register: string) =>
  db.run(sql`delete from registers.verification where register = ${register}`);

/** Forgets the standing of records: what a change ended, or what is judged anew. */
export const forget = (db: Db, register: string, records: Sql) =>
  db.run(sql`delete from registers.verification where register = ${register} and record_id in (${records})`);

/** Forgets the standing of records that are not among these any more. */
export const forgetOthers = (db: Db, register: string, records: Sql) =>
  db.run(sql`delete from registers.verification where register = ${register} and record_id not in (${records})`);

/** Judges records: `judged` gives `record_id, body_id, standing`. */
export const putStandings = (db: Db, register: string, judged: Sql) =>
  db.run(sql`insert into registers.verification (register, record_id, body_id, standing)
    select ${register}, j.record_id, j.body_id, j.standing from (${judged}) j
    on conflict (register, record_id) do update set body_id = excluded.body_id, standing = excluded.standing`);

const Tally = Type.Object({
  body: Type.Integer(),
  held: Type.Integer(),
  found: Type.Integer(),
  verified: Type.Integer(),
});

/** Records by home body: held, found at the authority, verified. */
export const tallies = (db: Db, register: string, bodies: readonly number[] | 'all'): Promise<VerificationTally[]> =>
  db.many(
    Tally,
    sql`select body_id as body, count(*) as held, count(*) filter (where standing in ('verified', 'differs')) as found,
          count(*) filter (where standing = 'verified') as verified
        from registers.verification
       where register = ${register} and ${bodies === 'all' ? sql`true` : sql`body_id = any(${[...bodies]}::integer[])`}
       group by body_id order by body_id`,
  );

const Standing = Type.Object({ standing: Type.String() });

export const standingOf = (db: Db, register: string, record: string) =>
  db.one(
    Standing,
    sql`select standing from registers.verification where register = ${register} and record_id = ${record}`,
  );

/** A digest of everything held, standings and open proposals, for the drift check. */
export async function fingerprint(db: Db): Promise<string> {
  const row = await db.one(
    Type.Object({ digest: Type.String() }),
    sql`select md5(concat(
          (select string_agg(concat_ws('/', register, record_id, body_id, standing), ',' order by register, record_id)
             from registers.verification), ';',
          (select string_agg(jsonb_build_array(register, record_id, field, body_id, said, held)::text, ','
               order by register, record_id, field)
             from registers.correction where state in ('open', 'undecided') and origin = 'comparison'))) as digest`,
  );
  return row?.digest ?? '';
}
