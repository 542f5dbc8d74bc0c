/** Part of the contract: an expression tried before anybody depends on it. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';

const text = Type.String();
const optional = Type.Optional;

export const ExpressionType = Type.Union([
  Type.Literal('text'),
  Type.Literal('number'),
  Type.Literal('boolean'),
  Type.Literal('date'),
  Type.Literal('moment'),
]);

/** Every function as one writes it: what an editor offers. A test holds it against the language itself. */
export const expressionFunctions: readonly string[] = [
  'has(field)',
  'size(text)',
  "matches(text, 'pattern')",
  "starts_with(text, 'begin')",
  "ends_with(text, 'end')",
  "contains(text, 'part')",
  'upper(text)',
  'lower(text)',
  'trim(text)',
  'collapse(text)',
  'substring(text, 0, 1)',
  "replace(text, 'what', 'by')",
  "index_of(text, 'part')",
  "last_index_of(text, 'part')",
  "split(text, ' ', -1)",
  "pad_start(text, 5, '0')",
  "join(' ', a, b)",
  'first_of(a, b)',
  "lookup(text, {'their': 'our'})",
  'number(text)',
  'text(number)',
  "text_with(number, 2, ',')",
  'round(number, 2)',
  "convert(number, 'har', 'm2')",
  "date(text, 'dd/mm/yyyy')",
  "format_date(date, 'dd/mm/yyyy')",
  'today()',
  'year(date)',
  'month(date)',
  'day(date)',
  'days_between(date, date)',
  'months_between(date, date)',
  'years_between(date, date)',
  'add_days(date, 1)',
  'add_months(date, 1)',
  'add_years(date, 1)',
];

export const ExpressionField = Type.Object({
  name: Type.String({ maxLength: 200 }),
  type: ExpressionType,
  /** A date of which only the year or the month may be known. */
  partial: optional(Type.Boolean()),
  maxLength: optional(Type.Integer({ minimum: 0 })),
});

export const ExpressionAnswer = Type.Object({
  ok: Type.Boolean(),
  findings: Type.Array(Type.Object({ reason: text, from: Type.Integer(), to: Type.Integer(), message: text })),
  type: optional(ExpressionType),
  /** Fields it reads. */
  reads: Type.Array(text),
  /** Steps of one evaluation, as estimated, and how many there may be. */
  cost: optional(Type.Integer()),
  mostCost: Type.Integer(),
  /** The whole in the reader's words, when it is sound. */
  said: optional(text),
  /** What it says of the sample: `null` is unsaid. */
  value: optional(Type.Union([text, Type.Null()])),
  explanation: Type.Array(
    Type.Object({
      text,
      from: Type.Integer(),
      to: Type.Integer(),
      depth: Type.Integer(),
      type: ExpressionType,
      value: Type.Union([text, Type.Null()]),
      /** Whether the whole would be another without it. */
      decides: Type.Boolean(),
      words: text,
    }),
  ),
  /** The fields it may read: what an editor completes. */
  fields: Type.Array(ExpressionField),
});
export type ExpressionAnswer = Static<typeof ExpressionAnswer>;

export const checkExpressionOf = endpoint({
  name: 'dictionary.checkExpression',
  method: 'POST',
  path: '/api/dictionary/expressions/check',
  permission: 'dictionary.read',
  summary: 'Try an expression: findings at their places, type, cost, and what it says of a sample and why',
  body: Type.Object({
    expression: Type.String({ maxLength: 4000 }),
    /** Fields it may read; those of the entity when that is named. */
    fields: optional(Type.Array(ExpressionField, { maxItems: 1000 })),
    entity: optional(Type.String({ maxLength: 63 })),
    /** Fields by their elements, for an entity that is still being written. */
    elements: optional(
      Type.Array(
        Type.Object({ element: Type.String({ maxLength: 60 }), as: optional(Type.String({ maxLength: 63 })) }),
        {
          maxItems: 1000,
        },
      ),
    ),
    /** An element: the fields that stand beside it where it is in force. */
    beside: optional(Type.String({ maxLength: 60 })),
    /** Number of the proposal that new elements come from. */
    proposal: optional(Type.Integer({ minimum: 1 })),
    /** The type it must give. */
    result: optional(ExpressionType),
    /** Tables that `lookup(x, 'name')` may name. */
    tables: optional(Type.Record(Type.String({ maxLength: 100 }), Type.Record(text, text))),
    /** Values by field, written as a register prints them. It is not kept. */
    sample: optional(Type.Record(text, Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()]))),
    /** What `today()` is. */
    on: optional(Day),
  }),
  response: ExpressionAnswer,
});
