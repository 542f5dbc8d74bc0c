/** Purposes, legal bases, agreements, grants and requests: each function one statement. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Agreement, Grant, LegalBasis, Purpose, Request, type StoredState } from '../model.ts';

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

export function listPurposes(db: Db): Promise<Purpose[]> {
  return db.many(Purpose, sql`select code, names, bases from governance.purpose order by code`);
}

export function listBases(db: Db): Promise<LegalBasis[]> {
  return db.many(LegalBasis, sql`select code, names, citation from governance.legal_basis order by code`);
}

export async function putPurposes(tx: Db, rows: readonly Purpose[]): Promise<void> {
  await tx.run(sql`insert into governance.purpose (code, names, bases)
    select code, names, coalesce((select array_agg(b) from jsonb_array_elements_text(bases) b), '{}')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, names jsonb, bases jsonb)
    on conflict (code) do update set names = excluded.names, bases = excluded.bases`);
}

export async function putBases(tx: Db, rows: readonly LegalBasis[]): Promise<void> {
  await tx.run(sql`insert into governance.legal_basis (code, names, citation)
    select code, names, citation
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, names jsonb, citation text)
    on conflict (code) do update set names = excluded.names, citation = excluded.citation`);
}

const agreementColumns = sql`a.code, a.names, a.register, a.provider, a.consumers, a.elements, a.row_scope as rows,
  a.row_condition as condition, a.purpose, a.basis, a.mode, a.quota, a.valid_from as "from", a.valid_to as "to", a.state, a.reason`;

export function listAgreements(db: Db): Promise<Agreement[]> {
  return db.many(Agreement, sql`select ${agreementColumns} from governance.agreement a order by a.code`);
}

export function findAgreement(db: Db, code: string): Promise<Agreement | undefined> {
  return db.one(Agreement, sql`select ${agreementColumns} from governance.agreement a where a.code = ${code}`);
}

/** Writes an agreement of the profile; one that somebody decided on here stays as it was decided. */
export async function putAgreement(tx: Db, row: Agreement, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.agreement as a (code, names, register, provider, consumers, elements,
      row_scope, row_condition, purpose, basis, mode, quota, valid_from, valid_to, state, reason, change_set)
    values (${row.code}, ${json(row.names)}, ${row.register}, ${row.provider}, ${json(row.consumers)},
      ${json(row.elements)}, ${json(row.rows)}, ${row.condition}, ${row.purpose}, ${row.basis}, ${row.mode}, ${row.quota},
      ${row.from}::date, ${row.to}::date, ${row.state}, ${json(row.reason)}, ${changeSet})
    on conflict (code) do update set names = excluded.names, register = excluded.register,
      provider = excluded.provider, consumers = excluded.consumers, elements = excluded.elements,
      row_scope = excluded.row_scope, row_condition = excluded.row_condition, purpose = excluded.purpose, basis = excluded.basis, mode = excluded.mode,
      quota = excluded.quota, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
      state = excluded.state, reason = excluded.reason, change_set = excluded.change_set
    where a.origin = 'profile'`);
}

export interface StateChange {
  readonly state: StoredState;
  readonly reason: Readonly<Record<string, string>> | null;
  readonly changeSet: number;
}

export async function setAgreementState(tx: Db, code: string, change: StateChange): Promise<void> {
  await tx.run(sql`update governance.agreement set state = ${change.state}, reason = ${json(change.reason)},
    origin = 'hand', change_set = ${change.changeSet} where code = ${code}`);
}

export async function setCondition(
  tx: Db,
  code: string,
  { condition, changeSet }: { readonly condition: string | null; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`update governance.agreement set row_condition = ${condition}, origin = 'hand',
    change_set = ${changeSet} where code = ${code}`);
}

export async function setGrantState(tx: Db, agreement: string, consumer: number, change: StateChange): Promise<number> {
  return tx.run(sql`update governance.consumer_grant set state = ${change.state}, change_set = ${change.changeSet}
    where agreement = ${agreement} and consumer = ${consumer}`);
}

// A grant gives no more than its agreement: revoked or suspended when either of the two is.
const grantColumns = sql`g.id, g.agreement, a.register, g.consumer, a.elements, coalesce(g.row_scope, a.row_scope) as rows,
  a.row_condition as condition, a.purpose, a.basis,
  a.mode, a.valid_from as "from", a.valid_to as "to",
  case when 'revoked' in (g.state, a.state) then 'revoked'
    when 'suspended' in (g.state, a.state) then 'suspended' else 'active' end as state`;

/** Grants of one consumer, of all when none is given, whatever their state. */
export function listGrants(db: Db, consumer?: number): Promise<Grant[]> {
  const only = consumer === undefined ? sql`` : sql`where g.consumer = ${consumer}`;
  return db.many(
    Grant,
    sql`select ${grantColumns} from governance.consumer_grant g join governance.agreement a on a.code = g.agreement
      ${only} order by g.agreement, g.consumer`,
  );
}

/** Gives each body its grant under the agreement; returns how many are new. */
export async function addGrants(
  tx: Db,
  agreement: string,
  consumers: readonly number[],
  changeSet: number,
): Promise<number> {
  return tx.run(sql`insert into governance.consumer_grant (agreement, consumer, change_set)
    select ${agreement}, c, ${changeSet} from unnest(${consumers}::int[]) c on conflict do nothing`);
}

/** Ends the grants of bodies that are not (any more) among the consumers, without what a merger left them; returns how many. */
export async function endOtherGrants(
  tx: Db,
  agreement: string,
  consumers: readonly number[],
  changeSet: number,
): Promise<number> {
  return tx.run(sql`update governance.consumer_grant set state = 'revoked', change_set = ${changeSet}
    where agreement = ${agreement} and state <> 'revoked' and kept_by_merge is null
      and not consumer = any(${consumers}::int[])`);
}

export function listRequests(db: Db): Promise<Request[]> {
  return db.many(
    Request,
    sql`select code, register, by_body as by, names, purpose, elements, asked_on as asked, decided_on as decided,
      outcome, reason, due_on as due, turn from governance.request order by asked_on, code`,
  );
}

export async function putRequests(tx: Db, rows: readonly Request[], changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.request (code, register, by_body, names, purpose, elements, asked_on,
      decided_on, outcome, reason, due_on, turn, change_set)
    select code, register, "by", names, purpose,
      coalesce((select array_agg(e) from jsonb_array_elements_text(elements) e), '{}'),
      asked, decided, outcome, reason, due, turn, ${changeSet}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, register text, "by" int, names jsonb,
      purpose text, elements jsonb, asked date, decided date, outcome text, reason jsonb, due date, turn int)
    on conflict (code) do nothing`);
}

const Name = Type.Object({ name: Type.String() });

/** Which of these names of registers there are. */
export async function knownRegisters(db: Db): Promise<Set<string>> {
  return new Set((await db.many(Name, sql`select name from governance.register`)).map(({ name }) => name));
}
