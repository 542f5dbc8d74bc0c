/** A proposal that does not become a release: sent back, rejected, withdrawn. */
import type { Context } from '../../platform/context.ts';
import { actOn, type Acting } from './act-on-proposal.ts';
import { oweMending, settleWork } from './proposal-work.ts';
import type { Step } from './submit-proposal.ts';

/** Its makers may edit it again; what was approved is so no longer. @throws what `actOn` throws */
export const returnProposal = (context: Context, step: Step, acting: Acting): Promise<void> =>
  actOn(context, { ...step, action: 'return', acting }, async ({ tx, row }) => {
    await settleWork(context, tx, row, { done: ['review'], by: acting.account });
    await oweMending(context, tx, row);
    return { due: null, decisionNo: null, effectiveFrom: null };
  });

/** For good. @throws what `actOn` throws */
export const rejectProposal = (context: Context, step: Step, acting: Acting): Promise<void> =>
  actOn(context, { ...step, action: 'reject', acting }, async ({ tx, row, now }) => {
    await settleWork(context, tx, row, { done: ['review'], by: acting.account });
    return { due: null, decidedAt: now.toISOString() };
  });

/** By those who made it, before it is decided. @throws what `actOn` throws */
export const withdrawProposal = (context: Context, step: Step, acting: Acting): Promise<void> =>
  actOn(context, { ...step, action: 'withdraw', acting }, async ({ tx, row }) => {
    await settleWork(context, tx, row, { done: [], by: acting.account });
    return { due: null };
  });
