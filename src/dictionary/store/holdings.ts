/** What the dictionary holds for a body: its mappings, its proposals, the release it works with, lists that name it. */
import Type from 'typebox';
import { sql } from '../../platform/db/sql.ts';
import { columnHolding, type Holding } from '../../platform/holdings/index.ts';
import { Texts } from '../../platform/texts.ts';

const mappings = columnHolding({
  kind: 'mapping',
  table: ['dictionary', 'mapping'],
  key: ['code'],
  column: 'body',
  code: sql`t.code`,
  names: sql`t.content -> 'names'`,
  link: sql`'/dictionary/mappings/' || t.code`,
  // Its text names the body by code.
  also: ({ changeSet }, body) => sql`change_set = ${changeSet},
    body_code = (select b.code from bodies.body b where b.id = ${body}),
    content = jsonb_set(t.content, '{body}', to_jsonb((select b.code from bodies.body b where b.id = ${body})))`,
  ignore: ['change_set', 'body_code', 'content'],
});

const proposals = columnHolding({
  kind: 'proposal',
  table: ['dictionary', 'proposal'],
  key: ['number'],
  column: 'body',
  where: (t) => sql`${t}.state in ('draft', 'in-review', 'returned', 'approved')`,
  code: sql`t.number::text || ' · ' || t.title`,
  link: sql`'/dictionary/proposals/' || t.number`,
});

const adoptions = columnHolding({
  kind: 'release-adopted',
  table: ['dictionary', 'adoption'],
  key: ['release'],
  column: 'body',
  code: sql`t.release::text`,
  link: sql`'/dictionary/releases/' || t.release`,
  stays: true,
});

const Listed = Type.Object({ body: Type.Integer(), list: Type.String(), code: Type.String(), names: Texts });

/** Lists that name it have a succession of their own: this says where to look. */
const codes: Holding = {
  kind: 'code',
  list: async (db, { from, day }) => {
    const rows = await db.many(
      Listed,
      sql`select b.id as body, c.list, c.code, c.names from bodies.body b
        join dictionary.code c on c.code = b.code collate "C" and c.valid_from < ${day}::date and c.valid_to >= ${day}::date
        where b.id = any(${from}::int[]) order by c.list, c.code`,
    );
    return rows.map(({ body, list, code, names }) => ({
      key: JSON.stringify([list, code]),
      body,
      effect: 'stay' as const,
      code: `${list} · ${code}`,
      names,
      link: `/dictionary/code-lists/${encodeURIComponent(list)}?code=${encodeURIComponent(code)}`,
      count: 1,
      before: null,
    }));
  },
};

export const holdings: readonly Holding[] = [mappings, proposals, adoptions, codes];
