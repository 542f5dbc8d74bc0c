/** Opens a fenced node again: the loss is declared in the first entry of a new epoch, above all that anybody saw. */
import type { Context } from '../../platform/context.ts';
import { headPosition } from '../../platform/ledger/entry-store.ts';
import { ledgerOf } from '../../platform/ledger/index.ts';
import { problems } from '../problems.ts';
import { step } from './fence.ts';
import { stateOf } from './guard-node.ts';
import { insertLoss, lockLogs, openEpoch, putBehind, readFence, recovering, writeFence, type LossRow } from './store/fence.ts';

type DeclareContext = Pick<Context, 'db' | 'clock' | 'audit'>;

/**
 * Nothing that was signed is signed again, smaller or otherwise: the new epoch is a log of its own, and its first entry
 * names the last witnessed checkpoint and what of it is missing here.
 * @param by whoever declares it: an account, and why
 * @throws problems.nothingLost when the fence is not closed
 */
export async function declareLoss(
  { db, clock, audit }: DeclareContext,
  by: { readonly account: string; readonly body: number | null; readonly reason: string },
): Promise<LossRow> {
  const ledger = ledgerOf(audit);
  const declaredAt = clock.now();
  const loss = await db.transaction(async (tx) => {
    await lockLogs(tx);
    const head = await headPosition(tx);
    const state = stateOf(await readFence(tx), { epoch: head.epoch, size: head.position });
    if (state.name !== 'fenced') throw problems.nothingLost();
    const { witnessed } = state;
    const epoch = Math.max(head.epoch, witnessed.epoch) + 1;
    const lost = {
      epoch,
      endedEpoch: witnessed.epoch,
      heldSize: head.epoch === witnessed.epoch ? head.position : 0,
      lostFrom: (head.epoch === witnessed.epoch ? Math.min(head.position, witnessed.size) : 0) + 1,
      lostTo: witnessed.size,
      note: witnessed.note,
      witness: witnessed.witness,
      reason: by.reason,
      actor: by.account,
    };
    await recovering(tx);
    await insertLoss(tx, { ...lost, declaredAt });
    await openEpoch(tx, epoch);
    const first = await audit.record(tx, {
      action: 'exchange.declare-loss',
      actor: by.account,
      body: by.body,
      subject: `audit/e${String(witnessed.epoch)}`,
      allowed: true,
      rule: 'exchange/loss-declared',
      counts: { epoch, endedEpoch: lost.endedEpoch, held: lost.heldSize, lostFrom: lost.lostFrom, lostTo: lost.lostTo },
      detail: { note: lost.note, witness: lost.witness, reason: by.reason },
      protectedFor: 'log/declared-loss',
    });
    await putBehind(tx, first);
    const open = step(state, { kind: 'declared', epoch });
    const none = { witnessedEpoch: null, witnessedSize: null, note: null, witness: null };
    await writeFence(tx, { state: 'open', ownEpoch: open.own.epoch, ownSize: open.own.size, ...none }, declaredAt);
    return { ...lost, declaredAt: declaredAt.toISOString() };
  });
  ledger.release();
  await ledger.settled();
  return loss;
}
