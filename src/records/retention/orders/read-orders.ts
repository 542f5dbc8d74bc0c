/** What screens read of disposal orders, with names. Whoever does not answer for registers sees those of the own body. */
import { nameBodies } from '../../../bodies/index.ts';
import {
  disposalOfOrder,
  findOrder,
  findReceived,
  getDisposal,
  listBases,
  listOrders,
  listReceived,
  listRegisters,
  orderMayBecome,
  type Order,
  type ReceivedOrder,
} from '../../../governance/index.ts';
import type { Caller } from '../../../platform/caller.ts';
import { dayOf } from '../../../platform/clock.ts';
import type { Context } from '../../../platform/context.ts';
import { problems } from '../../problems.ts';
import type { Proof } from '../contract.ts';
import type { OrderLine, OrderPage } from '../orders-contract.ts';

const MOST_IDS = 200;
const OVERSEE = ['data-office', 'data-manager', 'compliance', 'leader', 'steward'] as const;

const seesAll = (caller: Caller) => caller.kind === 'system' || OVERSEE.some((post) => caller.roles.includes(post));

interface Asked {
  readonly direction?: OrderLine['direction'] | undefined;
  readonly disposal?: string | undefined;
}

/** What is said of both kinds, before names are given. */
type Bare = Omit<OrderLine, 'register' | 'giver' | 'consumer' | 'basis' | 'refusedOn' | 'isLate'> & {
  readonly register: string;
  readonly giver: number;
  readonly consumer: number;
  readonly basis: string;
  readonly refusedOn: OrderLine['refusedOn'] | string;
};

const given = (one: Order, { register, basis }: { readonly register: string; readonly basis: string }): Bare => ({
  ...{ id: one.id, direction: 'given', disposal: one.disposal, register, giver: one.giver, consumer: one.consumer },
  ...{ origin: null, agreement: one.agreement, way: one.way, records: one.records.length, held: null, basis },
  ...{ dueOn: one.dueOn, at: one.orderedAt, reminded: one.reminded, state: one.state, outcome: one.outcome },
  ...{ answeredAt: one.answeredAt, counts: one.counts, reason: one.reason, refusedOn: one.basis },
  ...{ statement: one.statement, hasProof: one.proof !== null },
});

const received = (one: ReceivedOrder): Bare => ({
  ...{ id: one.id, direction: 'received', disposal: one.disposal, register: one.register, giver: one.giver },
  ...{ consumer: one.consumer, origin: one.origin, agreement: one.agreement, way: one.way, basis: one.basis },
  ...{ records: one.records.length, held: one.held, dueOn: one.dueOn, at: one.receivedAt, reminded: one.reminded },
  ...{ state: one.state, outcome: one.outcome, answeredAt: one.answeredAt, counts: one.counts, reason: one.reason },
  ...{ refusedOn: one.refusalBasis, statement: one.statement, hasProof: one.proof !== null },
});

export async function orderLines(context: Context, caller: Caller, { direction, disposal }: Asked) {
  const { db } = context;
  const out: Bare[] = [];
  if (direction !== 'received')
    for (const order of await listOrders(db, { disposal }))
      out.push(given(order, await getDisposal(db, order.disposal)));
  if (direction !== 'given' && disposal === undefined) out.push(...(await listReceived(db)).map(received));
  const seen = out.filter(({ consumer }) => seesAll(caller) || consumer === caller.body);
  const items = await describe(context, seen);
  const count = (is: (line: OrderLine) => boolean) => items.filter(is).length;
  const counts = {
    open: count(({ state }) => state === 'sent' || state === 'received' || state === 'accepted'),
    late: count(({ isLate }) => isLate),
    refused: count(({ state }) => state === 'refused' || state === 'not-taken'),
    done: count(({ state }) => state === 'done'),
  };
  return { items, counts };
}

async function describe({ db, clock, profile }: Context, lines: readonly Bare[]): Promise<OrderLine[]> {
  const names = await nameBodies(
    db,
    lines.flatMap(({ giver, consumer }) => [giver, consumer]),
  );
  const registers = new Map((await listRegisters(db, true)).map((one) => [one.name, one.names]));
  const bases = new Map((await listBases(db)).map((one) => [one.code, one]));
  const today = dayOf(clock.now(), profile.timeZone);
  const body = (id: number) => ({ id, code: names.get(id)?.code ?? String(id), names: names.get(id)?.name ?? {} });
  const law = (code: string) => {
    const found = bases.get(code);
    return { code, names: found?.names ?? {}, citation: found?.citation ?? null };
  };
  return lines.map((line) => ({
    ...line,
    register: { code: line.register, names: registers.get(line.register) ?? {} },
    ...{ giver: body(line.giver), consumer: body(line.consumer), basis: law(line.basis) },
    refusedOn: typeof line.refusedOn === 'string' ? law(line.refusedOn) : line.refusedOn,
    isLate: (line.state === 'sent' || line.state === 'received') && line.dueOn < today,
  }));
}

interface Found {
  readonly order: Order | undefined;
  readonly here: ReceivedOrder | undefined;
}

/** What is not there and what is not for the asker read the same. @throws records/order-not-found */
async function find({ db }: Context, caller: Caller, id: string): Promise<Found> {
  const [order, here] = [await findOrder(db, id), await findReceived(db, id)];
  const consumer = order?.consumer ?? here?.consumer;
  if (consumer === undefined || !(seesAll(caller) || consumer === caller.body))
    throw problems.orderNotFound({ order: id });
  return { order, here };
}

interface May {
  answer(body: number): Promise<boolean>;
  remind(body: number): Promise<boolean>;
}

interface AskedPage {
  readonly id: string;
  readonly may: May;
}

/** @throws records/order-not-found */
export async function orderPage(context: Context, caller: Caller, { id, may }: AskedPage): Promise<OrderPage> {
  const { db } = context;
  const { order, here } = await find(context, caller, id);
  const disposal = order && (await getDisposal(db, order.disposal));
  const bare = order && disposal ? given(order, disposal) : received(here as ReceivedOrder);
  const [line] = await describe(context, [bare]);
  return {
    ...(line as OrderLine),
    // A body of this node: the giver's page shows the receiver's side as well.
    held: here?.held ?? null,
    ids: (order ?? (here as ReceivedOrder)).records.slice(0, MOST_IDS),
    carriedOutBy: (await disposalOfOrder(db, id))?.id ?? null,
    ...(await mayOf(may, { here, order, decides: disposal?.decides ?? 0 })),
  };
}

interface Acts extends Found {
  readonly decides: number;
}

async function mayOf(may: May, { here, order, decides }: Acts) {
  const mayAct = here !== undefined && (await may.answer(here.consumer));
  const isOpen = order?.state === 'sent' || order?.state === 'not-taken';
  return {
    mayAnswer: mayAct && here.state === 'received',
    mayCarryOut: mayAct && orderMayBecome(here.state, 'accepted'),
    mayRemind: isOpen && (await may.remind(decides)),
  };
}

/** @throws records/order-not-found, records/not-proved-yet */
export async function orderProof(context: Context, caller: Caller, id: string): Promise<Proof> {
  const { order, here } = await find(context, caller, id);
  const proof = order?.proof ?? here?.proof ?? null;
  if (proof === null) throw problems.notProvedYet({ disposal: id, state: order?.state ?? here?.state ?? '' });
  return proof as Proof;
}
