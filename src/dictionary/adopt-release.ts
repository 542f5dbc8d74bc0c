/** A body adopts a release: from then on its work is held against it. */
import { getBody } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import { getRelease } from './current-release.ts';
import * as store from './store/release.ts';
import { recordChange, takeChange, todayOf, type Author } from './write-change.ts';

/** Adopting twice changes nothing. @throws problems.releaseNotFound, bodies' bodyNotFound */
export async function adoptRelease(
  context: Context,
  adoption: { readonly body: number; readonly release: number },
  by: Author,
): Promise<{ body: number; release: number; changeSet: number }> {
  const release = await getRelease(context.db, adoption.release);
  const body = await getBody(context.db, adoption.body, todayOf(context));
  return context.db.transaction(async (tx) => {
    const changeSet = await takeChange(tx);
    const now = context.clock.now();
    const row = { body: body.id, release: release.number, by: by.account, now, changeSet };
    const added = await store.adopt(tx, row);
    const act = {
      kind: 'release',
      action: 'dictionary.adopt-release',
      subject: `body-${String(body.id)}`,
      by,
    } as const;
    await recordChange(context, tx, act, { changeSet, added, changed: 0, ended: 0, release: release.number });
    return { body: body.id, release: release.number, changeSet };
  });
}
