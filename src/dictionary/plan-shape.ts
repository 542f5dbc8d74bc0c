/**
 * A plan that somebody sends is not yet one of ours: its names, types and bounds become SQL. Whatever emitters print
 * without quotes is held against this shape first. Pure.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { isHashed, isPlan } from './release-file.ts';
import { emitDdl } from './emit/ddl.ts';
import { emitChecks } from './emit/checks.ts';
import type { Plan } from './plan.ts';

const oneOf = (...values: string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const optional = Type.Optional;
const Name = Type.String({ pattern: '^[a-z_][a-z0-9_]{0,62}$' });
const Words = Type.String({ maxLength: 20_000 });
const Texts = Type.Record(Type.String(), Words);
const Whole = Type.Integer({ minimum: 0, maximum: 10_000_000 });
const Bound = Type.String({
  pattern: '^(today|-?[0-9]{1,40}(\\.[0-9]{1,40})?|[0-9]{4}(-[0-9]{2}){0,2}([T ][0-9:.+Z-]{1,30})?)$',
});
const SqlType = oneOf('text', 'numeric', 'bigint', 'date', 'timestamptz', 'boolean', 'uuid', 'bytea');
const DataType = oneOf(
  ...['string', 'text', 'integer', 'decimal', 'boolean', 'date', 'partialDate', 'datetime', 'code', 'identifier'],
  'reference',
);
const CodeUse = Type.Object({
  list: Words,
  rule: oneOf('today', 'event-date', 'ever'),
  dateField: optional(Name),
  recode: optional(Type.Boolean()),
});

const Representation = {
  names: Texts,
  definition: Texts,
  dataType: DataType,
  sqlType: SqlType,
  minLength: optional(Whole),
  maxLength: optional(Whole),
  precision: optional(Whole),
  scale: optional(Whole),
  pattern: optional(Words),
  range: optional(Type.Object({ min: optional(Bound), max: optional(Bound) })),
  codeList: optional(CodeUse),
  references: optional(Name),
};
const Element = Type.Object({
  ...Representation,
  code: Words,
  physicalName: Name,
  synonyms: Type.Record(Type.String(), Type.Array(Words)),
  oldNames: Type.Array(Words),
});
const Field = Type.Object({
  ...Representation,
  name: Name,
  element: Words,
  required: Type.Boolean(),
  condition: optional(Words),
  synonyms: Type.Array(Words),
});
const Check = Type.Object({
  name: Name,
  expression: Words,
  message: Texts,
  severity: oneOf('error', 'warning'),
  fields: Type.Array(Name),
});
const Entity = Type.Object({
  name: Name,
  code: Words,
  names: Texts,
  key: Type.Array(Name),
  fields: Type.Array(Field),
  checks: Type.Array(Check),
  validTime: Type.Boolean(),
});
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });
const Item = Type.Object({
  code: Words,
  names: Texts,
  parent: optional(Words),
  from: optional(Day),
  to: optional(Day),
  aliases: Type.Array(Words),
});
const Link = Type.Object({
  from: Words,
  to: Words,
  kind: oneOf('same', 'broader', 'narrower', 'split', 'merge', 'part'),
  share: optional(Type.Number({ minimum: 0, maximum: 1 })),
});
const Crosswalk = Type.Object({ to: Words, on: optional(Day), toOn: optional(Day), links: Type.Array(Link) });
const List = Type.Object({
  code: Words,
  names: Texts,
  kind: oneOf('release', 'imported'),
  items: Type.Array(Item),
  successions: Type.Array(
    Type.Object({ from: Words, to: Words, day: Day, kind: oneOf('whole', 'part'), share: optional(Type.Number()) }),
  ),
  crosswalks: optional(Type.Array(Crosswalk)),
});
const shape = Compile(
  Type.Object({
    format: Type.Literal(1),
    release: Words,
    languages: Type.Array(Words),
    elements: Type.Array(Element),
    entities: Type.Array(Entity),
    codeLists: Type.Array(List),
    settings: Type.Object({ dateOrder: oneOf('dmy', 'mdy', 'ymd'), decimalMark: oneOf(',', '.') }),
  }),
);

export type PlanFault = 'not-a-plan' | 'altered' | 'not-emitted';

/** Undefined when the plan has its hash, its shape, and every table and check of it can be written. */
export function faultOfPlan(value: unknown): PlanFault | undefined {
  if (!isPlan(value) || !shape.Check(value)) return 'not-a-plan';
  if (!isHashed(value)) return 'altered';
  return emits(value) ? undefined : 'not-emitted';
}

/** Patterns and expressions have languages of their own: whether they can be read, their emitters say. */
function emits(plan: Plan): boolean {
  try {
    for (const entity of plan.entities) {
      emitDdl(entity, { serverVersion: 0 });
      emitChecks(entity);
    }
    return true;
  } catch {
    return false;
  }
}
