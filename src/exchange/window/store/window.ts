/** SQL of the person's window: entries of the audit trail (the floor's own), decisions, who is whom. Each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';
import { ACTS } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();

const ReadRow = Type.Object({
  entry: text,
  at: text,
  action: text,
  /** Account, `client/…` or `system`; null where another node told it. */
  actor: Nullable(text),
  /** Id of the body that read. */
  body: Nullable(Type.Integer()),
  /** Code of the body that read, where another node told it. */
  reader: Nullable(text),
  post: Nullable(text),
  record: text,
  purpose: Nullable(text),
  fields: Nullable(Type.Array(text)),
});
export type ReadRow = Static<typeof ReadRow>;

/** Every read of these records: written here, and told by other nodes. In no order. */
export const readsOfRecords = (db: Db, records: readonly string[]): Promise<ReadRow[]> =>
  db.many(
    ReadRow,
    sql`select e.id as entry, e.at, e.action, e.actor, e.body, null::text as reader, null::text as post, r.record,
          e.purpose, case when e.leaf::jsonb ? 'fields'
            then array(select jsonb_array_elements_text(e.leaf::jsonb -> 'fields')) end as fields
        from platform.audit_record r join platform.audit_entry e using (epoch, position)
        where r.record = any(${records}::uuid[]) and e.allowed and not e.action = any(${ACTS}::text[])
      union all
      select entry, at, action, null, null, reader, post, record, purpose, fields from exchange.read_told
        where record = any(${records}::uuid[]) and change_set is null`,
  );

const Decision = Type.Object({
  id: text,
  open: Type.Boolean(),
  number: text,
  reason: Texts,
  citation: Nullable(text),
  registers: Nullable(Type.Array(text)),
  from: text,
  decidedAt: text,
  origin: text,
});
export type WindowDecision = Static<typeof Decision>;

const columns = sql`id, open, number, reason, citation, registers, from_day as "from", decided_at as "decidedAt", origin`;

export const listDecisions = (db: Db): Promise<WindowDecision[]> =>
  db.many(
    Decision,
    sql`select ${columns} from exchange.window_decision order by from_day desc, decided_at desc, id desc limit 100`,
  );

/** The one that holds on a day. */
export const decisionOn = (db: Db, day: string): Promise<WindowDecision | undefined> =>
  db.one(
    Decision,
    sql`select ${columns} from exchange.window_decision where from_day <= ${day}::date
      order by from_day desc, decided_at desc, id desc limit 1`,
  );

export interface NewDecision extends Omit<WindowDecision, 'decidedAt'> {
  readonly account: string;
  readonly body: number | null;
  readonly at: string;
  readonly changeSet: number;
}

export async function insertDecision(tx: Db, one: NewDecision): Promise<void> {
  await tx.run(sql`insert into exchange.window_decision
      (id, open, number, reason, citation, registers, from_day, account, body, decided_at, origin, change_set)
    values (${one.id}, ${one.open}, ${one.number}, ${JSON.stringify(one.reason)}::jsonb, ${one.citation},
      ${one.registers}::text[], ${one.from}::date, ${one.account}, ${one.body}, ${one.at}, ${one.origin}, ${one.changeSet})`);
}

const Person = Type.Object({ person: text });

export const personOf = async (db: Db, account: string): Promise<string | undefined> =>
  (await db.one(Person, sql`select person from exchange.window_person where account = ${account}`))?.person;

/** An account is one person, and a person has one account: the newest link counts. */
export async function linkPerson(
  tx: Db,
  {
    account,
    person,
    by,
    at,
  }: { readonly account: string; readonly person: string; readonly by: string; readonly at: string },
): Promise<void> {
  await tx.run(sql`delete from exchange.window_person where person = ${person} and account <> ${account}`);
  await tx.run(sql`insert into exchange.window_person (account, person, linked_at, linked_by)
    values (${account}, ${person}, ${at}, ${by})
    on conflict (account) do update set person = excluded.person, linked_at = excluded.linked_at, linked_by = excluded.linked_by`);
}

export async function unlinkPerson(tx: Db, account: string): Promise<void> {
  await tx.run(sql`delete from exchange.window_person where account = ${account}`);
}

const Standing = Type.Object({
  agreement: text,
  register: text,
  consumer: text,
  scope: Type.Unsafe<{ readonly trees: 'all' | readonly string[] }>(Type.Any()),
  columns: Type.Array(text),
  since: text,
  until: Nullable(text),
});
export type StandingRow = Static<typeof Standing>;

/** Bodies to which rows of these registers go by a feed: they hold a copy, from when it was first sent until it was removed. */
export const standingCopies = (db: Db, registers: readonly string[]): Promise<StandingRow[]> =>
  db.many(
    Standing,
    sql`select s.agreement, s.register, g.consumer, s.scope, s.columns, s.opened_at as since, g.purged_at as until
      from exchange.stream s join exchange.stream_grant g on g.stream = s.id
      where s.register = any(${registers}::text[]) and g.acknowledged is not null
      order by s.opened_at desc, g.consumer`,
  );
