/** What registers offers over HTTP of who is who: pairs that wait, decisions, golden people, the look-up. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
const Reason = Type.String({ minLength: 3, maxLength: 1000 });
const Cell = Type.Union([text, Type.Number(), Type.Boolean(), Type.Null()]);

export const BodyName = Type.Object({ id: Type.Integer(), code: text, names: Texts });

export const GoldenRecordRef = Type.Object({
  register: text,
  registerNames: Texts,
  record: Uuid,
  body: BodyName,
  /** What names the record to people, as far as it is open. */
  label: Nullable(text),
});
export type GoldenRecordRef = Static<typeof GoldenRecordRef>;

export const Duplicate = Type.Object({
  id: Uuid,
  entity: text,
  /** Words: `linkage:reasons.<reason>`; `withheld` where a compared value is not open to the caller: the reason would tell of it. */
  reason: text,
  /** In bits, and as a chance from 0 to 1; null like the reason. */
  weight: Nullable(Type.Number()),
  probability: Nullable(Type.Number()),
  state: Type.Union([Type.Literal('open'), Type.Literal('same'), Type.Literal('different'), Type.Literal('withdrawn')]),
  version: Type.Integer(),
  openedAt: text,
  closedAt: Nullable(text),
  left: GoldenRecordRef,
  right: GoldenRecordRef,
});
export type Duplicate = Static<typeof Duplicate>;

export const DuplicateDecision = Type.Object({
  outcome: Type.Union([Type.Literal('same'), Type.Literal('different')]),
  reason: text,
  /** Name of the account, here and below. */
  by: text,
  at: text,
  despiteIdentifiers: Type.Boolean(),
  undone: Nullable(Type.Object({ by: text, at: text, reason: text })),
});

export const WaterfallView = Type.Object({
  prior: Type.Number(),
  steps: Type.Array(
    Type.Object({
      field: text,
      names: Nullable(Texts),
      /** Words: `linkage:levels.<level>`. */
      level: text,
      bits: Type.Number(),
      left: Nullable(text),
      right: Nullable(text),
    }),
  ),
  /** Null when the name is withheld, the total when anything is: both would tell of it. */
  rarity: Nullable(Type.Number()),
  total: Nullable(Type.Number()),
  thresholds: Type.Object({ match: Type.Number(), review: Type.Number() }),
  /** What was compared and is not open to the caller on both sides: without its step. */
  withheld: Type.Array(Type.Object({ field: text, names: Nullable(Texts) })),
});
export type WaterfallView = Static<typeof WaterfallView>;

/** How a value is read: as in the dictionary. */
const typed = { dataType: text, codeList: optional(text) };

export const SideBySide = Type.Object({
  element: text,
  field: text,
  names: Texts,
  ...typed,
  left: Cell,
  right: Cell,
  /** Columns that the caller's grants do not open, whatever stands in them. */
  hidden: Type.Object({ left: Type.Boolean(), right: Type.Boolean() }),
  likeness: Type.Union([
    Type.Literal('equal'),
    /** Not the same, and still for one person: marks, order, a slip, a part. */
    Type.Literal('similar'),
    Type.Literal('different'),
    Type.Literal('missing'),
    Type.Literal('hidden'),
  ]),
  /** Whether both hold something, and not the same. */
  differs: Type.Boolean(),
});
export type SideBySide = Static<typeof SideBySide>;

export const Foreseen = Type.Object({
  act: Type.Union([Type.Literal('same'), Type.Literal('different'), Type.Literal('undo')]),
  /** Golden people as they are after it, with those of their records that the caller may see. */
  people: Type.Array(Type.Object({ id: Nullable(Uuid), records: Type.Array(GoldenRecordRef) })),
  /** Other pairs that then need not wait any more. */
  closes: Type.Array(Type.Object({ duplicate: Uuid, left: Nullable(text), right: Nullable(text) })),
  /** Type of the problem that would refuse it; `two-identifiers` only until somebody says so. */
  refused: Nullable(
    Type.Union([Type.Literal('contradicts-decision'), Type.Literal('two-identifiers'), Type.Literal('built-upon')]),
  ),
  /** Pairs to be undone before, the newest first. */
  undoFirst: Type.Array(Uuid),
});
export type Foreseen = Static<typeof Foreseen>;

