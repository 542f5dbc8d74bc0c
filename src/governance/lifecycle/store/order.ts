/** SQL on orders to dispose of what was received. Each function is one statement. */
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import { Order, ReceivedOrder, type Outcome, type ToldBasis } from '../order-model.ts';

const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));

const given = sql`id, disposal, giver, consumer, agreement, way, records, due_on::text as "dueOn",
  ordered_at as "orderedAt", reminded, reminded_on::text as "remindedOn", state, outcome, answered_at as "answeredAt",
  counts, reason, basis, statement, proof`;

export type NewOrder = Pick<
  Order,
  'id' | 'disposal' | 'giver' | 'consumer' | 'agreement' | 'way' | 'records' | 'dueOn' | 'orderedAt'
>;

export async function insertOrder(tx: Db, one: NewOrder, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.disposal_order (id, disposal, giver, consumer, agreement, way, records, due_on,
      ordered_at, change_set)
    values (${one.id}, ${one.disposal}, ${one.giver}, ${one.consumer}, ${one.agreement}, ${one.way},
      ${one.records}::uuid[], ${one.dueOn}::date, ${one.orderedAt}, ${changeSet})`);
}

const orders = (db: Db, rest: Sql): Promise<Order[]> =>
  db.many(Order, sql`select ${given} from governance.disposal_order ${rest}`);

/** The newest first. */
export const listOrders = (db: Db, { disposal }: { readonly disposal?: string | undefined } = {}): Promise<Order[]> =>
  orders(
    db,
    sql`where ${disposal ?? null}::uuid is null or disposal = ${disposal ?? null}::uuid
      order by ordered_at desc, consumer, id limit 500`,
  );

export const findOrder = async (db: Db, id: string): Promise<Order | undefined> =>
  (await orders(db, sql`where id = ${id}::uuid`))[0];

export const lockOrder = async (tx: Db, id: string): Promise<Order | undefined> =>
  (await orders(tx, sql`where id = ${id}::uuid for no key update`))[0];

export const ordersOfChange = (db: Db, changeSet: number): Promise<Order[]> =>
  orders(db, sql`where change_set = ${changeSet} order by id`);

/** Past their day and not answered. */
export const lateOrders = (db: Db, today: string): Promise<Order[]> =>
  orders(db, sql`where state = 'sent' and due_on < ${today}::date order by due_on, id limit 500`);

export async function remindOrder(tx: Db, id: string, today: string, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.disposal_order set reminded = reminded + 1, reminded_on = ${today}::date,
    state = 'sent', change_set = ${changeSet} where id = ${id}::uuid and state in ('sent', 'not-taken')`);
}

export const orderNotTaken = (tx: Db, id: string, reason: string): Promise<number> =>
  tx.run(sql`update governance.disposal_order set state = 'not-taken', reason = ${reason}
    where id = ${id}::uuid and state = 'sent'`);

export interface AnswerOf {
  readonly outcome: Outcome;
  readonly counts: Readonly<Record<string, number>>;
  readonly reason: string | null;
  readonly basis: ToldBasis | null;
  readonly statement: string | null;
  readonly proof: object | null;
  readonly at: string;
}

export async function answerOrder(tx: Db, id: string, one: AnswerOf): Promise<void> {
  await tx.run(sql`update governance.disposal_order set state = ${one.outcome === 'refused' ? 'refused' : 'done'},
    outcome = ${one.outcome}, answered_at = ${one.at}, counts = ${JSON.stringify(one.counts)}::jsonb,
    reason = ${one.reason}, basis = ${json(one.basis)}::jsonb, statement = ${one.statement},
    proof = ${json(one.proof)}::jsonb where id = ${id}::uuid`);
}

// ── where they are received ──────────────────────────────────────────────────────────────────────────────────────────

const got = sql`id, origin, disposal, register, giver, consumer, agreement, way, term, basis, records, held,
  due_on::text as "dueOn", received_at as "receivedAt", reminded, state, decided_by as "decidedBy",
  decided_at as "decidedAt", reason, refusal_basis as "refusalBasis", statement, outcome, counts, proof,
  answered_at as "answeredAt"`;

