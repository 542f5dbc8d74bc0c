/** SQL on work items. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { join, sql } from '../db/sql.ts';
import type { Closing, NewWork } from './model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const WorkRow = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  titleKey: Type.String(),
  titleValues: Type.Record(Type.String(), Type.Unknown()),
  body: Type.Integer(),
  post: Type.String(),
  due: Nullable(Type.String()),
  calendar: Nullable(Type.String()),
  link: Type.String(),
  subject: Type.String(),
  state: Type.Enum(['open', 'done', 'withdrawn']),
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
});
export type WorkRow = Static<typeof WorkRow>;

const columns = sql`id, kind, title_key as "titleKey", title_values as "titleValues", body, post, due, calendar, link,
  subject, state, opened_at as "openedAt", closed_at as "closedAt"`;

/** Opens it, or gives the open one its new day and words. Returns the id. */
export async function upsertOpen(tx: Db, id: string, work: NewWork): Promise<string> {
  const row = await tx.one(
    Type.Object({ id: Type.String() }),
    sql`insert into platform.work_item
        (id, kind, title_key, title_values, body, post, due, calendar, link, subject, opened_at)
      values (${id}, ${work.kind}, ${work.title.key}, ${JSON.stringify(work.title.values ?? {})}, ${work.body},
        ${work.post}, ${work.due?.day ?? null}, ${work.due?.calendar ?? null}, ${work.link}, ${work.subject},
        ${work.now.toISOString()})
      on conflict (kind, subject, body, post) where state = 'open' do update set
        title_key = excluded.title_key, title_values = excluded.title_values, due = excluded.due,
        calendar = excluded.calendar, link = excluded.link
      returning id`,
  );
  return (row as { id: string }).id;
}

export async function close(tx: Db, closing: Closing & { as: 'done' | 'withdrawn' }): Promise<number> {
  const { kind, subject, body } = closing;
  return tx.run(sql`
    update platform.work_item
    set state = ${closing.as}, closed_at = ${closing.now.toISOString()}, closed_by = ${closing.by}
    where kind = ${kind} and subject = ${subject} and state = 'open'
      ${body === undefined ? sql`` : sql`and body = ${body}`}`);
}

export const owing = async (db: Db, kind: string, subject: string): Promise<number[]> =>
  (
    await db.many(
      Type.Object({ body: Type.Integer() }),
      sql`select distinct body from platform.work_item
           where kind = ${kind} and subject = ${subject} and state = 'open' order by body`,
    )
  ).map((row) => row.body);

export interface WorkFilter {
  readonly bodies: readonly number[];
  /** Null: whichever the post. */
  readonly posts: readonly string[] | null;
  readonly state: 'open' | 'done';
  /** Only what was due before this day. */
  readonly dueBefore?: string;
  readonly after?: { readonly due: string | null; readonly id: string };
  readonly limit: number;
}

// What has no day comes last.
const NO_DAY = '9999-12-31';

const addressed = ({ bodies, posts }: Pick<WorkFilter, 'bodies' | 'posts'>) =>
  posts === null
    ? sql`body = any(${bodies}::int[])`
    : sql`body = any(${bodies}::int[]) and post = any(${posts}::text[])`;

export function select(db: Db, filter: WorkFilter): Promise<WorkRow[]> {
  const { state, dueBefore, after } = filter;
  const where = [
    addressed(filter),
    sql`state = ${state}`,
    ...(dueBefore === undefined ? [] : [sql`due < ${dueBefore}::date`]),
    ...(after ? [sql`(coalesce(due, ${NO_DAY}::date), id) > (${after.due ?? NO_DAY}::date, ${after.id}::uuid)`] : []),
  ];
  return db.many(
    WorkRow,
    sql`select ${columns} from platform.work_item where ${join(where, ' and ')}
      order by coalesce(due, ${NO_DAY}::date), id limit ${filter.limit}`,
  );
}

const Counts = Type.Object({ open: Type.Integer(), overdue: Type.Integer() });

export async function count(db: Db, filter: Pick<WorkFilter, 'bodies' | 'posts'>, today: string) {
  const row = await db.one(
    Counts,
    sql`select count(*) as open, count(*) filter (where due < ${today}::date) as overdue
      from platform.work_item where ${addressed(filter)} and state = 'open'`,
  );
  return row ?? { open: 0, overdue: 0 };
}
