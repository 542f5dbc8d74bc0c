/** SQL on deliveries. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const DeliveryRow = Type.Object({
  id: Type.String(),
  webhook: Type.String(),
  kind: Type.String(),
  payload: Type.String(),
  createdAt: Type.String(),
  state: Type.Enum(['waiting', 'delivered', 'failed']),
  attempts: Type.Integer(),
  nextTry: Nullable(Type.String()),
  lastStatus: Nullable(Type.Integer()),
  lastTrouble: Nullable(Type.String()),
  triedAt: Nullable(Type.String()),
  deliveredAt: Nullable(Type.String()),
});
export type DeliveryRow = Static<typeof DeliveryRow>;

const columns = sql`id, webhook, kind, payload, created_at as "createdAt", state, attempts, next_try as "nextTry",
  last_status as "lastStatus", last_trouble as "lastTrouble", tried_at as "triedAt", delivered_at as "deliveredAt"`;

/** The same event twice is one delivery. */
export async function insertDelivery(
  tx: Db,
  one: Pick<DeliveryRow, 'id' | 'webhook' | 'kind' | 'payload'> & { readonly now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into exchange.webhook_delivery (id, webhook, kind, payload, created_at, state, next_try)
    values (${one.id}, ${one.webhook}, ${one.kind}, ${one.payload}, ${one.now.toISOString()}, 'waiting',
      ${one.now.toISOString()})
    on conflict (id) do nothing`);
}

/** Takes what is due for itself for a while: another process finds it later again if this one dies. */
export const claimDue = (db: Db, now: Date, until: Date, most: number): Promise<DeliveryRow[]> =>
  db.many(
    DeliveryRow,
    sql`update exchange.webhook_delivery set attempts = attempts + 1, tried_at = ${now.toISOString()},
          next_try = ${until.toISOString()}
        where id in (
          select d.id from exchange.webhook_delivery d join exchange.webhook w on w.code = d.webhook
          where d.state = 'waiting' and d.next_try <= ${now.toISOString()} and w.approved_by is not null
            and not w.stopped and w.disabled_at is null
          order by d.next_try, d.id limit ${most} for update of d skip locked)
        returning ${columns}`,
  );

export interface Tried {
  readonly state: DeliveryRow['state'];
  readonly nextTry: Date | null;
  readonly status: number | null;
  readonly trouble: string | null;
  readonly deliveredAt: Date | null;
}

export async function noteTried(tx: Db, id: string, tried: Tried): Promise<void> {
  await tx.run(sql`update exchange.webhook_delivery set state = ${tried.state},
    next_try = ${tried.nextTry?.toISOString() ?? null}, last_status = ${tried.status}, last_trouble = ${tried.trouble},
    delivered_at = ${tried.deliveredAt?.toISOString() ?? null} where id = ${id}`);
}

/** Undefined: there is no such delivery of this webhook. */
export const askAgain = (db: Db, webhook: string, id: string, now: Date): Promise<DeliveryRow | undefined> =>
  db.one(
    DeliveryRow,
    sql`update exchange.webhook_delivery set state = 'waiting', next_try = ${now.toISOString()}
        where id = ${id} and webhook = ${webhook} returning ${columns}`,
  );

export const selectDeliveries = (db: Db, webhook: string, limit: number): Promise<DeliveryRow[]> =>
  db.many(
    DeliveryRow,
    sql`select ${columns} from exchange.webhook_delivery where webhook = ${webhook}
        order by created_at desc, id limit ${limit}`,
  );

const Count = Type.Object({ webhook: Type.String(), state: Type.String(), count: Type.Integer() });

export const countDeliveries = (db: Db): Promise<Static<typeof Count>[]> =>
  db.many(Count, sql`select webhook, state, count(*) from exchange.webhook_delivery group by webhook, state`);
