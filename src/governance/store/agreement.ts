/** Purposes, legal bases, agreements, grants and requests: each function one statement. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Agreement, DataCategory, Grant, LegalBasis, Purpose, type StoredState } from '../model.ts';

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

export function listPurposes(db: Db): Promise<Purpose[]> {
  return db.many(
    Purpose,
    sql`select code, names, bases, needs, micro_data as "microData", categories from governance.purpose order by code`,
  );
}

export function listBases(db: Db): Promise<LegalBasis[]> {
  return db.many(
    LegalBasis,
    sql`select code, names, citation, kind, law, article, text from governance.legal_basis order by code`,
  );
}

export function listCategories(db: Db): Promise<DataCategory[]> {
  return db.many(
    DataCategory,
    sql`select code, names, sensitive, elements from governance.data_category order by sensitive, code`,
  );
}

/** The profile's list is the whole list. */
export async function putCategories(tx: Db, rows: readonly DataCategory[]): Promise<void> {
  await tx.run(sql`delete from governance.data_category where not code = any(${rows.map(({ code }) => code)}::text[])`);
  await tx.run(sql`insert into governance.data_category (code, names, sensitive, elements)
    select code, names, sensitive, coalesce((select array_agg(e) from jsonb_array_elements_text(elements) e), '{}')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, names jsonb, sensitive boolean, elements jsonb)
    on conflict (code) do update set names = excluded.names, sensitive = excluded.sensitive, elements = excluded.elements`);
}

export async function putPurposes(tx: Db, rows: readonly Purpose[]): Promise<void> {
  await tx.run(sql`insert into governance.purpose (code, names, bases, needs, micro_data, categories)
    select code, names, coalesce((select array_agg(b) from jsonb_array_elements_text(bases) b), '{}'),
      case when jsonb_typeof(needs) = 'array'
        then coalesce((select array_agg(n) from jsonb_array_elements_text(needs) n), '{}') end, "microData",
      coalesce((select array_agg(c) from jsonb_array_elements_text(categories) c), '{}')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(code text, names jsonb, bases jsonb, needs jsonb, "microData" boolean, categories jsonb)
    on conflict (code) do update set names = excluded.names, bases = excluded.bases, needs = excluded.needs,
      micro_data = excluded.micro_data, categories = excluded.categories`);
}

export async function putBases(tx: Db, rows: readonly LegalBasis[]): Promise<void> {
  await tx.run(sql`insert into governance.legal_basis (code, names, citation, kind, law, article, text)
    select code, names, citation, kind, law, article, text
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(code text, names jsonb, citation text, kind text, law text, article text, text jsonb)
    on conflict (code) do update set names = excluded.names, citation = excluded.citation, kind = excluded.kind,
      law = excluded.law, article = excluded.article, text = excluded.text`);
}

const agreementColumns = sql`a.code, a.names, a.register, a.provider, a.consumers, a.elements, a.row_scope as rows,
  a.row_condition as condition, a.purpose, a.basis, a.mode, a.quota, a.quota_period as "quotaPeriod",
  a.subjects, a.security, a.security_until as "securityUntil", a.request, a.details, a.valid_from as "from", a.valid_to as "to", a.state, a.reason`;

export function listAgreements(db: Db): Promise<Agreement[]> {
  return db.many(Agreement, sql`select ${agreementColumns} from governance.agreement a order by a.code`);
}

export function findAgreement(db: Db, code: string): Promise<Agreement | undefined> {
  return db.one(Agreement, sql`select ${agreementColumns} from governance.agreement a where a.code = ${code}`);
}

