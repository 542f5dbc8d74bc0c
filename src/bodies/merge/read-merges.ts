/** Merges as people read them, and what a body held on a day. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Holding } from '../../platform/holdings/index.ts';
import type { Translate } from '../../platform/i18n.ts';
import { accountsByIds } from '../accounts.ts';
import { problems } from '../problems.ts';
import { findBody } from '../read.ts';
import * as store from '../store/merge.ts';
import { todayOf } from '../write-change.ts';
import type * as contract from './merge-contract.ts';
import { isBlocked, type HeldItem, type MergePlan } from './model.ts';
import { ownHoldings } from './plan-merge.ts';
import type { Left } from './undo-merge.ts';

type State = contract.Item['state'];
type Shown = Omit<HeldItem, 'key' | 'word'> & { readonly word?: string | null; readonly state?: State };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A work item says what it is about in values beside its title. */
function valuesIn(before: unknown): Record<string, unknown> {
  const values = isRecord(before) ? before['title_values'] : undefined;
  return isRecord(values) ? { ...values } : {};
}

/** One line a kind, in the order in which they are moved. */
export function linesOf(items: readonly Shown[]): contract.Line[] {
  return [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, all]) => {
    const effects: Record<string, number> = {};
    for (const { effect, count } of all) effects[effect] = (effects[effect] ?? 0) + count;
    return {
      kind,
      count: all.reduce((sum, { count }) => sum + count, 0),
      effects,
      items: all.map(({ body, effect, code, names, word, link, count, state, before }) => ({
        body,
        effect,
        code,
        names,
        word: word ?? null,
        values: valuesIn(before),
        link,
        count,
        state: state ?? 'planned',
      })),
    };
  });
}

export function obstaclesIn(obstacles: readonly unknown[], t: Translate): contract.Obstacle[] {
  return (obstacles as MergePlan['obstacles']).map((one) => ({
    ...one,
    message: t(`bodies:merge.obstacles.${one.rule}`, { ...one.values }),
    remedy: t(`bodies:merge.remedies.${one.rule}`, { ...one.values }),
  }));
}

export function planAnswer(plan: MergePlan, t: Translate): contract.MergePlan {
  const { wish, from, into, items, obstacles, hash } = plan;
  const founded = typeof wish.into === 'string' ? null : { id: null, code: wish.into.code, names: wish.into.names };
  return {
    from: from.map(({ id, code, names }) => ({ id, code, names })),
    into: founded ?? { id: into?.id ?? null, code: into?.code ?? '', names: into?.names ?? {} },
    day: wish.day,
    founded: founded !== null,
    blocked: isBlocked(plan),
    obstacles: obstaclesIn(obstacles, t),
    lines: linesOf(items),
    hash,
  };
}

export async function mergeLines(db: Db, merges: readonly store.MergeRow[]): Promise<contract.MergeLine[]> {
  const from = Map.groupBy(
    await store.fromOf(
      db,
      merges.map(({ id }) => id),
    ),
    ({ merge }) => merge,
  );
  return merges.map(({ id, into, intoCode, intoNames, day, founded, decision, madeAt, undoneAt }) => ({
    id,
    from: (from.get(id) ?? []).map(({ body, code, names }) => ({ id: body, code, names })),
    into: { id: into, code: intoCode, names: intoNames },
    day,
    founded,
    decision,
    madeAt,
    undoneAt,
  }));
}

export async function mergePage(
  db: Db,
  merge: store.MergeRow,
  { t, mayUndo }: { readonly t: Translate; readonly mayUndo: boolean },
): Promise<contract.MergePage> {
  const [line] = (await mergeLines(db, [merge])) as [contract.MergeLine];
  const accounts = await accountsByIds(db, [merge.madeBy, merge.undoneBy ?? '']);
  const nameOf = (account: string) => accounts.get(account)?.displayName ?? account;
  const bodies = line.from.flatMap(({ id }) => id ?? []);
  const isLast =
    merge.undoneAt === null && (await store.laterMerges(db, merge.id, [merge.into, ...bodies])).length === 0;
  return {
    ...line,
    reason: merge.reason,
    madeBy: nameOf(merge.madeBy),
    undoneBy: merge.undoneBy === null ? null : nameOf(merge.undoneBy),
    undoneReason: merge.undoneReason,
    left: (merge.undoneLeft ?? []) as Left[],
    changeSet: merge.changeSet,
    obstacles: obstaclesIn(merge.obstacles, t),
    lines: linesOf(await store.itemsOf(db, [merge.id])),
    mayUndo: mayUndo && isLast,
  };
}

/**
 * What a body holds on a day: what it holds now, less what merges brought it since, and what they took from it.
 * @throws problems.bodyNotFound
 */
export async function holdingsOn(
  context: Pick<Context, 'db' | 'clock' | 'profile'>,
  asked: { readonly body: string; readonly on?: string | undefined },
  holdings: readonly Holding[],
): Promise<{ body: contract.MergeBody; on: string; lines: contract.Line[] }> {
  const { db } = context;
  const today = todayOf(context);
  const on = asked.on ?? today;
  const body = (await findBody(db, asked.body, on)) ?? (await findBody(db, asked.body));
  if (!body) throw problems.bodyNotFound({ code: asked.body, on });
  const merging = { from: [body.id], into: 0, day: on, trees: new Map([[body.id, [body.id]]]), accounts: [], today };
  const now: HeldItem[] = [];
  for (const { kind, list } of [...ownHoldings, ...holdings])
    now.push(...(await list(db, merging)).map((one) => ({ ...one, effect: 'stay' as const, kind })));
  const later = (await store.listMerges(db, body.id)).filter(({ day, undoneAt }) => undoneAt === null && day > on);
  const items = await store.itemsOf(
    db,
    later.map(({ id }) => id),
  );
  const gone = items.filter((item) => item.body === body.id && item.effect !== 'stay' && item.effect !== 'widen');
  const came = new Set(items.filter(({ body: of, effect }) => of !== body.id && effect === 'move').map(nameOf));
  const kept = now.filter((item) => !came.has(nameOf(item)) && !gone.some((one) => nameOf(one) === nameOf(item)));
  const shown = [...kept, ...gone.map((one) => ({ ...one, effect: 'stay' as const, state: 'done' as const }))];
  return { body: { id: body.id, code: body.code, names: body.names }, on, lines: linesOf(shown) };
}

const nameOf = ({ kind, code, word }: { kind: string; code: string; word?: string | null }): string =>
  `${kind}\0${code}\0${word ?? ''}`;
