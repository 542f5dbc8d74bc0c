/** SQL of the boot fence and of declared losses. Each function is one statement. */
import Type, { type Static } from 'typebox';
import { briefly } from '../../../platform/briefly.ts';
import type { Position } from '../../../platform/changes/index.ts';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const FenceRow = Type.Object({
  state: Type.Union([Type.Literal('open'), Type.Literal('unconfirmed'), Type.Literal('fenced')]),
  since: Type.String(),
  ownEpoch: Nullable(Type.Integer()),
  ownSize: Nullable(Type.Integer()),
  witnessedEpoch: Nullable(Type.Integer()),
  witnessedSize: Nullable(Type.Integer()),
  note: Nullable(Type.String()),
  witness: Nullable(Type.String()),
  /** Where the change log stood when this process started over a database that was not in doubt. */
  sinceEpoch: Nullable(Type.Integer()),
  sincePosition: Nullable(Type.Integer()),
});
export type FenceRow = Static<typeof FenceRow>;

export async function readFence(db: Db): Promise<FenceRow> {
  const row = await db.one(
    FenceRow,
    sql`select state, since, own_epoch as "ownEpoch", own_size as "ownSize", witnessed_epoch as "witnessedEpoch",
          witnessed_size as "witnessedSize", note, witness, since_epoch as "sinceEpoch",
          since_position as "sincePosition" from exchange.fence`,
  );
  return row as FenceRow;
}

const remembered = briefly(readFence);

/** For every request: at once what this process wrote, within a tenth of a second what another did. */
export const fenceOf = (db: Db): Promise<FenceRow> => remembered.read(db, '');

/** `since` stays while the state stays. */
export async function writeFence(
  db: Db,
  row: Omit<FenceRow, 'since' | 'sinceEpoch' | 'sincePosition'>,
  at: Date,
): Promise<void> {
  await db.run(sql`
    update exchange.fence set since = case when state = ${row.state} then since else ${at} end, state = ${row.state},
      own_epoch = ${row.ownEpoch}, own_size = ${row.ownSize}, witnessed_epoch = ${row.witnessedEpoch},
      witnessed_size = ${row.witnessedSize}, note = ${row.note}, witness = ${row.witness}`);
  remembered.forget();
}

/** What is written after this position is young, until the next start over a database that is not in doubt. */
export const keepSince = (db: Db, at: Position) =>
  db.run(sql`update exchange.fence set since_epoch = ${at.epoch}, since_position = ${at.position}`);

export const LossRow = Type.Object({
  epoch: Type.Integer(),
  endedEpoch: Type.Integer(),
  heldSize: Type.Integer(),
  lostFrom: Type.Integer(),
  lostTo: Type.Integer(),
  note: Type.String(),
  witness: Type.String(),
  reason: Type.String(),
  actor: Type.String(),
  declaredAt: Type.String(),
  sinceEpoch: Nullable(Type.Integer()),
  sincePosition: Nullable(Type.Integer()),
});
export type LossRow = Omit<Static<typeof LossRow>, 'sinceEpoch' | 'sincePosition'> & {
  /** Where the change log stood when the node came back; null where that is not known. */
  readonly since: Position | null;
};

export const insertLoss = (tx: Db, row: Omit<LossRow, 'declaredAt'> & { declaredAt: Date }) =>
  tx.run(sql`
    insert into exchange.declared_loss
      (epoch, ended_epoch, held_size, lost_from, lost_to, note, witness, reason, actor, since_epoch, since_position,
        declared_at)
    values (${row.epoch}, ${row.endedEpoch}, ${row.heldSize}, ${row.lostFrom}, ${row.lostTo}, ${row.note},
      ${row.witness}, ${row.reason}, ${row.actor}, ${row.since?.epoch ?? null}, ${row.since?.position ?? null},
      ${row.declaredAt})`);

export async function listLosses(db: Db): Promise<LossRow[]> {
  const rows = await db.many(
    LossRow,
    sql`select epoch, ended_epoch as "endedEpoch", held_size as "heldSize", lost_from as "lostFrom",
          lost_to as "lostTo", note, witness, reason, actor, declared_at as "declaredAt", since_epoch as "sinceEpoch",
          since_position as "sincePosition"
        from exchange.declared_loss order by epoch desc`,
  );
  return rows.map(({ sinceEpoch, sincePosition, ...row }) => ({
    ...row,
    since: positionOf(sinceEpoch, sincePosition),
  }));
}

export const positionOf = (epoch: number | null, position: number | null): Position | null =>
  epoch === null || position === null ? null : { epoch, position };

/** Whether a witness has ever cosigned a log of this node, as far as this database knows. */
export async function wasWitnessed(db: Db): Promise<boolean> {
  const rows = await db.rows(sql`select 1 from exchange.witness_answer where line is not null limit 1`);
  return rows.length > 0;
}

/** The sequencers' own locks, in one order: nobody places or stamps while the epoch changes. */
export const lockLogs = (tx: Db) =>
  tx.run(sql`select 1 from platform.log_head where log in ('audit', 'change') order by log for update`);

/** Both logs go on in this epoch, from nothing. The rows' locks are the sequencers': nobody is placing meanwhile. */
export const openEpoch = (tx: Db, epoch: number) =>
  tx.run(sql`update platform.log_head set epoch = ${epoch}, position = 0 where log in ('audit', 'change')`);

/** What waits for a place in the audit trail goes behind the entry that opens the epoch. */
export const putBehind = (tx: Db, first: string) =>
  tx.run(sql`update platform.audit_pending set n = default where id <> ${first}::uuid`);

/** For this transaction: it writes although the node is read-only, because it is what opens it. */
export const recovering = (tx: Db) => tx.run(sql`select set_config('artery.recovering', 'yes', true)`);
