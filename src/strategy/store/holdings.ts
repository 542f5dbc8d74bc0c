/** What the strategy asks of a body: tasks, indicators, drafts, answers. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import {
  columnHolding,
  StaleHoldingError,
  type Held,
  type Holding,
  type Merging,
} from '../../platform/holdings/index.ts';
import { Texts } from '../../platform/texts.ts';

const led = columnHolding({
  kind: 'task',
  table: ['strategy', 'task'],
  key: ['code'],
  column: 'lead',
  where: (t) => sql`${t}.state <> 'done'`,
  code: sql`t.code`,
  names: sql`t.names`,
  link: sql`'/strategy/tasks/' || t.code`,
  also: () => sql`version = t.version + 1`,
  ignore: ['version', 'cooperating', 'giver'],
});

const given = columnHolding({
  kind: 'task-given',
  table: ['strategy', 'task'],
  key: ['code'],
  column: 'giver',
  code: sql`t.code`,
  names: sql`t.names`,
  link: sql`'/strategy/tasks/' || t.code`,
  also: () => sql`version = t.version + 1`,
  ignore: ['version', 'lead', 'cooperating'],
});

const owned = columnHolding({
  kind: 'indicator',
  table: ['strategy', 'indicator'],
  key: ['code'],
  column: 'owner',
  code: sql`t.code`,
  names: sql`t.names`,
  link: sql`'/strategy/indicators/' || t.code`,
});

const invited = columnHolding({
  kind: 'consultation',
  table: ['strategy', 'invitation'],
  key: ['consultation', 'code'],
  column: 'body',
  where: (t) => sql`${t}.answer is null`,
  code: sql`t.consultation`,
  names: sql`t.names`,
  link: sql`'/strategy/consultations/' || t.consultation`,
  // One official answer a body: where the other is asked too, its own stands.
  once: ['consultation'],
  twiceStays: true,
});

const drafting = columnHolding({
  kind: 'consultation-drafted',
  table: ['strategy', 'consultation'],
  key: ['code'],
  column: 'drafter',
  code: sql`t.code`,
  names: sql`t.names`,
  link: sql`'/strategy/consultations/' || t.code`,
});

const Helped = Type.Object({ code: Type.String(), names: Texts, cooperating: Type.Array(Type.Integer()) });

async function helping(db: Db, { from }: Merging): Promise<Held[]> {
  const rows = await db.many(
    Helped,
    sql`select code, names, cooperating from strategy.task
      where state <> 'done' and cooperating && ${from}::int[] order by code`,
  );
  return rows.map(({ code, names, cooperating }) => ({
    key: JSON.stringify([code]),
    body: cooperating.find((body) => from.includes(body)) ?? 0,
    effect: 'move' as const,
    code,
    names,
    link: `/strategy/tasks/${encodeURIComponent(code)}`,
    count: 1,
    before: cooperating,
  }));
}

const replaced = (cooperating: readonly number[], { from, into }: Merging): number[] => [
  ...new Set(cooperating.map((body) => (from.includes(body) ? into : body))),
];

const setHelpers = (tx: Db, code: string, was: readonly number[], now: readonly number[]) =>
  tx.run(sql`update strategy.task set cooperating = ${now}::int[], version = version + 1
    where code = ${code} and cooperating = ${was}::int[]`);

const cooperating: Holding = {
  kind: 'task-shared',
  list: helping,
  move: async (tx, held, merging) => {
    for (const { code, before } of held) {
      const was = before as number[];
      if ((await setHelpers(tx, code, was, replaced(was, merging))) !== 1) throw new StaleHoldingError();
    }
  },
  back: async (tx, held, merging) => {
    const left: string[] = [];
    for (const { key, code, before } of held) {
      const was = before as number[];
      if ((await setHelpers(tx, code, replaced(was, merging), was)) !== 1) left.push(key);
    }
    return left;
  },
};

export const holdings: readonly Holding[] = [led, given, cooperating, owned, drafting, invited];
