/** The bodies below those that merge: where they stand, and moving them. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Held, Holding, Merging, Stamp } from '../../platform/holdings/index.ts';
import { canonicalJson } from '../../platform/ledger/canonical.ts';
import { Texts } from '../../platform/texts.ts';
import { shiftDay } from '../model.ts';
import { placementsOf, type PlacementRow } from './body.ts';
import { deferDayRules, dropPlacements, insertPlacements, touch } from './write.ts';

type At = Pick<Merging, 'from' | 'day'>;

const Child = Type.Object({ body: Type.Integer(), parent: Type.Integer(), code: Type.String(), names: Texts });

/** Bodies that stand directly under one of those on the day or later, and do not end with it. */
export function childrenFrom(db: Db, { from, day }: At) {
  return db.many(
    Child,
    sql`select distinct p.body, p.parent, b.code, b.names from bodies.placement p join bodies.body b on b.id = p.body
      where p.parent = any(${from}::int[]) and not p.body = any(${from}::int[])
        and (p.valid_to is null or p.valid_to >= ${day}::date) and (b.valid_to is null or b.valid_to >= ${day}::date)
      order by b.code, p.body`,
  );
}

const plain = (rows: readonly PlacementRow[]) => rows.map(({ parent, from, to }) => ({ parent, from, to }));
type Plain = ReturnType<typeof plain>[number];

async function list(db: Db, merging: Merging): Promise<Held[]> {
  const found = await childrenFrom(db, merging);
  return Promise.all(
    found.map(async ({ body, parent, code, names }) => ({
      key: JSON.stringify([body]),
      body: parent,
      effect: 'move' as const,
      code,
      names,
      link: `/bodies/${encodeURIComponent(code)}`,
      count: 1,
      before: plain(await placementsOf(db, body)),
    })),
  );
}

/** Where a body stands after the merge: under those that end only to the day before, then under the one they become. */
function moved(rows: readonly Plain[], { from, into, day }: Merging): Plain[] {
  const ending = new Set(from);
  return rows.flatMap((row) => {
    if (!ending.has(row.parent) || (row.to !== null && row.to < day)) return [row];
    const begun = row.from === null || row.from < day;
    const after = { parent: into, from: begun ? day : row.from, to: row.to };
    return begun ? [{ ...row, to: shiftDay(day, -1) }, after] : [after];
  });
}

const idOf = ({ key }: Held): number => (JSON.parse(key) as [number])[0];
const rowsOf = (body: number, rows: readonly Plain[]) => rows.map((row) => ({ body, ...row }));

async function move(tx: Db, held: readonly Held[], merging: Merging, { changeSet }: Stamp): Promise<void> {
  await deferDayRules(tx);
  for (const one of held) {
    const body = idOf(one);
    await dropPlacements(tx, [body]);
    await insertPlacements(tx, rowsOf(body, moved(one.before as Plain[], merging)));
    await touch(tx, body, changeSet);
  }
}

/** One that was put elsewhere since stays there. */
async function back(tx: Db, held: readonly Held[], merging: Merging, { changeSet }: Stamp): Promise<string[]> {
  const left: string[] = [];
  for (const one of held) {
    const body = idOf(one);
    const before = one.before as Plain[];
    const expected = moved(before, merging);
    if (canonicalJson(plain(await placementsOf(tx, body))) !== canonicalJson(expected)) left.push(one.key);
    else {
      await dropPlacements(tx, [body]);
      await insertPlacements(tx, rowsOf(body, before));
      await touch(tx, body, changeSet);
    }
  }
  return left;
}

const Since = Type.Object({ code: Type.String(), names: Texts, count: Type.Integer() });

/** Bodies that were founded below it since. */
const since: Holding['since'] = (db, { into }, changeSet) =>
  db.many(
    Since,
    sql`select b.code, b.names, 1 as count from bodies.body b
      where b.parent = ${into} and b.change_set > ${changeSet} and not exists (
        select from bodies.merge_item i join bodies.merge m on m.id = i.merge
        where m.change_set = ${changeSet} and i.kind = 'sub-body' and i.key = jsonb_build_array(b.id)::text)
      order by b.code`,
  );

export const holding: Holding = { kind: 'sub-body', list, move, back, since };
