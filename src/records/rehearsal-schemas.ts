/** A rehearsal as it is answered. Pure: the web imports it. */
import Type, { type Static } from 'typebox';
import { Texts } from '../platform/texts.ts';
import { OverlayClash, PlanChange, PlanRenaming } from '../dictionary/contract.ts';

const text = Type.String();

export const StepView = Type.Object({
  /** `make-table`, `add-column`, `widen-type`, `change-type`, `leave-column`, `set-rule`, `drop-rule`, `leave-table`, `recode-values`. */
  kind: text,
  field: text,
  before: Type.Optional(text),
  after: Type.Optional(text),
  /** Readers and writers go on meanwhile. */
  online: Type.Boolean(),
  words: text,
});

export const FailingView = Type.Object({
  field: text,
  rule: text,
  kind: text,
  severity: text,
  /** Rows that break it under the newer dictionary, and how many break it today. */
  fails: Type.Integer(),
  before: Type.Integer(),
  /** The table cannot follow as long as they are there. */
  blocks: Type.Boolean(),
  /** The first of them. */
  records: Type.Array(text),
});

/** `why`: `day-needed`, `several`, `ended`. */
export const KeptCode = Type.Object({ code: text, why: text, rows: Type.Integer(), said: text });

export const RegisterEffectView = Type.Object({
  register: text,
  names: Texts,
  entity: text,
  rows: Type.Integer(),
  fields: Type.Array(Type.Object({ field: text, touched: Type.Integer() })),
  failing: Type.Array(FailingView),
  steps: Type.Array(StepView),
  /** Stored codes that follow their list, and codes that stay as they are stored. */
  recodes: Type.Array(
    Type.Object({
      field: text,
      list: text,
      /** Rows whose code is carried to its successor. */
      rows: Type.Integer(),
      kept: Type.Array(KeptCode),
    }),
  ),
  possible: Type.Boolean(),
});
export type RegisterEffectView = Static<typeof RegisterEffectView>;

export const RehearsalView = Type.Object({
  from: Type.Integer(),
  hash: text,
  verdict: text,
  possible: Type.Boolean(),
  changes: Type.Array(PlanChange),
  renames: Type.Array(PlanRenaming),
  registers: Type.Array(RegisterEffectView),
  /** Local entries that could not stand on it, and how to mend them; they do not keep it from coming. */
  overlayClashes: Type.Optional(Type.Array(OverlayClash)),
  /** Registers, forms, APIs, mappings, indicators, tasks, consultations and agreements that use a changed element. */
  affected: Type.Array(
    Type.Object({
      kind: text,
      subject: text,
      label: Texts,
      /** The body that answers for it: whom to ask before. */
      owner: Type.Union([Type.Object({ body: Type.Integer(), names: Texts }), Type.Null()]),
      elements: Type.Array(text),
    }),
  ),
});
export type RehearsalView = Static<typeof RehearsalView>;

export const TakenRelease = Type.Object({ number: Type.Integer(), edition: text, hash: text, verdict: text });
