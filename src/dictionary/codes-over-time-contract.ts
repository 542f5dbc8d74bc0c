/** Part of the contract: what became of a code, of a series of totals, and the tables that say it. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { LanguageTag, Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const listPath = Type.Object({ list: Type.String({ maxLength: 63 }) });

const TargetOfCode = Type.Object({
  code: text,
  names: Texts,
  kind: Type.Union([Type.Literal('whole'), Type.Literal('part')]),
  /** Share of the asked unit; null when nobody stated it. */
  share: Type.Union([Type.Number(), Type.Null()]),
  /** What a total is divided by, even where no share is stated. */
  weight: Type.Number(),
  /** How the asked code stands to it, in another list. */
  link: optional(text),
});
export const RecodeAnswer = Type.Object({
  list: text,
  /** The list of the targets, when another. */
  toList: optional(text),
  code: text,
  from: Type.Union([text, Type.Null()]),
  to: text,
  outcome: Type.Union([Type.Literal('one'), Type.Literal('several'), Type.Literal('none')]),
  /** Why there is no answer: `unknown`, `not-then`, `day-needed`, `ended`, `backwards`, `unmapped`. */
  reason: optional(text),
  targets: Type.Array(TargetOfCode),
  /** Parts that ended without a successor. */
  ended: Type.Array(TargetOfCode),
  /** Every succession on the way, the earliest first. */
  chain: Type.Array(
    Type.Object({ from: text, to: text, day: text, kind: text, share: Type.Union([Type.Number(), Type.Null()]) }),
  ),
});
export type RecodeAnswer = Static<typeof RecodeAnswer>;

export const RecutAnswer = Type.Object({
  list: text,
  /** The list of the new codes, when another. */
  toList: optional(text),
  from: Type.Union([text, Type.Null()]),
  to: text,
  rows: Type.Array(
    Type.Object({
      code: text,
      names: Texts,
      value: text,
      exact: text,
      estimated: text,
      /** `share`: divided by a stated share; `even`: no share is stated. */
      because: Type.Array(text),
      from: Type.Array(text),
    }),
  ),
  /** What could not be carried over, with the reason; its value is in no row above. */
  apart: Type.Array(Type.Object({ row: Type.Integer(), code: text, value: text, reason: text })),
  doubles: Type.Array(text),
  total: text,
  carried: text,
});
export type RecutAnswer = Static<typeof RecutAnswer>;

export const SuccessionsAnswer = Type.Object({
  list: text,
  read: Type.Integer(),
  counts: Type.Object({
    whole: Type.Integer(),
    part: Type.Integer(),
    renamed: Type.Integer(),
    kept: Type.Integer(),
  }),
  added: Type.Integer(),
  changed: Type.Integer(),
  /** Successions of the same units on the same day that the file does not have. */
  ended: Type.Integer(),
  unchanged: Type.Integer(),
  changeSet: Type.Union([Type.Integer(), Type.Null()]),
  findings: Type.Array(
    Type.Object({ line: Type.Integer(), kind: text, value: text, apart: Type.Boolean(), message: text }),
  ),
});
export type SuccessionsAnswer = Static<typeof SuccessionsAnswer>;

/** Another list, and the lists on the way there with commas; the shortest way when absent. */
const across = {
  toList: optional(Type.String({ maxLength: 63 })),
  via: optional(Type.String({ maxLength: 300 })),
};

export const recodeCode = endpoint({
  name: 'dictionary.recodeCode',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/codes/{code}/recode',
  permission: 'dictionary.read',
  summary: 'What a code of one day is called on another: one code, several with shares, or a reason',
  params: Type.Object({ list: Type.String({ maxLength: 63 }), code: Type.String({ maxLength: 100 }) }),
  query: Type.Object({
    /** Needed when the code stood for several units, one after the other. */
    from: optional(Day),
    /** Today when absent. */
    to: optional(Day),
    ...across,
  }),
  response: RecodeAnswer,
});

export const RecodedCodes = Type.Object({
  list: text,
  toList: text,
  from: Type.Union([text, Type.Null()]),
  to: text,
  /** One for each different code, in the order in which they were given. */
  items: Type.Array(
    Type.Object({
      code: text,
      outcome: Type.Union([Type.Literal('one'), Type.Literal('several'), Type.Literal('none')]),
      reason: optional(text),
      targets: Type.Array(TargetOfCode),
    }),
  ),
});
export type RecodedCodes = Static<typeof RecodedCodes>;

export const recodeCodes = endpoint({
  name: 'dictionary.recodeCodes',
  method: 'POST',
  path: '/api/dictionary/code-lists/{list}/recode',
  permission: 'dictionary.read',
  summary:
    'What the codes of a column are called on another day or in another list; each different code is answered once',
  params: listPath,
  body: Type.Object({
    codes: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100_000 }),
    from: optional(Day),
    to: optional(Day),
    ...across,
  }),
  response: RecodedCodes,
});

const recutBody = Type.Object({
  series: Type.Array(Type.Object({ code: Type.String({ maxLength: 100 }), value: Type.String({ maxLength: 60 }) }), {
    maxItems: 100_000,
  }),
  from: optional(Day),
  to: optional(Day),
  ...across,
});

export const recutSeries = endpoint({
  name: 'dictionary.recutSeries',
  method: 'POST',
  path: '/api/dictionary/code-lists/{list}/recut',
  permission: 'dictionary.read',
  summary: 'Carry a series of totals to the codes of another day: totals stay, and what is estimated is said',
  params: listPath,
  body: recutBody,
  response: RecutAnswer,
});

export const recutWorkbook = endpoint({
  name: 'dictionary.recutWorkbook',
  method: 'POST',
  path: '/api/dictionary/code-lists/{list}/recut/workbook',
  permission: 'dictionary.read',
  summary: 'The same as a workbook: the new totals, and what could not be carried over, with the reasons in words',
  params: listPath,
  query: Type.Object({ language: optional(LanguageTag) }),
  body: recutBody,
  produces: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
});

export const importSuccessions = endpoint({
  name: 'dictionary.importSuccessions',
  method: 'POST',
  path: '/api/dictionary/code-lists/{list}/successions',
  permission: 'dictionary.import-codes',
  summary: 'Import what became of codes from a conversion table (CSV); the same file again changes nothing',
  params: listPath,
  query: Type.Object({
    /** `from=Old code,to=New code,note=Note`: our column = theirs. */
    columns: optional(Type.String({ maxLength: 2000 })),
    /** First day of the new codes, of rows that do not say. */
    day: optional(Day),
    /** Shows what would change and stores nothing. */
    dryRun: optional(Type.Boolean()),
  }),
  consumes: ['application/octet-stream', 'text/csv'],
  response: SuccessionsAnswer,
});
