/** A refusal in words: the decision, its sentence in the asker's language, and the problem that carries both. */
import { dayAsRead } from '../day.ts';
import type { Decision, ExplainedDecision } from '../decision.ts';
import type { Translate } from '../i18n.ts';
import { problems } from '../problems.ts';
import { pick } from '../texts.ts';
import type { Problem } from './problem.ts';

/** Adds the words of the rule and of the remedy from the rule's own catalogue (`room/rule-name`). */
export function explain(decision: Decision, t: Translate, language: string): ExplainedDecision {
  const [room = 'platform', rule = decision.rule] = decision.rule.split('/');
  const facts = Object.fromEntries(
    Object.entries(decision.facts).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? pick(value, language) : dayAsRead(value),
    ]),
  );
  const who = decision.whoCanChange && pick(decision.whoCanChange, language);
  return {
    ...decision,
    words: {
      reason: t(`${room}:rules.${rule}`, { ...facts, defaultValue: decision.rule }),
      ...(decision.remedy && { remedy: t(`${room}:remedies.${decision.remedy}`, { ...facts, defaultValue: '' }) }),
      ...(who && { whoCanChange: who }),
    },
  };
}

/** The problem `refused`: its detail is the reason, and the way out if there is one. */
export function refusal(decision: Decision, t: Translate, language: string): Problem {
  const explained = explain(decision, t, language);
  const { reason, remedy, whoCanChange } = explained.words;
  const way = [remedy, whoCanChange && t('platform:whoCanChange', { who: whoCanChange })].filter(Boolean);
  return problems.refused({ decision: explained }, [reason, ...way].join(' '));
}
