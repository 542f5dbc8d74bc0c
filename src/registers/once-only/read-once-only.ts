/** What declaring once has spared, counted from live data: summed at the body that keeps the records. */
import { nameBodies } from '../../bodies/index.ts';
import { listRegisters, visibleBodies } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { keepersOf } from '../corrections/keepers.ts';
import { findComparison } from '../store/claim.ts';
import { answered } from '../store/correction.ts';
import { duplicatesOf } from '../store/duplicates.ts';
import { tallyPrefills } from '../store/prefill.ts';
import { tallies } from '../store/verification.ts';
import type { OnceFigures, OnceLine } from './once-only-contract.ts';

type Sums = Omit<OnceFigures, 'answerDays'> & { readonly days: readonly number[] };

const nothing: Sums = {
  records: 0,
  found: 0,
  cellsSpared: 0,
  asked: 0,
  hits: 0,
  correctionsOpen: 0,
  correctionsOverdue: 0,
  correctionsSettled: 0,
  duplicates: null,
  days: [],
};

const plus = (a: Sums, b: Partial<Sums>): Sums => ({
  records: a.records + (b.records ?? 0),
  found: a.found + (b.found ?? 0),
  cellsSpared: a.cellsSpared + (b.cellsSpared ?? 0),
  asked: a.asked + (b.asked ?? 0),
  hits: a.hits + (b.hits ?? 0),
  correctionsOpen: a.correctionsOpen + (b.correctionsOpen ?? 0),
  correctionsOverdue: a.correctionsOverdue + (b.correctionsOverdue ?? 0),
  correctionsSettled: a.correctionsSettled + (b.correctionsSettled ?? 0),
  duplicates: b.duplicates === undefined || b.duplicates === null ? a.duplicates : (a.duplicates ?? 0) + b.duplicates,
  days: [...a.days, ...(b.days ?? [])],
});

function figures({ days, ...sums }: Sums): OnceFigures {
  const sorted = days.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { ...sums, answerDays: sorted.length === 0 ? null : (median ?? null) };
}

export async function readOnceOnly(
  context: Context,
  caller: Caller,
  { register: wanted }: { register?: string | undefined },
): Promise<{ total: OnceFigures; items: OnceLine[] }> {
  const { db } = context;
  const lines: { register: string; body: number; sums: Sums }[] = [];
  const registers = (await listRegisters(db)).filter(({ name }) => wanted === undefined || name === wanted);
  for (const { name } of registers) {
    const bodies = await visibleBodies(db, caller, 'registers.read-corrections', name);
    for (const [body, sums] of await sumsOf(context, name, bodies)) lines.push({ register: name, body, sums });
  }
  const names = await nameBodies(
    db,
    lines.map(({ body }) => body),
  );
  const registerNames = new Map(registers.map((one) => [one.name, one.names]));
  return {
    total: figures(lines.reduce((all, { sums }) => plus(all, sums), nothing)),
    items: lines.map(({ register, body, sums }) => ({
      register,
      registerNames: registerNames.get(register) ?? {},
      body: { id: body, code: names.get(body)?.code ?? '', names: names.get(body)?.name ?? {} },
      ...figures(sums),
    })),
  };
}

/** One register's figures at each keeper. */
async function sumsOf(context: Context, register: string, bodies: 'all' | number[]): Promise<Map<number, Sums>> {
  const { db, clock, profile } = context;
  const keeperOf = await keepersOf(db, register);
  const sums = new Map<number, Sums>();
  const add = (body: number, more: Partial<Sums>) => {
    const keeper = keeperOf(body).body;
    sums.set(keeper, plus(sums.get(keeper) ?? nothing, more));
  };
  const fields = (await findComparison(db, register))?.held.length ?? 0;
  for (const { body, held, found } of await tallies(db, register, bodies))
    add(body, { records: held, found, cellsSpared: found * fields });
  for (const { body, asked, found } of await tallyPrefills(db, { register, bodies })) add(body, { asked, hits: found });
  const calendar = workingCalendar(profile);
  const day = (moment: string) => dayOf(new Date(moment), profile.timeZone);
  const today = dayOf(clock.now(), profile.timeZone);
  for (const { body, openedAt, closedAt, due, byPerson } of await answered(db, register, bodies)) {
    if (closedAt === null) add(body, { correctionsOpen: 1, correctionsOverdue: due !== null && due < today ? 1 : 0 });
    else if (byPerson)
      add(body, { correctionsSettled: 1, days: [calendar.workingDaysBetween(day(openedAt), day(closedAt))] });
  }
  for (const { body, found } of await duplicatesOf(db, register, bodies)) add(body, { duplicates: found });
  return sums;
}
