/** SQL on disposals and what is in them. Each function is one statement. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { join, sql } from '../../../platform/db/sql.ts';
import { Disposal, type DisposalState } from '../model.ts';

const columns = sql`id, register, what, term, basis, state, proposed_by as "proposedBy", proposed_at as "proposedAt",
  decides, decided_by as "decidedBy", decided_at as "decidedAt", reason, marked_by as "markedBy",
  marked_at as "markedAt", bytes_from::text as "bytesFrom", destroyed_at as "destroyedAt", counts,
  ids_hash as "idsHash", proof, archive, request, ordered_by as "orderedBy"`;

export interface DisposalFilter {
  readonly register?: string | undefined;
  readonly states?: readonly DisposalState[] | undefined;
  readonly limit?: number | undefined;
}

/** The newest first. */
export const listDisposals = (db: Db, { register, states, limit = 200 }: DisposalFilter = {}): Promise<Disposal[]> =>
  db.many(
    Disposal,
    sql`select ${columns} from governance.disposal
      where (${register ?? null}::text is null or register = ${register ?? null})
        and (${states ?? null}::text[] is null or state = any(${states ?? null}::text[]))
      order by proposed_at desc, id desc limit ${limit}`,
  );

export const findDisposal = (db: Db, id: string): Promise<Disposal | undefined> =>
  db.one(Disposal, sql`select ${columns} from governance.disposal where id = ${id}::uuid`);

/** Locks it for its next step: two that go on with one disposal take turns. */
export const lockDisposal = (tx: Db, id: string): Promise<Disposal | undefined> =>
  tx.one(Disposal, sql`select ${columns} from governance.disposal where id = ${id}::uuid for no key update`);

export type NewDisposal = Pick<
  Disposal,
  'id' | 'register' | 'what' | 'term' | 'basis' | 'proposedBy' | 'proposedAt' | 'decides' | 'counts' | 'request'
>;

export async function insertDisposal(tx: Db, one: NewDisposal, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.disposal (id, register, what, term, basis, proposed_by, proposed_at, decides,
      counts, request, change_set)
    values (${one.id}, ${one.register}, ${one.what}, ${JSON.stringify(one.term)}::jsonb, ${one.basis}, ${one.proposedBy},
      ${one.proposedAt}, ${one.decides}, ${JSON.stringify(one.counts)}::jsonb, ${one.request}::uuid, ${changeSet})`);
}

export interface OrderedDisposal extends NewDisposal {
  readonly orderedBy: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
}

/** One that carries out an order: it was proposed by whoever ordered, and is decided on. */
export async function insertOrdered(tx: Db, one: OrderedDisposal, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.disposal (id, register, what, term, basis, proposed_by, proposed_at, decides,
      counts, change_set, ordered_by, state, decided_by, decided_at)
    values (${one.id}, ${one.register}, ${one.what}, ${JSON.stringify(one.term)}::jsonb, ${one.basis}, ${one.proposedBy},
      ${one.proposedAt}, ${one.decides}, ${JSON.stringify(one.counts)}::jsonb, ${changeSet}, ${one.orderedBy}, 'approved',
      ${one.decidedBy}, ${one.decidedAt})`);
}

export const disposalOfOrder = (db: Db, order: string): Promise<Disposal | undefined> =>
  db.one(
    Disposal,
    sql`select ${columns} from governance.disposal where ordered_by = ${order}::uuid order by proposed_at desc limit 1`,
  );

export interface DisposalChange {
  readonly state?: DisposalState;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly reason?: string | null;
  readonly markedBy?: number;
  readonly markedAt?: string;
  readonly bytesFrom?: string;
  readonly destroyedAt?: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly idsHash?: string;
  readonly proof?: readonly string[];
  readonly archive?: object;
}

/** Sets what is given; `counts` is merged into what is there. */
export async function changeDisposal(tx: Db, id: string, change: DisposalChange): Promise<void> {
  const { counts, proof, archive } = change;
  const sets = [
    ...(change.state === undefined ? [] : [sql`state = ${change.state}`]),
    ...(change.reason === undefined ? [] : [sql`reason = ${change.reason}`]),
    ...(change.decidedBy === undefined
      ? []
      : [sql`decided_by = ${change.decidedBy}, decided_at = ${change.decidedAt}`]),
    ...(change.markedBy === undefined ? [] : [sql`marked_by = ${change.markedBy}`]),
    ...(change.markedAt === undefined ? [] : [sql`marked_at = ${change.markedAt}`]),
    ...(change.bytesFrom === undefined ? [] : [sql`bytes_from = ${change.bytesFrom}::date`]),
    ...(change.destroyedAt === undefined ? [] : [sql`destroyed_at = ${change.destroyedAt}`]),
    ...(counts ? [sql`counts = counts || ${JSON.stringify(counts)}::jsonb`] : []),
    ...(change.idsHash === undefined ? [] : [sql`ids_hash = ${change.idsHash}`]),
    ...(proof ? [sql`proof = ${proof}::text[]`] : []),
    ...(archive ? [sql`archive = ${JSON.stringify(archive)}::jsonb`] : []),
  ];
  await tx.run(sql`update governance.disposal set ${join(sets)} where id = ${id}::uuid`);
}

export const Item = Type.Object({
  item: Type.String(),
  dueOn: Type.String(),
  spared: Type.Union([Type.Enum(['held', 'not-due']), Type.Null()]),
});

export async function insertItems(
  tx: Db,
  disposal: string,
  items: readonly { readonly item: string; readonly dueOn: string }[],
): Promise<void> {
  await tx.run(sql`insert into governance.disposal_item (disposal, item, due_on)
    select ${disposal}::uuid, item, due_on
    from unnest(${items.map(({ item }) => item)}::uuid[], ${items.map(({ dueOn }) => dueOn)}::date[]) as t(item, due_on)`);
}

/** What is still in it, sorted by id. */
export async function itemsOf(db: Db, disposal: string): Promise<string[]> {
  const rows = await db.many(
    Type.Object({ item: Type.String() }),
    sql`select item::text as item from governance.disposal_item
      where disposal = ${disposal}::uuid and spared is null order by item`,
  );
  return rows.map(({ item }) => item);
}

/** The first so many, with the day on which each was due, and why one was left out after all. */
export const listItems = (db: Db, disposal: string, limit: number) =>
  db.many(
    Item,
    sql`select item::text as item, due_on::text as "dueOn", spared from governance.disposal_item
      where disposal = ${disposal}::uuid order by spared nulls first, due_on, item limit ${limit}`,
  );

export async function spare(
  tx: Db,
  disposal: string,
  items: readonly string[],
  why: 'held' | 'not-due',
): Promise<number> {
  if (items.length === 0) return 0;
  return tx.run(sql`update governance.disposal_item set spared = ${why}
    where disposal = ${disposal}::uuid and item = any(${items}::uuid[]) and spared is null`);
}

/** Records or loads that another disposal has taken up already. */
export async function takenUp(db: Db, register: string): Promise<Set<string>> {
  const rows = await db.many(
    Type.Object({ item: Type.String() }),
    sql`select i.item::text as item from governance.disposal_item i join governance.disposal d on d.id = i.disposal
      where d.register = ${register} and i.spared is null and d.ordered_by is null and d.state in ('proposed', 'approved', 'marked', 'destroyed')`,
  );
  return new Set(rows.map(({ item }) => item));
}
