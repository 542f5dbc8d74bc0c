/** What one value of a field must look like, as SQL conditions that are cheap enough for a CHECK. */
import { toPostgres } from '../pattern/emit.ts';
import { isSealed } from '../lower.ts';
import type { EntityPlan, FieldPlan } from '../plan.ts';
import { digitLimits } from '../validate/readers.ts';
import { partialDateCheck, quoteName, quoteText } from './names.ts';
import { integerBounds } from './notation.ts';

export interface Shape {
  readonly field: string;
  /** Name of the constraint. */
  readonly name: string;
  readonly kind: 'required' | 'length' | 'format' | 'range';
  /** SQL over one row: true, false, or null for no value. */
  readonly condition: (column: (name: string) => string) => string;
}

/** Named, so that a refusal can be told apart and a widened rule replaced. */
export function shapesOf(entity: EntityPlan): readonly Shape[] {
  return entity.fields.flatMap((field) => [...required(field), ...conditionsOf(field)]);
}

function required(field: FieldPlan): Shape[] {
  if (!field.required) return [];
  const { name } = field;
  return [
    { field: name, name: `${name}_required`, kind: 'required', condition: (column) => `${column(name)} is not null` },
  ];
}

function conditionsOf(field: FieldPlan): Shape[] {
  const shape = (kind: Shape['kind'], condition: (column: string) => string): Shape => ({
    field: field.name,
    name: `${field.name}_${kind}`,
    kind,
    condition: (column) => condition(column(field.name)),
  });
  // What is sealed was judged before it was stored.
  if (isSealed(field)) return [];
  switch (field.dataType) {
    case 'partialDate':
      return [shape('format', partialDateCheck), ...bounds(field, shape)];
    case 'date':
    case 'integer':
    case 'decimal':
      return [...digits(field, shape), ...bounds(field, shape)];
    case 'boolean':
    case 'datetime':
    case 'code':
      return [];
    default:
      return words(field, shape);
  }
}

type Make = (kind: Shape['kind'], condition: (column: string) => string) => Shape;

function words({ minLength, maxLength, pattern }: FieldPlan, shape: Make): Shape[] {
  const found: Shape[] = [];
  if (pattern !== undefined) found.push(shape('format', (column) => `${column} ~ ${quoteText(toPostgres(pattern))}`));
  // An empty text is no value, so that there is a least length always.
  const least = Math.max(1, minLength ?? 1);
  found.push(
    shape('length', (column) =>
      maxLength === undefined
        ? `char_length(${column}) >= ${String(least)}`
        : `char_length(${column}) between ${String(least)} and ${String(maxLength)}`,
    ),
  );
  return found;
}

function digits(field: FieldPlan, shape: Make): Shape[] {
  if (field.dataType !== 'decimal') return [];
  const { whole, fraction } = digitLimits(field);
  // NaN counts as greater than every number, infinity too: both are refused here.
  return [
    shape('length', (column) => `abs(${column}) < 1e${String(whole)} and scale(${column}) <= ${String(fraction)}`),
  ];
}

/** Fixed bounds only: what depends on today is a query (emit/checks.ts), because a CHECK must stay true. */
function bounds(field: FieldPlan, shape: Make): Shape[] {
  const fixed = (bound: string | undefined) => (bound === 'today' ? undefined : bound);
  const [min, max] = [fixed(field.range?.min), fixed(field.range?.max)];
  switch (field.dataType) {
    case 'integer': {
      const { min: least, max: most } = integerBounds(field);
      return [shape('range', (column) => `${column} between ${String(least)} and ${String(most)}`)];
    }
    case 'date': {
      const [from, to] = [min ?? '0001-01-01', max ?? '9999-12-31'];
      return [shape('range', (column) => `${column} between date ${quoteText(from)} and date ${quoteText(to)}`)];
    }
    default:
      return [...oneBound(field, '>=', min, shape), ...oneBound(field, '<=', max, shape)].slice(0, 2);
  }
}

function oneBound(field: FieldPlan, operator: '>=' | '<=', bound: string | undefined, shape: Make): Shape[] {
  if (bound === undefined) return [];
  const made = shape('range', (column) =>
    field.dataType === 'partialDate'
      ? // As far as the partial date goes.
        `${column} ${operator} left(${quoteText(bound)}, char_length(${column})) collate "C"`
      : `${column} ${operator} ${bound}`,
  );
  return [{ ...made, name: `${made.name}_${operator === '>=' ? 'min' : 'max'}` }];
}

export const columnIn =
  (alias: string) =>
  (name: string): string =>
    `${alias}.${quoteName(name)}`;
export const bareColumn = quoteName;
