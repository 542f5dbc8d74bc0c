/** Rules that people write: checks over several fields, and an element's own rules wherever it is used. */
import { checkExpression, expressionField, expressionFields, expressionSql } from '../../dictionary/index.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { DefectGroup, Rule } from '../rule.ts';
import { column, isKey, type About } from './about.ts';

/** The language is total: what divides by zero or cannot be said is null, which passes and is not assessed. */
export function expressionRules(about: About): Rule[] {
  return [...checkRules(about), ...elementRules(about)];
}

const judged = (verdict: Sql): Pick<Rule, 'assessed' | 'passes'> => ({
  assessed: sql`(${verdict}) is not null`,
  passes: sql`(${verdict}) is true`,
});

const checkRules = ({ entity, today }: About): Rule[] =>
  entity.checks.map((check) => ({
    field: '',
    rule: check.name,
    dimension: check.dimension,
    keyField: false,
    severity: check.severity,
    group: 'cross-field',
    names: check.message,
    ...judged(expressionSql(checkExpression(check.expression, expressionFields(entity)), { column, today })),
  }));

const groupsOf: Readonly<Record<string, DefectGroup>> = { complete: 'missing', clean: 'format', live: 'stale' };

function elementRules(about: About): Rule[] {
  const { entity, plan, today } = about;
  const elements = new Map(plan.elements.map((one) => [one.code, one]));
  return entity.fields.flatMap((field) =>
    (elements.get(field.element)?.qualityRules ?? []).map((rule): Rule => {
      const fields = [...expressionFields(entity), expressionField('value', field.dataType)];
      const own = (name: string) => column(name === 'value' ? field.name : name);
      const verdict = expressionSql(checkExpression(rule.expression, fields), { column: own, today });
      return {
        field: field.name,
        rule: rule.code,
        dimension: rule.dimension,
        keyField: isKey(about, field),
        severity: rule.severity,
        ...(rule.weight !== undefined && { weight: rule.weight }),
        ...(rule.threshold !== undefined && { threshold: rule.threshold * 100 }),
        group: groupsOf[rule.dimension] ?? 'outlier',
        names: rule.names,
        ...judged(verdict),
      };
    }),
  );
}
