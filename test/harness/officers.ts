/** One more officer in the story, whom anybody may enter as: for bodies that the tour has nobody in. */
import { assignPost } from '../../src/bodies/index.ts';
import { system } from '../../src/platform/caller.ts';
import type { Context } from '../../src/platform/context.ts';
import { createAccount } from '../../src/platform/identity/index.ts';

/** @param body its code */
export async function addOfficer(context: Context, name: string, body: string): Promise<void> {
  const { id } = await createAccount(context.db, { name, displayName: `Officer ${body}`, demo: true });
  const by = { account: system.account, body: null, rule: 'governance/node-itself' };
  await assignPost(context, { account: id, body, post: 'officer' }, by);
}