/** Writes an agreement of the profile; one that somebody decided on here stays so, and so does a confirmation given here. */
export async function putAgreement(tx: Db, row: Agreement, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.agreement as a (code, names, register, provider, consumers, elements,
      row_scope, row_condition, purpose, basis, mode, quota, quota_period, subjects, security, security_until,
      valid_from, valid_to, state, reason, change_set)
    values (${row.code}, ${json(row.names)}, ${row.register}, ${row.provider}, ${json(row.consumers)},
      ${json(row.elements)}, ${json(row.rows)}, ${row.condition}, ${row.purpose}, ${row.basis}, ${row.mode}, ${row.quota},
      ${row.quotaPeriod}, ${row.subjects ?? null}, ${row.security}, ${row.securityUntil}::date, ${row.from}::date, ${row.to}::date, ${row.state}, ${json(row.reason)}, ${changeSet})
    on conflict (code) do update set names = excluded.names, register = excluded.register,
      provider = excluded.provider, consumers = excluded.consumers, elements = excluded.elements,
      row_scope = excluded.row_scope, row_condition = excluded.row_condition, purpose = excluded.purpose, basis = excluded.basis, mode = excluded.mode,
      quota = excluded.quota, quota_period = excluded.quota_period, subjects = excluded.subjects, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
      state = excluded.state, reason = excluded.reason, change_set = excluded.change_set
    where a.origin = 'profile'`);
}

/** Writes agreements that were decided here; their codes are new. One statement, however many. */
export async function addAgreements(tx: Db, rows: readonly Agreement[], changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.agreement (code, names, register, provider, consumers, elements, row_scope,
      row_condition, purpose, basis, mode, quota, quota_period, subjects, security, security_until, request, details, valid_from,
      valid_to, state, reason, origin, change_set)
    select code, names, register, provider, consumers, elements, rows, condition, purpose, basis, mode, quota,
      "quotaPeriod", subjects, security, "securityUntil", request, details, "from", "to", state, reason, 'hand', ${changeSet}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(code text, names jsonb, register text, provider int,
      consumers jsonb, elements jsonb, rows jsonb, condition text, purpose text, basis text, mode text, quota int,
      "quotaPeriod" text, subjects int, security text, "securityUntil" date, request text, details jsonb, "from" date, "to" date,
      state text, reason jsonb)`);
}

/** Writes an agreement as its home has it. */
export async function adoptAgreement(tx: Db, row: Agreement, changeSet: number): Promise<void> {
  const columns = sql`names, register, provider, consumers, elements, row_scope, row_condition, purpose, basis, mode, quota,
    quota_period, subjects, security, security_until, request, details, valid_from, valid_to, state, reason, origin, change_set`;
  await tx.run(sql`insert into governance.agreement (code, ${columns})
    values (${row.code}, ${json(row.names)}, ${row.register}, ${row.provider}, ${json(row.consumers)}, ${json(row.elements)},
      ${json(row.rows)}, ${row.condition}, ${row.purpose}, ${row.basis}, ${row.mode}, ${row.quota}, ${row.quotaPeriod}, ${row.subjects ?? null},
      ${row.security}, ${row.securityUntil}::date, ${row.request}, ${json(row.details)}, ${row.from}::date, ${row.to}::date,
      ${row.state}, ${json(row.reason)}, 'hand', ${changeSet})
    on conflict (code) do update set (${columns}) = (select excluded.names, excluded.register, excluded.provider,
      excluded.consumers, excluded.elements, excluded.row_scope, excluded.row_condition, excluded.purpose, excluded.basis,
      excluded.mode, excluded.quota, excluded.quota_period, excluded.subjects, excluded.security, excluded.security_until, excluded.request,
      excluded.details, excluded.valid_from, excluded.valid_to, excluded.state, excluded.reason, excluded.origin,
      excluded.change_set)`);
}

export async function setSecurity(
  tx: Db,
  codes: readonly string[],
  { until, changeSet }: { readonly until: string; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`update governance.agreement set security = 'confirmed', security_until = ${until}::date,
    origin = 'hand', change_set = ${changeSet} where code = any(${codes}::text[])`);
}

/** Codes of agreements that were last changed by a change set: its subject names the first of many. */
export async function agreementsOfChange(db: Db, changeSet: number): Promise<string[]> {
  const rows = await db.many(
    Type.Object({ code: Type.String() }),
    sql`select code from governance.agreement where change_set = ${changeSet} order by code`,
  );
  return rows.map(({ code }) => code);
}

