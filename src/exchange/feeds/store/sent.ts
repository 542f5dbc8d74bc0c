/** SQL on what has left for a consumer. Each function is one statement. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Since = Type.Object({ since: Type.Integer() });

/** Pages of this epoch that left for the grant already; its seat is held until the transaction ends. */
export async function lockSent(tx: Db, grant: number, epoch: number): Promise<number> {
  const row = await tx.one(
    Since,
    sql`select case when sent_epoch = ${epoch} then sent_size else 0 end as since from exchange.stream_grant
      where grant_id = ${grant} for update`,
  );
  return row?.since ?? 0;
}

export interface Leaving {
  readonly grant: number;
  readonly stream: number;
  readonly epoch: number;
  /** The first page that does not leave. */
  readonly to: number;
}

export const keepSent = (tx: Db, { grant, epoch, to }: Leaving): Promise<number> =>
  tx.run(sql`update exchange.stream_grant set sent_epoch = ${epoch}, sent_size = ${to} where grant_id = ${grant}`);

const Lines = Type.Object({ idx: Type.Integer(), lines: Type.Integer() });

export const linesOfPages = (db: Db, { stream, epoch, to }: Omit<Leaving, 'grant'>, from: number) =>
  db.many(
    Lines,
    sql`select idx, lines from exchange.page where stream = ${stream} and epoch = ${epoch}
      and idx >= ${from} and idx < ${to} order by idx`,
  );

const Counted = Type.Object({ grant: Type.Integer(), lines: Type.Integer() });

/** Many that leave together, each grant once: how many lines of each had not left before. */
export const sendTogether = (tx: Db, leaving: readonly Leaving[]) =>
  tx.many(
    Counted,
    sql`with held as (
        select g.grant_id, a.stream, a.epoch, a.upto,
            case when g.sent_epoch = a.epoch then g.sent_size else 0 end as since
          from exchange.stream_grant g
          join unnest(${leaving.map(({ grant }) => grant)}::integer[], ${leaving.map(({ stream }) => stream)}::integer[],
            ${leaving.map(({ epoch }) => epoch)}::integer[], ${leaving.map(({ to }) => to)}::bigint[])
            a(grant_id, stream, epoch, upto) on a.grant_id = g.grant_id
          order by g.grant_id for update of g),
      moved as (
        update exchange.stream_grant g set sent_epoch = h.epoch, sent_size = h.upto from held h
          where h.grant_id = g.grant_id and h.upto > h.since)
      select h.grant_id as grant, coalesce(sum(p.lines), 0)::int as lines from held h
        left join exchange.page p on p.stream = h.stream and p.epoch = h.epoch and p.idx >= h.since and p.idx < h.upto
        group by h.grant_id`,
  );