export const DuplicateDetail = Type.Object({
  ...Duplicate.properties,
  fields: Type.Array(SideBySide),
  people: Type.Object({ left: Nullable(Uuid), right: Nullable(Uuid) }),
  /** When each record was written last. */
  changedAt: Type.Object({ left: text, right: text }),
  waterfall: Nullable(WaterfallView),
  decisions: Type.Array(DuplicateDecision),
  /** Whether the caller may decide here. */
  mayDecide: Type.Boolean(),
  /** What would follow from each act that is possible now; empty for whoever may not decide. */
  foreseen: Type.Array(Foreseen),
});
export type DuplicateDetail = Static<typeof DuplicateDetail>;

export const LinkedEntityView = Type.Object({
  entity: text,
  names: Texts,
  registers: Type.Array(Type.Object({ register: text, names: Texts })),
  /** What a person may be looked up by, in the order of the settings. */
  fields: Type.Array(Type.Object({ field: text, kind: text, names: Texts })),
});
export type LinkedEntityView = Static<typeof LinkedEntityView>;

export const listLinkedEntities = endpoint({
  name: 'registers.listLinkedEntities',
  method: 'GET',
  path: '/api/golden/entities',
  permission: 'registers.read-golden',
  summary: 'What is linked over registers, which registers hold it, and what it may be looked up by',
  response: Type.Object({ items: Type.Array(LinkedEntityView) }),
});

