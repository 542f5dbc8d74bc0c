/**
 * Rows that only agreements open, wherever they are read: taken off quota and budget of the grant that opened each, and
 * counted there without either. Own rows never come here. One take for everything that is read together.
 */
import { homesElsewhere } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { openGrant, quotaOf, type Opened } from './open-grant.ts';
import { isMetered, takeReads } from './quota.ts';
import { saySpent, type Met, type Spent } from './say-spent.ts';
import { subjectsOf, takeSubjects, tellSubjectsSpent } from './take-subjects.ts';
import { todayOf } from './write-change.ts';

export interface OpenedRows {
  /** Code of the agreement that opens them. */
  readonly agreement: string;
  readonly rows: number;
  /** One for each row, as `takeSubjects` wants them: asked for only where there is a budget. */
  readonly keys: () => Promise<readonly string[]>;
}

export interface TakenRows {
  /** For each of the given, and for each of its rows, whether it may be shown. */
  readonly given: readonly (readonly boolean[])[];
  /** What was not, by agreement. */
  readonly withheld: readonly Withheld[];
}

export interface Withheld extends Spent {
  readonly agreement: string;
  readonly rows: number;
}

interface Way {
  readonly opened: Opened;
  readonly consumer: number;
}

/**
 * The grants that count, by agreement. What came to this node by a feed was counted where it was sent: reading it here
 * costs nothing again.
 */
async function waysOf(context: Context, caller: Caller, agreements: readonly string[]): Promise<Map<string, Way>> {
  const ways = new Map<string, Way>();
  const consumer = caller.body;
  if (consumer === null || agreements.length === 0) return ways;
  const elsewhere = await homesElsewhere(context);
  for (const agreement of new Set(agreements)) {
    const { opened } = await openGrant(context, { agreement, consumer, mode: 'query' });
    if (!opened) continue;
    const isFed = opened.agreement.mode === 'feed' && elsewhere.has(opened.agreement.provider);
    if (!isFed) ways.set(agreement, { opened, consumer });
  }
  return ways;
}

/** Of these agreements those that count and have a limit; nothing is asked of the database. */
export async function limitedOf(context: Context, caller: Caller, agreements: readonly string[]): Promise<Set<string>> {
  const ways = await waysOf(context, caller, agreements);
  return new Set([...ways].flatMap(([code, { opened }]) => (isMetered(opened.agreement) ? [code] : [])));
}

/** The same, with the refusal of those of which nothing is left. */
export async function meteredOf(
  context: Context,
  caller: Caller,
  agreements: readonly string[],
): Promise<{ readonly agreement: string; readonly hasBudget: boolean; readonly spent: Spent | undefined }[]> {
  const metered = [];
  for (const [agreement, way] of await waysOf(context, caller, agreements)) {
    const terms = way.opened.agreement;
    if (!isMetered(terms)) continue;
    const met = await metBy(context, way);
    metered.push({
      agreement,
      hasBudget: (terms.subjects ?? null) !== null,
      spent: met === 'free' ? undefined : await saySpent(context, way, { met }),
    });
  }
  return metered;
}

async function metBy(context: Context, { opened, consumer }: Way): Promise<Met> {
  const { agreement } = opened;
  const quota = await quotaOf(context, agreement, consumer);
  if (quota && quota.used >= quota.quota) return 'quota';
  const subjects = await subjectsOf(context.db, agreement, { consumer, day: todayOf(context) });
  return subjects && subjects.read >= subjects.subjects ? 'subjects' : 'free';
}

class TooFewError extends Error {
  override name = 'TooFewError';
}

/** @param isAll all of them, or none of any agreement */
export async function takeOpened(
  context: Context,
  caller: Caller,
  rows: readonly OpenedRows[],
  isAll = false,
): Promise<TakenRows> {
  const ways = await waysOf(
    context,
    caller,
    rows.map(({ agreement }) => agreement),
  );
  const met: Met[] = [];
  const given: (readonly boolean[])[] = [];
  const take = async (tx: Db) => {
    for (const [i, one] of rows.entries()) {
      const way = ways.get(one.agreement);
      const took = way ? await takeFrom(context, tx, way, one) : all(one, true);
      given[i] = took.given;
      met[i] = took.met;
      if (isAll && took.met !== 'free') throw new TooFewError();
    }
  };
  try {
    if (ways.size > 0) await context.db.transaction(take);
    else rows.forEach((one, i) => (given[i] = all(one, true).given));
  } catch (error) {
    if (!(error instanceof TooFewError)) throw error;
    rows.forEach((one, i) => (given[i] = all(one, false).given));
  }
  return { given, withheld: await withheldOf(context, { rows, ways, given, met, isAll }) };
}

const all = ({ rows }: Pick<OpenedRows, 'rows'>, is: boolean) => ({
  given: Array.from<boolean>({ length: rows }).fill(is),
  met: 'free' as Met,
});

/** The budget of different records first: what it refuses is no read. */
async function takeFrom(
  context: Context,
  tx: Db,
  { opened: { agreement }, consumer }: Way,
  one: OpenedRows,
): Promise<{ readonly given: readonly boolean[]; readonly met: Met }> {
  const [day, now] = [todayOf(context), context.clock.now()];
  const hasBudget = (agreement.subjects ?? null) !== null;
  const isFree = hasBudget
    ? await takeSubjects(tx, { agreement, consumer, day, now }, await one.keys())
    : all(one, true).given;
  const fit = isFree.filter(Boolean).length;
  let left = await takeReads(tx, { agreement, consumer, day, wanted: fit });
  const met: Met = fit < one.rows ? 'subjects' : left < fit ? 'quota' : 'free';
  const given = isFree.map((is) => is && left-- > 0);
  return { given, met };
}

interface Ended {
  readonly rows: readonly OpenedRows[];
  readonly ways: ReadonlyMap<string, Way>;
  readonly given: readonly (readonly boolean[])[];
  readonly met: readonly Met[];
  readonly isAll: boolean;
}

async function withheldOf(context: Context, { rows, ways, given, met, isAll }: Ended): Promise<Withheld[]> {
  const withheld: Withheld[] = [];
  for (const [i, { agreement, rows: wanted }] of rows.entries()) {
    const [way, what = 'free'] = [ways.get(agreement), met[i]];
    const missing = given[i]?.filter((is) => !is).length ?? 0;
    if (!way || what === 'free' || missing === 0) continue;
    // What was told is undone with the rest of it: it is told again by itself.
    if (isAll && what === 'subjects') await tellSpent(context, way);
    const asked = what === 'quota' ? { met: what, wanted } : { met: what };
    withheld.push({ agreement, rows: missing, ...(await saySpent(context, way, asked)) });
  }
  return withheld;
}

const tellSpent = ({ clock, ...context }: Context, { opened: { agreement }, consumer }: Way): Promise<void> =>
  context.db.transaction((tx) =>
    tellSubjectsSpent(tx, { agreement, consumer, day: todayOf({ clock, ...context }), now: clock.now() }),
  );
