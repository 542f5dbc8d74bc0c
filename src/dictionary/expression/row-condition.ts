/**
 * A condition on the rows of an entity, stored as text by rooms to the right (what an agreement opens, what a measure
 * counts): checked against the entity, as SQL, and in words.
 */
import type { Translate } from '../../platform/i18n.ts';
import type { Sql } from '../../platform/db/sql.ts';
import type { Texts } from '../../platform/texts.ts';
import { expressionFields } from '../lower.ts';
import type { EntityPlan } from '../plan.ts';
import type { Checked } from './ast.ts';
import { tryExpression, type ExpressionFinding } from './check.ts';
import { expressionSql } from './emit-sql.ts';
import { sayExpression } from './say.ts';

export interface RowCondition {
  readonly expression: string;
  readonly checked: Checked;
  /** Fields it reads, by physical name. */
  readonly reads: readonly string[];
}

export type ReadCondition = { readonly condition: RowCondition } | { readonly findings: readonly ExpressionFinding[] };

/** A condition gives true or false and stays within the language's limit of cost. */
export const readCondition = (expression: string, entity: EntityPlan): ReadCondition =>
  readTyped(expression, entity, 'boolean');

/** A number of a row, stored and written like a condition: what a measure adds up. */
export const readNumber = (expression: string, entity: EntityPlan): ReadCondition =>
  readTyped(expression, entity, 'number');

function readTyped(expression: string, entity: EntityPlan, result: 'boolean' | 'number'): ReadCondition {
  const fields = expressionFields(entity);
  const { findings, checked } = tryExpression({ expression, fields, result, today: '2000-01-01' });
  return checked ? { condition: { expression, checked, reads: [...checked.reads] } } : { findings };
}

/** What is unsaid is no: a row of which a condition cannot be told is not in it. @param today YYYY-MM-DD */
export const conditionSql = (
  { checked }: RowCondition,
  options: { readonly column: (name: string) => Sql; readonly today: string },
): Sql => expressionSql(checked, options);

/** In every language asked for. */
export function sayCondition(
  { checked }: RowCondition,
  entity: EntityPlan,
  { languages, translator }: { languages: readonly string[]; translator: (language: string) => Translate },
): Texts {
  const names = new Map(entity.fields.map((field) => [field.name, field.names]));
  return Object.fromEntries(
    languages.map((language) => [language, sayExpression(checked, { t: translator(language), language, names })]),
  );
}
