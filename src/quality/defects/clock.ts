/** How long a defect may take, in working days of the profile. */
import { workingCalendar } from '../../platform/calendar.ts';
import { dayOf } from '../../platform/clock.ts';
import { frameworkOf } from '../framework.ts';
import type { Timed } from '../rules-of-register.ts';

export interface Dues {
  readonly now: Date;
  readonly today: string;
  readonly causeDue: string;
  readonly due: string;
  readonly calendar: string;
}

/** Found now: by when the cause is to be found, and by when it is to be mended at the source. */
export function foundNow({ clock, profile }: Timed): Dues {
  const { cause, mend } = frameworkOf(profile).clock;
  const calendar = workingCalendar(profile);
  const now = clock.now();
  const today = dayOf(now, profile.timeZone);
  return {
    now,
    today,
    causeDue: calendar.addWorkingDays(today, cause),
    due: calendar.addWorkingDays(today, cause + mend),
    calendar: calendar.edition,
  };
}

/** Counted from when it was found: the last day of a check in the field. */
export const fieldCheckDue = ({ profile }: Pick<Timed, 'profile'>, foundOn: string): string =>
  workingCalendar(profile).addWorkingDays(foundOn, frameworkOf(profile).clock.fieldCheck);
