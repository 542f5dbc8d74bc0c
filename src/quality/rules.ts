/** The rules a register's plan gives, of all kinds. Pure: SQL out. */
import { isSealed } from '../dictionary/index.ts';
import { expressionRules } from './emit/expressions.ts';
import type { About } from './emit/about.ts';
import { missingRules } from './emit/missing.ts';
import { referenceRules } from './emit/references.ts';
import { timeRules } from './emit/time.ts';
import { valueRules } from './emit/values.ts';
import type { Rule } from './rule.ts';

export type { Rule } from './rule.ts';

/** By field in the plan's order, rules over several fields last; weights are the framework's where the rule has none. */
export function rulesOf(all: About): Rule[] {
  // What is stored sealed was judged when it was written; no statement can read it to judge it again.
  const fields = all.entity.fields.filter((field) => !isSealed(field));
  const about = fields.length === all.entity.fields.length ? all : { ...all, entity: { ...all.entity, fields } };
  const { ruleWeights } = about.framework;
  const order = new Map(about.entity.fields.map(({ name }, i) => [name, i]));
  return [missingRules, valueRules, timeRules, referenceRules, expressionRules]
    .flatMap((kind) => kind(about))
    .map((rule) => ({ ...rule, weight: rule.weight ?? ruleWeights[rule.rule] ?? 1 }))
    .sort((a, b) => (order.get(a.field) ?? Infinity) - (order.get(b.field) ?? Infinity) || 0);
}
