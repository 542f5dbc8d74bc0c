/** SQL on signatures of rounds and on the differences between their two sides. */
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { relation, type RegisterTable } from '../../../records/index.ts';

export interface SignatureRecord {
  readonly id: string;
  readonly round: string;
  readonly body: number;
  readonly side: 'below' | 'above';
  readonly hash: string;
  readonly records: number;
  readonly on: string;
  readonly account: string;
  readonly signerBody: number;
}

export interface DifferenceRecord {
  readonly id: string;
  readonly round: string;
  readonly body: number;
  readonly what: string;
  readonly foundOn: string;
  readonly foundBy: string;
  readonly settledOn: string | null;
  readonly outcome: 'mended' | 'explained' | null;
  readonly answer: string | null;
}

export const signaturesOf = (db: Db, round: string): Promise<SignatureRecord[]> =>
  db.rows<SignatureRecord>(sql`select id, round, body, side, hash, records::int as records, signed_on::text as "on", account,
    signer_body as "signerBody" from quality.signature where round = ${round}`);

/** The side below may sign anew until the one above has; every act of it stays in the trail. */
export const putSignature = (db: Db, one: SignatureRecord, changeSet: number) =>
  db.run(sql`insert into quality.signature (id, round, body, side, hash, records, signed_on, account, signer_body, change_set)
    values (${one.id}, ${one.round}, ${one.body}, ${one.side}, ${one.hash}, ${one.records}, ${one.on}, ${one.account},
      ${one.signerBody}, ${changeSet})
    on conflict (round, body, side) do update set hash = excluded.hash, records = excluded.records,
      signed_on = excluded.signed_on, account = excluded.account, signer_body = excluded.signer_body,
      change_set = excluded.change_set`);

/** What other screens show of a body: the days of both sides, and how many differences are open. */
export const noteExpected = (
  db: Db,
  { round, body }: { readonly round: string; readonly body: number },
  { below = null, above = null }: { readonly below?: string | null; readonly above?: string | null },
) =>
  db.run(sql`update quality.expected e set signed_below = coalesce(${below}::date, e.signed_below),
      signed_above = coalesce(${above}::date, e.signed_above),
      differences = (select nullif(count(*), 0) from quality.difference d
        where d.round = e.round and d.body = e.body and d.settled_on is null)
    where e.round = ${round} and e.body = ${body}`);

export const differencesOf = (db: Db, round: string): Promise<DifferenceRecord[]> =>
  db.rows<DifferenceRecord>(sql`select id, round, body, what, found_on::text as "foundOn", found_by as "foundBy",
    settled_on::text as "settledOn", outcome, answer from quality.difference where round = ${round} order by place`);

export const putDifference = (
  db: Db,
  one: Pick<DifferenceRecord, 'id' | 'round' | 'body' | 'what' | 'foundOn' | 'foundBy'>,
  changeSet: number,
) =>
  db.run(sql`insert into quality.difference (id, round, body, what, found_on, found_by, change_set)
    values (${one.id}, ${one.round}, ${one.body}, ${one.what}, ${one.foundOn}, ${one.foundBy}, ${changeSet})`);

/** Whether one that was open is settled now. */
export const settle = async (
  db: Db,
  { id, round, body }: Pick<DifferenceRecord, 'id' | 'round' | 'body'>,
  done: { readonly on: string; readonly by: string; readonly outcome: string; readonly answer: string },
): Promise<boolean> =>
  (await db.run(sql`update quality.difference set settled_on = ${done.on}, settled_by = ${done.by},
    outcome = ${done.outcome}, answer = ${done.answer}
    where id = ${id} and round = ${round} and body = ${body} and settled_on is null`)) > 0;

/** One signature after the other, and none while a difference is being settled. */
export const lockExpected = (db: Db, round: string, body: number) =>
  db.rows(sql`select 1 from quality.expected where round = ${round} and body = ${body} for update`);

export const roundsOpen = (db: Db, today: string) =>
  db.rows<{ code: string; register: string; against: 'levels' | 'files' }>(
    sql`select distinct on (register, against) code, register, against from quality.round where opens <= ${today}
      order by register, against, opens desc`,
  );

/** Records of these bodies with their versions, in order. */
export const standingRecords = (db: Db, table: RegisterTable, bodies: readonly number[]) =>
  db.rows<{ record: string; version: number }>(
    sql`select r.record_id as record, r.version from ${relation(table, { columns: [], scope: [...bodies] })} r
      order by r.record_id`,
  );
