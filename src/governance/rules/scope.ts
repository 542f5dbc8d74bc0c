/** How far the asker's own body reaches: everywhere, its tree, itself; and what is answered beyond it. Pure. */
import type { Decision } from '../../platform/decision.ts';
import type { Question } from '../question.ts';
import { reachOf, readsAsManager } from './reach.ts';
import { allowed, factsOf, whoCanChange, type Rule, type Verdict } from './rule.ts';

/** Asked before anybody looks who keeps the rows. */
export const wideScopeRules: readonly Rule[] = [
  {
    id: 'governance/data-manager-of-register',
    judge: (question) => (readsAsManager(question) ? allowed(factsOf(question)) : undefined),
  },
  {
    id: 'governance/reaches-everywhere',
    judge: (question) => (reachOf(question) === 'everywhere' ? allowed(factsOf(question)) : undefined),
  },
  {
    id: 'governance/no-body',
    judge: ({ caller }) => (caller.body ? undefined : { allowed: false, facts: {}, remedy: 'ask-for-post' }),
  },
];

export const ownScopeRules: readonly Rule[] = [
  {
    id: 'governance/within-own-tree',
    judge: (question) => {
      const relation = question.about.body?.relation ?? 'same';
      const within = relation === 'same' || relation === 'below';
      const own = reachOf(question) === 'own-tree' && within && question.about.register?.external !== true;
      return own ? allowed(factsOf(question)) : undefined;
    },
  },
  {
    id: 'governance/own-body',
    judge: (question) => {
      const same = (question.about.body?.relation ?? 'same') === 'same';
      const own = reachOf(question) === 'own-body' && same && question.about.register?.external !== true;
      return own ? allowed(factsOf(question)) : undefined;
    },
  },
];

/** What would pass. Rows are changed only where they arise; they are read elsewhere only by agreement. */
function wayOut({ about, permission }: Question): { readonly remedy: string; readonly facts: Decision['facts'] } {
  if (!about.register) return { remedy: 'ask-body-itself', facts: {} };
  if (permission.entry?.changes) return { remedy: 'propose-correction', facts: {} };
  const purpose = about.register.remedyPurpose;
  return purpose ? { remedy: 'agreement-for-purpose', facts: { purpose } } : { remedy: 'agreement', facts: {} };
}

/** The last rule, and what a record that is absent or not visible is answered with. */
export function outsideOwnScope(question: Question): Verdict {
  const way = wayOut(question);
  const facts = { ...factsOf(question), ...way.facts };
  return { allowed: false, remedy: way.remedy, facts, ...whoCanChange(question) };
}

export const lastRule: Rule = { id: 'governance/own-body-scope', judge: outsideOwnScope };
