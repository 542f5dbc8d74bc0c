/** How a field of a local system corresponds to an element: the one shape in profiles, over HTTP and in the store. */
import Type, { type Static } from 'typebox';
import { Day } from '../../platform/day.ts';
import { Texts } from '../../platform/texts.ts';

const optional = Type.Optional;
const word = (most: number) => Type.String({ minLength: 1, maxLength: most });

export const relations = ['same', 'narrower', 'broader', 'transformed'] as const;
export const Relation = Type.Union([
  Type.Literal('same'),
  Type.Literal('narrower'),
  Type.Literal('broader'),
  Type.Literal('transformed'),
]);
export type Relation = (typeof relations)[number];

/** What is done to the values on the way; each is an expression of the one language (transform.ts). */
export const Transform = Type.Union([
  /** Their value → ours. What is not in the table is refused, or kept as it is. */
  Type.Object({
    kind: Type.Literal('values'),
    values: Type.Record(Type.String(), Type.String({ maxLength: 400 })),
    otherwise: optional(Type.Union([Type.Literal('refuse'), Type.Literal('keep')])),
  }),
  /** How days are written there: `dd/mm/yyyy`. */
  Type.Object({ kind: Type.Literal('date'), notation: word(30) }),
  /** One source field holds several elements: the n-th piece, from 0; −1 is the last. */
  Type.Object({ kind: Type.Literal('split'), separator: word(20), part: Type.Integer({ minimum: -50, maximum: 50 }) }),
  /** Several source fields are one element. */
  Type.Object({ kind: Type.Literal('join'), separator: Type.String({ maxLength: 20 }) }),
  /** Another unit (UCUM). */
  Type.Object({
    kind: Type.Literal('unit'),
    from: word(20),
    to: word(20),
    decimalMark: optional(Type.Union([Type.Literal(','), Type.Literal('.')])),
  }),
  /** Codes of another list, or of another day of the same one, by a stored crosswalk; only what is certain is taken. */
  Type.Object({
    kind: Type.Literal('crosswalk'),
    /** The list whose codes the system has. */
    list: word(60),
    /** The day of its codes; needed where the field has the same list, or a code was used again. */
    on: optional(Day),
  }),
  /** Anything else the language can say. */
  Type.Object({ kind: Type.Literal('expression'), expression: word(2000) }),
]);
export type Transform = Static<typeof Transform>;

export const SourceField = Type.Object({
  /** As the system calls it: a column, a header. */
  name: word(200),
  label: optional(Type.String({ maxLength: 400 })),
  type: optional(Type.String({ maxLength: 60 })),
  /** Invented; never a value of a real person. */
  example: optional(Type.String({ maxLength: 400 })),
  /** Why it has no element: it is not a matter of the dictionary. */
  outside: optional(Type.String({ minLength: 1, maxLength: 400 })),
});
export type SourceField = Static<typeof SourceField>;

export const MappingLine = Type.Object({
  /** Physical name of the entity's field. */
  to: word(63),
  from: Type.Array(word(200), { maxItems: 20 }),
  relation: Relation,
  transform: optional(Transform),
  note: optional(Type.String({ maxLength: 2000 })),
});
export type MappingLine = Static<typeof MappingLine>;

export const Mapping = Type.Object({
  code: Type.String({ pattern: '^[A-Z0-9][A-Z0-9.-]{0,39}$' }),
  names: Texts,
  /** Code of the body that answers for it. */
  body: word(60),
  /** Codes of the inventory of systems and data sets. */
  system: word(60),
  dataSet: optional(word(60)),
  entity: word(63),
  /** Records the data set holds, as declared. */
  records: optional(Type.Integer({ minimum: 0 })),
  note: optional(Texts),
  fields: Type.Array(SourceField, { maxItems: 2000 }),
  lines: Type.Array(MappingLine, { maxItems: 2000 }),
});
export type Mapping = Static<typeof Mapping>;

/** What is wrong with a mapping; words: `mapping:findings.<code>`. */
export interface MappingFinding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** Place in `lines`; absent when it is about the fields or the whole. */
  readonly line?: number;
  readonly params: Readonly<Record<string, string | number>>;
}
