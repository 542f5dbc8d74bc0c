/** Delegations as the screens show them. */
import { pathOf } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Server } from '../../platform/http/serve.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import { permissionTable } from '../authorizer.ts';
import { named, openDesk } from '../desk.ts';
import { todayOf } from '../write-change.ts';
import { holdsFor } from './act-for.ts';
import type { DelegationLine } from './contract.ts';
import { isDelegable, stateOfDelegation, type Delegation } from './model.ts';
import { delegationsFrom, everyDelegation } from './store/delegation.ts';

const MOST = 500;

/** In his own posts, whoever he acts for: only as himself he chooses whom to act for. */
const himself = (caller: Caller): Caller => (caller.onBehalf ? { ...caller, body: caller.onBehalf.by } : caller);

export async function delegationLines(
  context: Context,
  server: Server,
  caller: Caller,
  { mine, ended }: { readonly mine?: boolean | undefined; readonly ended?: boolean | undefined },
): Promise<DelegationLine[]> {
  const { db } = context;
  const today = todayOf(context);
  const all = ended === true ? await everyDelegation(db, MOST) : await delegationsFrom(db, today);
  const own = await Promise.all(all.map((one) => holdsFor(db, one, himself(caller), today)));
  const wanted = mine === true ? all.filter((_one, place) => own[place]) : all;
  return describeDelegations(context, server, caller, wanted);
}

export async function describeDelegations(
  context: Context,
  server: Server,
  caller: Caller,
  rows: readonly Delegation[],
): Promise<DelegationLine[]> {
  const { db } = context;
  const today = todayOf(context);
  const desk = await openDesk(
    context,
    rows.flatMap(({ body, toBody, givenBy }) => [body, toBody, givenBy]),
  );
  const accounts = rows.map(({ account }) => account).filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const names = new Map((await findAccounts(db, [...new Set(accounts)])).map((one) => [one.id, one.displayName]));
  return Promise.all(
    rows.map(async (row) => {
      const state = stateOfDelegation(row, today, await pathOf(db, row.body));
      const may = await server.authorize(caller, 'governance.delegate', { body: row.body });
      return {
        ...{ id: row.id, body: desk.name(row.body), to: desk.name(row.toBody), givenBy: desk.name(row.givenBy) },
        ...{ account: names.get(row.account) ?? row.account, permissions: row.permissions },
        registers: row.registers && row.registers.map((register) => named(desk.registers, register)),
        ...{ from: row.from, until: row.to, reason: row.reason, state },
        mine: await holdsFor(db, row, himself(caller), today),
        mayEnd: state !== 'ended' && may.allowed && caller.onBehalf === undefined,
      };
    }),
  );
}

/** What the caller may give of his own body; empty where he may give nothing. */
export async function offeredBy(context: Context, server: Server, caller: Caller): Promise<string[]> {
  if (caller.body === null || caller.onBehalf) return [];
  const about = { body: caller.body };
  if (!(await server.authorize(caller, 'governance.delegate', about)).allowed) return [];
  const offered: string[] = [];
  for (const [name, entry] of Object.entries(permissionTable(context.db))) {
    if (isDelegable(name, entry) && (await server.authorize(caller, name, about)).allowed) offered.push(name);
  }
  return offered.sort();
}
