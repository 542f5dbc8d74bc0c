/** Days and bodies of the profile as they are here: days made absolute, codes made ids. */
import { bodiesByCode } from '../bodies/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { readRelativeDay } from '../platform/relative-day.ts';
import { firstDay } from '../platform/setting.ts';
import type { Texts } from '../platform/texts.ts';
import { problems } from './problems.ts';

/** @throws problems.profileBroken for a day that is none, and for a body that is not there */
export interface Resolve {
  day(text: string): string;
  body(code: string): { id: number; names: Texts };
}

export const broken = (file: string, message: string) =>
  problems.profileBroken({ findings: [{ file, pointer: '', message }] });

export async function resolver(context: Context): Promise<Resolve> {
  const first = await firstDay(context);
  const calendar = workingCalendar(context.profile);
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const bodies = await bodiesByCode(context.db, first, today);
  return {
    day: (text) => {
      const day = readRelativeDay(text, first, calendar);
      if (day === undefined) throw broken('strategy', `not a day: ${text}`);
      return day;
    },
    body: (code) => {
      const body = bodies.get(code);
      if (!body) throw broken('strategy', `no body has the code ${code}`);
      return body;
    },
  };
}
