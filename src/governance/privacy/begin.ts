/** What a profile begins with: objects of privacy that are there from the first start. Those that are there stay as they are. */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { bodiesByCode } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { startOfDay } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { ProfileError } from '../../platform/profile.ts';
import { readRelativeDay } from '../../platform/relative-day.ts';
import { firstDay } from '../../platform/setting.ts';
import { todayOf } from '../write-change.ts';
import { breachSteps, takeStep, type Breach } from './breach.ts';
import { hoursAfter } from './clock.ts';
import { privacyRulesOf, type PrivacyRules } from './rules.ts';
import * as store from './store/breach.ts';

const closed = { additionalProperties: false };
const text = Type.String({ minLength: 1 });
const Moment = Type.Object({ day: text, time: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }) }, closed);
const code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$' });

const AuthoredBreach = Type.Object(
  {
    ...{ code, title: text, drill: Type.Optional(Type.Boolean()), body: Type.Union([text, Type.Integer()]) },
    ...{ registers: Type.Array(text), categories: Type.Array(text), people: Type.Optional(Type.Integer()) },
    ...{ happened: Type.Optional(Moment), discovered: Moment, words: Type.Optional(text) },
    steps: Type.Array(
      Type.Object(
        {
          ...{ step: Type.Enum([...breachSteps]), ...Moment.properties, words: Type.Optional(text) },
          ...{ notifies: Type.Optional(Type.Boolean()), whyNot: Type.Optional(text), number: Type.Optional(text) },
          ...{ lateReason: Type.Optional(text), contents: Type.Optional(Type.Record(text, text)) },
        },
        closed,
      ),
    ),
  },
  closed,
);
type AuthoredBreach = Static<typeof AuthoredBreach>;

/** `privacy/begin.yaml`. */
const Begin = Type.Object({ breaches: Type.Optional(Type.Array(AuthoredBreach)) }, closed);

const FILE = 'privacy/begin.yaml';

interface Desk {
  readonly context: Context;
  readonly tx: Db;
  readonly rules: PrivacyRules;
  readonly changeSet: number;
  readonly bodyOf: (given: string | number) => number;
  readonly dayOf: (given: string) => string;
  readonly momentOf: (given: Static<typeof Moment>) => string;
}

const fault = (sentence: string): ProfileError => new ProfileError(`${FILE}: ${sentence}`);

/** Rules that name legal bases which are not there are refused. @param bases codes of the profile's legal bases */
export function insistOnBases(context: Pick<Context, 'profile'>, bases: ReadonlySet<string>): void {
  const rules = privacyRulesOf(context.profile);
  if (!rules) return;
  for (const { basis } of [rules.breach, rules.assessment, rules.risk, rules.transfer])
    if (!bases.has(basis)) throw new ProfileError(`privacy/rules.yaml: there is no legal basis ${basis}`);
}

/** @throws ProfileError with what is wrong in the file */
export async function beginPrivacy(context: Context, tx: Db, changeSet: number): Promise<void> {
  const found = context.profile.read(FILE);
  const rules = privacyRulesOf(context.profile);
  if (found === undefined || !rules) return;
  if (!Check(Begin, found)) {
    const [first] = Errors(Begin, found);
    throw fault(`${first?.instancePath ?? '/'} ${first?.message ?? ''}`);
  }
  const desk = await openDesk(context, tx, { rules, changeSet });
  for (const one of found.breaches ?? []) await beginBreach(desk, one);
}

async function openDesk(
  context: Context,
  tx: Db,
  { rules, changeSet }: { rules: PrivacyRules; changeSet: number },
): Promise<Desk> {
  const bodies = await bodiesByCode(tx, todayOf(context));
  const [reference, calendar] = [await firstDay(context), workingCalendar(context.profile)];
  const dayOf = (given: string) => {
    const day = readRelativeDay(given, reference, calendar);
    if (day === undefined) throw fault(`"${given}" is not a day`);
    return day;
  };
  return {
    ...{ context, tx, rules, changeSet, dayOf },
    bodyOf: (given) => {
      const body = bodies.get(String(given));
      if (!body) throw fault(`there is no body ${String(given)}`);
      return body.id;
    },
    momentOf: ({ day, time }) => {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      const start = startOfDay(dayOf(day), context.profile.timeZone).getTime();
      return new Date(start + (hours * 60 + minutes) * 60_000).toISOString();
    },
  };
}

async function beginBreach({ tx, rules, changeSet, bodyOf, momentOf }: Desk, one: AuthoredBreach): Promise<void> {
  const discoveredAt = momentOf(one.discovered);
  let breach: Breach = {
    ...{ code: one.code, title: one.title, drill: one.drill ?? false, body: bodyOf(one.body) },
    ...{ registers: one.registers, categories: one.categories, people: one.people ?? null, estimated: true },
    ...{ happenedAt: one.happened ? momentOf(one.happened) : null, discoveredAt, contents: {} },
    ...{ dueAt: hoursAfter(discoveredAt, rules.breach.hours), assessedAt: null, notifies: null, whyNot: null },
    ...{ notifiedAt: null, noticeNumber: null, lateReason: null, personsAt: null, personsHow: null },
    ...{ personsWhyNot: null, containedAt: null, closedAt: null, lesson: null, escalatedAt: null },
    account: system.account,
  };
  if (!(await store.insertBreach(tx, breach, changeSet))) return;
  const by = { clockBehind: 0, account: system.account, body: breach.body };
  await store.insertEntry(tx, breach.code, {
    ...{ kind: 'report', at: discoveredAt, writtenAt: discoveredAt, words: one.words ?? null, ...by },
  });
  for (const { day, time, ...step } of one.steps) {
    const at = momentOf({ day, time });
    const next = takeStep(breach, { ...step, at }, { now: at, parts: rules.breach.parts });
    if ('kind' in next) throw fault(`${one.code}: the step ${step.step} cannot be taken: ${JSON.stringify(next)}`);
    breach = next.breach;
    const words = [step.words, step.whyNot, step.number, step.lateReason].filter((part) => part !== undefined);
    const said = words.length === 0 ? null : words.join('\n');
    await store.insertEntry(tx, breach.code, { kind: step.step, at, writtenAt: at, words: said, ...by });
  }
  await store.updateBreach(tx, breach, changeSet);
}
