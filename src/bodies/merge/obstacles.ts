/** What of the tree itself stands against a merge: each with the rule's words and what would pass. */
import type { Db } from '../../platform/db/db.ts';
import type { Obstacle } from '../../platform/holdings/index.ts';
import type { Elsewhere } from '../insist-on-home.ts';
import { inForce, shiftDay, type Body } from '../model.ts';
import { findBody, pathOf } from '../read.ts';
import * as write from '../store/merge.ts';
import type { MergeWish } from './model.ts';

export interface Pair {
  readonly wish: MergeWish;
  readonly from: readonly Body[];
  readonly into: Body | null;
  readonly parent: Body | null;
}

const block = (rule: string, values: Obstacle['values'] = {}): Obstacle => ({
  rule,
  severity: 'block',
  values,
  link: null,
});
const warn = (rule: string, values: Obstacle['values'] = {}): Obstacle => ({
  ...block(rule, values),
  severity: 'warning',
});

/** Bodies become one at the node that is home of all of them: what they hold lies there. */
export const homeObstacles = (elsewhere: Elsewhere, { from, into, parent }: Pair): Obstacle[] =>
  [...from, ...(into ? [into] : []), ...(parent ? [parent] : [])].flatMap(({ id, code }) => {
    const node = elsewhere.get(id);
    return node === undefined ? [] : [block('home-elsewhere', { code, node })];
  });

export async function treeObstacles(db: Db, pair: Pair, today: string): Promise<Obstacle[]> {
  const { wish, from, into, parent } = pair;
  const found = [
    ...from.flatMap((body) => endings(body, wish.day)),
    ...twice(from),
    ...(into ? intoEnds(into, wish.day) : []),
    ...(wish.day > today ? [warn('day-to-come', { day: wish.day })] : []),
  ];
  const target = into ?? parent;
  if (!target) return [...found, ...(into || typeof wish.into === 'string' ? [] : [warn('new-root')])];
  const path = await pathOf(db, target.id, wish.day);
  for (const body of from) {
    if (body.id === into?.id) found.push(block('same-body', { code: body.code }));
    else if (path.includes(body.id)) found.push(block('below-itself', { code: body.code, into: target.code }));
    found.push(...(await places(db, body, { pair, path })));
  }
  if (!into && typeof wish.into !== 'string') found.push(...(await codeTaken(db, wish.into.code, pair)));
  return found;
}

/** A body that ended already, or had not begun, has nothing to hand on that day. */
function endings(body: Body, day: string): Obstacle[] {
  if (body.from !== null && body.from >= day) return [block('before-founding', { code: body.code, from: body.from })];
  if (body.ended !== null || (body.to !== null && body.to < day)) {
    return [block('ended-already', { code: body.code, to: body.to })];
  }
  return body.to === null ? [] : [warn('would-have-ended', { code: body.code, to: body.to })];
}

const twice = (from: readonly Body[]): Obstacle[] =>
  from
    .filter((body, i) => from.findIndex(({ id }) => id === body.id) < i)
    .map(({ code }) => block('named-twice', { code }));

const intoEnds = (into: Body, day: string): Obstacle[] => [
  ...(inForce(into, day) ? [] : [block('into-not-in-force', { code: into.code, day })]),
  ...(into.to === null ? [] : [block('into-ends', { code: into.code, to: into.to })]),
];

interface At {
  readonly pair: Pair;
  /** Of the body they become, or of the one it is founded under. */
  readonly path: readonly number[];
}

async function places(db: Db, body: Body, { pair, path }: At): Promise<Obstacle[]> {
  const own = await pathOf(db, body.id, shiftDay(pair.wish.day, -1));
  if (own[0] !== path[0]) return [block('other-tree', { code: body.code })];
  const level = pair.into?.level ?? (typeof pair.wish.into === 'string' ? body.level : pair.wish.into.level);
  const above = pair.into ? path.at(-2) : path.at(-1);
  const leaves = own.at(-2) !== above && !path.includes(body.id);
  const former = leaves ? await findBody(db, own.at(-2) ?? 0) : undefined;
  return [
    ...(former ? [warn('other-parent', { code: body.code, parent: former.code, names: former.names })] : []),
    ...(level === body.level ? [] : [warn('other-level', { code: body.code, level: body.level, into: level })]),
  ];
}

/** The code of a body that ends may be borne on by the one that is founded. */
async function codeTaken(db: Db, code: string, { wish, from }: Pair): Promise<Obstacle[]> {
  const ending = new Set(from.map(({ id }) => id));
  const taken = (await write.bearersFrom(db, code, wish.day)).filter((id) => !ending.has(id));
  return taken.length > 0 ? [block('code-taken', { code, day: wish.day })] : [];
}
