/**
 * Grants of bodies that merge. A grant goes over with the rows it opened there and no others: "the consumer's own tree"
 * becomes the trees that came along. Where the other body has the grant too, they are one.
 */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { StaleHoldingError, type Held, type Holding, type Merging, type Stamp } from '../../platform/holdings/index.ts';
import { Texts } from '../../platform/texts.ts';
import { Nullable, RowScope, StoredState, treesOf } from '../model.ts';

const Row = Type.Object({
  id: Type.Integer(),
  agreement: Type.String(),
  consumer: Type.Integer(),
  state: StoredState,
  /** Its own, when it came over from another body. */
  scope: Nullable(RowScope),
  keptBy: Nullable(Type.String()),
  names: Texts,
  rows: RowScope,
});
type Row = Static<typeof Row>;

const grantsOf = (db: Db, consumers: readonly number[]): Promise<Row[]> =>
  db.many(
    Row,
    sql`select g.id, g.agreement, g.consumer, g.state, g.row_scope as scope, g.kept_by_merge as "keptBy", a.names,
        a.row_scope as rows
      from governance.consumer_grant g join governance.agreement a on a.code = g.agreement
      where g.consumer = any(${consumers}::int[]) and a.state <> 'revoked'
      order by array_position(${consumers}::int[], g.consumer), g.agreement`,
  );

/** Which rows it opens once it is the other body's; null: as the agreement says, for whoever holds it. */
function scopeThere({ scope, rows, consumer }: Row, { trees }: Merging): RowScope | null {
  const said = scope ?? rows;
  if (said === 'own-tree') return { trees: [...(trees.get(consumer) ?? [consumer])] };
  return typeof said === 'object' && 'trees' in said ? said : null;
}

const union = (a: RowScope, b: RowScope): RowScope => {
  const [one, other] = [treesOf(a, 0), treesOf(b, 0)];
  return one === 'all' || other === 'all' ? 'all' : { trees: [...new Set([...one, ...other])].sort((x, y) => x - y) };
};

/** What becomes of the grant of the other body. */
interface Step {
  readonly row: Row;
  /** The other body's as it was; null: it gets one. */
  readonly there: Row | null;
  /** As it is afterwards; null: as it was. */
  readonly then: { readonly state: Row['state']; readonly scope: RowScope | null } | null;
}

function stepOf(row: Row, there: Row | null, merging: Merging): Step {
  const came = scopeThere(row, merging);
  if (!there) return { row, there, then: { state: row.state, scope: came } };
  const isOpen = (one: Row) => one.state === 'active';
  // One that was stopped there opens what came, and not again what was stopped.
  if (isOpen(row) && !isOpen(there)) return { row, there, then: { state: 'active', scope: came } };
  if (!isOpen(row) || there.scope === null || came === null) return { row, there, then: null };
  return { row, there, then: { state: there.state, scope: union(there.scope, came) } };
}

/** In the order in which the bodies were named: what the first brings is there when the second comes. */
async function steps(db: Db, merging: Merging): Promise<Step[]> {
  const there = new Map((await grantsOf(db, [merging.into])).map((row) => [row.agreement, row]));
  const coming = (await grantsOf(db, merging.from)).filter(({ state }) => state !== 'revoked');
  return coming.map((row) => {
    const step = stepOf(row, there.get(row.agreement) ?? null, merging);
    if (step.then) there.set(row.agreement, { ...row, ...step.then, id: step.there?.id ?? 0, consumer: merging.into });
    return step;
  });
}

const itemOf = (row: Row, effect: Held['effect'], before: unknown): Held => ({
  key: JSON.stringify([row.id]),
  body: row.consumer,
  effect,
  code: row.agreement,
  names: row.names,
  link: `/governance/agreements/${encodeURIComponent(row.agreement)}`,
  count: 1,
  before,
});

/**
 * A grant of the other body's own tree reaches what comes to that tree, whether or not it was open there before: also
 * where one of the bodies that end had it and it was stopped.
 */
function wasOpen({ agreement }: Row, coming: readonly Step[], { from }: Merging): boolean {
  const reaches = (rows: RowScope) => rows === 'own-tree' || rows === 'all';
  const open = coming.filter(
    ({ row }) => row.agreement === agreement && row.state === 'active' && reaches(row.scope ?? row.rows),
  );
  return new Set(open.map(({ row }) => row.consumer)).size === from.length;
}

async function list(db: Db, merging: Merging): Promise<Held[]> {
  const all = await steps(db, merging);
  const widened = (await grantsOf(db, [merging.into])).filter(
    (there) => there.state === 'active' && (there.scope ?? there.rows) === 'own-tree' && !wasOpen(there, all, merging),
  );
  return [
    ...all.map((step) => itemOf(step.row, step.then ? 'move' : 'fold', step)),
    ...widened.map((row) => itemOf(row, 'widen', row)),
  ];
}

const json = (value: RowScope | null): string | null => (value === null ? null : JSON.stringify(value));

