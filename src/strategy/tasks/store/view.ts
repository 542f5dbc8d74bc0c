/** SQL on saved views of the task list. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

export const ViewRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  query: Type.Record(Type.String(), Type.String()),
});
export type ViewRow = Static<typeof ViewRow>;

export const viewsOf = (db: Db, account: string): Promise<ViewRow[]> =>
  db.many(ViewRow, sql`select id, name, query from strategy.task_view where account = ${account} order by name, id`);

export async function putView(
  tx: Db,
  view: ViewRow & { readonly account: string; readonly now: Date },
): Promise<ViewRow> {
  const found = await tx.one(
    ViewRow,
    sql`insert into strategy.task_view (id, account, name, query, made_at)
      values (${view.id}, ${view.account}, ${view.name}, ${JSON.stringify(view.query)}::jsonb, ${view.now})
      on conflict (account, name) do update set query = excluded.query
      returning id, name, query`,
  );
  return found as ViewRow;
}

export const deleteView = (db: Db, account: string, id: string): Promise<number> =>
  db.run(sql`delete from strategy.task_view where id = ${id}::uuid and account = ${account}`);
