/** Shapes of the contract of proposals: what a proposal, its entries, clashes, twins and comments look like. Pure. */
import Type, { type Static, type TSchema } from 'typebox';
import { Texts } from '../../platform/texts.ts';
import { PlanChange, PlanRenaming } from '../plan-change-contract.ts';

const text = Type.String();
const optional = Type.Optional;
const Count = Type.Integer({ minimum: 0 });
const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const ProposalNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

export const entryKinds = ['element', 'entity', 'code-list', 'settings'] as const;
export const EntryKind = Type.Enum(entryKinds);
export type EntryKind = Static<typeof EntryKind>;

export const proposalStates = [
  'draft',
  'in-review',
  'returned',
  'approved',
  'released',
  'rejected',
  'withdrawn',
] as const;
export const ProposalState = Type.Enum(proposalStates);
export type ProposalState = Static<typeof ProposalState>;

export const proposalOrigins = ['edit', 'import', 'profile'] as const;
export const proposalTargets = ['dictionary', 'overlay'] as const;

/** What somebody may do with a proposal. `edit`: its entries and title; `rebase`: onto the release in force. */
export const proposalActions = [
  'edit',
  'rebase',
  'submit',
  'approve',
  'return',
  'reject',
  'withdraw',
  'release',
  'comment',
] as const;
export const ProposalAction = Type.Enum(proposalActions);
export type ProposalAction = Static<typeof ProposalAction>;

/** An entry in the authored shape (AUTHORING.md) as plain JSON. */
export const AuthoredEntry = Type.Record(text, Type.Unknown());

export const ProposalPerson = Type.Object({
  /** Account id; `system` for the node itself, `terminal` for its command line. */
  account: text,
  name: text,
  body: orNull(Type.Object({ id: Type.Integer(), names: Texts })),
});
export type ProposalPerson = Static<typeof ProposalPerson>;

const head = {
  number: Type.Integer(),
  title: text,
  /** Why the dictionary should change. */
  reason: text,
  origin: Type.Enum(proposalOrigins),
  /** `dictionary`: the next release of this node; `overlay`: what stands on top of the releases that it follows. */
  target: Type.Enum(proposalTargets),
  state: ProposalState,
  /** Rises with every act: the ETag. */
  revision: Type.Integer(),
  /** The release that it was written against. */
  baseRelease: Type.Integer(),
  author: ProposalPerson,
  createdAt: text,
  changedAt: text,
  submittedAt: optional(text),
  decidedAt: optional(text),
  decisionNo: optional(text),
  /** The first day on which it may be in force. */
  effectiveFrom: optional(text),
  releasedAt: optional(text),
  /** The release that it became a part of. */
  release: optional(Type.Integer()),
  /** The day by which the reviewers owe an answer. */
  due: optional(text),
  entries: Count,
  openComments: Count,
};

export const ProposalSummary = Type.Object(head);
export type ProposalSummary = Static<typeof ProposalSummary>;

export const EntryFinding = Type.Object({
  kind: EntryKind,
  /** Code of an element or list, name of an entity, `settings`. */
  key: text,
  /** JSON Pointer (RFC 6901) into the authored entry; empty: the entry as a whole. */
  pointer: text,
  severity: Type.Enum(['error', 'warning']),
  code: text,
  /** In the language of the request. */
  message: text,
});
export type EntryFinding = Static<typeof EntryFinding>;

/** An attribute that the release in force and the proposal changed differently. Absent: not stated there. */
export const EntryClash = Type.Object({
  kind: EntryKind,
  key: text,
  names: Texts,
  /** JSON Pointer into the authored entry; empty: one side took the entry away. */
  pointer: text,
  base: optional(Type.Unknown()),
  theirs: optional(Type.Unknown()),
  mine: optional(Type.Unknown()),
});
export type EntryClash = Static<typeof EntryClash>;

export const twinReasons = [
  'same-name',
  'similar-name',
  'synonym',
  'old-name',
  'same-concept',
  'same-definition',
  'similar-definition',
  'same-pattern',
  'same-codes',
  'same-reference',
] as const;

/** Something that is there already and may be the same thing. */
export const Twin = Type.Object({
  kind: Type.Enum(['element', 'code-list']),
  key: text,
  names: Texts,
  definition: optional(Texts),
  /** 0–1. From 0.85 the two are most likely one thing. */
  likeness: Type.Number(),
  reasons: Type.Array(
    Type.Object({
      reason: Type.Enum(twinReasons),
      /** 0–1: how alike they are in this respect. */
      strength: Type.Number(),
      /** What agrees: a name, a pattern, a list; absent where a sentence says all. */
      mine: optional(text),
      theirs: optional(text),
      /** In the language of the request. */
      words: text,
    }),
  ),
});
export type Twin = Static<typeof Twin>;