async function move(tx: Db, held: readonly Held[], merging: Merging, { merge, changeSet }: Stamp): Promise<void> {
  for (const { before } of held) {
    const { row, then } = before as Step;
    const ended = await tx.run(sql`update governance.consumer_grant set state = 'revoked', change_set = ${changeSet}
      where id = ${row.id} and consumer = ${row.consumer} and state = ${row.state}`);
    if (ended !== 1) throw new StaleHoldingError();
    if (!then) continue;
    await tx.run(sql`insert into governance.consumer_grant as g (agreement, consumer, state, row_scope, kept_by_merge, change_set)
      values (${row.agreement}, ${merging.into}, ${then.state}, ${json(then.scope)}, ${merge}::uuid, ${changeSet})
      on conflict (agreement, consumer) do update set state = excluded.state, row_scope = excluded.row_scope,
        kept_by_merge = coalesce(g.kept_by_merge, excluded.kept_by_merge), change_set = excluded.change_set`);
  }
}

/** A grant that somebody decided on since stays as it was decided. */
async function back(tx: Db, held: readonly Held[], merging: Merging, stamp: Stamp): Promise<string[]> {
  const left: string[] = [];
  for (const { key, before } of held.toReversed()) {
    const { row, there, then } = before as Step;
    if (then && !(await takeBack(tx, { row, there, then }, merging, stamp))) left.push(key);
    else
      await tx.run(sql`update governance.consumer_grant set state = ${row.state}, change_set = ${stamp.changeSet}
        where id = ${row.id}`);
  }
  return left;
}

async function takeBack(
  tx: Db,
  { row, there, then }: Step & { readonly then: NonNullable<Step['then']> },
  { into }: Merging,
  { changeSet }: Stamp,
): Promise<boolean> {
  const asLeft = sql`agreement = ${row.agreement} and consumer = ${into} and state = ${then.state}
    and row_scope is not distinct from ${json(then.scope)}::jsonb`;
  const done = there
    ? await tx.run(sql`update governance.consumer_grant set state = ${there.state}, row_scope = ${json(there.scope)},
        kept_by_merge = ${there.keptBy}::uuid, change_set = ${changeSet} where ${asLeft}`)
    : await tx.run(sql`update governance.consumer_grant set state = 'revoked', kept_by_merge = null,
        change_set = ${changeSet} where ${asLeft}`);
  return done > 0;
}

export const grants: Holding = { kind: 'grant', list, move, back };

/** Bodies below one that ends hold grants because they stand under it: they keep them. */
function keptBelow(db: Db, { from }: Merging, below: readonly number[]): Promise<BelowRow[]> {
  return db.many(
    Below,
    sql`select g.id, g.agreement, (a.consumers -> 'class' ->> 'under')::int as body, b.code, b.names
      from governance.consumer_grant g join governance.agreement a on a.code = g.agreement
        join bodies.body b on b.id = g.consumer
      where b.path && ${below}::int[] and g.kept_by_merge is null and g.state <> 'revoked'
        and (a.consumers -> 'class' ->> 'under')::int = any(${from}::int[])
      order by g.agreement, b.code`,
  );
}

/** They come to stand under others, and so into the classes of bodies that agreements there are for. */
function gainedBelow(db: Db, { from, into, day }: Merging, below: readonly number[]): Promise<BelowRow[]> {
  return db.many(
    Below,
    sql`select 0 as id, a.code as agreement, f.id as body, b.code, b.names
      from governance.agreement a join bodies.body b on b.path && ${below}::int[]
        join bodies.body f on f.id = any(${from}::int[]) and f.path <@ b.path
        join bodies.body t on t.id = ${into}
      where a.state <> 'revoked' and (b.valid_to is null or b.valid_to >= ${day}::date)
        and (a.consumers -> 'class' ->> 'under')::int = any(t.path)
        and not (a.consumers -> 'class' ->> 'under')::int = any(b.path)
        and coalesce(a.consumers -> 'class' ->> 'level', b.level) = b.level
        and coalesce(a.consumers -> 'class' ->> 'kind', b.kind) = b.kind
        and not exists (select from governance.consumer_grant g where g.agreement = a.code and g.consumer = b.id
          and g.state <> 'revoked')
      order by a.code, b.code`,
  );
}

const belowItem =
  (effect: Held['effect']) =>
  ({ id, agreement, body, code, names }: BelowRow): Held => ({
    key: JSON.stringify(effect === 'widen' ? [agreement, code] : [id]),
    body,
    effect,
    code: `${agreement} · ${code}`,
    names,
    link: `/governance/agreements/${encodeURIComponent(agreement)}`,
    count: 1,
    before: id,
  });

export const grantsBelow: Holding = {
  kind: 'grant-below',
  list: async (db, merging) => {
    const below = [...merging.trees.values()].flat().filter((body) => !merging.from.includes(body));
    const kept = await keptBelow(db, merging, below);
    return [...kept.map(belowItem('narrow')), ...(await gainedBelow(db, merging, below)).map(belowItem('widen'))];
  },
  move: async (tx, held, _merging, { merge }) => {
    const ids = held.map(({ before }) => before as number);
    await tx.run(
      sql`update governance.consumer_grant set kept_by_merge = ${merge}::uuid where id = any(${ids}::int[])`,
    );
  },
  back: async (tx, held) => {
    const ids = held.map(({ before }) => before as number);
    await tx.run(sql`update governance.consumer_grant set kept_by_merge = null where id = any(${ids}::int[])`);
    return [];
  },
};

const Below = Type.Object({
  id: Type.Integer(),
  agreement: Type.String(),
  body: Type.Integer(),
  code: Type.String(),
  names: Texts,
});
type BelowRow = Static<typeof Below>;
