/**
 * May this caller do this? One total, pure function: any question gives a decision, nothing is read, nothing throws.
 *
 * The rules are asked in their order; the first that speaks decides. The last one refuses, so what nobody allowed is
 * refused.
 *
 * **An explanation never leaks.** `facts`, `remedy` and `whoCanChange` are made only of
 *   - what the asker is (own body, own posts) and what the asker wrote (the body, register and purpose named),
 *   - what everybody who is signed in may know: names in the directory of bodies, and who manages a register.
 * They are never made of a record, nor of whether there is one. A body that stands elsewhere and one that does not
 * exist get the same rule, remedy and "who can change it"; the directory's public name is all that can differ.
 */
import type { Decision } from '../platform/decision.ts';
import type { Grant } from './model.ts';
import type { Question } from './question.ts';
import { agreementRules, covers, holding } from './rules/agreements.ts';
import { askingRules, postRules } from './rules/asking.ts';
import { emergencyRules } from './rules/emergency.ts';
import { fieldRules, showField, widest, type FieldRule, type FieldWay, type Show } from './rules/fields.ts';
import { keepingRules } from './rules/keeping.ts';
import type { Rule } from './rules/rule.ts';
import { whoCanChange } from './rules/rule.ts';
import { lastRule, outsideOwnScope, ownScopeRules, wideScopeRules } from './rules/scope.ts';

export type { Question } from './question.ts';
export type { Rule } from './rules/rule.ts';

/** The rules in the order in which they are asked. */
export const rules: readonly Rule[] = [
  ...askingRules,
  ...emergencyRules,
  ...postRules,
  ...wideScopeRules,
  ...keepingRules,
  ...ownScopeRules,
  ...agreementRules,
  lastRule,
];

/**
 * Decides. Total: when no rule of the list speaks, it is refused.
 * @param list the rules; another list is for tests that show what a rule is for
 */
export function decide(question: Question, list: readonly Rule[] = rules): Decision {
  return question.about.field === undefined ? decideRows(question, list) : seeField(question, list).decision;
}

function decideRows(question: Question, list: readonly Rule[]): Decision {
  for (const rule of list) {
    const verdict = rule.judge(question);
    if (verdict) return marked({ ...verdict, rule: rule.id }, question);
  }
  return { allowed: false, rule: 'governance/no-rule-allows', facts: {} };
}

/** What is done for another body says so, in the answer and in the trail. */
function marked(decision: Decision, { caller }: Question): Decision {
  if (!decision.allowed || !caller.onBehalf) return decision;
  const facts = { ...decision.facts, ...(caller.body && { onBehalf: caller.body.names }), you: caller.onBehalf.by };
  return { ...decision, rule: 'governance/on-behalf', facts };
}

/**
 * How the field that the question names is shown, and the decision: allowed only where it is seen whole. The rows are
 * asked first; whoever may not see those is told of no field. Of several ways to the rows the widest counts.
 * @param fields the rules of fields; another list is for tests
 */
export function seeField(
  question: Question,
  list: readonly Rule[] = rules,
  fields: readonly FieldRule[] = fieldRules,
): { readonly show: Show; readonly decision: Decision } {
  const { field, ...about } = question.about;
  const plain = { ...question, about };
  const rows = decideRows(plain, list);
  const ways = field ? waysTo(plain, list) : [];
  const best = field && widest(ways.map((way) => showField(field, way, fields)));
  if (best && (rows.allowed || best.show !== 'absent')) {
    const allowed = best.show === 'whole';
    const { rule, facts, remedy } = best;
    const way = allowed ? {} : { ...(remedy && { remedy }), ...whoCanChange(question) };
    return { show: best.show, decision: { allowed, rule, facts, ...way } };
  }
  if (!rows.allowed) return { show: 'absent', decision: rows };
  return { show: 'absent', decision: { allowed: false, rule: 'governance/field-unknown', facts: {} } };
}

/** The ways in which the asked rows are open: one's own, and each agreement that covers them, of single fields too. */
function waysTo(question: Question, list: readonly Rule[]): FieldWay[] {
  const { caller, about } = question;
  const own = decideRows({ ...question, grants: [] }, list).allowed;
  const keeps = caller.body !== null && about.body?.keeper?.id === caller.body.id;
  const posts = caller.posts;
  // An agreement on single fields opens no record, but those fields to whoever could read under it.
  const opens = (grant: Grant) => decideRows({ ...question, grants: [{ ...grant, elements: 'all' }] }, list).allowed;
  const granted = holding(question, true).filter((grant) => covers(grant, question) && opens(grant));
  return [...(own ? [{ posts, keeps }] : []), ...granted.map((grant) => ({ posts, keeps: false, grant }))];
}

/** The answer for a record that does not exist or may not be seen: one and the same, so that nobody can tell which. */
export function absentOrHidden(question: Question): Decision {
  return { ...outsideOwnScope(question), rule: 'governance/own-body-scope' };
}
