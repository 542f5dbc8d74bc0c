/** What whoever reads a correction may do with it: its keeper settles it, its proposer takes it back. */
import { sayAllowed } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { CorrectionRecord } from '../store/correction.ts';
import type { CorrectionPage } from './corrections-contract.ts';
import { insistOnUnsent } from './send-correction.ts';
import {
  insistOnKeeper,
  insistOnPending,
  insistOnProposer,
  insistOnUndoing,
  insistOnWaiting,
  maySettle,
} from './settle-correction.ts';

const PROPOSE = 'registers.propose-correction';

export async function allowedOnCorrection(
  context: Context,
  caller: Caller,
  found: CorrectionRecord,
): Promise<CorrectionPage['allowed']> {
  const settles = await maySettle(context, caller, found);
  // Whoever does not keep the record is told who does.
  const keeper = {
    permission: 'registers.settle-correction',
    ...(!settles && { about: { register: found.register, body: found.body } }),
  };
  const ofKeeper = (insists: () => unknown) => async () => {
    await insistOnKeeper(context, caller, found);
    await insists();
  };
  const ofProposer =
    (insists: () => unknown = () => undefined) =>
    () => {
      insistOnProposer(caller, found);
      return insists();
    };
  return sayAllowed(context, caller, {
    'registers.settleCorrection': { ...keeper, insists: ofKeeper(() => insistOnPending(found)) },
    'registers.undoSettlement': { ...keeper, insists: ofKeeper(() => insistOnUndoing(context, context.db, found)) },
    'registers.withdrawCorrection': { permission: PROPOSE, insists: ofProposer(() => insistOnWaiting(found)) },
    'registers.sendCorrection': { permission: PROPOSE, insists: ofProposer(() => insistOnUnsent(found)) },
    'registers.acknowledgeCorrection': { permission: PROPOSE, insists: ofProposer() },
    'registers.addEvidence': {
      permission: PROPOSE,
      insists: () => {
        if (!settles) insistOnProposer(caller, found);
        insistOnWaiting(found);
      },
    },
  });
}
