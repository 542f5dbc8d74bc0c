/** Which rows are past their term and not held: as of now, asked anew at every step of a disposal. */
import { homesElsewhere, type Elsewhere } from '../../bodies/index.ts';
import { readCondition, type EntityPlan } from '../../dictionary/index.ts';
import {
  holdsOn,
  lifecycleOf,
  termOf,
  type Hold,
  type Lifecycle,
  type Term,
  type What,
} from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { openRegister } from '../open-register.ts';
import {
  countDue,
  selectDue,
  selectHeld,
  selectDueLoads,
  type DueRequest,
  type DueRow,
  type DueTerm,
  type Keeping,
} from '../store/due.ts';

/** More than this goes in several disposals. */
export const AT_ONCE = 10_000;

export function dueTermOf(term: Exclude<Term, { permanent: true }>): DueTerm {
  const from = term.from === 'ended' ? null : term.from;
  if ('years' in term) return { from, unit: 'years', count: term.years, field: null };
  if ('months' in term) return { from, unit: 'months', count: term.months, field: null };
  if ('days' in term) return { from, unit: 'days', count: term.days, field: null };
  return { from, unit: 'field', count: 0, field: term.field };
}

/** A condition that the release in force cannot read any more holds everything: in doubt nothing goes. */
export function keepingOf(holds: readonly Hold[], entity: EntityPlan): Keeping {
  const conditions = [];
  const records: string[] = [];
  let all = false;
  for (const { record, condition } of holds) {
    if (record !== null) records.push(record);
    else if (condition === null) all = true;
    else {
      const read = readCondition(condition, entity);
      if ('condition' in read) conditions.push(read.condition);
      else all = true;
    }
  }
  return { all, records, conditions };
}

export interface Asked {
  readonly register: string;
  readonly what: What;
  /** Only these: what a disposal holds, looked at again. */
  readonly among?: readonly string[];
  /** Asked before a transaction began. */
  readonly elsewhere?: Elsewhere;
  /** The defence that a twin test takes out. */
  readonly off?: { readonly holds?: boolean } | undefined;
}

export interface Due {
  readonly term: Exclude<Term, { permanent: true }>;
  readonly rows: (limit: number) => Promise<DueRow[]>;
  readonly count: () => Promise<{ due: number; held: number; oldest: string | null }>;
}

/** Undefined where nothing is ever due: no term, or a permanent one. @throws as openRegister */
export async function dueOf(context: Context, db: Db, asked: Asked): Promise<Due | undefined> {
  const { timeZone } = context.profile;
  const today = dayOf(context.clock.now(), timeZone);
  const holds = asked.off?.holds ? [] : await holdsOn(db, asked.register, today);
  if (asked.what === 'loads') return dueLoads(db, asked, { today, timeZone, holds, lifecycle: await lifecycleOf(db) });
  const term = await termOf(db, asked.register);
  if (term === null || 'permanent' in term) return undefined;
  const { entity } = await openRegister(db, asked.register);
  const request: DueRequest = {
    ...{ entity, term: dueTermOf(term), keeping: keepingOf(holds, entity), today, timeZone },
    elsewhere: [...(asked.elsewhere ?? (await homesElsewhere(context))).keys()],
    ...(asked.among && { among: asked.among }),
  };
  return { term, rows: (limit) => selectDue(db, request, limit), count: () => countDue(db, request) };
}

/** Of these records the ones that a hold keeps today, whatever their term says. @throws as openRegister */
export async function heldAmong(
  { clock, profile }: Pick<Context, 'clock' | 'profile'>,
  db: Db,
  register: string,
  records: readonly string[],
): Promise<string[]> {
  const today = dayOf(clock.now(), profile.timeZone);
  const holds = await holdsOn(db, register, today);
  if (holds.length === 0) return [];
  const { entity } = await openRegister(db, register);
  return selectHeld(db, { entity, keeping: keepingOf(holds, entity), today, among: records });
}

interface Moment {
  readonly today: string;
  readonly timeZone: string;
  readonly holds: readonly Hold[];
  readonly lifecycle: Lifecycle | undefined;
}

/** A hold on some rows holds no load: nobody knows which rows it would have become. */
function dueLoads(db: Db, { register, among }: Asked, { today, timeZone, holds, lifecycle }: Moment): Due | undefined {
  const drafts = lifecycle?.drafts;
  if (!drafts) return undefined;
  const held = holds.some(({ record, condition }) => record === null && condition === null);
  const request = { register, days: drafts.days, today, timeZone, held, ...(among && { among }) };
  return {
    term: { ...drafts, from: 'read' },
    rows: async (limit) => (await selectDueLoads(db, request)).slice(0, limit),
    count: async () => {
      const rows = await selectDueLoads(db, request);
      const due = rows.filter((row) => !row.held);
      return { due: due.length, held: rows.length - due.length, oldest: due[0]?.dueOn ?? null };
    },
  };
}
