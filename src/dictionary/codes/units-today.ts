/** A stored code in today's units: what was written stays, the list's successions say what became of it. */
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Texts } from '../../platform/texts.ts';
import * as store from '../store/code.ts';
import { resolveCode, type ResolveQuestion } from './resolve-code.ts';

export interface UnitsToday {
  /** `same`: it stands today. `whole`: another unit took it over. `part`: it was split. `unknown`: the list cannot say. */
  readonly standing: 'same' | 'whole' | 'part' | 'unknown';
  readonly today: readonly { readonly code: string; readonly names: Texts; readonly share: number | null }[];
  /** What it was called; null when the list cannot say. */
  readonly former: Texts | null;
  /** First day of what it became. */
  readonly since: string | null;
  /** Of an unknown one: the units that had this code, one after the other. */
  readonly candidates: readonly Texts[];
}

const unknown: UnitsToday = { standing: 'unknown', today: [], former: null, since: null, candidates: [] };

/** Total: a value that the list never had is `unknown`. */
export async function unitsToday(db: Db, question: ResolveQuestion): Promise<UnitsToday> {
  try {
    const { meaning, successors, everyMeaning } = await resolveCode(db, question);
    if (!meaning) return { ...unknown, candidates: everyMeaning.map(({ names }) => names) };
    const { names } = meaning;
    const ended = meaning.validTo !== null && meaning.validTo <= question.today;
    if (!ended)
      return { ...unknown, standing: 'same', today: [{ code: question.code, names, share: null }], former: names };
    const [first, ...others] = successors;
    if (!first) return { ...unknown, former: names };
    const standing = others.length === 0 && first.kind === 'whole' ? 'whole' : 'part';
    const today = successors.map(({ code, names, share }) => ({ code, names, share }));
    return { standing, today, former: names, since: first.day, candidates: [] };
  } catch (error) {
    if (error instanceof Problem && error.kind.slug === 'code-not-found') return unknown;
    throw error;
  }
}

/** The lists, of those asked for, whose codes have ever become others. */
export const listsThatChanged = (db: Db, lists: readonly string[]): Promise<ReadonlySet<string>> =>
  store.listsWithSuccessions(db, lists);