export const EntryRow = Type.Object({
  kind: EntryKind,
  key: text,
  names: Texts,
  action: Type.Enum(['put', 'remove']),
  /** Against the release in force: `same` when nothing is left to change. */
  effect: Type.Enum(['added', 'changed', 'removed', 'same']),
  /** Top-level attributes that differ from the release in force. */
  attributes: Type.Array(text),
  changedBy: ProposalPerson,
  changedAt: text,
  errors: Count,
  warnings: Count,
  clashes: Count,
  openComments: Count,
});
export type EntryRow = Static<typeof EntryRow>;

export const Comment = Type.Object({
  id: Type.Integer(),
  /** Absent: about the proposal as a whole. */
  kind: optional(EntryKind),
  key: optional(text),
  /** JSON Pointer of the attribute it is about. */
  pointer: optional(text),
  text,
  by: ProposalPerson,
  at: text,
  resolvedBy: optional(ProposalPerson),
  resolvedAt: optional(text),
});
export type Comment = Static<typeof Comment>;

export const EntryPage = Type.Object({
  proposal: Type.Integer(),
  revision: Type.Integer(),
  kind: EntryKind,
  key: text,
  names: Texts,
  /** `none`: the proposal does not touch it. */
  action: Type.Enum(['put', 'remove', 'none']),
  effect: Type.Enum(['added', 'changed', 'removed', 'same']),
  /** As in the release that the proposal was written against; null when it was not there. */
  base: orNull(AuthoredEntry),
  /** As in the release in force; null when it is not there. */
  theirs: orNull(AuthoredEntry),
  /** As proposed; null when it goes. */
  mine: orNull(AuthoredEntry),
  /** `mine` carried onto the release in force: what it would be; absent when it goes. */
  result: optional(AuthoredEntry),
  /** Attribute by attribute, where `mine` differs from `theirs`. */
  differences: Type.Array(
    Type.Object({
      pointer: text,
      before: optional(Type.Unknown()),
      after: optional(Type.Unknown()),
    }),
  ),
  clashes: Type.Array(EntryClash),
  findings: Type.Array(EntryFinding),
  twins: Type.Array(Twin),
  /** What the change means for those who use it, in words. */
  changes: Type.Array(PlanChange),
});
export type EntryPage = Static<typeof EntryPage>;

export const AllowedAction = Type.Object({
  action: ProposalAction,
  allowed: Type.Boolean(),
  /** Why not: words under `proposal:reasons.<reason>`. */
  reason: optional(text),
  /** The same in the language of the request. */
  words: optional(text),
});
export type AllowedAction = Static<typeof AllowedAction>;

export const Review = Type.Object({
  /** `create`, `submit`, `approve`, `return`, `reject`, `withdraw`, `rebase`, `release`. */
  action: text,
  from: orNull(ProposalState),
  to: ProposalState,
  by: ProposalPerson,
  at: text,
  note: optional(text),
});

export const ProposalPage = Type.Object({
  ...head,
  /** The release in force. */
  currentRelease: Type.Integer(),
  counts: Type.Object({
    added: Count,
    changed: Count,
    removed: Count,
    same: Count,
    elements: Count,
    entities: Count,
    codeLists: Count,
    settings: Count,
  }),
  /** Errors first; the first 200. */
  findings: Type.Object({ errors: Count, warnings: Count, items: Type.Array(EntryFinding) }),
  /** Against the release in force; absent as long as there are errors. */
  difference: optional(
    Type.Object({
      verdict: Type.Enum(['compatible', 'breaking']),
      total: Count,
      breaking: Count,
      /** Breaking ones first; the first 200. */
      changes: Type.Array(PlanChange),
      renames: Type.Array(PlanRenaming),
      /** Of the plan that it would come to. */
      hash: text,
    }),
  ),
  /** The first 200. */
  clashes: Type.Object({ total: Count, items: Type.Array(EntryClash) }),
  /** Of the entries that it adds; the first 50, most alike first. */
  twins: Type.Array(Type.Object({ kind: EntryKind, key: text, names: Texts, twins: Type.Array(Twin) })),
  comments: Type.Object({ open: Count, total: Count }),
  /** Oldest first. */
  history: Type.Array(Review),
  actions: Type.Array(AllowedAction),
  /** References of an import whose target was not among the files. */
  unresolved: Type.Array(Type.Object({ element: text, target: text, status: text })),
  /** What was imported. */
  source: optional(Type.Object({ format: text, files: Type.Array(text), hash: text })),
});
export type ProposalPage = Static<typeof ProposalPage>;
