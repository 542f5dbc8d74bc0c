/** Registers and who answers for them: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';
import { Labels, Nullable, Register, UpdatingRule } from '../model.ts';
import { problems } from '../problems.ts';

/** Owners and managers as they were written, for the check before publishing. */
export const Responsible = Type.Object({
  ...Register.properties,
  owners: Type.Array(Type.Integer()),
  managers: Type.Array(Type.Integer()),
});
export type Responsible = Static<typeof Responsible>;

/** Who answers is who is named on the day: today by the database's clock when none is given. */
const query = (day?: string) => sql`with held as (select * from governance.responsibility
    where daterange(valid_from, valid_to, '[]') @> coalesce(${day ?? null}::date, current_date))
  select r.name, r.entity, r.names, r.definition, r.external, r.owner_names as "ownerNames",
    r.updating_rule as "updatingBody", r.labels, r.retention, r.terms, r.citation, r.authority_for as "authorityFor",
    r.remedy_purpose as "remedyPurpose", r.state,
    coalesce(o.bodies, '{}') as owners, o.bodies[1] as "ownerBody",
    coalesce(m.bodies, '{}') as managers, m.bodies[1] as "managerBody", coalesce(s.stewards, '[]') as stewards
  from governance.register r
  left join lateral (select array_agg(body order by body) as bodies from held
    where register = r.name and role = 'owner') o on true
  left join lateral (select array_agg(body order by body) as bodies from held
    where register = r.name and role = 'manager') m on true
  left join lateral (select jsonb_agg(jsonb_build_object('body', body, 'account', account) order by body, account)
    as stewards from held where register = r.name and role = 'steward') s on true`;

/** Every register, drafts included, by name. */
export function listResponsible(db: Db, day?: string): Promise<Responsible[]> {
  return db.many(Responsible, sql`${query(day)} order by r.name`);
}

export function findResponsible(db: Db, name: string, day?: string): Promise<Responsible | undefined> {
  return db.one(Responsible, sql`${query(day)} where r.name = ${name}`);
}

/** Name of each register → id of its data manager. */
export async function registersByManager(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.many(
    Type.Object({ name: Type.String(), body: Type.Integer() }),
    sql`select register as name, min(body) as body from governance.responsibility
      where role = 'manager' and daterange(valid_from, valid_to, '[]') @> current_date group by register`,
  );
  return new Map(rows.map(({ name, body }) => [name, body]));
}

const plain = ({ owners: _, managers: __, ...register }: Responsible): Register => register;

/** Registers by name; drafts are included when asked for. */
export async function listRegisters(db: Db, drafts = false, day?: string): Promise<Register[]> {
  return (await listResponsible(db, day)).filter(({ state }) => drafts || state === 'published').map(plain);
}

export async function findRegister(db: Db, name: string): Promise<Register | undefined> {
  const found = await findResponsible(db, name);
  return found && plain(found);
}

/** @throws problems.registerNotFound */
export async function getRegister(db: Db, name: string): Promise<Register> {
  const found = await findRegister(db, name);
  if (!found) throw problems.registerNotFound({ register: name });
  return found;
}

export const RegisterRow = Type.Object({
  name: Type.String(),
  entity: Type.String(),
  names: Texts,
  definition: Texts,
  external: Type.Boolean(),
  ownerNames: Nullable(Texts),
  updating: Nullable(UpdatingRule),
  labels: Labels,
  retention: Nullable(Type.Record(Type.String(), Type.Unknown())),
  terms: Nullable(Texts),
  citation: Nullable(Texts),
  authorityFor: Type.Array(Type.String()),
  remedyPurpose: Nullable(Type.String()),
});
export type RegisterRow = Static<typeof RegisterRow>;

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

/**
 * Writes a register as a draft; one that is published stays published.
 * @param since the day on which the node begins to keep it, when it is new; default today by the database’s clock
 */
export async function putRegister(tx: Db, row: RegisterRow, changeSet: number, since?: string): Promise<void> {
  await tx.run(sql`insert into governance.register (name, entity, names, definition, external, owner_names,
      updating_rule, labels, retention, terms, citation, authority_for, remedy_purpose, change_set,
      kept_since)
    values (${row.name}, ${row.entity}, ${json(row.names)}, ${json(row.definition)}, ${row.external},
      ${json(row.ownerNames)}, ${json(row.updating)}, ${json(row.labels)}, ${json(row.retention)}, ${json(row.terms)},
      ${json(row.citation)}, ${row.authorityFor}, ${row.remedyPurpose}, ${changeSet},
      coalesce(${since ?? null}::date, current_date))
    on conflict (name) do update set entity = excluded.entity, names = excluded.names,
      definition = excluded.definition, external = excluded.external, owner_names = excluded.owner_names,
      updating_rule = excluded.updating_rule, labels = excluded.labels, retention = excluded.retention,
      terms = excluded.terms, citation = excluded.citation, authority_for = excluded.authority_for,
      remedy_purpose = excluded.remedy_purpose, change_set = excluded.change_set`);
}

export interface ResponsibilityRow {
  readonly role: 'owner' | 'manager' | 'steward';
  readonly body: number;
  readonly account: string | null;
  /** When somebody last said that it stands; absent: nobody has. */
  readonly reviewedOn?: string | null;
}

/** What the profile names. A role of which somebody was named or ended by hand here is left alone. */
export async function putResponsibilities(tx: Db, register: string, rows: readonly ResponsibilityRow[]): Promise<void> {
  const byHand = sql`select role from governance.responsibility where register = ${register} and origin = 'hand'`;
  await tx.run(sql`delete from governance.responsibility where register = ${register} and role not in (${byHand})`);
  await tx.run(sql`insert into governance.responsibility (register, role, body, account, reviewed_on)
    select ${register}, role, body, account, "reviewedOn"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(role text, body int, account text, "reviewedOn" date)
    where role not in (${byHand}) on conflict do nothing`);
}

export async function publish(tx: Db, name: string, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.register set state = 'published', change_set = ${changeSet} where name = ${name}`);
}

const Edition = Type.Object({ edition: Type.Integer() });
export async function edition(db: Db): Promise<number> {
  return (await db.one(Edition, sql`select edition from governance.head`))?.edition ?? 0;
}

/** The last statement of every change: what decisions remember is old from the commit on. */
export async function raiseEdition(tx: Db): Promise<void> {
  await tx.run(sql`update governance.head set edition = edition + 1`);
}
