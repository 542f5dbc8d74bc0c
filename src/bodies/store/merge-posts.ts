/** The posts held in bodies that merge: they end there, and go on in the body they become. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Held, Holding, Merging, Obstacle, Stamp } from '../../platform/holdings/index.ts';
import { accountsByIds } from '../accounts.ts';
import { overlap, shiftDay } from '../model.ts';
import { AssignmentRow } from './post.ts';

type Row = Static<typeof AssignmentRow>;
type At = Pick<Merging, 'from' | 'day'>;

const columns = sql`id, account, body, post, valid_from as "from", valid_to as "to"`;

/** Posts that are held on the day or later. */
const heldIn = (db: Db, bodies: readonly number[], day: string): Promise<Row[]> =>
  db.many(
    AssignmentRow,
    sql`select ${columns} from bodies.assignment where body = any(${bodies}::int[])
      and (valid_to is null or valid_to >= ${day}::date)
      order by array_position(${bodies}::int[], body), post, account, id`,
  );

export const accountsFrom = async (db: Db, { from, day }: At): Promise<string[]> => [
  ...new Set((await heldIn(db, from, day)).map(({ account }) => account)),
];

/** As it goes on in the other body. */
const onwards = (row: Row, { day }: At) => ({
  from: row.from === null || row.from < day ? day : row.from,
  to: row.to,
});

const sameHolder = (a: Row, b: Row): boolean => a.account === b.account && a.post === b.post;
const covers = (there: Row, wanted: { from: string; to: string | null }): boolean =>
  (there.from === null || there.from <= wanted.from) &&
  (there.to === null || (wanted.to !== null && wanted.to <= there.to));

/** Each post with what it meets in the other body, or in one that is named before. */
async function meetings(db: Db, merging: Merging) {
  const there = await heldIn(db, [merging.into], merging.day);
  const own = await heldIn(db, merging.from, merging.day);
  return own.map((row, i) => {
    const wanted = onwards(row, merging);
    const before = own.slice(0, i).map((other) => ({ ...other, ...onwards(other, merging) }));
    const meets = [...there, ...before].filter((other) => sameHolder(other, row) && overlap(other, wanted));
    return { row, wanted, meets, folds: meets.some((other) => covers(other, wanted)) };
  });
}

async function list(db: Db, merging: Merging): Promise<Held[]> {
  const met = await meetings(db, merging);
  const names = await accountsByIds(
    db,
    met.map(({ row }) => row.account),
  );
  return met.map(({ row, folds }) => ({
    key: JSON.stringify([row.id]),
    body: row.body,
    effect: folds ? 'fold' : 'move',
    code: names.get(row.account)?.displayName ?? row.account,
    names: null,
    word: `bodies:posts.${row.post}`,
    link: null,
    count: 1,
    before: row,
  }));
}

/** A post that the same person holds there for a part of the time would be held twice. */
async function obstacles(db: Db, merging: Merging): Promise<Obstacle[]> {
  const met = await meetings(db, merging);
  return met
    .filter(({ meets, folds }) => meets.length > 0 && !folds)
    .map(({ row }) => ({ rule: 'post-overlaps', severity: 'block', values: { post: row.post }, link: null }));
}

async function move(tx: Db, held: readonly Held[], merging: Merging, { changeSet }: Stamp): Promise<void> {
  const ids = held.map(({ before }) => (before as Row).id);
  await tx.run(sql`delete from bodies.assignment where id = any(${ids}::int[]) and valid_from >= ${merging.day}::date`);
  await tx.run(sql`update bodies.assignment set valid_to = ${shiftDay(merging.day, -1)}::date, change_set = ${changeSet}
    where id = any(${ids}::int[])`);
  for (const { before, effect } of held) {
    if (effect !== 'move') continue;
    const { account, post, ...row } = before as Row;
    const { from, to } = onwards({ account, post, ...row }, merging);
    await tx.run(sql`insert into bodies.assignment (account, body, post, valid_from, valid_to, change_set)
      values (${account}, ${merging.into}, ${post}, ${from}::date, ${to}::date, ${changeSet})`);
  }
}

/** Who lost the post in the other body since does not get it back; the others hold it here again, and there no more. */
async function back(tx: Db, held: readonly Held[], merging: Merging, { changeSet }: Stamp): Promise<string[]> {
  const left: string[] = [];
  for (const { key, before, effect } of held) {
    const row = before as Row;
    if (effect === 'move' && !(await endThere(tx, row, merging, changeSet))) left.push(key);
    else
      await tx.run(sql`insert into bodies.assignment (id, account, body, post, valid_from, valid_to, change_set)
        values (${row.id}, ${row.account}, ${row.body}, ${row.post}, ${row.from}::date, ${row.to}::date, ${changeSet})
        on conflict (id) do update set valid_to = excluded.valid_to, change_set = excluded.change_set`);
  }
  return left;
}

async function endThere(tx: Db, row: Row, merging: Merging, changeSet: number): Promise<boolean> {
  const { from, to } = onwards(row, merging);
  const same = sql`account = ${row.account} and body = ${merging.into} and post = ${row.post}
    and valid_from = ${from}::date and valid_to is not distinct from ${to}::date`;
  const gone = await tx.run(sql`delete from bodies.assignment where ${same} and valid_from >= ${merging.today}::date`);
  const ended = await tx.run(sql`update bodies.assignment
    set valid_to = ${shiftDay(merging.today, -1)}::date, change_set = ${changeSet} where ${same}`);
  return gone + ended > 0;
}

const Since = Type.Object({ account: Type.String(), post: Type.String() });

/** Posts that were given there since. */
async function since(db: Db, { into }: Merging, changeSet: number) {
  const rows = await db.many(
    Since,
    sql`select account, post from bodies.assignment where body = ${into} and change_set > ${changeSet} order by id`,
  );
  const names = await accountsByIds(
    db,
    rows.map(({ account }) => account),
  );
  return rows.map(({ account, post }) => ({
    code: names.get(account)?.displayName ?? account,
    names: null,
    word: `bodies:posts.${post}`,
    count: 1,
  }));
}

export const holding: Holding = { kind: 'post', list, obstacles, move, back, since };
