/** Places a hold, says that it still stands, and lifts it. What is under a hold is not destroyed, whatever its term. */
import type { Author } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { addDays } from '../../platform/relative-day.ts';
import { closeWork } from '../../platform/work/index.ts';
import { problems as governanceProblems } from '../problems.ts';
import { conditionFindings, entitiesOfRegisters } from '../row-conditions.ts';
import { listBases } from '../store/agreement.ts';
import { getRegister } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import type { Hold } from './model.ts';
import { lifecycleProblems as problems } from './problems.ts';
import type { ResolvedHold } from './resolve-lifecycle.ts';
import * as store from './store/hold.ts';

export interface PlaceHold {
  readonly register: string;
  readonly record?: string | null | undefined;
  readonly condition?: string | null | undefined;
  readonly reason: string;
  readonly basis: string;
  readonly from?: string | undefined;
  readonly until?: string | null | undefined;
  readonly reviewOn: string;
}

/** Nobody keeps a hold for years without looking at it. */
const LONGEST_REVIEW_DAYS = 366;
export const REVIEW = 'governance.review-hold';

/** @throws governance/register-not-found, governance/hold-unsound, governance/condition-unsound */
export async function placeHold(context: Context, given: PlaceHold, by: Author): Promise<Hold> {
  const today = todayOf(context);
  const { register, record = null, condition = null, reason, basis, from = today, until = null, reviewOn } = given;
  await getRegister(context.db, register);
  insistOnDays({ from, until, reviewOn }, today);
  if (record !== null && condition !== null) throw problems.holdUnsound({ field: 'condition' });
  if (!(await listBases(context.db)).some(({ code }) => code === basis)) throw problems.holdUnsound({ field: 'basis' });
  await insistOnCondition(context.db, register, condition);
  const hold: Hold = {
    id: newId(context.clock.now()),
    ...{ register, record, condition, reason, basis, from, until, reviewOn },
    ...{ reviewedOn: null, account: by.account, body: by.body, liftedOn: null, liftReason: null },
  };
  const act = { action: 'governance.place-hold', subject: register, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    await store.holdTerms(tx, register);
    await store.insertHold(tx, hold, changeSet);
  });
  return hold;
}

function insistOnDays({ from, until, reviewOn }: Pick<Hold, 'from' | 'until' | 'reviewOn'>, today: string): void {
  if (until !== null && (until < from || until < today)) throw problems.holdUnsound({ field: 'until' });
  if (reviewOn <= today || reviewOn > addDays(today, LONGEST_REVIEW_DAYS))
    throw problems.holdUnsound({ field: 'reviewOn' });
}

async function insistOnCondition(db: Db, register: string, condition: string | null): Promise<void> {
  const entity = (await entitiesOfRegisters(db)).get(register);
  if (condition === null || !entity) return;
  const findings = conditionFindings(condition, entity);
  if (findings.length > 0) throw governanceProblems.conditionUnsound({ findings });
}

/** @throws governance/hold-not-found */
export async function getHold(db: Db, id: string): Promise<Hold> {
  const found = await store.findHold(db, id);
  if (!found) throw problems.holdNotFound({ hold: id });
  return found;
}

/** @throws governance/hold-not-found, governance/hold-lifted */
export async function liftHold(context: Context, id: string, reason: string, by: Author): Promise<Hold> {
  const { register } = await getHold(context.db, id);
  const act = { action: 'governance.lift-hold', subject: register, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx) => {
    await store.holdTerms(tx, register);
    const lifted = { on: todayOf(context), by: by.account, reason };
    if (!(await store.liftHold(tx, id, lifted))) throw problems.holdLifted({ hold: id });
    await closeWork(tx, { kind: REVIEW, subject: id, by: by.account, now: context.clock.now() });
  });
  return getHold(context.db, id);
}

/** It still stands, until it is looked at again. @throws governance/hold-not-found, -lifted, -unsound */
export async function reviewHold(context: Context, id: string, reviewOn: string, by: Author): Promise<Hold> {
  const held = await getHold(context.db, id);
  const today = todayOf(context);
  if (held.liftedOn !== null) throw problems.holdLifted({ hold: id });
  insistOnDays({ from: today, until: null, reviewOn }, today);
  const act = { action: 'governance.review-hold', subject: held.register, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx) => {
    await store.reviewedHold(tx, id, today, reviewOn);
    await closeWork(tx, { kind: REVIEW, subject: id, by: by.account, now: context.clock.now() });
  });
  return getHold(context.db, id);
}

/** Those of the profile, once: what was decided on them here stays. */
export async function putHolds(
  context: Context,
  tx: Db,
  holds: readonly ResolvedHold[],
  changeSet: number,
): Promise<void> {
  for (const { code, ...hold } of holds) {
    const row = {
      ...{
        id: newId(context.clock.now()),
        ...hold,
        record: null,
        reviewedOn: null,
        account: system.account,
        body: null,
      },
      ...{ liftedOn: null, liftReason: null },
    };
    await store.insertHold(tx, row, changeSet, code);
  }
}
