/** At the giver: what a body says became of its copies, held against what it was ordered, and its proof against its node's keys. */
import { answerOrder, getDisposal, lockOrder, writeGovernance, type Order } from '../../../governance/index.ts';
import type { Context } from '../../../platform/context.ts';
import type { Db } from '../../../platform/db/db.ts';
import type { RowKeeping } from '../../../platform/keeping.ts';
import type { Arriving, Taken } from '../../../platform/travel.ts';
import { closeWork } from '../../../platform/work/index.ts';
import { checkProof } from '../prove.ts';
import { LATE } from './carry-out.ts';
import type { Answered } from './told.ts';

/** Can be turned off by a test, which must then see what it defends against. */
export type AnswerCheck = 'consumer' | 'proof' | 'key';

const refuse = (reason: string): Taken => ({ taken: false, reason });

interface Taking {
  readonly told: Answered;
  readonly keepings: readonly RowKeeping[];
  readonly off?: readonly AnswerCheck[];
}

export async function takeAnswer(
  context: Context,
  tx: Db,
  { from, origin }: Arriving,
  { told, keepings, off = [] }: Taking,
): Promise<Taken> {
  const order = await lockOrder(tx, told.order);
  // An order that is not there and one that is not theirs read the same.
  if (!order || (order.consumer !== from && !off.includes('consumer'))) return refuse('unknown-order');
  if (order.state === 'done') return { taken: true };
  if (told.outcome === 'refused' && (told.reason === null || told.basis === null)) return refuse('reason-missing');
  if (told.outcome === 'destroyed') {
    const { register } = await getDisposal(tx, order.disposal);
    if (!off.includes('proof') && !isProved(order, register, told)) return refuse('proof-fails');
    if (!off.includes('key') && !(await isTheirKey(tx, { told, origin, keepings }))) return refuse('other-key');
  }
  const act = {
    ...{ action: 'records.take-order-answer', subject: `disposal-order/${order.id}`, kind: 'governance' as const },
    by: { account: origin, body: null, rule: 'exchange/own-bodies' },
  } as const;
  await writeGovernance(
    context,
    act,
    async (inner) => {
      await answerOrder(inner, order.id, told);
      await closeWork(inner, { kind: LATE, subject: order.id, by: origin, now: context.clock.now() });
    },
    tx,
  );
  return { taken: true };
}

/** The proof proves what is said: of that register, and of records that were ordered, as many as are counted. */
function isProved({ records }: Order, register: string, { proof, counts }: Answered): boolean {
  if (proof === null || proof.register !== register || checkProof(proof) !== undefined) return false;
  const ordered = new Set(records);
  const ids = proof.entries.flatMap((entry) => entry.ids);
  return ids.every((id) => ordered.has(id)) && ids.length === (counts['destroyed'] ?? 0);
}

/** Signed by the node that brings it, as the registry knows it. Where nobody knows keys, the proof stands for itself. */
async function isTheirKey(tx: Db, { told, origin, keepings }: Taking & { readonly origin: string }): Promise<boolean> {
  const keys = [...new Set(told.proof?.entries.map(({ checkpoint }) => checkpoint.vkey) ?? [])];
  for (const { isKeyOf } of keepings)
    for (const key of keys) if (isKeyOf && !(await isKeyOf(tx, origin, key))) return false;
  return true;
}
