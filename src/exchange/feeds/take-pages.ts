/**
 * Lines of pages come off the quota of the grant when they leave, each once, however often they are asked for. Pages are
 * whole: what is left must be enough for the next one.
 */
import {
  countReads,
  isMetered,
  leftOfQuota,
  openGrant,
  saySpent,
  spentProblem,
  takeReads,
  takeSubjects,
  tellSubjectsSpent,
  type Grant,
  type Met,
  type Opened,
} from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { groupCommit } from '../../platform/ledger/group-commit.ts';
import { openRegister } from '../../records/index.ts';
import { subjectsOfPage } from './page-subjects.ts';
import { selectPages } from './store/page.ts';
import { keepSent, linesOfPages, lockSent, sendTogether, type Leaving } from './store/sent.ts';

export interface LeavingPages {
  readonly stream: number;
  readonly epoch: number;
  readonly from: number;
  readonly pages: number;
}

const dayIn = ({ clock, profile }: Pick<Context, 'clock' | 'profile'>): string => dayOf(clock.now(), profile.timeZone);

/** @returns how many of the pages may leave, from the first @throws quotaSpent when not one may */
export async function takePages(context: Context, grant: Grant, leaving: LeavingPages): Promise<number> {
  const { agreement, consumer } = grant;
  const { opened } = await openGrant(context, { agreement, consumer, mode: 'feed' });
  const { stream, epoch, from, pages } = leaving;
  const upTo = { grant: grant.id, stream, epoch, to: from + pages };
  if (!opened) return pages;
  if (!isMetered(opened.agreement)) {
    await counterOf(context).add({ ...upTo, agreement, consumer });
    return pages;
  }
  const { to, met, needed } = await context.db.transaction((tx) => takeMetered(context, tx, opened, upTo));
  if (to > from) return to - from;
  throw await refused(context, opened, { met, ...(met === 'quota' && { wanted: needed }) });
}

async function refused(
  context: Context,
  opened: Opened,
  of: { readonly met: Met; readonly wanted?: number },
): Promise<Error> {
  const { agreement, consumer, register } = opened.grant;
  if (of.met === 'subjects') {
    const reading = { agreement: opened.agreement, consumer, day: dayIn(context), now: context.clock.now() };
    await context.db.transaction((tx) => tellSubjectsSpent(tx, reading));
  }
  const spent = await saySpent(context, { opened, consumer }, of);
  await context.audit.append({
    ...{ action: 'exchange.feed', actor: `agreement/${agreement}`, body: consumer, subject: register },
    ...{ purpose: opened.grant.purpose, allowed: false, rule: spent.decision.rule },
    detail: { facts: spent.decision.facts },
  });
  const language = context.profile.languages[0] ?? 'en';
  return spentProblem(context, spent, language);
}

// ── without a limit: counted, those that leave together in one statement ─────────────────────────────────────────────

interface Counting extends Leaving {
  readonly agreement: string;
  readonly consumer: number;
}
type Counter = ReturnType<typeof groupCommit<Counting>>;
const counters = new WeakMap<Db, Counter>();

function counterOf(context: Context): Counter {
  const { db } = context;
  let counter = counters.get(db);
  if (!counter) {
    counter = groupCommit<Counting>((batch) => db.transaction((tx) => countTogether(context, tx, batch)));
    counters.set(db, counter);
  }
  return counter;
}

async function countTogether(context: Context, tx: Db, batch: readonly Counting[]): Promise<void> {
  const farthest = new Map<number, Counting>();
  for (const one of batch) if ((farthest.get(one.grant)?.to ?? -1) < one.to) farthest.set(one.grant, one);
  const day = dayIn(context);
  const uses = (await sendTogether(tx, [...farthest.values()])).flatMap(({ grant, lines }) => {
    const of = farthest.get(grant);
    return of && lines > 0 ? [{ agreement: of.agreement, consumer: of.consumer, day, taken: lines }] : [];
  });
  await countReads(tx, uses);
}

// ── with one: page by page, while there is room ──────────────────────────────────────────────────────────────────────

interface Took {
  /** The first page that does not leave. */
  readonly to: number;
  readonly met: Met;
  /** Lines of that page and of those before it that have not left. */
  readonly needed: number;
}

async function takeMetered(context: Context, tx: Db, { agreement, grant }: Opened, upTo: Leaving): Promise<Took> {
  const { consumer } = grant;
  const day = dayIn(context);
  const since = await lockSent(tx, grant.id, upTo.epoch);
  if (since >= upTo.to) return { to: upTo.to, met: 'free', needed: 0 };
  const left = await leftOfQuota(tx, { agreement, consumer, day });
  let [lines, to, met, needed]: [number, number, Met, number] = [0, since, 'free', 0];
  for (const page of await linesOfPages(tx, upTo, since)) {
    needed = lines + page.lines;
    if (needed > left) met = 'quota';
    else if (!(await takeBudget(context, tx, { agreement, grant }, { ...upTo, to: page.idx }))) met = 'subjects';
    if (met !== 'free') break;
    [lines, to] = [needed, page.idx + 1];
  }
  await takeReads(tx, { agreement, consumer, day, wanted: lines });
  if (to > since) await keepSent(tx, { ...upTo, to });
  return { to, met, needed };
}

class OverBudgetError extends Error {
  override name = 'OverBudgetError';
}

/** The different records of one page, all of them or none. */
async function takeBudget(
  context: Context,
  tx: Db,
  { agreement, grant }: Pick<Opened, 'agreement' | 'grant'>,
  { stream, epoch, to: idx }: Leaving,
): Promise<boolean> {
  if ((agreement.subjects ?? null) === null) return true;
  const [page] = await selectPages(tx, { stream, epoch }, idx, 1);
  if (!page?.body) return true;
  const { entity } = await openRegister(tx, grant.register);
  const subjects = await subjectsOfPage(page.body, entity.key);
  const reading = { agreement, consumer: grant.consumer, day: dayIn(context), now: context.clock.now() };
  try {
    await tx.transaction(async (inner) => {
      if ((await takeSubjects(inner, reading, subjects)).includes(false)) throw new OverBudgetError();
    });
    return true;
  } catch (error) {
    if (error instanceof OverBudgetError) return false;
    throw error;
  }
}
