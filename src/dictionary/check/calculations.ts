/** How a derived value comes about: an expression of the value's own type, over the fields beside it. */
import { ExpressionError } from '../expression/ast.ts';
import { checkExpression } from '../expression/typecheck.ts';
import { expressionField, expressionFields } from '../lower.ts';
import type { EntityPlan } from '../plan.ts';
import type { SourceElement } from '../source/shapes.ts';

/** @throws ExpressionError */
export function checkCalculation(calculation: string, element: SourceElement, entity: EntityPlan) {
  const { type } = expressionField('value', element.values.dataType ?? 'text');
  return checkExpression(calculation, expressionFields(entity), type);
}

/** Codes of the elements that it reads; none when the expression is not sound. */
export function calculationReads(element: SourceElement, entity: EntityPlan): readonly string[] {
  const { calculation } = element.values;
  if (calculation === undefined) return [];
  try {
    const reads = new Set(checkCalculation(calculation, element, entity).reads);
    return entity.fields.filter(({ name }) => reads.has(name)).map((field) => field.element);
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}
