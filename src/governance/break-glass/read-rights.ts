/** Emergency rights as the screens show them: to who began one, who may confirm it, and who reviews. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Server } from '../../platform/http/serve.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import { actsUnder } from '../../platform/ledger/index.ts';
import { named, openDesk } from '../desk.ts';
import { rulesOf } from './change-right.ts';
import type { ActUnder, RightLine } from './contract.ts';
import { stateOfRight, type EmergencyRight } from './model.ts';
import { breakGlassProblems as problems } from './problems.ts';
import { findRight, listRights } from './store/break-glass.ts';

const MOST = 200;
const MOST_ACTS = 500;

export async function listRightsFor(context: Context, server: Server, caller: Caller): Promise<RightLine[]> {
  const all = await listRights(context.db, MOST);
  const seen = await Promise.all(all.map((right) => sees(server, caller, right)));
  return describeRights(
    context,
    server,
    caller,
    all.filter((_right, place) => seen[place]),
  );
}

/** Somebody else's and one that is not there read the same. @throws governance/break-glass-not-found */
export async function getRightFor(
  context: Context,
  server: Server,
  caller: Caller,
  id: string,
): Promise<RightLine & { acts: ActUnder[] }> {
  const right = await findRight(context.db, id);
  if (!right || !(await sees(server, caller, right))) throw problems.breakGlassNotFound({ right: id });
  const [line] = await describeRights(context, server, caller, [right]);
  return { ...(line as RightLine), acts: await actsOf(context, right) };
}

/** Everything that was allowed by it, the earliest first. */
async function actsOf({ db, clock }: Context, right: EmergencyRight): Promise<ActUnder[]> {
  if (right.confirmedAt === null || right.endsAt === null) return [];
  const to = new Date(Math.min(Date.parse(right.endedAt ?? right.endsAt), clock.now().getTime()) + 1000).toISOString();
  const wanted = { actor: right.account, rule: 'governance/break-glass', from: right.confirmedAt, to };
  const rows = await actsUnder(db, { ...wanted, limit: MOST_ACTS });
  return rows.map(({ id, at, action, subject, records }) => ({ entry: id, at, action, subject, records })).reverse();
}

async function sees(server: Server, caller: Caller, right: EmergencyRight): Promise<boolean> {
  if (right.account === caller.account) return true;
  if ((await server.authorize(caller, 'governance.review-break-glass', {})).allowed) return true;
  return (await server.authorize(caller, 'governance.confirm-break-glass', { body: right.body })).allowed;
}

export async function describeRights(
  context: Context,
  server: Server,
  caller: Caller,
  rights: readonly EmergencyRight[],
): Promise<RightLine[]> {
  const { db, clock } = context;
  const desk = await openDesk(
    context,
    rights.map(({ body }) => body),
  );
  const people = rights.flatMap(({ account, confirmedBy, reviewedBy }) => [account, confirmedBy, reviewedBy]);
  const accounts = await findAccounts(db, [...new Set(people.filter((one) => one !== null))]);
  const names = new Map(accounts.map(({ id, displayName }) => [id, displayName]));
  const nameOf = (account: string | null) => account && (names.get(account) ?? account);
  const mayReview = (await server.authorize(caller, 'governance.review-break-glass', {})).allowed;
  return Promise.all(
    rights.map(async (right) => {
      const state = stateOfRight(right, clock.now());
      const mine = right.account === caller.account;
      const may = (await server.authorize(caller, 'governance.confirm-break-glass', { body: right.body })).allowed;
      const { account: _, endedBy: _by, body, registers, confirmedBy, reviewedBy, ...shown } = right;
      return {
        ...shown,
        ...{ who: nameOf(right.account) ?? '', body: desk.name(body), state, mine },
        registers: registers && registers.map((register) => named(desk.registers, register)),
        ...{ confirmedBy: nameOf(confirmedBy), reviewedBy: nameOf(reviewedBy) },
        mayConfirm: may && !mine && !caller.onBehalf && state === 'asked',
        mayEnd: (may || mine) && (state === 'asked' || state === 'open'),
        mayReview: mayReview && !mine && right.confirmedBy !== caller.account && state === 'ended',
      };
    }),
  );
}

/** What the caller may break open; empty where he may begin nothing. */
export async function offeredTo(context: Context, server: Server, caller: Caller): Promise<readonly string[]> {
  if (caller.onBehalf || caller.kind !== 'person') return [];
  const may = await server.authorize(caller, 'governance.begin-break-glass', {});
  return may.allowed ? rulesOf(context).permissions : [];
}
