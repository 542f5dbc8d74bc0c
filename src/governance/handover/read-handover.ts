/** What a person holds and would hand over, for herself and for whoever gives posts there. */
import { postsFrom, postsOn } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Server } from '../../platform/http/serve.ts';
import { refusal } from '../../platform/http/refusal.ts';
import type { Translate } from '../../platform/i18n.ts';
import { countKeys, findAccount, findAccounts } from '../../platform/identity/index.ts';
import { workCounts } from '../../platform/work/index.ts';
import { refusedOrAbsent, visibleBodies } from '../authorizer.ts';
import { known } from '../delegations/known-delegations.ts';
import { named, openDesk } from '../desk.ts';
import { listResponsibilities } from '../responsibilities/store/responsibility.ts';
import { todayOf } from '../write-change.ts';
import type { Handover } from './contract.ts';

const MOST = 300;
const PERMISSION = 'bodies.assign-posts';

export async function readHandover(
  context: Context,
  server: Server,
  { caller, t }: { readonly caller: Caller; readonly t: Translate },
  account: string,
): Promise<Handover> {
  const { db, clock } = context;
  const today = todayOf(context);
  const person = await findAccount(db, account);
  const posts = await postsFrom(db, account, today);
  const bodies = [...new Set(posts.map(({ body }) => body))];
  const may = await mayGiveIn(server, caller, bodies);
  // Somebody who is not there and somebody who is not for the asker read the same.
  if (!person || (account !== caller.account && !may))
    throw refusal(await refusedOrAbsent(db, caller, PERMISSION, {}), t, caller.language);
  const duties = (await listResponsibilities(db, { from: today })).filter((one) => one.account === account);
  const people = may ? await candidates(context, caller, account) : [];
  const desk = await openDesk(context, [
    ...bodies,
    ...duties.map(({ body }) => body),
    ...people.map(({ body }) => body),
  ]);
  return {
    person: { account, name: person.displayName },
    posts: await Promise.all(
      posts.map(async ({ id, body, post, from, to }) => ({
        ...{ id, body: desk.name(body), post, from, to },
        ...(await workCounts(db, { bodies: [body], posts: [post] }, today)),
      })),
    ),
    duties: duties.map(({ id, register, role, body, to }) => ({
      ...{ id, register: named(desk.registers, register), role, body: desk.name(body), to },
    })),
    keys: await countKeys(db, account, clock.now()),
    delegations: (await known.read(db, today)).filter((one) => one.account === account).length,
    may,
    candidates: people.map(({ body, ...one }) => ({ ...one, body: desk.name(body) })),
  };
}

async function mayGiveIn(server: Server, caller: Caller, bodies: readonly number[]): Promise<boolean> {
  if (bodies.length === 0) return (await server.authorize(caller, PERMISSION, {})).allowed;
  const answers = await Promise.all(bodies.map((body) => server.authorize(caller, PERMISSION, { body })));
  return answers.every(({ allowed }) => allowed);
}

async function candidates(context: Context, caller: Caller, leaver: string) {
  const { db } = context;
  const visible = await visibleBodies(db, caller, PERMISSION);
  const held = (await postsOn(db, todayOf(context))).filter(
    ({ account, body }) =>
      account !== leaver && account !== caller.account && (visible === 'all' || visible.includes(body)),
  );
  const byAccount = new Map(held.map((one) => [one.account, one.body]));
  const accounts = await findAccounts(db, [...byAccount.keys()].slice(0, MOST));
  return accounts
    .filter(({ kind, disabledAt }) => kind === 'person' && disabledAt === null)
    .map(({ id, displayName }) => ({ account: id, name: displayName, body: byAccount.get(id) as number }));
}
