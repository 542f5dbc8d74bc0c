/** Who owes what about a proposal, on *My work*: the data office a review or a release, its makers the mending. */
import { bodiesHolding } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import type { ProposalRow } from '../store/proposal.ts';
import { todayOf } from '../write-change.ts';

// Working days to look at a proposal, and to mend one that came back: the clocks of a profile may not change it yet.
const REVIEW_WITHIN = 5;
const MEND_WITHIN = 10;

type About = Pick<ProposalRow, 'number' | 'title' | 'body' | 'post'>;

const subjectOf = ({ number }: Pick<ProposalRow, 'number'>) => `proposal-${String(number)}`;
const KINDS = {
  review: 'dictionary.review-proposal',
  mend: 'dictionary.mend-proposal',
  release: 'dictionary.release-proposal',
};

/** @returns the day by which an answer is owed */
export async function oweReview(context: Context, tx: Db, about: About): Promise<string> {
  const day = workingCalendar(context.profile).addWorkingDays(todayOf(context), REVIEW_WITHIN);
  await officeOwes(context, tx, about, { what: 'review', day });
  return day;
}

/** From the first day on which it may be released. */
export const oweRelease = (context: Context, tx: Db, about: About, day: string): Promise<void> =>
  officeOwes(context, tx, about, { what: 'release', day });

/** Nobody owes the mending of what the node or its command line proposed. */
export async function oweMending(context: Context, tx: Db, about: About): Promise<void> {
  if (about.body === null || about.post === null) return;
  const calendar = workingCalendar(context.profile);
  const due = { day: calendar.addWorkingDays(todayOf(context), MEND_WITHIN), calendar: calendar.edition };
  await owe(context, tx, 'mend', { about, body: about.body, post: about.post as Post, due });
}

interface Due {
  readonly day: string;
  readonly calendar: string;
}

async function officeOwes(
  context: Context,
  tx: Db,
  about: About,
  { what, day }: { readonly what: keyof typeof KINDS; readonly day: string },
): Promise<void> {
  const due = { day, calendar: workingCalendar(context.profile).edition };
  for (const body of await bodiesHolding(tx, 'data-office', todayOf(context))) {
    await owe(context, tx, what, { about, body, post: 'data-office', due });
  }
}

async function owe(
  context: Context,
  tx: Db,
  what: keyof typeof KINDS,
  { about, body, post, due }: { about: About; body: number; post: Post; due: Due },
): Promise<void> {
  await openWork(tx, {
    kind: KINDS[what],
    title: { key: `proposal:work.${what}`, values: { number: about.number, title: about.title } },
    body,
    post,
    due,
    link: `/dictionary/proposals/${String(about.number)}`,
    subject: subjectOf(about),
    now: context.clock.now(),
  });
}

/** Whatever was owed about it is owed no longer, done or not. */
export async function settleWork(
  context: Context,
  tx: Db,
  about: About,
  { done, by }: { readonly done: readonly (keyof typeof KINDS)[]; readonly by: string },
): Promise<void> {
  for (const [what, kind] of Object.entries(KINDS)) {
    const as = done.includes(what as keyof typeof KINDS) ? 'done' : 'withdrawn';
    await closeWork(tx, { kind, subject: subjectOf(about), by, as, now: context.clock.now() });
  }
}