const received = (db: Db, rest: Sql): Promise<ReceivedOrder[]> =>
  db.many(ReceivedOrder, sql`select ${got} from governance.received_order ${rest}`);

export type NewReceived = Pick<
  ReceivedOrder,
  | 'id'
  | 'origin'
  | 'disposal'
  | 'register'
  | 'giver'
  | 'consumer'
  | 'agreement'
  | 'way'
  | 'term'
  | 'basis'
  | 'records'
  | 'held'
  | 'dueOn'
  | 'receivedAt'
  | 'reminded'
>;

export async function insertReceived(tx: Db, one: NewReceived, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.received_order (id, origin, disposal, register, giver, consumer, agreement, way,
      term, basis, records, held, due_on, received_at, reminded, change_set)
    values (${one.id}, ${one.origin}, ${one.disposal}, ${one.register}, ${one.giver}, ${one.consumer}, ${one.agreement},
      ${one.way}, ${JSON.stringify(one.term)}::jsonb, ${one.basis}, ${one.records}::uuid[], ${one.held},
      ${one.dueOn}::date, ${one.receivedAt}, ${one.reminded}, ${changeSet})`);
}

/** The newest first. */
export const listReceived = (db: Db): Promise<ReceivedOrder[]> =>
  received(db, sql`order by received_at desc, id limit 500`);

export const receivedInState = (db: Db, state: ReceivedOrder['state']): Promise<ReceivedOrder[]> =>
  received(db, sql`where state = ${state} order by received_at, id limit 500`);

export const findReceived = async (db: Db, id: string): Promise<ReceivedOrder | undefined> =>
  (await received(db, sql`where id = ${id}::uuid`))[0];

export const lockReceived = async (tx: Db, id: string): Promise<ReceivedOrder | undefined> =>
  (await received(tx, sql`where id = ${id}::uuid for no key update`))[0];

export const answersOfChange = (db: Db, changeSet: number): Promise<ReceivedOrder[]> =>
  received(db, sql`where answer_change = ${changeSet} order by id`);

export const remindedReceived = (tx: Db, id: string, reminded: number): Promise<number> =>
  tx.run(sql`update governance.received_order set reminded = ${reminded} where id = ${id}::uuid`);

export interface Deciding {
  readonly account: string;
  readonly at: string;
  readonly statement: string | null;
  readonly reason: string | null;
  readonly basis: string | null;
}

/** Decided to carry it out: what was said when it was refused before goes. */
export const acceptReceived = (tx: Db, id: string, one: Deciding): Promise<number> =>
  tx.run(sql`update governance.received_order set state = 'accepted', decided_by = ${one.account}, decided_at = ${one.at},
    statement = ${one.statement}, reason = null, refusal_basis = null, outcome = null, answered_at = null,
    answer_change = null where id = ${id}::uuid`);

export const refuseReceived = (
  tx: Db,
  id: string,
  { changeSet, ...one }: Deciding & { readonly changeSet: number },
): Promise<number> =>
  tx.run(sql`update governance.received_order set state = 'refused', decided_by = ${one.account}, decided_at = ${one.at},
    reason = ${one.reason}, refusal_basis = ${one.basis}, statement = ${one.statement}, outcome = 'refused',
    answered_at = ${one.at}, answer_change = ${changeSet} where id = ${id}::uuid`);

export interface Done {
  readonly outcome: Exclude<Outcome, 'refused'>;
  readonly counts: Readonly<Record<string, number>>;
  readonly proof: object | null;
  readonly at: string;
  readonly changeSet: number;
}

export const doneReceived = (tx: Db, id: string, one: Done): Promise<number> =>
  tx.run(sql`update governance.received_order set state = 'done', outcome = ${one.outcome},
    counts = ${JSON.stringify(one.counts)}::jsonb, proof = ${json(one.proof)}::jsonb, answered_at = ${one.at},
    answer_change = ${one.changeSet} where id = ${id}::uuid and state = 'accepted'`);