export async function setLastDay(
  tx: Db,
  code: string,
  { to, changeSet }: { readonly to: string; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`update governance.agreement set valid_to = ${to}::date, origin = 'hand', change_set = ${changeSet}
    where code = ${code}`);
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

export async function setSubjects(
  tx: Db,
  code: string,
  { subjects, changeSet }: { readonly subjects: number | null; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`update governance.agreement set subjects = ${subjects}, origin = 'hand',
    change_set = ${changeSet} where code = ${code}`);
}

export async function setGrantState(tx: Db, agreement: string, consumer: number, change: StateChange): Promise<number> {
  return tx.run(sql`update governance.consumer_grant set state = ${change.state}, left_class = false, change_set = ${change.changeSet}
    where agreement = ${agreement} and consumer = ${consumer}`);
}

// A grant gives no more than its agreement: revoked or suspended when either of the two is.
const grantColumns = sql`g.id, g.agreement, a.register, g.consumer, a.elements, coalesce(g.row_scope, a.row_scope) as rows,
  case when b.kind = 'consent' then 'false' else a.row_condition end as condition,
  case when b.kind = 'consent' then jsonb_build_object('purpose', a.purpose, 'condition', a.row_condition) end as consent,
  a.purpose, a.basis,
  a.mode, a.security, a.security_until as "securityUntil", a.valid_from as "from", a.valid_to as "to",
  case when 'revoked' in (g.state, a.state) then 'revoked'
    when 'suspended' in (g.state, a.state) then 'suspended' else 'active' end as state`;

/** Grants of one consumer or of some, of all when none is given, whatever their state. */
export function listGrants(db: Db, consumer?: number | readonly number[]): Promise<Grant[]> {
  const only = consumer === undefined ? sql`` : sql`where g.consumer = any(${[consumer].flat()}::integer[])`;
  return db.many(
    Grant,
    sql`select ${grantColumns} from governance.consumer_grant g join governance.agreement a on a.code = g.agreement
      left join governance.legal_basis b on b.code = a.basis
      ${only} order by g.agreement, g.consumer`,
  );
}

/** Gives many bodies their grants under many agreements at once, again to those that left and came back; returns how many. */
export async function addManyGrants(
  tx: Db,
  pairs: { readonly agreements: readonly string[]; readonly consumers: readonly number[] },
  changeSet: number,
): Promise<number> {
  return tx.run(sql`insert into governance.consumer_grant (agreement, consumer, change_set)
    select a, c, ${changeSet} from unnest(${pairs.agreements}::text[], ${pairs.consumers}::int[]) as x(a, c)
    on conflict (agreement, consumer) do update set state = 'active', left_class = false, change_set = excluded.change_set
      where consumer_grant.left_class`);
}

/** Ends the grants of bodies that are not (any more) among the consumers of these agreements, without what a merger left them; returns how many. */
export async function endOtherGrants(
  tx: Db,
  entitled: {
    readonly of: readonly string[];
    readonly agreements: readonly string[];
    readonly consumers: readonly number[];
  },
  changeSet: number,
): Promise<number> {
  return tx.run(sql`update governance.consumer_grant g set state = 'revoked', left_class = true, change_set = ${changeSet}
    where g.agreement = any(${entitled.of}::text[]) and g.state <> 'revoked' and g.kept_by_merge is null
      and not exists (
      select from unnest(${entitled.agreements}::text[], ${entitled.consumers}::int[]) as x(a, c)
      where x.a = g.agreement and x.c = g.consumer)`);
}

const Name = Type.Object({ name: Type.String() });

/** Which of these names of registers there are. */
export async function knownRegisters(db: Db): Promise<Set<string>> {
  return new Set((await db.many(Name, sql`select name from governance.register`)).map(({ name }) => name));
}
