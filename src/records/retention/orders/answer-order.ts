/** At whoever received rows: somebody decides on an order. Carried out by the same two steps as a disposal, or refused on a law. */
import type { Author } from '../../../bodies/index.ts';
import { homesElsewhere, type Elsewhere } from '../../../bodies/index.ts';
import {
  acceptReceived,
  answerOrder as keepAnswer,
  doneReceived,
  findReceived,
  insertDisposalItems,
  insertOrdered,
  listBases,
  lockReceived,
  orderMayBecome,
  refuseReceived,
  writeGovernance,
  type Outcome,
  type ReceivedOrder,
} from '../../../governance/index.ts';
import { dayOf } from '../../../platform/clock.ts';
import type { Context } from '../../../platform/context.ts';
import type { Db } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { closeWork } from '../../../platform/work/index.ts';
import { openRegister } from '../../open-register.ts';
import { problems } from '../../problems.ts';
import { copiesOf } from '../../store/ordered.ts';
import { ANSWER } from './open-orders.ts';

export interface Answer {
  readonly order: string;
  readonly carryOut: boolean;
  readonly reason?: string | null | undefined;
  /** Code of the legal basis on which it is refused. */
  readonly basis?: string | null | undefined;
  /** What became of copies outside this node: files, other systems. */
  readonly statement?: string | null | undefined;
}

/** @throws records/order-not-found */
export async function getReceived(db: Db, id: string): Promise<ReceivedOrder> {
  const found = await findReceived(db, id);
  if (!found) throw problems.orderNotFound({ order: id });
  return found;
}

const said = (words: string | null | undefined): string | null => (words?.trim() ? words.trim() : null);

/** @throws records/order-not-found, -moved-on, -unsound */
export async function answerOrder(context: Context, given: Answer, by: Author): Promise<void> {
  const { order: id, carryOut } = given;
  const elsewhere = await homesElsewhere(context);
  const action = carryOut ? 'records.accept-order' : 'records.refuse-order';
  const act = { action, subject: `disposal-order/${id}`, kind: 'governance', by } as const;
  await writeGovernance(context, act, async (tx, changeSet) => {
    const order = await lockReceived(tx, id);
    if (!order) throw problems.orderNotFound({ order: id });
    if (!orderMayBecome(order.state, carryOut ? 'accepted' : 'refused'))
      throw problems.orderMovedOn({ order: id, state: order.state });
    const deciding = await decidingOf(context, tx, { given, by });
    if (carryOut) await accept(context, tx, { order, deciding, changeSet, elsewhere, by });
    else {
      await refuseReceived(tx, id, { ...deciding, changeSet });
      await tellHere(context, tx, { id, outcome: 'refused' });
    }
    await closeWork(tx, { kind: ANSWER, subject: id, by: by.account, now: context.clock.now() });
  });
}

/** @throws records/order-unsound */
async function decidingOf(context: Context, tx: Db, { given, by }: { readonly given: Answer; readonly by: Author }) {
  const [reason, basis, statement] = [said(given.reason), said(given.basis), said(given.statement)];
  const unsound = (field: string) => problems.orderUnsound({ order: given.order, field });
  if (given.carryOut && statement === null) throw unsound('statement');
  if (!given.carryOut && reason === null) throw unsound('reason');
  const isKnown = basis !== null && (await listBases(tx)).some(({ code }) => code === basis);
  if (!given.carryOut && !isKnown) throw unsound('basis');
  const [why, law] = given.carryOut ? [null, null] : [reason, basis];
  return { account: by.account, at: context.clock.now().toISOString(), statement, reason: why, basis: law };
}

interface Accepting {
  readonly order: ReceivedOrder;
  readonly deciding: Awaited<ReturnType<typeof decidingOf>>;
  readonly changeSet: number;
  readonly elsewhere: Elsewhere;
  readonly by: Author;
}

async function accept(context: Context, tx: Db, { order, deciding, changeSet, by }: Accepting): Promise<void> {
  await acceptReceived(tx, order.id, deciding);
  const { origin, register, records, term, basis, consumer } = order;
  const copies = origin === null ? [] : await copiesOf(tx, (await openRegister(tx, register)).entity, records);
  if (copies.length === 0) {
    const outcome = origin === null ? 'declared' : 'none';
    const { at } = deciding;
    await doneReceived(tx, order.id, { outcome, counts: {}, proof: null, at, changeSet });
    await tellHere(context, tx, { id: order.id, outcome });
    return;
  }
  const now = context.clock.now();
  const id = newId(now);
  const disposal = {
    ...{ id, register, what: 'records' as const, term, basis, proposedBy: `node/${origin ?? ''}`, decides: consumer },
    ...{ proposedAt: order.receivedAt, counts: { proposed: copies.length }, request: null, orderedBy: order.id },
    ...{ decidedBy: by.account, decidedAt: deciding.at },
  } as const;
  await insertOrdered(tx, disposal, changeSet);
  const dueOn = dayOf(now, context.profile.timeZone);
  await insertDisposalItems(
    tx,
    id,
    copies.map(({ record }) => ({ item: record, dueOn })),
  );
}

/** Where both are bodies of this node, the answer is there at once. */
async function tellHere(
  { clock }: Pick<Context, 'clock'>,
  tx: Db,
  { id, outcome }: { readonly id: string; readonly outcome: Outcome },
): Promise<void> {
  const order = await findReceived(tx, id);
  if (!order || order.origin !== null) return;
  const basis = (await listBases(tx)).find(({ code }) => code === order.refusalBasis);
  const { reason, statement } = order;
  const told = basis ? { code: basis.code, names: basis.names, citation: basis.citation } : null;
  const at = clock.now().toISOString();
  await keepAnswer(tx, id, { outcome, counts: {}, reason, basis: told, statement, proof: null, at });
}
