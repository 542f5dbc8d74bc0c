/** Says which person an account is: from then on she sees her own window. The number stays out of the log. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { findAccountByName } from '../../platform/identity/index.ts';
import { fold } from '../../platform/search/fold.ts';
import { windowProblems } from './problems.ts';
import * as store from './store/window.ts';

interface Linking {
  /** Name of the account. */
  readonly account: string;
  /** Null: the link ends. */
  readonly person: string | null;
  readonly reason: string;
}

/** @throws exchange/account-is-unknown */
export async function linkPerson(context: Context, { account: name, person, reason }: Linking, by: Author) {
  const { db, audit, clock } = context;
  const account = await findAccountByName(db, fold(name));
  if (account?.kind !== 'person' || account.disabledAt !== null) throw windowProblems.accountIsUnknown();
  await db.transaction(async (tx) => {
    const at = clock.now().toISOString();
    if (person === null) await store.unlinkPerson(tx, account.id);
    else await store.linkPerson(tx, { account: account.id, person, by: by.account, at });
    await audit.record(tx, {
      ...{ action: 'exchange.link-person', actor: by.account, body: by.body, subject: `account/${account.id}` },
      ...{ allowed: true, rule: by.rule, counts: { linked: person === null ? 0 : 1 }, detail: { reason } },
      protectedFor: `account/${account.id}`,
    });
  });
}
