/** What somebody else would be answered: the same decision, for whoever oversees the body he acts for. */
import { describeCaller } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import { explain, refusal } from '../../platform/http/refusal.ts';
import type { Server } from '../../platform/http/serve.ts';
import { findAccount, findAccountByName } from '../../platform/identity/index.ts';
import type { Translate } from '../../platform/i18n.ts';
import { fold } from '../../platform/search/fold.ts';
import { refusedOrAbsent } from '../authorizer.ts';
import { namer } from '../desk.ts';
import { askWhyOf as contract, type WhyOf } from './contract.ts';

/** What everybody may know of a decision: the directory, and what was asked. */
const OPEN_FACTS = new Set(['you', 'asked', 'permission', 'keeper', 'onBehalf', 'by']);

/** @throws platform/refused, the same for an account that is not there and for one out of the asker's sight */
export async function askWhyOf(
  { db }: Pick<Context, 'db'>,
  server: Server,
  { caller, t }: { readonly caller: Caller; readonly t: Translate },
  { account: named, permission, ...about }: Body<typeof contract>,
): Promise<WhyOf> {
  const account = /^[0-9a-f-]{36}$/.test(named)
    ? await findAccount(db, named)
    : await findAccountByName(db, fold(named));
  const other = account && (await describeCaller(db, account.id, caller.language));
  const sees = other && (await server.authorize(caller, contract.permission, bodyOf(other))).allowed;
  if (!account || !other || !sees || (other.body === null && !seesAll(caller)))
    throw refusal(await refusedOrAbsent(db, caller, contract.permission, {}), t, caller.language);
  const decision = await server.authorize(other, permission, about);
  const { allowed } = await server.authorize(caller, 'governance.read-agreements', bodyOf(other));
  const shown = allowed ? decision : withoutAgreements(decision);
  const name = await namer(db, [other.body]);
  return {
    ...{ account: account.id, name: account.displayName, posts: [...other.roles] },
    body: other.body === null ? null : name(other.body),
    decision: explain(shown, t, caller.language),
    withheld: shown !== decision,
  };
}

const bodyOf = ({ body }: Caller) => (body === null ? {} : { body });

/** Who stands in no body is overseen by those who oversee everybody. */
const seesAll = (caller: Caller): boolean =>
  caller.kind === 'system' || caller.roles.some((role) => role === 'compliance' || role === 'administrator');

function withoutAgreements(decision: Decision): Decision {
  const facts = Object.entries(decision.facts).filter(([fact]) => OPEN_FACTS.has(fact));
  return facts.length === Object.keys(decision.facts).length
    ? decision
    : { ...decision, facts: Object.fromEntries(facts) };
}
