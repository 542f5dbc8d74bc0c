/** SQL on comments: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql } from '../../platform/db/sql.ts';

const text = Type.String();
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const CommentRow = Type.Object({
  id: Type.Integer(),
  kind: orNull(Type.Enum(['element', 'entity', 'code-list', 'settings'])),
  key: orNull(text),
  pointer: orNull(text),
  text,
  account: text,
  body: orNull(Type.Integer()),
  at: text,
  resolvedBy: orNull(text),
  resolvedBody: orNull(Type.Integer()),
  resolvedAt: orNull(text),
});
export type CommentRow = Static<typeof CommentRow>;

const columns = sql`id, kind, key, pointer, text, account, body, at, resolved_by as "resolvedBy",
  resolved_body as "resolvedBody", resolved_at as "resolvedAt"`;

export interface NewComment {
  readonly proposal: number;
  readonly kind: string | null;
  readonly key: string | null;
  readonly pointer: string | null;
  readonly text: string;
  readonly account: string;
  readonly body: number | null;
  readonly now: Date;
}

export async function insert(tx: Db, row: NewComment): Promise<CommentRow> {
  const made = await tx.one(
    CommentRow,
    sql`insert into dictionary.proposal_comment (proposal, kind, key, pointer, text, account, body, at)
      values (${row.proposal}, ${row.kind}, ${row.key}, ${row.pointer}, ${row.text}, ${row.account}, ${row.body},
        ${row.now.toISOString()}) returning ${columns}`,
  );
  return made as CommentRow;
}

export interface CommentFilter {
  readonly kind?: string | undefined;
  readonly key?: string | undefined;
  readonly open?: boolean | undefined;
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Oldest first. */
export function list(db: Db, proposal: number, filter: CommentFilter): Promise<CommentRow[]> {
  const { kind, key, open, after, limit } = filter;
  const where = [
    sql`proposal = ${proposal}`,
    ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
    ...(key === undefined ? [] : [sql`key = ${key}`]),
    ...(open === undefined ? [] : [open ? sql`resolved_at is null` : sql`resolved_at is not null`]),
    ...(after === undefined ? [] : [sql`id > ${after}`]),
  ];
  return db.many(
    CommentRow,
    sql`select ${columns} from dictionary.proposal_comment where ${join(where, ' and ')} order by id limit ${limit}`,
  );
}

export interface Resolution {
  readonly proposal: number;
  readonly id: number;
  /** Null: it is open again. */
  readonly by: { readonly account: string; readonly body: number | null; readonly now: Date } | null;
}

export const resolve = (tx: Db, { proposal, id, by }: Resolution) =>
  tx.one(
    CommentRow,
    sql`update dictionary.proposal_comment set resolved_by = ${by?.account ?? null},
        resolved_body = ${by?.body ?? null}, resolved_at = ${by?.now.toISOString() ?? null}
      where proposal = ${proposal} and id = ${id} returning ${columns}`,
  );

const Counts = Type.Object({ total: Type.Integer(), open: Type.Integer() });
export async function count(db: Db, proposal: number): Promise<Static<typeof Counts>> {
  const row = await db.one(
    Counts,
    sql`select count(*)::int as total, (count(*) filter (where resolved_at is null))::int as open
        from dictionary.proposal_comment where proposal = ${proposal}`,
  );
  return row ?? { total: 0, open: 0 };
}

const ByEntry = Type.Object({ kind: text, key: text, open: Type.Integer() });
export const openByEntry = (db: Db, proposal: number) =>
  db.many(
    ByEntry,
    sql`select kind, key, count(*)::int as open from dictionary.proposal_comment
        where proposal = ${proposal} and kind is not null and resolved_at is null group by kind, key`,
  );
