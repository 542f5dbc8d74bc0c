/** SQL on reads that go home. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { ACTS } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();

const Entry = Type.Object({
  entry: text,
  at: text,
  action: text,
  actor: text,
  body: Type.Integer(),
  subject: text,
  purpose: Nullable(text),
  fields: Nullable(Type.Array(text)),
  records: Type.Array(text),
});
export type EntryOfRecords = Static<typeof Entry>;

interface Place {
  readonly epoch: number;
  readonly position: number;
}
const Last = Type.Object({ epoch: Type.Integer(), position: Type.Integer() });
const AT_ONCE = 2_000;

/** Entries after a place that name records and were written for a body, and the place of the last that was looked at. */
export async function readsAfter(
  tx: Db,
  { epoch, position }: Place,
): Promise<{ entries: EntryOfRecords[]; to: Place | undefined }> {
  const some = sql`(select * from platform.audit_entry where (epoch, position) > (${epoch}, ${position})
    order by epoch, position limit ${AT_ONCE})`;
  const to = await tx.one(Last, sql`select epoch, position from ${some} e order by epoch desc, position desc limit 1`);
  if (!to) return { entries: [], to };
  const entries = await tx.many(
    Entry,
    sql`select e.id as entry, e.at, e.action, e.actor, e.body, e.subject, e.purpose,
        case when e.leaf::jsonb ? 'fields' then array(select jsonb_array_elements_text(e.leaf::jsonb -> 'fields')) end as fields,
        array(select r.record::text from platform.audit_record r
          where r.epoch = e.epoch and r.position = e.position) as records
      from ${some} e
      where e.allowed and e.records > 0 and e.body is not null and not e.action = any(${ACTS}::text[])
      order by e.epoch, e.position`,
  );
  return { entries, to };
}

const Told = Type.Object({
  entry: text,
  record: text,
  register: text,
  reader: text,
  post: Nullable(text),
  home: Type.Integer(),
  at: text,
  action: text,
  fields: Nullable(Type.Array(text)),
  purpose: Nullable(text),
});
export type ToldRead = Static<typeof Told>;

/** @param changeSet null for what was heard; what is there already stays */
export const putReads = (tx: Db, reads: readonly ToldRead[], changeSet: number | null): Promise<number> =>
  tx.run(sql`insert into exchange.read_told
      (entry, record, register, reader, post, home, at, action, fields, purpose, change_set)
    select entry, record, register, reader, post, home, at, action,
        case when jsonb_typeof(fields) = 'array' then array(select jsonb_array_elements_text(fields)) end, purpose,
        ${changeSet}::bigint
      from jsonb_to_recordset(${JSON.stringify(reads)}::jsonb) as x(entry uuid, record uuid, register text, reader text,
        post text, home integer, at timestamptz, action text, fields jsonb, purpose text)
    on conflict (entry, record) do nothing`);

export const readsOfChange = (tx: Db, changeSet: number): Promise<ToldRead[]> =>
  tx.many(
    Told,
    sql`select entry, record, register, reader, post, home, at, action, fields, purpose from exchange.read_told
      where change_set = ${changeSet} order by reader, home, entry, record`,
  );
