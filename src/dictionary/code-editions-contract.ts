/** Part of the contract: the days on which a list changed, and what differs between two of them. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const maybe = Type.Union([text, Type.Null()]);
const limit = optional(Type.Integer({ minimum: 1, maximum: 200 }));
const cursor = optional(Type.String({ maxLength: 500 }));
const params = Type.Object({ list: Type.String({ maxLength: 63 }) });

export const CodeEdition = Type.Object({
  /** First day of the edition; null: since ever. */
  day: maybe,
  /** In force on that day. */
  codes: Type.Integer(),
  /** Codes or meanings that began and ended on that day, and what was said of their successors. */
  began: Type.Integer(),
  ended: Type.Integer(),
  successions: Type.Integer(),
});
export type CodeEdition = Static<typeof CodeEdition>;

export const editionChanges = ['added', 'ended', 'reused', 'joined', 'divided', 'renamed', 'moved'] as const;
const Unit = Type.Object({
  code: text,
  names: Texts,
  kind: Type.Enum(['whole', 'part']),
  share: Type.Union([Type.Number(), Type.Null()]),
});
export const EditionChange = Type.Object({
  code: text,
  /**
   * `reused`: the code stands for another unit; `joined`: others were joined to the unit; `divided`: a part of it went
   * elsewhere; `moved`: it stands under another code.
   */
  kind: Type.Enum([...editionChanges]),
  before: Type.Union([Texts, Type.Null()]),
  after: Type.Union([Texts, Type.Null()]),
  parentBefore: maybe,
  parentAfter: maybe,
  /** What the unit of the first day is on the second. */
  became: Type.Array(Unit),
  /** The units of the first day that the one of the second is made of. */
  madeOf: Type.Array(Unit),
});
export type EditionChange = Static<typeof EditionChange>;

export const listCodeEditions = endpoint({
  name: 'dictionary.listCodeEditions',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/editions',
  permission: 'dictionary.read',
  summary: 'The days on which a code list changed, the newest first',
  params,
  query: Type.Object({ cursor, limit }),
  response: Type.Object({ items: Type.Array(CodeEdition), next: optional(text) }),
});

export const compareCodeEditions = endpoint({
  name: 'dictionary.compareCodeEditions',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/changes',
  permission: 'dictionary.read',
  summary: 'What differs in a code list between two days: added, ended, used again, joined, divided, renamed, moved',
  params,
  query: Type.Object({
    from: Day,
    /** Today when absent. */
    to: optional(Day),
    kind: optional(Type.Enum([...editionChanges])),
    cursor,
    limit,
  }),
  response: Type.Object({
    from: text,
    to: text,
    counts: Type.Record(text, Type.Integer()),
    unchanged: Type.Integer(),
    items: Type.Array(EditionChange),
    next: optional(text),
  }),
});