export const listDuplicates = endpoint({
  name: 'registers.listDuplicates',
  method: 'GET',
  path: '/api/duplicates',
  permission: 'registers.read-duplicates',
  summary: 'Pairs of records that may be one person, of which the caller may see both',
  query: Type.Object({
    entity: optional(Type.String({ maxLength: 100 })),
    register: optional(Type.String({ maxLength: 100 })),
    /** Only those that this body and what is below it answer for. */
    body: optional(Type.String({ maxLength: 100 })),
    state: optional(Type.Union([Type.Literal('open'), Type.Literal('same'), Type.Literal('different')])),
    /** Chances from 0 to 1: at least the one, below the other. Pairs whose chance is withheld are in neither. */
    least: optional(Type.Number({ minimum: 0, maximum: 1 })),
    below: optional(Type.Number({ minimum: 0, maximum: 1 })),
    cursor: optional(Uuid),
    limit: optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  response: Type.Object({
    items: Type.Array(Duplicate),
    next: optional(text),
    counts: Type.Object({ open: Type.Integer(), same: Type.Integer(), different: Type.Integer() }),
  }),
});

const onePair = Type.Object({ duplicate: Uuid });

export const getDuplicate = endpoint({
  name: 'registers.getDuplicate',
  method: 'GET',
  path: '/api/duplicates/{duplicate}',
  permission: 'registers.read-duplicates',
  summary: 'The two records side by side, and why they may be one person',
  params: onePair,
  response: DuplicateDetail,
});

export const proposeDuplicate = endpoint({
  name: 'registers.proposeDuplicate',
  method: 'POST',
  path: '/api/duplicates',
  permission: 'registers.decide-duplicate',
  summary: 'Put two records into the queue that nothing brought together',
  body: Type.Object({
    entity: Type.String({ maxLength: 100 }),
    left: Uuid,
    right: Uuid,
  }),
  response: DuplicateDetail,
});

export const decideDuplicate = endpoint({
  name: 'registers.decideDuplicate',
  method: 'POST',
  path: '/api/duplicates/{duplicate}/decision',
  permission: 'registers.decide-duplicate',
  summary: 'Say that the two are one person, or two; needs `If-Match`. No record is changed',
  params: onePair,
  body: Type.Object({
    outcome: Type.Union([Type.Literal('same'), Type.Literal('different')]),
    reason: Reason,
    /** They hold two verified identifiers, and are one person all the same. */
    despiteIdentifiers: optional(Type.Boolean()),
  }),
  response: DuplicateDetail,
});

export const undoDuplicate = endpoint({
  name: 'registers.undoDuplicate',
  method: 'POST',
  path: '/api/duplicates/{duplicate}/undo',
  permission: 'registers.decide-duplicate',
  summary: 'Take the decision about the pair back; needs `If-Match`',
  params: onePair,
  body: Type.Object({ reason: Reason }),
  response: DuplicateDetail,
});

export const GoldenMember = Type.Object({
  ...GoldenRecordRef.properties,
  /** Since when the record belongs to this person. */
  joinedAt: text,
  changedAt: text,
  /** Whether the caller may split it off here. */
  maySplit: Type.Boolean(),
  /** The pair whose decision joined it: that is undone in the place of splitting. */
  joinedBy: Nullable(Uuid),
});
export type GoldenMember = Static<typeof GoldenMember>;

export const GoldenValue = Type.Object({
  element: text,
  field: text,
  names: Texts,
  ...typed,
  value: Cell,
  /** Where the value comes from, and whether that register is the trusted source of the element. */
  register: text,
  registerNames: Texts,
  record: Uuid,
  trusted: Type.Boolean(),
  since: text,
  /** Members that say something else. */
  others: Type.Array(Type.Object({ register: text, registerNames: Texts, record: Uuid, value: Cell })),
});
export type GoldenValue = Static<typeof GoldenValue>;

export const GoldenEvent = Type.Object({
  /** `linked`: linkage put the record here; else what somebody decided. */
  kind: Type.Union([Type.Literal('linked'), Type.Literal('same'), Type.Literal('different')]),
  at: text,
  by: Nullable(text),
  reason: Nullable(text),
  duplicate: Nullable(Uuid),
  left: Type.Array(GoldenRecordRef),
  right: Type.Array(GoldenRecordRef),
  undone: Nullable(Type.Object({ by: text, at: text, reason: text })),
});
export type GoldenEvent = Static<typeof GoldenEvent>;

export const GoldenPerson = Type.Object({
  id: Uuid,
  entity: text,
  madeAt: text,
  mergedInto: Nullable(Uuid),
  members: Type.Array(GoldenMember),
  values: Type.Array(GoldenValue),
  /** How it came to be, the newest first, as far as both sides may be seen. */
  history: Type.Array(GoldenEvent),
});
export type GoldenPerson = Static<typeof GoldenPerson>;

export const getGoldenPerson = endpoint({
  name: 'registers.getGoldenPerson',
  method: 'GET',
  path: '/api/golden/{person}',
  permission: 'registers.read-golden',
  summary: 'Which records are this person, and which value comes from which authority, as far as the caller may see',
  params: Type.Object({ person: Uuid }),
  response: GoldenPerson,
});

export const findGoldenPerson = endpoint({
  name: 'registers.findGoldenPerson',
  method: 'GET',
  path: '/api/golden',
  permission: 'registers.read-golden',
  summary: 'The person that a record belongs to',
  query: Type.Object({ record: Uuid }),
  response: GoldenPerson,
});

export const splitPerson = endpoint({
  name: 'registers.splitPerson',
  method: 'POST',
  path: '/api/golden/{person}/split',
  permission: 'registers.decide-duplicate',
  summary: 'Say that a record is not this person: it stands apart from the others; undone like any decision',
  params: Type.Object({ person: Uuid }),
  body: Type.Object({ record: Uuid, reason: Reason }),
  response: DuplicateDetail,
});

export const lookupGolden = endpoint({
  name: 'registers.lookupGolden',
  method: 'POST',
  path: '/api/golden/lookup',
  permission: 'registers.lookup',
  summary:
    'Is this person known? By name, birthday, number: people found, the likeliest first, as far as the caller may see',
  body: Type.Object({
    entity: optional(Type.String({ maxLength: 100 })),
    purpose: optional(Type.String({ maxLength: 100 })),
    /** By field of the linkage settings: `name`, `born`, `id`, … as anybody writes them. */
    values: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 })),
  }),
  response: Type.Object({
    known: Type.Boolean(),
    people: Type.Array(
      Type.Object({
        person: Uuid,
        /** `link`: it is that person; `review`: somebody should look. */
        verdict: Type.Union([Type.Literal('link'), Type.Literal('review')]),
        weight: Type.Number(),
        probability: Type.Number(),
        records: Type.Array(GoldenRecordRef),
      }),
    ),
  }),
});
