/** What a code meant on a day, and what became of it: a code may have meant several units, one after the other. */
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import { addDays } from '../../platform/relative-day.ts';
import type { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import * as store from '../store/code.ts';
import { graphOf } from './graph-of.ts';
import type { Recoded, SuccessionGraph } from './succession-graph.ts';

export interface Meaning {
  readonly names: Texts;
  readonly parent: string | null;
  /** First day in force; null: since ever. */
  readonly validFrom: string | null;
  /** First day no longer in force; null: until further notice. */
  readonly validTo: string | null;
}

export interface ResolvedCode {
  readonly list: string;
  readonly code: string;
  /** The day the answer is about. */
  readonly on: string;
  /** Why there is no meaning: the code stood for several units and no day was given, or meant nothing then. */
  readonly reason?: 'day-needed' | 'not-then';
  readonly meaning?: Meaning;
  readonly successors: readonly {
    readonly code: string;
    readonly names: Texts;
    readonly kind: 'whole' | 'part';
    readonly share: number | null;
    /** First day of the successor. */
    readonly day: string;
  }[];
  /** The units that the one of that day is made of, as far as a succession says so. */
  readonly predecessors: ResolvedCode['successors'];
  readonly everyMeaning: readonly Omit<Meaning, 'parent'>[];
}

export interface ResolveQuestion {
  readonly list: string;
  readonly code: string;
  /** The day of the meaning; undefined is answered only when the code never stood for another unit. */
  readonly on?: string | undefined;
  /** Successions after it have not happened yet. */
  readonly today: string;
}

const LAST = '9999-99-99';
const isInForce = ({ from, to }: store.CodeRecord, day: string) => (from ?? '') <= day && day < (to ?? LAST);

/** @throws problems.noSuchDay, codeListNotFound, codeNotFound */
export async function resolveCode(db: Db, { list, code, on, today }: ResolveQuestion): Promise<ResolvedCode> {
  if (on !== undefined && parseDay(on) === null) throw problems.noSuchDay({ day: on });
  const graph = await graphOf(db, list);
  const meanings = await store.meanings(db, list, code);
  if (meanings.length === 0) throw problems.codeNotFound({ list, code });
  const everyMeaning = meanings.map((one) => ({ names: one.names, validFrom: one.from, validTo: one.to }));
  const answer = { list, code, on: on ?? today, successors: [], predecessors: [], everyMeaning };
  if (on === undefined && graph.resolve(code, undefined).reason === 'day-needed')
    return { ...answer, reason: 'day-needed' };
  // The one unit that ever had the code is told as it is today, or as it was last.
  const now = meanings.find((one) => isInForce(one, on ?? today));
  const meant = on === undefined ? (now ?? meanings.at(-1)) : now;
  if (!meant) return { ...answer, reason: 'not-then' };
  const asked = { graph, code, on: on ?? (now ? today : (meant.from ?? undefined)), today };
  const predecessors = await predecessorsOf(db, list, { graph, meant, on: asked.on ?? today });
  return { ...answer, meaning: toMeaning(meant), successors: successorsOf(asked), predecessors };
}

/** What arrived at the code while it meant this. */
async function predecessorsOf(
  db: Db,
  list: string,
  { graph, meant, on }: { graph: SuccessionGraph; meant: store.CodeRecord; on: string },
): Promise<ResolvedCode['predecessors']> {
  const steps = await store.successionsTo(db, list, meant.code);
  return steps
    .filter(({ day }) => (meant.from ?? '') <= day && day <= on && day < (meant.to ?? LAST))
    .map(({ from, day, kind, share }) => ({
      code: from,
      names: graph.resolve(from, addDays(day, -1)).names ?? {},
      kind,
      share: kind === 'whole' ? 1 : share,
      day,
    }));
}

const toMeaning = (row: store.CodeRecord): Meaning => ({
  names: row.names,
  parent: row.parent,
  validFrom: row.from,
  validTo: row.to,
});

interface Asked {
  readonly graph: SuccessionGraph;
  readonly code: string;
  readonly on: string | undefined;
  readonly today: string;
}

/** Nothing became of a unit that is still there, whole and under its code. */
function successorsOf({ graph, code, on, today }: Asked): ResolvedCode['successors'] {
  if (on !== undefined && on > today) return [];
  const became: Recoded = graph.recode(code, on, today);
  const chain = graph.chain(code, on, today);
  if (chain.length === 0) return [];
  return became.targets.map(({ code: to, kind, share }) => {
    const day = chain.findLast((step) => step.to === to)?.day ?? chain.at(-1)?.day ?? today;
    return { code: to, kind, share, day, names: graph.resolve(to, today).names ?? {} };
  });
}
