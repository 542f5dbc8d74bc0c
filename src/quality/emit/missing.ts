/** Complete: required fields, keys, links and critical fields have a value, and no stand-in for one. */
import { checkExpression, expressionFields, expressionSql, type FieldPlan } from '../../dictionary/index.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { Rule } from '../rule.ts';
import { column, isKey, isWords, type About } from './about.ts';

const isExpected = (field: FieldPlan) => field.required || field.keyRole !== 'none' || field.criticality !== 'ordinary';

/** Optional fields that nobody expects are not counted as gaps; conditional ones are where their condition holds. */
export function missingRules(about: About): Rule[] {
  return about.entity.fields.flatMap((field) => {
    const common = { field: field.name, keyField: isKey(about, field), group: 'missing' as const };
    const complete: Rule = {
      ...common,
      rule: 'complete',
      dimension: 'complete',
      assessed: needed(about, field),
      passes: sql`${column(field.name)} is not null`,
    };
    const placeholder: Rule = {
      ...common,
      rule: 'placeholder',
      dimension: 'complete',
      assessed: sql`${column(field.name)} is not null`,
      passes: sql`not (${standsIn(about, field)})`,
    };
    return [
      ...(isExpected(field) || field.condition !== undefined ? [complete] : []),
      ...(isWords(field) && about.plan.settings.nothing.length > 0 ? [placeholder] : []),
    ];
  });
}

function needed({ entity, today }: About, field: FieldPlan): Sql {
  if (field.condition === undefined || isExpected(field)) return sql`true`;
  const checked = checkExpression(field.condition, expressionFields(entity));
  return sql`(${expressionSql(checked, { column, today })}) is true`;
}

/** "N/A", "-", "không rõ": whatever a load reads as nothing says nothing here either. */
const standsIn = ({ plan }: About, { name }: FieldPlan): Sql =>
  sql`lower(btrim(${column(name)})) = any(${plan.settings.nothing.map((word) => word.toLowerCase().trim())}::text[])`;
