/** Where an indicator's numbers come from: counts that rooms to the left keep, by the names profiles use. */
import { answerTimes } from '../governance/index.ts';
import { adoptionState } from '../dictionary/index.ts';
import { registersUsedByOthers } from '../exchange/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { heldFieldCount, prefillTallies, verificationTallies } from '../registers/index.ts';
import { listTasks } from './read-tasks.ts';
import type { TallyRecord } from './store/indicator.ts';

/** Counts by home body, kept by the follower; `bodies` narrows to those a change touched. */
export type BodySource = (tx: Db, register: string, bodies: readonly number[] | 'all') => Promise<TallyRecord[]>;

export const bodySources: Readonly<Record<string, BodySource>> = {
  /** Records verified against the authority, over records held. */
  verified: async (tx, register, bodies) =>
    (await verificationTallies(tx, register, bodies)).map((tally) => ({
      body: tally.body,
      numerator: tally.verified,
      denominator: tally.held,
    })),
  /** Cells that the authority already answers: records found there × fields it holds. */
  'cells-not-declared-again': async (tx, register, bodies) => {
    const fields = await heldFieldCount(tx, register);
    return (await verificationTallies(tx, register, bodies)).map((tally) => ({
      body: tally.body,
      numerator: tally.found * fields,
      denominator: tally.held * fields,
    }));
  },
};

/** Figures of the whole node, read when they are shown. */
export interface LiveFigure {
  readonly numerator: number;
  readonly denominator: number;
  /** For kind `number`: the figure itself. */
  readonly value?: number | null;
}

const USED_WITHIN_DAYS = 30;

export const liveSources: Readonly<Record<string, (context: Context) => Promise<LiveFigure>>> = {
  'registers-used-by-others': async (context) => {
    const { used, published } = await registersUsedByOthers(context, USED_WITHIN_DAYS);
    return { numerator: used, denominator: published };
  },
  'median-answer': async (context) => {
    const { days, median } = await answerTimes(context.db, workingCalendar(context.profile));
    return { numerator: days.length, denominator: days.length, value: median };
  },
  'tasks-not-overdue': async (context) => {
    const { counts } = await listTasks(context, {});
    return { numerator: counts.all - counts.overdue, denominator: counts.all };
  },
  /** People whom a look-up or a prefilled list knew, over those asked for. */
  'prefill-hits': async ({ db }) => {
    const tallies = await prefillTallies(db, { bodies: 'all' });
    const sum = (of: 'asked' | 'found') => tallies.reduce((all, tally) => all + tally[of], 0);
    return { numerator: sum('found'), denominator: sum('asked') };
  },
  'release-adoption': async (context) => {
    const { adopted, bodies } = await adoptionState(context.db);
    return { numerator: adopted, denominator: bodies };
  },
};
