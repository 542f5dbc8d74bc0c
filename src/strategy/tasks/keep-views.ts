/** Views of the list that somebody saved for himself: the same query as in the address, under a name. */
import { newId } from '../../platform/ids.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import type { TaskView } from './task-contract.ts';
import * as store from './store/view.ts';

const MOST = 50;

export const listViews = ({ db }: Context, { account }: Caller): Promise<TaskView[]> => store.viewsOf(db, account);

/** The same name again is the new view. @throws problems.viewsFull */
export function saveView(
  context: Context,
  { account }: Caller,
  view: Pick<TaskView, 'name' | 'query'>,
): Promise<TaskView> {
  const now = context.clock.now();
  return context.db.transaction(async (tx) => {
    const held = await store.viewsOf(tx, account);
    if (held.length >= MOST && !held.some(({ name }) => name === view.name)) throw problems.viewsFull({ most: MOST });
    return store.putView(tx, { ...view, id: newId(now), account, now });
  });
}

/** @throws problems.viewNotFound */
export async function dropView({ db }: Context, { account }: Caller, id: string): Promise<void> {
  if ((await store.deleteView(db, account, id)) === 0) throw problems.viewNotFound();
}
