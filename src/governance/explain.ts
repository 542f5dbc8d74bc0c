/** A decision in words: its reason, its facts with their labels, who can change it and what would pass. */
import { dayAsRead } from '../platform/day.ts';
import type { Decision } from '../platform/decision.ts';
import { explain as words } from '../platform/http/refusal.ts';
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';

export interface Explanation {
  readonly reason: string;
  readonly facts: readonly { readonly fact: string; readonly label: string; readonly value: string }[];
  readonly remedy?: string;
  readonly whoCanChange?: string;
}

// Facts that only fill a placeholder of the remedy are not listed again.
const inRemedyOnly = new Set(['purpose']);

/** `t` is the translator of `language`. */
export function explain(decision: Decision, t: Translate, language: string): Explanation {
  const { reason, remedy, whoCanChange } = words(decision, t, language).words;
  const facts = Object.entries(decision.facts)
    .filter(([fact]) => !inRemedyOnly.has(fact))
    .map(([fact, value]) => ({
      fact,
      label: t(`governance:facts.${fact}`, { defaultValue: fact }),
      value: typeof value === 'object' && value !== null ? pick(value, language) : String(dayAsRead(value) ?? ''),
    }));
  return { reason, facts, ...(remedy && { remedy }), ...(whoCanChange && { whoCanChange }) };
}
