/** Approves a proposal as a whole: from a day on it may be released. Never by anybody who made it. */
import type { Context } from '../../platform/context.ts';
import { actOn, type Acting } from './act-on-proposal.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import { oweRelease, settleWork } from './proposal-work.ts';
import type { Step } from './submit-proposal.ts';

export interface Approval extends Step {
  readonly decisionNo?: string | undefined;
  /** Today when absent. */
  readonly effectiveFrom?: string | undefined;
}

/** @throws problems.effectiveDayPast, and what `actOn` throws */
export const approveProposal = (context: Context, approval: Approval, acting: Acting): Promise<void> =>
  actOn(context, { ...approval, action: 'approve', acting }, async ({ tx, row, now, today }) => {
    const { decisionNo = null, effectiveFrom = today } = approval;
    if (effectiveFrom < today) throw problems.effectiveDayPast({ day: effectiveFrom });
    await settleWork(context, tx, row, { done: ['review'], by: acting.account });
    await oweRelease(context, tx, row, effectiveFrom);
    return { decidedAt: now.toISOString(), decisionNo: decisionNo?.trim() ?? null, effectiveFrom };
  });
