/** Part of the contract: a change of the dictionary, and what may have been renamed, as they are answered. */
import Type, { type Static } from 'typebox';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;

export const PlanChange = Type.Object({
  verdict: Type.Union([Type.Literal('compatible'), Type.Literal('breaking')]),
  /** `element.removed`, `field.narrowed`…; words under `changes.<reason>` of the catalogue. */
  reason: text,
  /** Why it is compatible or breaking: `tighter`, `gone`…; absent for changes recorded before rules had names. */
  rule: optional(text),
  subject: text,
  names: Texts,
  before: optional(text),
  after: optional(text),
  /** The same in the language of the request. */
  words: optional(Type.Object({ said: text, rule: text, before: optional(text), after: optional(text) })),
});
export type PlanChange = Static<typeof PlanChange>;

export const PlanRenaming = Type.Object({
  kind: text,
  from: text,
  to: text,
  namesBefore: Texts,
  names: Texts,
  /** 0–1. */
  sure: Type.Number(),
  /** How alike they are by `name`, `definition`, `type`, `codes`, `fields`, `position`; `stated` when an entry says so. */
  because: Type.Record(text, Type.Number()),
  words: optional(text),
});
export type PlanRenaming = Static<typeof PlanRenaming>;

/** An entry whose version (`N.MINOR`) is another than before, or that is new. */
export const EntryVersion = Type.Object({
  kind: Type.Union([Type.Literal('element'), Type.Literal('entity'), Type.Literal('code-list')]),
  key: Type.String(),
  before: Type.Optional(Type.String()),
  version: Type.String(),
});
export type EntryVersion = Static<typeof EntryVersion>;
