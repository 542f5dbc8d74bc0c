/** Reads that other rooms share: grants that hold on a day, and how long answers took. */
import type { Db } from '../platform/db/db.ts';
import { median, stateOn, type Grant } from './model.ts';
import type { RequestRecord } from './requests/model.ts';
import * as store from './store/agreement.ts';
import { listRequests } from './store/request.ts';

/** Grants that hold on the day, of one consumer body, of some or of all. */
export async function activeGrants(db: Db, day: string, consumer?: number | readonly number[]): Promise<Grant[]> {
  return (await store.listGrants(db, consumer)).filter((grant) => stateOn(grant, day) === 'active');
}

export interface WorkingDays {
  workingDaysBetween(from: string, to: string): number;
}

/** Working days from asking to deciding, per decided request, and their median. */
export async function answerTimes(
  db: Db,
  calendar: WorkingDays,
): Promise<{ readonly days: readonly number[]; readonly median: number | null }> {
  return summarise(await listRequests(db), calendar);
}

/** Pure half of `answerTimes`: of the requests given. */
export function summarise(
  requests: readonly Pick<RequestRecord, 'asked' | 'decided'>[],
  calendar: WorkingDays,
): { readonly days: readonly number[]; readonly median: number | null } {
  const days = requests.flatMap(({ asked, decided }) =>
    decided === null ? [] : [calendar.workingDaysBetween(asked, decided)],
  );
  return { days, median: median(days) };
}
