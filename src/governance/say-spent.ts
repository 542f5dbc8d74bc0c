/** The refusal when quota or budget of a grant is used up, of what `askWhy` tells beforehand: how much was read, when it begins anew. */
import { startOfDay } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Decision } from '../platform/decision.ts';
import { explain } from '../platform/http/refusal.ts';
import type { Texts } from '../platform/texts.ts';
import type { Agreement, Grant } from './model.ts';
import { quotaOf, type Opened } from './open-grant.ts';
import { problems } from './problems.ts';
import { subjectsOf } from './take-subjects.ts';
import { whyNotBeyond } from './why-not.ts';
import { todayOf } from './write-change.ts';

type Own = Pick<Context, 'db' | 'clock' | 'profile'>;

/** What a read met: free, or which of the two was used up. */
export type Met = 'free' | 'quota' | 'subjects';

export interface Spent {
  readonly decision: Decision;
  /** The day on which the whole of it is free again; undefined where there is neither quota nor budget. */
  readonly freeAgain: string | undefined;
}

export interface SpentOf {
  readonly decision: Decision;
  readonly agreement: Agreement;
  readonly grant: Grant;
  /** Id of the consumer body. */
  readonly consumer: number;
  readonly managerNames?: Texts | undefined;
}

/**
 * The decision when nothing, or not enough, is left.
 * @param wanted how many were asked for; with a budget only what the asker said himself, never what a filter met
 */
export async function spentDecision(
  context: Own,
  { decision, agreement, grant, consumer, managerNames }: SpentOf,
  { met, wanted = 1 }: { readonly met: Met; readonly wanted?: number },
): Promise<Spent> {
  const from = { ...decision, ...(managerNames && { whoCanChange: managerNames }) };
  if (met === 'subjects') {
    const state = await subjectsOf(context.db, agreement, { consumer, day: todayOf(context) });
    if (!state) return { decision: from, freeAgain: undefined };
    const said = whyNotBeyond(from, grant, {
      elements: [],
      subjects: { ...state, read: Math.max(state.read, state.subjects) },
    });
    const needed = Math.max(state.subjects, state.read) + wanted;
    return { decision: { ...said, facts: { ...said.facts, read: state.read, needed } }, freeAgain: state.freeAgain };
  }
  const quota = await quotaOf(context, agreement, consumer);
  if (!quota) return { decision: from, freeAgain: undefined };
  // What was asked for may be more than what is left: for that, it is as good as spent.
  const spent = { ...quota, used: Math.max(quota.used, quota.quota) };
  const said = whyNotBeyond(from, grant, { elements: [], quota: spent });
  return { decision: { ...said, facts: { ...said.facts, used: quota.used } }, freeAgain: quota.freeAgain };
}

/** The same of a grant by itself, where nothing else was decided before. */
export function saySpent(
  context: Own,
  { opened, consumer }: { readonly opened: Opened; readonly consumer: number },
  of: { readonly met: Met; readonly wanted?: number },
): Promise<Spent> {
  const { agreement, grant, managerNames } = opened;
  const facts = { agreement: agreement.code, purposeCode: grant.purpose };
  const decision = { allowed: true, rule: 'governance/granted-by-agreement', facts };
  return spentDecision(context, { decision, agreement, grant, consumer, managerNames }, of);
}

/** 429 from whoever counts: governance, or another node that told it. */
export const { quotaSpent } = problems;

/** The same as a problem: 429 with the seconds until it begins anew. Nothing known of it: the bare refusal. */
export function spentProblem(
  { clock, profile, words }: Pick<Context, 'clock' | 'profile' | 'words'>,
  spent: Spent | undefined,
  language: string,
): Error {
  if (spent?.freeAgain === undefined) return problems.quotaSpent();
  const { decision, freeAgain } = spent;
  const begins = startOfDay(freeAgain, profile.timeZone).getTime();
  const explained = explain(decision, words.translator(language), language);
  const detail = [explained.words.reason, explained.words.remedy].filter(Boolean).join(' ');
  const retryAfter = Math.max(1, Math.ceil((begins - clock.now().getTime()) / 1000));
  return problems.quotaSpent({ decision: explained, freeAgain, retryAfter }, detail);
}
