/** Requests, what was said about them, the mandatory list, and what was read under a grant: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Consumers, Day, Nullable } from '../model.ts';
import { Elements, RequestRecord } from '../requests/model.ts';

const columns = sql`code, register, by_body as by, account, names, kind, stage, purpose, elements, demand,
  asked_on as asked, decided_on as decided, outcome, reason, content, security, appeal, escalations, content_due as "contentDue",
  security_due as "securityDue", calendar, stopped_on as "stoppedOn", due_on as due, turn, agreement`;

export function listRequests(db: Db): Promise<RequestRecord[]> {
  return db.many(RequestRecord, sql`select ${columns} from governance.request order by asked_on, code`);
}

export function findRequest(db: Db, code: string): Promise<RequestRecord | undefined> {
  return db.one(RequestRecord, sql`select ${columns} from governance.request where code = ${code}`);
}

/** Held until the transaction ends: of two who decide at once, the second sees what the first decided. */
export function lockRequest(tx: Db, code: string): Promise<RequestRecord | undefined> {
  return tx.one(RequestRecord, sql`select ${columns} from governance.request where code = ${code} for update`);
}

const fields = sql`code text, register text, "by" int, account text, names jsonb, kind text, stage text, purpose text,
  elements jsonb, demand jsonb, asked date, decided date, outcome text, reason jsonb, content jsonb, security jsonb,
  appeal jsonb, escalations jsonb, "contentDue" date, "securityDue" date, calendar text, "stoppedOn" date, due date, turn int,
  agreement text`;

const values = sql`code, register, "by", account, names, kind, stage, purpose,
  coalesce((select array_agg(e) from jsonb_array_elements_text(elements) e), '{}'), demand, asked, decided, outcome,
  reason, content, security, appeal, escalations, "contentDue", "securityDue", calendar, "stoppedOn", due, turn, agreement`;

const target = sql`code, register, by_body, account, names, kind, stage, purpose, elements, demand, asked_on, decided_on,
  outcome, reason, content, security, appeal, escalations, content_due, security_due, calendar, stopped_on, due_on, turn, agreement`;

const withoutNulls = (row: RequestRecord) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** Requests of a profile; one that is there already stays as it is. */
export async function putRequests(tx: Db, rows: readonly RequestRecord[], changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.request (${target}, change_set) select ${values}, ${changeSet}
    from jsonb_to_recordset(${JSON.stringify(rows.map(withoutNulls))}::jsonb) as x(${fields})
    on conflict (code) do nothing`);
}

/** Writes one request, new or changed, as it now stands. */
export async function putRequest(tx: Db, row: RequestRecord, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.request (${target}, change_set) select ${values}, ${changeSet}
    from jsonb_to_recordset(${JSON.stringify([withoutNulls(row)])}::jsonb) as x(${fields})
    on conflict (code) do update set (${target}, change_set) = (select ${excluded}, excluded.change_set)`);
}

const excluded = sql`excluded.code, excluded.register, excluded.by_body, excluded.account, excluded.names, excluded.kind,
  excluded.stage, excluded.purpose, excluded.elements, excluded.demand, excluded.asked_on, excluded.decided_on,
  excluded.outcome, excluded.reason, excluded.content, excluded.security, excluded.appeal, excluded.escalations,
  excluded.content_due,
  excluded.security_due, excluded.calendar, excluded.stopped_on, excluded.due_on, excluded.turn, excluded.agreement`;

const Codes = Type.Object({ code: Type.String() });

/** Every code of requests or agreements; held until the transaction ends, so that the next number is given once. */
export async function takenCodes(tx: Db, of: 'request' | 'agreement'): Promise<Set<string>> {
  await tx.run(sql`select from governance.head for update`);
  const rows =
    of === 'request'
      ? await tx.many(Codes, sql`select code from governance.request`)
      : await tx.many(Codes, sql`select code from governance.agreement`);
  return new Set(rows.map(({ code }) => code));
}

export const Note = Type.Object({
  id: Type.Integer(),
  kind: Type.Union([Type.Literal('question'), Type.Literal('answer')]),
  day: Day,
  body: Nullable(Type.Integer()),
  words: Type.String(),
});
export type Note = Static<typeof Note>;

