/** Which grants the provider opens to gateways that make no proofs: decided one consumer at a time. */
import { getBody, listBodies } from '../../bodies/index.ts';
import { listAgreements } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { problems } from '../problems.ts';
import { gatewayDoors } from './judge.ts';
import * as store from './store/key.ts';

/** @throws problems.grantNotFound when there is none of that code */
export async function providerOf({ db }: Context, agreement: string): Promise<number> {
  const found = (await listAgreements(db)).find(({ code }) => code === agreement);
  if (!found) throw problems.grantNotFound();
  return found.provider;
}

/** Seen by the provider, and by each consumer of itself. @throws problems.grantNotFound */
export async function listGateways(context: Context, agreement: string, caller: Caller) {
  const { db } = context;
  const provider = await providerOf(context, agreement);
  const doors = (await store.gatewayGrants(db)).filter((one) => one.agreement === agreement);
  // The terminal of the node acts for every body.
  const isProvider = caller.kind === 'system' || caller.body === provider;
  const seen = new Set(
    doors.map(({ consumer }) => consumer).filter((consumer) => isProvider || consumer === caller.body),
  );
  const bodies = (await listBodies(db)).filter(({ id }) => seen.has(id));
  return {
    consumers: bodies.map(({ id, code, names }) => ({ id, code, names })),
    mayDecide: isProvider && (caller.kind === 'system' || caller.roles.includes('data-manager')),
  };
}

/** @throws problems.grantNotFound, bodies/body-not-found */
export async function decideGateway(
  context: Context,
  {
    agreement,
    consumer,
    isAllowed,
  }: { readonly agreement: string; readonly consumer: string; readonly isAllowed: boolean },
  { caller, decision }: { readonly caller: Caller; readonly decision: Decision },
): Promise<void> {
  const { db, clock, audit, profile } = context;
  const now = clock.now();
  const body = await getBody(db, consumer, dayOf(now, profile.timeZone));
  const found = (await listAgreements(db)).find(({ code }) => code === agreement);
  if (!found) throw problems.grantNotFound();
  await db.transaction(async (tx) => {
    const done = isAllowed
      ? await store.allowGateway(tx, { agreement, consumer: body.id, account: caller.account, now })
      : await store.forbidGateway(tx, agreement, body.id);
    if (done === 0) return;
    await audit.record(tx, {
      action: isAllowed ? 'exchange.allow-gateway' : 'exchange.forbid-gateway',
      actor: caller.account,
      body: caller.body,
      subject: `${agreement}/${body.code}`,
      allowed: true,
      rule: decision.rule,
    });
  });
  gatewayDoors.forget();
}
