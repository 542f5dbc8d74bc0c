/** Hands a proposal in: from now on nobody edits it, and the data office owes an answer. */
import type { Context } from '../../platform/context.ts';
import { actOn, type Acting } from './act-on-proposal.ts';
import { oweReview, settleWork } from './proposal-work.ts';

export interface Step {
  readonly proposal: number;
  readonly revision: number;
  readonly note?: string | undefined;
}

/** @throws what `actOn` throws: errors, clashes, nothing that changes */
export const submitProposal = (context: Context, step: Step, acting: Acting): Promise<void> =>
  actOn(context, { ...step, action: 'submit', acting }, async ({ tx, row, now }) => {
    await settleWork(context, tx, row, { done: ['mend'], by: acting.account });
    const due = await oweReview(context, tx, row);
    return { submittedAt: now.toISOString(), due };
  });
