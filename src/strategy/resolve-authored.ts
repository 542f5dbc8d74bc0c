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
  /** Whether what this body gives and drafts is at home at this node, as the profile has it; null: the root above `below`. */
  isHosted(code: string | null, below: string): boolean;
}

export const broken = (file: string, message: string) =>
  problems.profileBroken({ findings: [{ file, pointer: '', message }] });

export async function resolver(context: Context): Promise<Resolve> {
  const first = await firstDay(context);
  const calendar = workingCalendar(context.profile);
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const bodies = await bodiesByCode(context.db, first, today);
  const byId = new Map([...bodies.values()].map((body) => [body.id, body]));
  const { hosts } = context.profile;
  return {
    isHosted: (code, below) =>
      hosts?.includes(code ?? byId.get(bodies.get(below)?.path[0] ?? 0)?.code ?? below) ?? true,
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
