/** What screens read of responsibilities: lines with names, what nobody answers for, the matrix of bodies and duties. */
import { findBody, getBody, homesElsewhere } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import type { Texts } from '../../platform/texts.ts';
import type { GapLine, MatrixCell, MatrixRow, ResponsibilityLine } from './contract.ts';
import { namer } from '../desk.ts';
import type { Named } from '../contract.ts';
import { listResponsible } from '../store/register.ts';
import { todayOf } from '../write-change.ts';
import { situationOf, answeringOf } from './look-for-gaps.ts';
import { cellOf, isInForce, roles, type Duty, type GapKind, type Responsibility, type Situation } from './model.ts';
import * as gaps from './store/gap.ts';
import * as store from './store/responsibility.ts';

const MOST_CLOSED = 200;

export interface Asked {
  readonly register?: string | undefined;
  /** Code. */
  readonly body?: string | undefined;
  readonly ended?: boolean | undefined;
}

export async function responsibilityLines(
  context: Context,
  { register, body, ended = false }: Asked,
): Promise<ResponsibilityLine[]> {
  const today = todayOf(context);
  const at = body === undefined ? undefined : (await getBody(context.db, body)).id;
  const wanted = { register, body: at, ...(ended ? {} : { from: today }) };
  return describe(context, await store.listResponsibilities(context.db, wanted));
}

export async function describe(context: Context, rows: readonly Responsibility[]): Promise<ResponsibilityLine[]> {
  const { db } = context;
  const today = todayOf(context);
  const name = await namer(
    db,
    rows.map(({ body }) => body),
  );
  const registers = await registerNames(context);
  const accounts = await findAccounts(db, [...new Set(rows.flatMap(({ account }) => account ?? []))]);
  const people = new Map(accounts.map(({ id, displayName }) => [id, displayName]));
  return rows.map(({ account, body, register, ...row }) => ({
    ...row,
    register: registers(register),
    body: name(body),
    account: account === null ? null : { id: account, name: people.get(account) ?? account },
    state: row.to !== null && row.to < today ? 'ended' : row.from !== null && row.from > today ? 'later' : 'in-force',
  }));
}

async function registerNames({ db }: Context): Promise<(name: string) => Named> {
  const all = new Map((await listResponsible(db)).map(({ name, names }) => [name, names]));
  return (name) => ({ code: name, names: all.get(name) ?? {} });
}

export interface AskedGaps {
  readonly state?: 'open' | 'closed' | undefined;
  readonly kind?: GapKind | undefined;
  /** Code. */
  readonly under?: string | undefined;
}

export async function gapLines(context: Context, { state = 'open', kind, under }: AskedGaps) {
  const { db } = context;
  const answering = await answeringOf(db);
  const today = todayOf(context);
  const tree = under === undefined ? undefined : (await getBody(db, under)).id;
  const rows = state === 'open' ? await gaps.openGaps(db) : await gaps.closedGaps(db, MOST_CLOSED);
  const shown: gaps.GapRow[] = [];
  for (const row of rows) {
    const isKind = kind === undefined || row.kind === kind;
    if (isKind && (tree === undefined || (await isUnder(context, row.body ?? row.owedBy, tree)))) shown.push(row);
  }
  const items = await describeGaps(context, shown, answering?.duties ?? []);
  const overdue = shown.filter(({ due, closedAt }) => closedAt === null && due < today).length;
  return {
    items,
    counts: { open: shown.filter(({ closedAt }) => closedAt === null).length, overdue },
    looked: !!answering,
  };
}

const isUnder = async ({ db }: Context, body: number, tree: number): Promise<boolean> =>
  (await findBody(db, body))?.path.includes(tree) ?? false;

async function describeGaps(
  context: Context,
  rows: readonly gaps.GapRow[],
  duties: readonly Duty[],
): Promise<GapLine[]> {
  const [today, calendar] = [todayOf(context), workingCalendar(context.profile)];
  const name = await namer(
    context.db,
    rows.flatMap(({ body, owedBy }) => [body, owedBy]),
  );
  const registers = await registerNames(context);
  const dutyNames = new Map(duties.map(({ code, names }) => [code, names]));
  return rows.map(({ calendar: _, register, duty, body, owedBy, ...row }) => ({
    ...row,
    register: register === null ? null : registers(register),
    duty: duty === null ? null : { code: duty, names: dutyNames.get(duty) ?? {} },
    body: body === null ? null : name(body),
    owedBy: name(owedBy),
    daysLeft: calendar.workingDaysBetween(today, row.due),
    overdue: row.closedAt === null && row.due < today,
  }));
}

