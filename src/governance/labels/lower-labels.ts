/** Records that labels hold lower than the parts of a register say: somebody answers for it, and it is looked at again. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import { addDays } from '../../platform/relative-day.ts';
import { getRegister } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { isAtLeast } from './algebra.ts';
import { labelNames, type LabelSet } from './model.ts';
import { labelProblems as problems } from './problems.ts';
import { planEntity } from './register-entity.ts';
import { computeLabels } from './register-labels.ts';
import { insertDecision } from './store/label-decision.ts';

export interface LowerLabels {
  readonly register: string;
  readonly to: Partial<Omit<LabelSet, 'secrecy'>>;
  readonly reason: string;
  readonly basis: string;
  readonly number: string;
  readonly reviewOn: string;
}

const LONGEST_DAYS = 5 * 366;

/** @throws governance/register-not-found, governance/label-not-lowered, governance/review-day-unsound */
export async function lowerLabels(context: Context, given: LowerLabels, by: Author): Promise<void> {
  const { register, reason, basis, number, reviewOn } = given;
  await getRegister(context.db, register);
  const today = todayOf(context);
  if (reviewOn <= today || reviewOn > addDays(today, LONGEST_DAYS)) throw problems.reviewDayUnsound({ today });
  const from = computeLabels(context.profile, await planEntity(context.db, register)).labels;
  const to: LabelSet = { ...from, ...given.to };
  const isLower = isAtLeast(from, to) && labelNames.some((label) => from[label] !== to[label]);
  if (!isLower || from.secrecy !== 'none') throw problems.labelNotLowered({ register });
  const act = { action: 'governance.lower-labels', subject: register, kind: 'governance', by } as const;
  await writeChange(context, act, (tx, changeSet) =>
    insertDecision(
      tx,
      {
        id: newId(context.clock.now()),
        ...{ register, from, to, reason, basis, number, reviewOn },
        decidedOn: today,
        account: by.account,
        body: by.body,
      },
      changeSet,
    ),
  );
}
