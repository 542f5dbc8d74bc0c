/** What a deployment says about linking one kind of entity: data of the profile, nothing about a country in the program. */
import { Type, type Static } from 'typebox';
import type { Texts } from '../../platform/texts.ts';

const Strings = Type.Array(Type.String({ minLength: 1 }));
const Pairs = Type.Array(Type.Tuple([Type.String(), Type.String()]));
const FieldName = '^[a-z][a-z0-9]*$';

const columns = {
  /** Headers under which files hold it, the best first; compared without marks, case and signs. */
  columns: Strings,
};

const NameField = Type.Object(
  {
    kind: Type.Literal('name'),
    ...columns,
    /** Headers that hold it in parts, in the order in which a person says them. */
    joined: Type.Optional(Type.Array(Strings)),
    /** Which word is the given name. */
    given: Type.Union([Type.Literal('first'), Type.Literal('last')]),
    /** Spellings that mean the same, in small letters: the second is read as the first. */
    sameSpelling: Type.Optional(Pairs),
    /** What keyboards leave behind: a pattern (RE2) on the text without marks, and what stands for it. */
    typing: Type.Optional(Pairs),
    /** Words known to be names: a word one letter away from one, and not known, is a slip. */
    words: Type.Optional(Strings),
  },
  { additionalProperties: false },
);
const DateField = Type.Object(
  {
    kind: Type.Literal('date'),
    ...columns,
    order: Type.Union([Type.Literal('dmy'), Type.Literal('mdy'), Type.Literal('ymd')]),
  },
  { additionalProperties: false },
);
const IdentifierField = Type.Object(
  {
    kind: Type.Literal('identifier'),
    ...columns,
    /** Letters typed for digits, in capitals. */
    letters: Type.Optional(Type.Record(Type.String(), Type.String())),
    /** Patterns of what counts as one: one person may hold one of each. */
    forms: Type.Record(Type.String({ pattern: FieldName }), Type.String()),
  },
  { additionalProperties: false },
);
const DigitsField = Type.Object(
  {
    kind: Type.Literal('digits'),
    ...columns,
    /** Patterns on the bare digits, and what stands for them. */
    replace: Type.Optional(Pairs),
    /** Fewer digits say nothing. */
    shortest: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
const CodeField = Type.Object(
  {
    kind: Type.Literal('code'),
    ...columns,
    /** What files write, for each code. */
    values: Type.Record(Type.String(), Strings),
  },
  { additionalProperties: false },
);
const PlaceField = Type.Object(
  {
    kind: Type.Literal('place'),
    ...columns,
    /** The code list of the dictionary whose successions lead to today's unit. */
    list: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
const TextField = Type.Object({ kind: Type.Literal('text'), ...columns }, { additionalProperties: false });

const Field = Type.Union([NameField, DateField, IdentifierField, DigitsField, CodeField, PlaceField, TextField]);

const Level = Type.Union([
  Type.String(),
  Type.Object({ is: Type.String(), at: Type.Number() }, { additionalProperties: false }),
]);

const Comparison = Type.Object(
  {
    field: Type.String(),
    /** From the best to the least; what fits none of them differs. */
    levels: Type.Array(Level, { minItems: 1 }),
    /** Agreement on a rare value says more than on a frequent one. */
    frequency: Type.Optional(Type.Boolean()),
    /** How often true pairs stand on each level, before anything is estimated; the last is "differs". */
    expected: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    /** The same of pairs taken by chance. */
    chance: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
  },
  { additionalProperties: false },
);

export const LinkageSettings = Type.Object(
  {
    entity: Type.String({ minLength: 1 }),
    names: Type.Record(Type.String(), Type.String()),
    /** Headers that number the rows. */
    key: Strings,
    fields: Type.Record(Type.String({ pattern: FieldName }), Field),
    comparisons: Type.Array(Comparison, { minItems: 1, maxItems: 12 }),
    /** Records are compared when all parts of one rule agree: `name.sorted`, `born.year`. At most 16 rules. */
    blocks: Type.Array(Type.Array(Type.String(), { minItems: 1 }), { minItems: 1, maxItems: 16 }),
    /** A block with more records than this is left out, and said. */
    largestBlock: Type.Integer({ minimum: 2 }),
    /** In bits: from `match` on two records are one, from `review` on somebody looks. */
    thresholds: Type.Object({ match: Type.Number(), review: Type.Number() }, { additionalProperties: false }),
    guards: Type.Object(
      {
        /** The form of an identifier that no two records of one cluster may hold differently: `id.new`. */
        verified: Type.Optional(Type.String()),
        /** Levels that, standing together, are two whatever the weight says; an agreeing `unless` lifts it. The first that holds. */
        apart: Type.Optional(
          Type.Array(
            Type.Object(
              {
                because: Type.Union([Type.Literal('twins'), Type.Literal('shared-identifier')]),
                when: Type.Record(Type.String(), Strings),
                unless: Type.Optional(Type.Record(Type.String(), Strings)),
              },
              { additionalProperties: false },
            ),
          ),
        ),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

/** Settings of one entity, as they stand in `linkage/<entity>.yaml` of a profile. */
export interface LinkageSettings extends Omit<Static<typeof LinkageSettings>, 'names'> {
  readonly names: Texts;
}
export type FieldSettings = Static<typeof Field>;
export type ComparisonSettings = Static<typeof Comparison>;

export const levelName = (level: Static<typeof Level>): string => (typeof level === 'string' ? level : level.is);
export const levelAt = (level: Static<typeof Level>): number | undefined =>
  typeof level === 'string' ? undefined : level.at;

export class LinkageSettingsError extends Error {
  override name = 'LinkageSettingsError';
  /** Where in the settings, and what is wrong there. */
  readonly faults: readonly { readonly pointer: string; readonly detail: string }[];
  constructor(faults: readonly { pointer: string; detail: string }[]) {
    super(faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('\n'));
    this.faults = faults;
  }
}
