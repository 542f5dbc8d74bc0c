/** Where an indicator's numbers come from: counts that rooms to the left keep, by the names profiles use. */
import { answerTimes, listRegisters } from '../../governance/index.ts';
import { adoptionState } from '../../dictionary/index.ts';
import { registersUsedByOthers } from '../../exchange/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { heldFieldCount, onceSums, verificationTallies, type OnceSums } from '../../registers/index.ts';
import { countTasks } from '../tasks/count-tasks.ts';
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
    const { all, overdue } = await countTasks(context);
    return { numerator: all - overdue, denominator: all };
  },
  'release-adoption': async (context) => {
    const { adopted, bodies } = await adoptionState(context.db);
    return { numerator: adopted, denominator: bodies };
  },
};

/** What a body contributes to a figure that is read when it is shown: a count, a share, or values of which the median is shown. */
export interface LiveTally {
  readonly body: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly values?: readonly number[];
}

/** What the once-only sources read of a register: several indicators of a page are made of the same. */
export type ReadSums = (register: string) => ReturnType<typeof onceSums>;

/** Each register is read once, whoever asks. */
export function rememberSums(context: Context): ReadSums {
  const read = new Map<string, ReturnType<typeof onceSums>>();
  return (register) => {
    const sums = read.get(register) ?? onceSums(context, register, 'all');
    read.set(register, sums);
    return sums;
  };
}

type LiveBodySource = (context: Context, register: string | null, sums: ReadSums) => Promise<LiveTally[]>;

const once =
  (read: (sums: OnceSums) => Omit<LiveTally, 'body'>): LiveBodySource =>
  async (context, register, sums) => {
    const names = register === null ? (await listRegisters(context.db)).map(({ name }) => name) : [register];
    const lines = (await Promise.all(names.map(sums))).flatMap((ofBodies) =>
      [...ofBodies].map(([body, one]) => ({ body, ...read(one) })),
    );
    return lines.filter(({ denominator }) => denominator > 0);
  };

/** Body by body, of one register or of all: what moves with the clock or is not in the change log. */
export const liveBodySources: Readonly<Record<string, LiveBodySource>> = {
  /** People whom a look-up or a prefilled list knew, over those asked for. */
  'prefill-hits': once(({ hits, asked }) => ({ numerator: hits, denominator: asked })),
  /** Corrections answered by their day, over those answered and those that are late. */
  'corrections-in-time': once(({ correctionsInTime, correctionsSettled, correctionsOverdue }) => ({
    numerator: correctionsInTime,
    denominator: correctionsSettled + correctionsOverdue,
  })),
  /** Median working days that corrections have waited. */
  'corrections-age': once(({ ages }) => ({ numerator: ages.length, denominator: ages.length, values: ages })),
  /** Pairs of records that are, or may be, one person, as they were counted last; of the records there are. */
  'duplicates-found': once(({ duplicates, records }) => ({
    numerator: duplicates ?? 0,
    denominator: duplicates === null ? 0 : records,
  })),
};
