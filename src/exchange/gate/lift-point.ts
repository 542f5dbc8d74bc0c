/** Lifts a point of the gate that stops rows: the data manager answers for it, with a reason and a last day. */
import type { Caller } from '../../platform/caller.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import { addDays } from '../../platform/relative-day.ts';
import { gateOf } from './model.ts';
import { gateProblems as problems } from './gate-problems.ts';
import { forgetGates, pointsOf } from './read-gate.ts';
import { putLift } from './store/lift.ts';

export interface LiftPoint {
  readonly register: string;
  readonly point: string;
  readonly until: string;
  readonly reason: string;
}

/** @throws governance/register-not-found, exchange/point-not-stopping, exchange/lift-too-long */
export async function liftPoint(context: Context, caller: Caller, given: LiftPoint): Promise<void> {
  const { register, point, until, reason } = given;
  const { db, clock, profile, audit } = context;
  const today = dayOf(clock.now(), profile.timeZone);
  const points = await pointsOf(context, register);
  if (points?.find((one) => one.point.code === point)?.state !== 'stops') throw problems.pointNotStopping({ point });
  const last = addDays(today, gateOf(profile)?.liftDays ?? 1);
  if (until < today || until > last) throw problems.liftTooLong({ today, last });
  await db.transaction(async (tx) => {
    const id = await takeChangeSet(tx);
    const { account, body } = caller;
    const lift = { id: newId(clock.now()), register, point, until, reason, decidedOn: today, account, body };
    await putLift(tx, lift, id);
    const act = { action: 'exchange.lift-gate', actor: account, body, subject: register } as const;
    const cause = await audit.record(tx, {
      ...act,
      allowed: true,
      rule: 'exchange/gate-lifted',
      detail: { point, until },
    });
    const change = {
      id,
      kind: 'governance',
      subject: register,
      body,
      actor: account,
      cause,
      begunAt: clock.now(),
    } as const;
    await appendChangeSet(tx, { ...change, members: [] });
  });
  forgetGates();
}
