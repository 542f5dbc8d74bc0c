/** The members of `records.ts` with a fee that is written as text: a type that takes over every number. */
import type { EntityPlan, FieldPlan } from '../../src/dictionary/index.ts';

export const textFee = (entity: EntityPlan): EntityPlan => ({
  ...entity,
  fields: entity.fields.map((field): FieldPlan => {
    if (field.name !== 'fee') return field;
    const { precision: _precision, scale: _scale, ...rest } = field;
    return { ...rest, dataType: 'string', sqlType: 'text', maxLength: 40 };
  }),
});
