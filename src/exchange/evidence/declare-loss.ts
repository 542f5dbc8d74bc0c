/** Opens a fenced node again: the loss is declared in the first entry of a new epoch, above all that anybody saw. */
import type { Position } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import { headPosition } from '../../platform/ledger/entry-store.ts';
import { ledgerOf } from '../../platform/ledger/index.ts';
import { problems } from './problems.ts';
import { beginRecovery } from '../recovery/begin-recovery.ts';
import { stepFence, type FenceState, type LostRange } from '../protocol/index.ts';
import {
  insertLoss,
  lockLogs,
  openEpoch,
  positionOf,
  putBehind,
  readFence,
  recovering,
  writeFence,
  type FenceRow,
  type LossRow,
} from './store/fence.ts';

type DeclareContext = Pick<Context, 'db' | 'clock' | 'audit' | 'keysDir'>;

/**
 * Nothing that was signed is signed again, smaller or otherwise: the new epoch is a log of its own, and its first entry
 * names the last witnessed checkpoint and what of it is missing here.
 * @param by whoever declares it: an account, and why
 * @throws problems.nothingLost when the fence is not closed
 */
export async function declareLoss(
  context: DeclareContext,
  by: { readonly account: string; readonly body: number | null; readonly reason: string },
): Promise<LossRow> {
  const { db, clock, audit } = context;
  const ledger = ledgerOf(audit);
  const declaredAt = clock.now();
  const loss = await db.transaction(async (tx) => {
    await lockLogs(tx);
    const head = await headPosition(tx);
    const { epoch, lost, note, witness, since } = lossOf(await readFence(tx));
    const held = head.epoch === lost.epoch ? head.position : 0;
    const declared = {
      epoch,
      endedEpoch: lost.epoch,
      heldSize: held,
      lostFrom: lost.from + 1,
      lostTo: lost.to,
      note,
      witness,
      reason: by.reason,
      actor: by.account,
      since,
    };
    await recovering(tx);
    await insertLoss(tx, { ...declared, declaredAt });
    await openEpoch(tx, epoch);
    const first = await audit.record(tx, {
      action: 'exchange.declare-loss',
      actor: by.account,
      body: by.body,
      subject: `audit/e${String(lost.epoch)}`,
      allowed: true,
      rule: 'exchange/loss-declared',
      counts: { epoch, endedEpoch: lost.epoch, held, lostFrom: declared.lostFrom, lostTo: declared.lostTo },
      detail: { note, witness, reason: by.reason },
      protectedFor: 'log/declared-loss',
    });
    await putBehind(tx, first);
    await beginRecovery(context, tx, { epoch, since });
    const none = { witnessedEpoch: null, witnessedSize: null, note: null, witness: null };
    await writeFence(tx, { state: 'open', ownEpoch: epoch, ownSize: 0, ...none }, declaredAt);
    return { ...declared, declaredAt: declaredAt.toISOString() };
  });
  ledger.release();
  await ledger.settled();
  return loss;
}

interface Loss {
  readonly epoch: number;
  readonly lost: LostRange;
  readonly note: string;
  readonly witness: string;
  readonly since: Position | null;
}

/** What the protocol's fence says is lost, and the epoch that begins after it. @throws problems.nothingLost */
function lossOf(row: FenceRow): Loss {
  const { note, witness, ownEpoch, ownSize, witnessedEpoch, witnessedSize, sinceEpoch, sincePosition } = row;
  if (row.state !== 'fenced' || note === null || witness === null) throw problems.nothingLost();
  const at = { epoch: witnessedEpoch ?? 1, size: witnessedSize ?? 0 };
  const own = { epoch: ownEpoch ?? 1, size: Math.min(ownSize ?? 0, ownEpoch === at.epoch ? at.size - 1 : Infinity) };
  const fenced: FenceState = { mode: 'fenced', own, booted: own, witnessed: { at, by: witness, agrees: false } };
  const opened = stepFence(fenced, { type: 'loss-declared' }).effects.find((effect) => effect.type === 'open-epoch');
  if (!opened) throw problems.nothingLost();
  const since = positionOf(sinceEpoch, sincePosition);
  return { epoch: opened.epoch, lost: opened.lost, note, witness, since };
}
