/** Part of the contract: code lists, their codes on a day, and what a code meant. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const limit = optional(Type.Integer({ minimum: 1, maximum: 200 }));
const cursor = optional(Type.String({ maxLength: 500 }));
const listPath = Type.Object({ list: Type.String({ maxLength: 63 }) });

export const CodeListSummary = Type.Object({
  code: text,
  names: Texts,
  /** `N.MINOR`, counted from release to release; not the edition that its publisher gives it. */
  version: text,
  kind: text,
  parentList: optional(text),
  /** Codes in force on the asked day. */
  codes: Type.Integer(),
});
export type CodeListSummary = Static<typeof CodeListSummary>;

export const CodeRow = Type.Object({
  /** The list in which the code stands: a child may stand in another list than its parent. */
  list: text,
  code: text,
  names: Texts,
  parent: Type.Union([text, Type.Null()]),
  validFrom: Type.Union([text, Type.Null()]),
  validTo: Type.Union([text, Type.Null()]),
  /** It ended on the asked day or before; only where former codes are asked for. */
  former: Type.Boolean(),
  /** Codes below it, in this list or in the lists whose parent list this is. */
  children: Type.Integer(),
});
export type CodeRow = Static<typeof CodeRow>;

export const Successor = Type.Object({
  code: text,
  names: Texts,
  kind: Type.Union([Type.Literal('whole'), Type.Literal('part')]),
  share: Type.Union([Type.Number(), Type.Null()]),
  day: text,
});
export type Successor = Static<typeof Successor>;

export const CodeAnswer = Type.Object({
  list: text,
  code: text,
  on: text,
  /** `day-needed`: the code stood for several units and no day was given; `not-then`: it meant nothing on that day. */
  reason: optional(Type.Union([Type.Literal('day-needed'), Type.Literal('not-then')])),
  /** Absent when there is a reason. */
  meaning: optional(
    Type.Object({
      names: Texts,
      parent: Type.Union([text, Type.Null()]),
      validFrom: Type.Union([text, Type.Null()]),
      validTo: Type.Union([text, Type.Null()]),
    }),
  ),
  /** What the unit of that day became, in codes in force today. */
  successors: Type.Array(Successor),
  /** The units that the one of that day is made of; `day`: when they came. */
  predecessors: Type.Array(Successor),
  /** Every unit that ever had this code, oldest first. */
  everyMeaning: Type.Array(
    Type.Object({
      names: Texts,
      validFrom: Type.Union([text, Type.Null()]),
      validTo: Type.Union([text, Type.Null()]),
    }),
  ),
});
export type CodeAnswer = Static<typeof CodeAnswer>;

export const listCodeLists = endpoint({
  name: 'dictionary.listCodeLists',
  method: 'GET',
  path: '/api/dictionary/code-lists',
  permission: 'dictionary.read',
  summary: 'Code lists with how many codes are in force',
  query: Type.Object({ on: optional(Day) }),
  response: Type.Object({ items: Type.Array(CodeListSummary) }),
});

export const listCodes = endpoint({
  name: 'dictionary.listCodes',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/codes',
  permission: 'dictionary.read',
  summary: 'Codes in force on a day: a page of a level of the tree, or the best matches of a search',
  params: listPath,
  query: Type.Object({
    on: optional(Day),
    /** Only the codes below this one. */
    parent: optional(Type.String({ maxLength: 100 })),
    q: optional(Type.String({ maxLength: 200 })),
    /** With codes that ended before the day, as they were last. */
    former: optional(Type.Boolean()),
    cursor,
    limit,
  }),
  response: Type.Object({ items: Type.Array(CodeRow), next: optional(text) }),
});

export const resolveCode = endpoint({
  name: 'dictionary.resolveCode',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/codes/{code}',
  permission: 'dictionary.read',
  summary: 'What a code meant on a day, and what became of it; without a day only when it never meant anything else',
  params: Type.Object({ list: Type.String({ maxLength: 63 }), code: Type.String({ maxLength: 100 }) }),
  query: Type.Object({ on: optional(Day) }),
  response: CodeAnswer,
});
