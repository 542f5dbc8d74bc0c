/** Whose rows a caller sees summed up. */
import { subtreeIds } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';

/** Sums are over the caller's own part of the tree; whoever stands at the root, or has no body, sees all. */
export async function scopeOf({ db }: Context, caller: Caller): Promise<ReadonlySet<number> | 'all'> {
  if (
    caller.body === null ||
    caller.roles.some((post) => post === 'data-office' || post === 'compliance' || post === 'data-manager')
  )
    return 'all';
  return new Set(await subtreeIds(db, caller.body));
}
