/** What assessments and transfers ask of whom, and when: work items that close with the step. */
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { addDays } from '../../platform/relative-day.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { todayOf } from '../write-change.ts';
import { assessmentState, type Assessment } from './assessment.ts';
import { owersOf, type Owers } from './owe-breach.ts';
import type { PrivacyRules } from './rules.ts';
import { transferState, type Transfer } from './transfer.ts';

/** So many days before, whoever must look at it again is told. */
export const NOTICE_DAYS = 30;

interface Owing {
  readonly kind: string;
  readonly code: string;
  readonly body: number;
  readonly post: PrivacyRules['assessment']['post'];
  readonly link: string;
  /** Null: nothing is owed now. */
  readonly due: string | null;
  readonly by: string;
  readonly owers?: Owers | undefined;
}

/** Opens it with its day, or closes it. Begun anew it changes nothing. */
export async function oweByDay(context: Context, tx: Db, owing: Owing): Promise<void> {
  const { kind, code, due, by } = owing;
  const now = context.clock.now();
  if (due === null) {
    await closeWork(tx, { kind: `governance.${kind}`, subject: code, by, now });
    return;
  }
  const to = (owing.owers ?? (await owersOf(context, tx)))(owing.body, owing.post);
  await openWork(tx, {
    ...{ kind: `governance.${kind}`, ...to, link: owing.link, subject: code, now },
    title: { key: `governance:work.${kind}`, values: { code } },
    due: { day: due, calendar: workingCalendar(context.profile).edition },
  });
}

export interface Asking {
  readonly rules: PrivacyRules;
  /** Account that took the step; default the node. */
  readonly by?: string;
  readonly owers?: Owers;
}

export async function oweAssessment(
  context: Context,
  tx: Db,
  one: Assessment,
  { rules: { assessment }, by = system.account, owers }: Asking,
): Promise<void> {
  const state = assessmentState(one);
  const soon = addDays(todayOf(context), NOTICE_DAYS);
  const isDraft = state === 'draft';
  const again = one.refreshOn !== null && one.refreshOn <= soon && state !== 'waived' ? one.refreshOn : null;
  const about = { code: one.code, body: one.body, post: assessment.post, by, owers };
  const link = `/governance/privacy/assessments/${one.code}`;
  await oweByDay(context, tx, { ...about, link, kind: 'send-assessment', due: isDraft ? one.due : null });
  await oweByDay(context, tx, { ...about, link, kind: 'refresh-assessment', due: isDraft ? null : again });
}

export async function oweTransfer(
  context: Context,
  tx: Db,
  one: Transfer,
  { rules: { transfer }, by = system.account, owers }: Asking,
): Promise<void> {
  const today = todayOf(context);
  const isOpen = ['active', 'over'].includes(transferState(one, today));
  const due = isOpen && one.until !== null && one.until <= addDays(today, NOTICE_DAYS) ? one.until : null;
  const about = { code: one.code, body: one.body, post: transfer.post, by, owers, due };
  await oweByDay(context, tx, {
    ...{ ...about, kind: 'end-transfer', link: `/governance/privacy/transfers/${one.code}` },
  });
}