export function notesOf(db: Db, request: string): Promise<Note[]> {
  return db.many(
    Note,
    sql`select id, kind, day, body, words from governance.request_note where request = ${request} order by id`,
  );
}

export async function addNote(
  tx: Db,
  note: Omit<Note, 'id'> & { readonly request: string; readonly account: string; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`insert into governance.request_note (request, kind, day, body, account, words, change_set)
    values (${note.request}, ${note.kind}, ${note.day}::date, ${note.body}, ${note.account}, ${note.words},
      ${note.changeSet})`);
}

export const MandatoryRow = Type.Object({
  register: Type.String(),
  purpose: Nullable(Type.String()),
  consumers: Consumers,
  elements: Elements,
  basis: Type.String(),
});
export type MandatoryRow = Static<typeof MandatoryRow>;

export function listMandatory(db: Db): Promise<MandatoryRow[]> {
  return db.many(
    MandatoryRow,
    sql`select register, purpose, consumers, elements, basis from governance.mandatory order by register, purpose`,
  );
}

export async function putMandatory(tx: Db, rows: readonly MandatoryRow[]): Promise<void> {
  await tx.run(sql`delete from governance.mandatory`);
  await tx.run(sql`insert into governance.mandatory (register, purpose, consumers, elements, basis)
    select register, purpose, consumers, elements, basis from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(register text, purpose text, consumers jsonb, elements jsonb, basis text)`);
}

const Used = Type.Object({ agreement: Type.String(), consumer: Type.Integer(), used: Type.Integer() });
export type Used = Static<typeof Used>;

/** What was read since a day, by grant; of some agreements. What their node counts beyond what is counted here counts too. */
export function usedSince(db: Db, agreements: readonly string[], since: string): Promise<Used[]> {
  return db.many(
    Used,
    sql`select agreement, consumer, max(used)::int as used from (
        select agreement, consumer, sum(used) as used from governance.grant_use
          where agreement = any(${agreements}::text[]) and day >= ${since}::date group by agreement, consumer
        union all
        select agreement, consumer, used from governance.use_told
          where agreement = any(${agreements}::text[]) and since = ${since}::date and change_set is null) u
      group by agreement, consumer`,
  );
}

const UsedOn = Type.Object({
  agreement: Type.String(),
  register: Type.String(),
  consumer: Type.Integer(),
  used: Type.Integer(),
});

/** What was read on a day under every agreement, by grant. */
export const usedOn = (db: Db, day: string): Promise<Static<typeof UsedOn>[]> =>
  db.many(
    UsedOn,
    sql`select u.agreement, a.register, u.consumer, u.used from governance.grant_use u
      join governance.agreement a on a.code = u.agreement where u.day = ${day}::date order by u.agreement, u.consumer`,
  );

/** Holds the grant, so that two readers at once do not both take the last of its quota. */
export async function lockGrant(tx: Db, agreement: string, consumer: number): Promise<void> {
  await tx.run(sql`select from governance.consumer_grant
    where agreement = ${agreement} and consumer = ${consumer} for update`);
}

export interface Use {
  readonly agreement: string;
  /** Id of the consumer body. */
  readonly consumer: number;
  readonly day: string;
  readonly taken: number;
}

export const addUse = (tx: Db, use: Use): Promise<void> => addUses(tx, [use]);

/** Of many grants at once, each once; in one order, so that two who write many do not wait for one another. */
export async function addUses(tx: Db, uses: readonly Use[]): Promise<void> {
  await tx.run(sql`insert into governance.grant_use as u (agreement, consumer, day, used)
    select agreement, consumer, day, used from unnest(${uses.map(({ agreement }) => agreement)}::text[],
        ${uses.map(({ consumer }) => consumer)}::integer[], ${uses.map(({ day }) => day)}::date[],
        ${uses.map(({ taken }) => taken)}::integer[]) x(agreement, consumer, day, used)
      order by agreement, consumer
    on conflict (agreement, consumer, day) do update set used = u.used + excluded.used`);
}
