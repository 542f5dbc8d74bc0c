/** Disposal orders between nodes: told with the change that marks rows as gone; answered with a proof. docs/protocol.md §7.19 */
import Value from 'typebox/value';
import { listBodies } from '../../../bodies/index.ts';
import {
  answersOfChange,
  getDisposal,
  listBases,
  orderNotTaken,
  ordersOfChange,
  type Order,
  type ReceivedOrder,
} from '../../../governance/index.ts';
import type { ChangeSet } from '../../../platform/changes/index.ts';
import type { Db } from '../../../platform/db/db.ts';
import type { RowKeeping } from '../../../platform/keeping.ts';
import type { Parcel, Travel } from '../../../platform/travel.ts';
import { takeAnswer } from './take-answer.ts';
import { takeOrder } from './take-order.ts';
import { ANSWERED, Answered, ORDERED, Ordered } from './told.ts';

/** @param keepings who knows the keys of nodes */
export const orderTravel = (keepings: () => readonly RowKeeping[]): Travel => ({
  follows: ['disposal', 'governance'],
  kinds: [ORDERED, ANSWERED],
  parcels: async (tx, change) => {
    const [orders, answers] = [await ordersOfChange(tx, change.id), await answersOfChange(tx, change.id)];
    if (orders.length + answers.length === 0) return [];
    const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
    const told = await Promise.all(orders.map((order) => tellOrder(tx, order, codes)));
    const answered = await Promise.all(
      answers.filter(({ origin }) => origin !== null).map((order) => tellAnswer(tx, { order, codes, change })),
    );
    return [...told, ...answered];
  },
  receive: (context, tx, arriving) => {
    const { kind, payload } = arriving.parcel;
    if (kind === ORDERED && Value.Check(Ordered, payload)) return takeOrder(context, tx, arriving, { told: payload });
    if (kind === ANSWERED && Value.Check(Answered, payload))
      return takeAnswer(context, tx, arriving, { told: payload, keepings: keepings() });
    return Promise.resolve({ taken: false, reason: 'unreadable' });
  },
  refused: async (_context, tx, { kind, payload }, reason) => {
    // An answer that the home did not take stays as it is here: the order's page of the home says why.
    if (kind === ORDERED && Value.Check(Ordered, payload)) await orderNotTaken(tx, payload.order, reason);
  },
});

type Codes = ReadonlyMap<number, string>;

async function tellBasis(tx: Db, code: string) {
  const found = (await listBases(tx)).find((one) => one.code === code);
  return { code, names: found?.names ?? {}, citation: found?.citation ?? null };
}

async function tellOrder(tx: Db, order: Order, codes: Codes): Promise<Parcel> {
  const { id, agreement, way, records, reminded, giver, consumer, dueOn: due } = order;
  const { register, term, basis, id: disposal } = await getDisposal(tx, order.disposal);
  const payload: Ordered = {
    ...{ order: id, disposal, register, agreement, way, term, records: [...records], due, reminded },
    basis: await tellBasis(tx, basis),
  };
  const [from, to] = [codes.get(giver) ?? '', codes.get(consumer) ?? ''];
  return { id: `disposal-order/${id}/${String(reminded)}`, kind: ORDERED, from, to, subject: register, payload };
}

interface Telling {
  readonly order: ReceivedOrder;
  readonly codes: Codes;
  readonly change: ChangeSet;
}

async function tellAnswer(tx: Db, { order, codes, change }: Telling): Promise<Parcel> {
  const { id, outcome, counts, reason, refusalBasis, statement, proof, answeredAt, register } = order;
  const payload = {
    ...{ order: id, outcome: outcome ?? 'refused', counts, reason, statement, proof, at: answeredAt ?? '' },
    basis: refusalBasis === null ? null : await tellBasis(tx, refusalBasis),
  };
  const [from, to] = [codes.get(order.consumer) ?? '', codes.get(order.giver) ?? ''];
  const mark = `${String(change.at?.epoch ?? 0)}/${String(change.at?.position ?? 0)}`;
  return { id: `disposal-answer/${id}/${mark}`, kind: ANSWERED, from, to, subject: register, payload };
}
