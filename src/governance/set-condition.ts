/** Says which of its rows an agreement opens; from then on every reader under it sees those only. */
import { homesElsewhere, type Author } from '../bodies/index.ts';
import { describeExpressionFinding } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { insistOnStanding } from './insist-on-standing.ts';
import { problems } from './problems.ts';
import { conditionFindings, entitiesOfRegisters } from './row-conditions.ts';
import * as store from './store/agreement.ts';
import { todayOf, writeChange } from './write-change.ts';

export interface SetCondition {
  readonly agreement: string;
  /** An expression over the register's fields; null: all rows of its tree. */
  readonly condition: string | null;
}

/** @throws problems.agreementNotFound, problems.decidedElsewhere, problems.agreementEnded, problems.conditionUnsound with every finding and its place */
export async function setCondition(
  context: Context,
  { agreement: code, condition }: SetCondition,
  by: Author,
  t: Translate,
): Promise<void> {
  const act = { action: 'governance.set-condition', subject: code, kind: 'agreement', by } as const;
  const elsewhere = await homesElsewhere(context);
  await writeChange(context, act, async (tx, changeSet) => {
    const agreement = await store.findAgreement(tx, code);
    if (!agreement) throw problems.agreementNotFound({ agreement: code });
    insistOnStanding(elsewhere, agreement, todayOf(context));
    const entity = (await entitiesOfRegisters(tx)).get(agreement.register);
    if (condition !== null) {
      const found = entity ? conditionFindings(condition, entity) : [];
      const findings = found.map((one) => ({ from: one.from, to: one.to, message: describeExpressionFinding(one, t) }));
      if (!entity || findings.length > 0) {
        throw problems.conditionUnsound({ findings, said: findings.map(({ message }) => message).join(' ') });
      }
    }
    await store.setCondition(tx, code, { condition, changeSet });
  });
}
