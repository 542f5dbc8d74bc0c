/** What screens read of retention: what is due by register, and the board of stages. */
import { nameBodies } from '../../bodies/index.ts';
import {
  itemsTakenUp,
  lifecycleOf,
  listAgreements,
  listDisposals,
  listHolds,
  listRegisters,
  type Disposal,
  type What,
} from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { countRecords } from '../read-records.ts';
import { openRegister } from '../open-register.ts';
import { countLoads, countVersions } from '../store/count.ts';
import type { BoardRow, DueLine } from './contract.ts';
import { AT_ONCE, dueOf } from './due.ts';

const MOST = 200;
const kept = async (context: Context) => (await listRegisters(context.db, true)).filter(({ external }) => !external);

/** A register whose tables are not made yet holds nothing that could be due. */
async function orNothing<T>(work: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.kind.slug === 'register-not-ready') return nothing;
    throw error;
  }
}

export async function dueLines(
  context: Context,
  caller: Caller,
): Promise<{ items: DueLine[]; counts: { due: number; held: number } }> {
  const items: DueLine[] = [];
  for (const { name, names, managerBody } of await kept(context)) {
    const taken = await itemsTakenUp(context.db, name);
    for (const what of ['records', 'loads'] as const) {
      const line = await orNothing(() => dueLine(context, { register: name, what, taken }), undefined);
      if (!line) continue;
      const mayPropose =
        caller.kind === 'system' || caller.roles.includes('data-office') || caller.body === managerBody;
      items.push({ register: { code: name, names }, ...line, mayPropose: mayPropose && line.due > 0 });
    }
  }
  const sum = (of: (line: DueLine) => number) => items.reduce((n, line) => n + of(line), 0);
  return { items, counts: { due: sum(({ due }) => due), held: sum(({ held }) => held) } };
}

interface AskedLine {
  readonly register: string;
  readonly what: What;
  readonly taken: ReadonlySet<string>;
}

/** Undefined where nothing is due, held or under way. */
async function dueLine(
  context: Context,
  { register, what, taken }: AskedLine,
): Promise<Omit<DueLine, 'register' | 'mayPropose'> | undefined> {
  const due = await dueOf(context, context.db, { register, what });
  if (!due) return undefined;
  const counted = await due.count();
  const rows = taken.size === 0 ? [] : await due.rows(AT_ONCE + taken.size);
  const takenUp = rows.filter(({ item, held }) => !held && taken.has(item)).length;
  const oldest =
    taken.size === 0 ? counted.oldest : (rows.find(({ item, held }) => !held && !taken.has(item))?.dueOn ?? null);
  if (counted.due + counted.held === 0) return undefined;
  return { what, term: due.term, due: counted.due - takenUp, held: counted.held, takenUp, oldest };
}

export async function dueItems(context: Context, { register, what }: { register: string; what: What }) {
  const due = await dueOf(context, context.db, { register, what });
  const taken = await itemsTakenUp(context.db, register);
  const rows = ((await due?.rows(MOST + taken.size)) ?? []).filter(({ item }) => !taken.has(item)).slice(0, MOST);
  const names = await nameBodies(
    context.db,
    rows.map(({ body }) => body),
  );
  return rows.map(({ body, ...row }) => ({
    ...row,
    body: { id: body, code: names.get(body)?.code ?? String(body), names: names.get(body)?.name ?? {} },
  }));
}

export async function lifecycleBoard(context: Context, caller: Caller) {
  const { db } = context;
  const lifecycle = await lifecycleOf(db);
  const disposals = await listDisposals(db, { limit: 1000 });
  const due = await dueLines(context, caller);
  const stages = (lifecycle?.stages ?? []).map(({ shows = null, ...stage }) => ({ ...stage, shows }));
  const figures = await figuresOf(context, {
    disposals,
    due: due.items,
    shown: new Set(stages.map(({ shows }) => shows)),
  });
  const items: BoardRow[] = (await kept(context)).map(({ name, names }) => ({
    register: { code: name, names },
    cells: stages.map(({ shows }) => (shows === null ? null : (figures[shows]?.get(name) ?? 0))),
  }));
  const inState = (state: Disposal['state']) => disposals.filter((one) => one.state === state).length;
  const { proposed, approved, marked, destroyed } = {
    ...{ proposed: inState('proposed'), approved: inState('approved') },
    ...{ marked: inState('marked'), destroyed: inState('destroyed') },
  };
  const counts = { ...due.counts, proposed, approved, marked, destroyed };
  return { stages, items, counts, backupDays: lifecycle?.backupDays ?? null };
}

type Figures = Readonly<Record<string, ReadonlyMap<string, number>>>;

async function figuresOf(
  context: Context,
  {
    disposals,
    due,
    shown,
  }: { disposals: readonly Disposal[]; due: readonly DueLine[]; shown: ReadonlySet<string | null> },
): Promise<Figures> {
  const { db } = context;
  const registers = await kept(context);
  const per = async (what: string, count: (name: string) => Promise<number>) =>
    new Map(
      shown.has(what)
        ? await Promise.all(registers.map(async ({ name }) => [name, await orNothing(() => count(name), 0)] as const))
        : [],
    );
  const tally = (names: readonly string[]) => {
    const counted = new Map<string, number>();
    for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
    return counted;
  };
  const active = (await listAgreements(db)).filter(({ state }) => state === 'active');
  return {
    'open-loads': await countLoads(db),
    records: await per('records', async (name) => countRecords(db, await openRegister(db, name), { scope: 'all' })),
    versions: await per('versions', async (name) => countVersions(db, (await openRegister(db, name)).entity)),
    labels: new Map(registers.map(({ name, labels }) => [name, Object.keys(labels).length])),
    agreements: tally(active.map(({ register }) => register)),
    holds: tally((await listHolds(db)).filter(({ liftedOn }) => liftedOn === null).map(({ register }) => register)),
    due: new Map(
      due.filter(({ what }) => what === 'records').map((line) => [line.register.code, line.due + line.takenUp]),
    ),
    disposals: tally(disposals.filter(({ state }) => state === 'destroyed').map(({ register }) => register)),
  };
}
