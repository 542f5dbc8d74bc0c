/**
 * The budget of different records: a grant reads so many in its period, found or not, and no more. The provider's data
 * manager hears of it before it is used up and when it is.
 */
import { createHash } from 'node:crypto';
import type { Db } from '../platform/db/db.ts';
import { openWork } from '../platform/work/index.ts';
import type { Agreement } from './model.ts';
import { freeAgain, periodStart } from './quota.ts';
import { lockGrant } from './store/request.ts';
import { addSubjects, forgetSubjects, knownSubjects, seenIn } from './store/subjects.ts';

export interface SubjectReading {
  readonly agreement: Pick<Agreement, 'code' | 'subjects' | 'quotaPeriod' | 'provider'>;
  /** Id of the consumer body. */
  readonly consumer: number;
  readonly day: string;
  readonly now: Date;
}

/** Of the budget; then the data manager is told. */
const TELL_AT = 0.8;

/**
 * Takes new records off the budget and writes them down; the grant is held until the transaction ends. What was read in
 * the period already costs nothing.
 * @param keys one for each read, in any form that is the same for the same record
 * @returns for each whether it may be read; all of them without a budget, and nothing is kept then
 */
export async function takeSubjects(tx: Db, reading: SubjectReading, keys: readonly string[]): Promise<boolean[]> {
  const { agreement, consumer, day } = reading;
  const { code, subjects: budget, quotaPeriod } = agreement;
  if (budget === undefined || budget === null || keys.length === 0) return keys.map(() => true);
  await lockGrant(tx, code, consumer);
  const grant = { agreement: code, consumer, period: periodStart(quotaPeriod, day) };
  const named = keys.map((key) => subjectOf(grant, key));
  const { seen, known } = await knownSubjects(tx, grant, named);
  const { free, added } = fitting({ known, left: budget - seen }, named);
  if (added.length > 0) await addSubjects(tx, grant, added);
  await tell(tx, reading, { budget, seen, now: seen + added.length, isRefused: free.includes(false) });
  return free;
}

/** Which of these fit: those that are known, and new ones in their order while there is room. Pure. */
export function fitting(
  { known, left }: { readonly known: ReadonlySet<string>; readonly left: number },
  subjects: readonly string[],
): { readonly free: boolean[]; readonly added: readonly string[] } {
  const added = new Set<string>();
  const free = subjects.map((subject) => {
    if (known.has(subject) || added.has(subject)) return true;
    if (added.size >= left) return false;
    added.add(subject);
    return true;
  });
  return { free, added: [...added] };
}

const subjectOf = (grant: object, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([grant, key]))
    .digest()
    .readBigInt64BE()
    .toString();

interface Course {
  readonly budget: number;
  readonly seen: number;
  readonly now: number;
  readonly isRefused: boolean;
}

async function tell(tx: Db, { agreement, consumer, now: at }: SubjectReading, course: Course): Promise<void> {
  const { budget, seen, now, isRefused } = course;
  const isNear = seen < budget * TELL_AT && now >= budget * TELL_AT;
  const isOver = (seen < budget && now >= budget) || isRefused;
  for (const kind of [...(isNear ? ['subjects-near'] : []), ...(isOver ? ['subjects-spent'] : [])]) {
    await openWork(tx, {
      kind: `governance.${kind}`,
      title: { key: `governance:work.${kind}`, values: { agreement: agreement.code, read: now, budget } },
      ...{ body: agreement.provider, post: 'data-manager' },
      link: `/governance/agreements/${encodeURIComponent(agreement.code)}`,
      subject: `${agreement.code}/${String(consumer)}`,
      now: at,
    });
  }
}

/** After a refusal of many at once, of which nothing else is kept. */
export async function tellSubjectsSpent(tx: Db, reading: SubjectReading): Promise<void> {
  const { agreement, consumer, day } = reading;
  const state = await subjectsOf(tx, agreement, { consumer, day });
  if (!state) return;
  const { subjects: budget, read: seen } = state;
  await tell(tx, reading, { budget, seen, now: seen, isRefused: true });
}

export interface SubjectsState {
  readonly subjects: number;
  /** Different ones in the running period. */
  readonly read: number;
  readonly freeAgain: string;
}

/** What is used of the budget; nothing is counted. Null without one. */
export async function subjectsOf(
  db: Db,
  { code, subjects, quotaPeriod }: Pick<Agreement, 'code' | 'subjects' | 'quotaPeriod'>,
  { consumer, day }: { readonly consumer: number; readonly day: string },
): Promise<SubjectsState | null> {
  if (subjects === undefined || subjects === null) return null;
  const all = await seenIn(db, [code], periodStart(quotaPeriod, day));
  const read = all.find((one) => one.consumer === consumer)?.seen ?? 0;
  return { subjects, read, freeAgain: freeAgain(quotaPeriod, day) };
}

/** Run from time to time: of periods that are over only the number stays. */
export const forgetSubjectsBefore = (db: Db, day: string): Promise<number> =>
  forgetSubjects(db, periodStart('month', day));
