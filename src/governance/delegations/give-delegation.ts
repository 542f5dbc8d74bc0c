/** Has one body act for another, and ends it. */
import { findBody, getBody, homesElsewhere, postsOf } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import type { Server } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import { addDays } from '../../platform/relative-day.ts';
import { author, insist, type Acting } from '../acting.ts';
import { entryOf } from '../authorizer.ts';
import { insistOnHome } from '../insist-on-home.ts';
import { responsibilityProblems } from '../responsibilities/problems.ts';
import { getRegister, listRegisters } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { giveDelegation as contract } from './contract.ts';
import { known } from './known-delegations.ts';
import { delegationObstacle, type DelegationObstacle, type Giving } from './may-delegate.ts';
import { delegationRules, type Delegation } from './model.ts';
import { delegationProblems as problems } from './problems.ts';
import * as store from './store/delegation.ts';

/**
 * @throws governance/more-than-held, governance/not-delegable, governance/delegation-from-above,
 * governance/delegation-to-oneself, governance/delegation-on-behalf, governance/delegation-same-body,
 * governance/delegation-too-long, governance/day-past, platform/refused
 */
export async function giveDelegation(
  context: Context,
  server: Server,
  acting: Acting,
  given: Body<typeof contract>,
): Promise<Delegation> {
  const { db, clock } = context;
  const { caller } = acting;
  const today = todayOf(context);
  const body = await getBody(db, given.body ?? caller.body ?? 0, today);
  await insist(server, acting, contract.permission, body.id);
  const to = await getBody(db, given.to, today);
  const registers = given.registers ?? null;
  for (const register of registers ?? []) await getRegister(db, register);
  const rules = delegationRules(context.profile.settings['delegation']);
  const from = given.from ?? today;
  const giving: Giving = {
    giver: { account: caller.account, body: caller.body, isOnBehalf: caller.onBehalf !== undefined },
    ...{ body: body.id, toBody: to.id, permissions: given.permissions, registers },
    isHisOwn: (await postsOf(db, caller.account, today)).some((held) => held.body === to.id),
    everyRegister: (await listRegisters(db)).map(({ name }) => name),
    ...{ from, to: given.until, today, lastDay: addDays(from, rules.days - 1) },
  };
  const answers = await ask(server, acting, giving);
  const decide = (permission: string, register: string | undefined) =>
    answers.get(keyOf(permission, register)) as Decision;
  const obstacle = delegationObstacle(giving, { rules, entryOf: (name) => entryOf(db, name), decide });
  if (obstacle) throw problemOf(obstacle, { ...giving, days: rules.days });
  insistOnHome(await homesElsewhere(context), body.id, body.code);
  const row: Delegation = {
    ...{ id: newId(clock.now()), body: body.id, toBody: to.id, givenBy: caller.body ?? body.id },
    ...{ posts: [...caller.roles], permissions: [...given.permissions], registers: registers && [...registers] },
    ...{ from, to: given.until, reason: given.reason, account: caller.account },
  };
  const act = { action: 'governance.give-delegation', subject: `delegation/${row.id}`, kind: 'governance' } as const;
  await writeChange(context, { ...act, by: author(acting) }, (tx, changeSet) =>
    store.insertDelegation(tx, row, clock.now(), changeSet),
  );
  known.forget();
  return row;
}

const keyOf = (permission: string, register: string | undefined) => `${permission} ${register ?? ''}`;

/** What the giver himself may do about the body, asked beforehand: the rule is pure. */
async function ask(server: Server, { caller }: Acting, giving: Giving): Promise<Map<string, Decision>> {
  const answers = new Map<string, Decision>();
  for (const permission of giving.permissions) {
    for (const register of [undefined, ...(giving.registers ?? giving.everyRegister)]) {
      const about = { body: giving.body, ...(register !== undefined && { register }) };
      answers.set(keyOf(permission, register), await server.authorize(caller, permission, about));
    }
  }
  return answers;
}

function problemOf(obstacle: DelegationObstacle, { days, from, today, to }: Giving & { readonly days: number }) {
  switch (obstacle.kind) {
    case 'on-behalf':
      return problems.delegationOnBehalf();
    case 'from-above':
      return problems.delegationFromAbove();
    case 'same-body':
      return problems.delegationSameBody();
    case 'to-oneself':
      return problems.delegationToOneself();
    case 'day-past':
      return from < today
        ? responsibilityProblems.dayPast({ day: from, today })
        : responsibilityProblems.periodUnsound({ from, to });
    case 'too-long':
      return problems.delegationTooLong({ days });
    case 'not-delegable':
      return problems.notDelegable({ permission: obstacle.permission });
    case 'more-than-held': {
      const { kind: _, ...more } = obstacle;
      return problems.moreThanHeld(more);
    }
  }
}

/** By who may give it for the body, or by a head of the body that acts. @throws governance/delegation-not-found */
export async function endDelegation(context: Context, server: Server, acting: Acting, id: string): Promise<void> {
  const { db } = context;
  const found = await store.findDelegation(db, id);
  if (!found) throw problems.delegationNotFound({ delegation: id });
  const { caller } = acting;
  if (caller.onBehalf !== undefined) throw problems.delegationOnBehalf();
  if (caller.body !== found.toBody) await insist(server, acting, contract.permission, found.body);
  const body = await findBody(db, found.body);
  insistOnHome(await homesElsewhere(context), found.body, body?.code ?? '');
  const act = { action: 'governance.end-delegation', subject: `delegation/${id}`, kind: 'governance' } as const;
  await writeChange(context, { ...act, by: author(acting) }, (tx, changeSet) =>
    store.endDelegation(tx, id, addDays(todayOf(context), -1), changeSet),
  );
  known.forget();
}
