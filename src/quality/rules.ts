/** The rules a register's plan gives: every field it expects, and every check over several fields. Pure: SQL out. */
import { checkExpression, expressionFields, expressionSql, type EntityPlan } from '../dictionary/index.ts';
import { id, sql, type Sql } from '../platform/db/sql.ts';

export interface Rule {
  /** Physical name; '' for a rule over several fields. */
  readonly field: string;
  readonly rule: string;
  readonly dimension: string;
  readonly keyField: boolean;
  /** Of a row `r`: whether it is assessed, and whether it passes. */
  readonly assessed: Sql;
  readonly passes: Sql;
}

export interface RuleFacts {
  /** ISO day. */
  readonly today: string;
  /** Codes and names of the bodies in force; undefined when no field of the entity names the home body. */
  readonly homes: readonly string[] | undefined;
}

/**
 * Completeness of what the register expects: required fields, keys, links, and fields that a trusted source or the
 * catalogue calls critical. Optional fields that nobody expects are not counted as gaps.
 * A field that names the home body must name one in force: a record of a closed branch is a broken reference.
 */
export function rulesOf(entity: EntityPlan, { today, homes }: RuleFacts): Rule[] {
  const expected = entity.fields.filter(
    (field) => field.required || field.keyRole !== 'none' || field.criticality !== 'ordinary',
  );
  const complete = expected.map((field): Rule => ({
    field: field.name,
    rule: 'complete',
    dimension: 'complete',
    keyField: field.keyRole === 'key',
    assessed: sql`true`,
    passes: sql`r.${id(field.name)} is not null`,
  }));
  const checks = entity.checks.map((check): Rule => {
    // Unsaid passes and is not assessed: a score counts only what could be judged.
    const checked = checkExpression(check.expression, expressionFields(entity));
    const verdict = expressionSql(checked, { column: (name) => id('r', name), today });
    return {
      field: '',
      rule: check.name,
      dimension: check.dimension,
      keyField: false,
      assessed: sql`(${verdict}) is not null`,
      passes: sql`(${verdict}) is true`,
    };
  });
  return [...complete, ...referenceOf(entity, homes), ...checks];
}

function referenceOf({ body }: EntityPlan, homes: readonly string[] | undefined): Rule[] {
  if (homes === undefined || body.field === undefined) return [];
  const value = id('r', body.field);
  return [
    {
      field: body.field,
      rule: 'reference',
      dimension: 'consistent',
      keyField: false,
      assessed: sql`${value} is not null`,
      passes: sql`${value} = any(${homes}::text[])`,
    },
  ];
}
