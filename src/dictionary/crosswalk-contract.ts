/** Part of the contract: how codes of one list stand to those of another, or of another day. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const maybe = Type.Union([text, Type.Null()]);
const limit = optional(Type.Integer({ minimum: 1, maximum: 200 }));
const cursor = optional(Type.String({ maxLength: 1000 }));
const share = Type.Union([Type.Number(), Type.Null()]);

export const linkKinds = ['same', 'broader', 'narrower', 'split', 'merge', 'part'] as const;
const LinkKind = Type.Enum([...linkKinds]);

export const CrosswalkSummary = Type.Object({
  list: text,
  names: Texts,
  to: text,
  toNames: Texts,
  on: maybe,
  toOn: maybe,
  note: Type.Union([Texts, Type.Null()]),
  /** Whether it is part of the release, or came from a file. */
  origin: Type.Enum(['release', 'import']),
  links: Type.Integer(),
});
export type CrosswalkSummary = Static<typeof CrosswalkSummary>;

const Coverage = Type.Object({
  from: Type.Integer(),
  fromLinked: Type.Integer(),
  to: Type.Integer(),
  toLinked: Type.Integer(),
  kinds: Type.Object({
    same: Type.Integer(),
    broader: Type.Integer(),
    narrower: Type.Integer(),
    split: Type.Integer(),
    merge: Type.Integer(),
    part: Type.Integer(),
  }),
});

export const CrosswalkRow = Type.Object({
  /** Null: no code of the first list leads here. */
  from: maybe,
  fromNames: Texts,
  to: maybe,
  toNames: Texts,
  /** Null: unmapped. */
  kind: Type.Union([LinkKind, Type.Null()]),
  /** Of `from` that is in `to`, and of `to` that is of `from`; null: not stated. */
  share,
  back: share,
});
export type CrosswalkRow = Static<typeof CrosswalkRow>;

export const CrosswalkAnswer = Type.Object({
  list: text,
  names: Texts,
  to: text,
  toNames: Texts,
  /** The days whose codes are compared. */
  on: text,
  toOn: text,
  note: Type.Union([Texts, Type.Null()]),
  /** The crosswalks and days gone through, in their order. */
  way: Type.Array(
    Type.Object({
      list: text,
      to: text,
      on: maybe,
      toOn: maybe,
      by: Type.Enum(['release', 'import', 'successions']),
      inverse: Type.Boolean(),
    }),
  ),
  /** Other ways there are, by the lists between. */
  ways: Type.Array(Type.Array(text)),
  coverage: Coverage,
  total: Type.Integer(),
  items: Type.Array(CrosswalkRow),
  next: optional(text),
});
export type CrosswalkAnswer = Static<typeof CrosswalkAnswer>;

const Link = Type.Object({ kind: LinkKind, share: optional(Type.Number()) });
export const CrosswalkImportAnswer = Type.Object({
  list: text,
  to: text,
  read: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  ended: Type.Integer(),
  unchanged: Type.Integer(),
  changeSet: Type.Union([Type.Integer(), Type.Null()]),
  coverage: Coverage,
  /** The first 500 of what differs. */
  changes: Type.Array(
    Type.Object({
      from: text,
      to: text,
      kind: Type.Enum(['added', 'changed', 'ended']),
      before: Type.Union([Link, Type.Null()]),
      after: Type.Union([Link, Type.Null()]),
    }),
  ),
  findings: Type.Array(
    Type.Object({ line: Type.Integer(), kind: text, value: text, apart: Type.Boolean(), message: text }),
  ),
});
export type CrosswalkImportAnswer = Static<typeof CrosswalkImportAnswer>;

const params = Type.Object({ list: Type.String({ maxLength: 63 }), to: Type.String({ maxLength: 63 }) });
const days = { on: optional(Day), toOn: optional(Day) };
/** Codes of the lists between, with commas. */
const via = optional(Type.String({ maxLength: 300 }));

export const listCrosswalks = endpoint({
  name: 'dictionary.listCrosswalks',
  method: 'GET',
  path: '/api/dictionary/crosswalks',
  permission: 'dictionary.read',
  summary: 'Crosswalks between code lists, or those that begin or end at one',
  query: Type.Object({ list: optional(Type.String({ maxLength: 63 })), cursor, limit }),
  response: Type.Object({ items: Type.Array(CrosswalkSummary), next: optional(text) }),
});

export const getCrosswalk = endpoint({
  name: 'dictionary.getCrosswalk',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/crosswalks/{to}',
  permission: 'dictionary.read',
  summary:
    'How codes of one list, or one day of it, stand to those of another: stored, turned round, or composed on the way',
  params,
  query: Type.Object({
    ...days,
    via,
    /** `unmapped`: codes without a link; `unreached`: codes of the other list that no link leads to. */
    show: optional(Type.Enum([...linkKinds, 'unmapped', 'unreached'])),
    /** Code or name, with or without marks. */
    q: optional(Type.String({ maxLength: 200 })),
    cursor,
    limit,
  }),
  response: CrosswalkAnswer,
});

export const crosswalkFormats = ['csv', 'turtle', 'json-ld'] as const;

export const getCrosswalkExport = endpoint({
  name: 'dictionary.getCrosswalkExport',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/crosswalks/{to}/exports/{format}',
  permission: 'dictionary.read',
  summary: 'A crosswalk as CSV, or as SKOS mapping properties: Turtle or JSON-LD',
  params: Type.Object({ ...params.properties, format: Type.Enum([...crosswalkFormats]) }),
  query: Type.Object({ ...days, via }),
  produces: ['text/csv', 'text/turtle', 'application/ld+json'],
});

export const importCrosswalk = endpoint({
  name: 'dictionary.importCrosswalk',
  method: 'POST',
  path: '/api/dictionary/code-lists/{list}/crosswalks/{to}/import',
  permission: 'dictionary.import-codes',
  summary: 'Store a crosswalk from CSV or SKOS; the file is the whole of it, and the same file again changes nothing',
  params,
  query: Type.Object({
    format: Type.Enum(['csv', 'turtle']),
    /** `from=Old,to=New,kind=Relation,share=Share`: our column = theirs. */
    columns: optional(Type.String({ maxLength: 2000 })),
    ...days,
    /** Shows what would change and stores nothing. */
    dryRun: optional(Type.Boolean()),
  }),
  consumes: ['application/octet-stream', 'text/csv', 'text/turtle'],
  response: CrosswalkImportAnswer,
});
