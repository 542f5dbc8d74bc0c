/** SQL on usages: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';

export const UsageRow = Type.Object({
  element: Type.String(),
  room: Type.String(),
  kind: Type.String(),
  subject: Type.String(),
  label: Texts,
  /** The body that answers for it; null where nobody is named. */
  owner: Type.Union([Type.Integer(), Type.Null()]),
});
export type UsageRow = Static<typeof UsageRow>;

/** As it is written: an owner that is not known is left out. */
export type NewUsage = Omit<UsageRow, 'owner'> & { readonly owner?: number | null };

export const put = (tx: Db, rows: readonly NewUsage[]) =>
  tx.run(sql`insert into dictionary.usage (element, room, kind, subject, label, owner)
    select distinct on (x.element, x.room, x.kind, x.subject) x.element, x.room, x.kind, x.subject, x.label, x.owner
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(element text, room text, kind text, subject text, label jsonb, owner int)
    on conflict (element, room, kind, subject) do update set label = excluded.label, owner = excluded.owner`);

export const remove = (tx: Db, room: string, kind: string, subject: string) =>
  tx.run(sql`delete from dictionary.usage where room = ${room} and kind = ${kind} and subject = ${subject}`);

export const ofElement = (db: Db, element: string) =>
  db.many(
    UsageRow,
    sql`select element, room, kind, subject, label, owner from dictionary.usage where element = ${element} order by kind, room, subject`,
  );

export const ofElements = (db: Db, elements: readonly string[]) =>
  db.many(
    UsageRow,
    sql`select element, room, kind, subject, label, owner from dictionary.usage
        where element = any(${elements}::text[]) order by kind, room, subject, element`,
  );
