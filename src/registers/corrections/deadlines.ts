/** How long corrections may take, in working days of the profile. */
import { workingCalendar } from '../../platform/calendar.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { termsOf } from '../authority/settings.ts';
import type { Opened } from '../store/correction.ts';

type Timed = Pick<Context, 'clock' | 'profile'>;

/** Opened now: by when the cause is to be found, and by when it is to be mended. */
export function openedNow({ clock, profile }: Timed): Opened {
  const { cause, mend } = termsOf(profile).corrections;
  const calendar = workingCalendar(profile);
  const now = clock.now();
  const today = dayOf(now, profile.timeZone);
  return {
    at: now.toISOString(),
    causeDue: calendar.addWorkingDays(today, cause),
    due: calendar.addWorkingDays(today, mend),
    calendar: calendar.edition,
  };
}

/** The day for a check in the field, counted from when it was opened. */
export function fieldCheckDue({ profile }: Timed, openedAt: string): string {
  const opened = dayOf(new Date(openedAt), profile.timeZone);
  return workingCalendar(profile).addWorkingDays(opened, termsOf(profile).corrections.fieldCheck);
}