export interface AskedMatrix {
  readonly under?: string | undefined;
  readonly gaps?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

/** Bodies that a duty is asked of or that hold one, in the order of the tree. */
export async function matrix(context: Context, { under, gaps: onlyGaps = false, limit = 200, after }: AskedMatrix) {
  const { db } = context;
  const tree = under === undefined ? undefined : (await getBody(db, under, todayOf(context))).id;
  const situation = await situationOf(context, db, await homesElsewhere(context));
  if (!situation) return { duties: [], items: [], counts: { bodies: 0, gaps: 0 } };
  const dues = new Map(
    (await gaps.openGaps(db)).map((gap) => [
      `${gap.duty === null ? `role ${gap.role ?? ''}` : `duty ${gap.duty}`}/${String(gap.body)}`,
      gap.due,
    ]),
  );
  const bodies = chosenBodies(situation, tree);
  const name = await namer(
    db,
    bodies.map(({ id }) => id),
  );
  const registers = await registerNames(context);
  const top = Math.min(...bodies.map(({ path }) => path.length));
  const every = bodies
    .map((body): MatrixRow => {
      const cells = [
        ...roles.map((role) => roleCell(role, body.id, { situation, registers, dues })),
        ...situation.answering.duties.map((duty): MatrixCell => {
          const { state, from } = cellOf(duty, body, situation);
          const due = dues.get(`duty ${duty.code}/${String(body.id)}`);
          const isFrom = state === 'inherited' && from !== null;
          return { state, ...(isFrom && { from: name(from) }), ...(state === 'gap' && due !== undefined && { due }) };
        }),
      ];
      return { body: name(body.id), level: body.level, depth: body.path.length - top, cells };
    })
    .filter(({ cells }) => !onlyGaps || cells.some(({ state }) => state === 'gap'));
  const begin = after === undefined ? 0 : every.findIndex(({ body }) => body.code === after) + 1;
  const items = every.slice(begin, begin + limit);
  const last = items.at(-1)?.body.code;
  return {
    duties: [
      ...roles.map((code) => ({ code, kind: 'role' as const, names: {} as Texts })),
      ...situation.answering.duties.map(({ code, names }) => ({ code, kind: 'post' as const, names })),
    ],
    items,
    counts: {
      bodies: every.length,
      gaps: every.flatMap(({ cells }) => cells).filter(({ state }) => state === 'gap').length,
    },
    ...(last !== undefined && begin + limit < every.length && { next: last }),
  };
}

function chosenBodies(situation: Situation, tree: number | undefined) {
  const { answering, bodies, day, posts, registers } = situation;
  const levels = new Set(answering.duties.flatMap((duty) => duty.levels));
  const wanted = new Set(answering.duties.flatMap((duty) => duty.posts));
  const named = new Set(registers.flatMap(({ held }) => held.map(({ body }) => body)));
  const holds = (id: number) => [...(posts.get(id) ?? [])].some((post) => wanted.has(post));
  const chosen = [...bodies.values()].filter(
    (body) =>
      isInForce(body, day) &&
      (tree === undefined || body.path.includes(tree)) &&
      (levels.has(body.level) || named.has(body.id) || holds(body.id)),
  );
  // Bodies come by code; below each stand its own.
  const place = new Map([...bodies.keys()].map((id, n) => [id, n]));
  const key = (path: readonly number[]) => path.map((id) => String(place.get(id) ?? 0).padStart(6, '0')).join('/');
  return chosen.toSorted((a, b) => (key(a.path) < key(b.path) ? -1 : 1));
}

function roleCell(
  role: (typeof roles)[number],
  body: number,
  around: {
    readonly situation: Situation;
    readonly registers: (name: string) => Named;
    readonly dues: ReadonlyMap<string, string>;
  },
): MatrixCell {
  const held = around.situation.registers.filter((one) => one.held.some((h) => h.role === role && h.body === body));
  if (held.length === 0) return { state: 'none' };
  const due = around.dues.get(`role ${role}/${String(body)}`);
  const registers = held.map(({ name }) => around.registers(name));
  return due === undefined ? { state: 'held', registers } : { state: 'gap', registers, due };
}
