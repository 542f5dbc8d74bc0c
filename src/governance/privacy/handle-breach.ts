/** Reports a breach of personal data, and takes its steps. The clock runs from when it was discovered. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { pick } from '../../platform/texts.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { takeStep, type Breach, type StepFault, type StepTaken } from './breach.ts';
import { hoursAfter, isoOf, monotone, printMoment } from './clock.ts';
import { insistOnNames, insistOnNobody, insistOnRules } from './guard.ts';
import { oweBreach, owersOf } from './owe-breach.ts';
import { privacyProblems as problems } from './problems.ts';
import { nextCode } from './store/code.ts';
import * as store from './store/breach.ts';

export interface ReportBreach {
  readonly title: string;
  readonly drill?: boolean | undefined;
  readonly body: number;
  readonly registers?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly people?: number | null | undefined;
  readonly happenedAt?: string | undefined;
  /** Left out: now. */
  readonly discoveredAt?: string | undefined;
  readonly words?: string | undefined;
}

/** @throws governance/privacy-unruled, -times-unsound, -unknown, -names-people */
export async function reportBreach(
  context: Context,
  given: ReportBreach,
  by: Author,
  language?: string,
): Promise<string> {
  const rules = insistOnRules(context);
  const now = context.clock.now().toISOString();
  const discoveredAt = given.discoveredAt === undefined ? now : isoOf(given.discoveredAt);
  const happenedAt = given.happenedAt === undefined ? null : isoOf(given.happenedAt);
  if (discoveredAt === undefined || Date.parse(discoveredAt) > Date.parse(now))
    throw timesProblem(context, { field: 'discoveredAt', earliest: happenedAt ?? null, latest: now });
  if (happenedAt === undefined || (happenedAt !== null && Date.parse(happenedAt) > Date.parse(discoveredAt)))
    throw timesProblem(context, { field: 'happenedAt', earliest: null, latest: discoveredAt });
  insistOnNobody(rules, { title: given.title, words: given.words }, language);
  await insistOnNames(context.db, given, rules.breach.parts);
  return context.db.transaction(async (tx) => {
    const code = await nextCode(tx, 'breach', rules.codes.breach, todayOf(context).slice(0, 4));
    const breach: Breach = {
      ...blank,
      ...{ code, title: given.title.trim(), drill: given.drill ?? false, body: given.body },
      ...{ registers: [...(given.registers ?? [])], categories: [...(given.categories ?? [])] },
      ...{ people: given.people ?? null, happenedAt, discoveredAt, account: by.account },
      dueAt: hoursAfter(discoveredAt, rules.breach.hours),
    };
    const act = { action: 'governance.report-breach', subject: code, kind: 'governance', by } as const;
    await writeChange(
      context,
      act,
      async (inner, changeSet) => {
        await store.insertBreach(inner, breach, changeSet);
        const entry = { kind: 'report', at: discoveredAt, writtenAt: now, clockBehind: 0 };
        await store.insertEntry(inner, code, { ...entry, words: given.words?.trim() ?? null, ...who(by) });
        await oweBreach(context, inner, breach, { rules, owers: await owersOf(context, inner), by: by.account });
      },
      tx,
    );
    return code;
  });
}

const who = (by: Author) => ({ account: by.account, body: by.body });

const blank = {
  ...{ estimated: true, contents: {}, assessedAt: null, notifies: null, whyNot: null, notifiedAt: null },
  ...{ noticeNumber: null, lateReason: null, personsAt: null, personsHow: null, personsWhyNot: null },
  ...{ containedAt: null, closedAt: null, lesson: null, escalatedAt: null },
};

/** @throws governance/privacy-* , notice-late, breach-not-ready */
export async function stepBreach(
  context: Context,
  code: string,
  taken: StepTaken,
  { by, language }: { readonly by: Author; readonly language: string },
): Promise<void> {
  const rules = insistOnRules(context);
  const { words, whyNot, number, lateReason } = taken;
  insistOnNobody(rules, { words, whyNot, number, lateReason, ...prefixed(taken.contents) }, language);
  await insistOnNames(context.db, taken, rules.breach.parts);
  const act = { action: `governance.${taken.step}-breach`, subject: code, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    const held = await store.lockBreach(tx, code);
    if (!held) throw problems.privacyNotFound({ code });
    const now = await monotoneNow(context, tx, code);
    const next = takeStep(held, taken, { now: now.at, parts: rules.breach.parts });
    if ('kind' in next) throw problemOf(context, next, language);
    await store.updateBreach(tx, next.breach, changeSet);
    const said = [words, whyNot, number, lateReason].filter((one) => one !== undefined && one.trim() !== '');
    await store.insertEntry(tx, code, {
      ...{ kind: taken.step, at: next.at, writtenAt: now.at, clockBehind: now.behind },
      ...{ words: said.length === 0 ? null : said.join('\n'), ...who(by) },
    });
    await oweBreach(context, tx, next.breach, { rules, owers: await owersOf(context, tx), by: by.account });
  });
}

const prefixed = (contents: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(contents).map(([part, text]) => [`contents/${part}`, text]));

const monotoneNow = async ({ clock }: Context, tx: Db, code: string) =>
  monotone(clock.now(), (await store.lastWritten(tx, code))?.writtenAt ?? null);

function problemOf(context: Context, fault: StepFault, language: string) {
  const t = context.words.translator(language);
  switch (fault.kind) {
    case 'moved-on':
      return problems.privacyMovedOn({ state: fault.state });
    case 'times':
      return timesProblem(context, { field: 'at', earliest: fault.earliest, latest: fault.latest });
    case 'needed':
      return problems.privacyNeeded({ field: fault.field });
    case 'late':
      return problems.noticeLate({ due: fault.due, said: printMoment(fault.due, context.profile.timeZone) });
    case 'missing':
      return problems.privacyIncomplete({
        missing: fault.parts.map(({ code }) => code),
        said: fault.parts.map(({ names }) => pick(names, language)).join('; '),
      });
    case 'before': {
      const said = fault.duties.map((duty) => t(`governance:duties.${duty}`)).join('; ');
      return problems.breachNotReady({ duties: fault.duties, said });
    }
  }
}

function timesProblem(
  { profile }: Context,
  times: { readonly field: string; readonly earliest: string | null; readonly latest: string },
) {
  const [from, to] = [times.earliest, times.latest].map((one) => one && printMoment(one, profile.timeZone));
  return problems.privacyTimesUnsound({ ...times, from: from ?? '…', to });
}
