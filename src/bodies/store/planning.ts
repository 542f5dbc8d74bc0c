/** Everything there is, in the form an import plans with: each function one statement. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';
import { endings, successionKinds, type Succession } from '../model.ts';
import type { Existing } from '../planned.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const day = Nullable(Type.String());
const literals = <const T extends string>(values: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))));

const ExistingRow = Type.Object({
  id: Type.Integer(),
  code: Type.String(),
  names: Texts,
  kind: Type.String(),
  level: Type.String(),
  from: day,
  to: day,
  ended: Nullable(literals(endings)),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  note: Nullable(Type.String()),
  byHand: Type.Boolean(),
  placements: Type.Array(Type.Object({ parent: Type.Integer(), from: day, to: day })),
  aliases: Type.Array(Type.Object({ alias: Type.String(), from: day, to: day })),
});

export function allForPlanning(db: Db): Promise<Existing[]> {
  return db.many(
    ExistingRow,
    sql`select b.id, b.code, b.names, b.kind, b.level, b.valid_from as "from", b.valid_to as "to", b.ended,
        b.attributes, b.note, b.origin = 'hand' as "byHand",
        coalesce(p.all, '[]') as placements, coalesce(a.all, '[]') as aliases
      from bodies.body b
      left join (select body, jsonb_agg(jsonb_build_object('parent', parent, 'from', valid_from, 'to', valid_to)
          order by valid_from nulls first) as all from bodies.placement group by body) p on p.body = b.id
      left join (select body, jsonb_agg(jsonb_build_object('alias', alias, 'from', valid_from, 'to', valid_to)
          order by alias) as all from bodies.alias group by body) a on a.body = b.id
      order by b.code, b.valid_from nulls first`,
  );
}

const SuccessionRow = Type.Object({
  kind: literals(successionKinds),
  day: Type.String(),
  predecessor: Type.Integer(),
  successor: Type.Integer(),
  share: Type.Number(),
});

export function allSuccessions(db: Db): Promise<Succession[]> {
  return db.many(
    SuccessionRow,
    sql`select kind, day, predecessor, successor, share from bodies.succession order by day, predecessor, successor`,
  );
}

/** Until the transaction ends: two imports at once would plan on the same state; the second plans again after the first. */
export async function lockTree(tx: Db): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('bodies.import'))`);
}
