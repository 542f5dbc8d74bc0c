/** Agreements that open the rows under a body that ends: they go on opening the same trees, by name. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { StaleHoldingError, type Held, type Holding, type Merging, type Stamp } from '../../platform/holdings/index.ts';
import { Texts } from '../../platform/texts.ts';
import { RowScope, treesOf } from '../model.ts';

const Row = Type.Object({
  code: Type.String(),
  names: Texts,
  provider: Type.Integer(),
  rows: RowScope,
  origin: Type.String(),
});
type Row = Static<typeof Row>;

/** The trees it opened, each body that ends replaced by itself and those that stood below it. */
function narrowed(rows: RowScope, { trees }: Merging): RowScope {
  const named = treesOf(rows, 0);
  if (named === 'all') return rows;
  return { trees: [...new Set(named.flatMap((tree) => trees.get(tree) ?? [tree]))].sort((a, b) => a - b) };
}

async function list(db: Db, merging: Merging): Promise<Held[]> {
  const rows = await db.many(
    Row,
    sql`select code, names, provider, row_scope as rows, origin from governance.agreement
      where state <> 'revoked' and jsonb_typeof(row_scope) = 'object' order by code`,
  );
  const grows = await growing(db, merging);
  return rows.flatMap((row): Held[] => {
    const named = treesOf(row.rows, 0);
    const of = named === 'all' ? undefined : named.find((tree) => merging.from.includes(tree));
    const wider = named === 'all' ? undefined : named.find((tree) => grows.has(tree));
    return [
      ...(of === undefined
        ? []
        : [itemOf(row, of, { effect: 'narrow', before: { ...row, then: narrowed(row.rows, merging) } })]),
      ...(wider === undefined ? [] : [itemOf(row, merging.from[0] ?? wider, { effect: 'widen', before: row })]),
    ];
  });
}

const itemOf = (row: Row, body: number, how: Pick<Held, 'effect' | 'before'>): Held => ({
  key: JSON.stringify([row.code]),
  body,
  code: row.code,
  names: row.names,
  link: `/governance/agreements/${encodeURIComponent(row.code)}`,
  count: 1,
  ...how,
});

/** Trees that what comes was not part of before: the other body's, and those above it up to where the two meet. */
async function growing(db: Db, { from, into }: Merging): Promise<ReadonlySet<number>> {
  const rows = await db.many(
    Type.Object({ id: Type.Integer() }),
    sql`select distinct above.id from bodies.body t, unnest(t.path) above(id), bodies.body f
      where t.id = ${into} and f.id = any(${from}::int[]) and not above.id = any(f.path)`,
  );
  return new Set(rows.map(({ id }) => id));
}

const json = (rows: RowScope): string => JSON.stringify(rows);
type Before = Row & { readonly then: RowScope };

async function move(tx: Db, held: readonly Held[], _merging: Merging, { changeSet }: Stamp): Promise<void> {
  for (const { before } of held) {
    const { code, rows, then } = before as Before;
    const done = await tx.run(sql`update governance.agreement set row_scope = ${json(then)}, origin = 'hand',
      change_set = ${changeSet} where code = ${code} and row_scope = ${json(rows)}::jsonb`);
    if (done !== 1) throw new StaleHoldingError();
  }
}

async function back(tx: Db, held: readonly Held[], _merging: Merging, { changeSet }: Stamp): Promise<string[]> {
  const left: string[] = [];
  for (const { key, before } of held) {
    const { code, rows, then, origin } = before as Before;
    const done = await tx.run(sql`update governance.agreement set row_scope = ${json(rows)}, origin = ${origin},
      change_set = ${changeSet} where code = ${code} and row_scope = ${json(then)}::jsonb`);
    if (done !== 1) left.push(key);
  }
  return left;
}

export const agreementScopes: Holding = { kind: 'agreement-rows', list, move, back };
