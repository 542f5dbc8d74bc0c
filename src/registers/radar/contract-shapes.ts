/** Shapes of the radar's answer. */
import Type, { type Static, type TSchema } from 'typebox';
import { Texts } from '../../platform/texts.ts';
import { evidenceKinds, verdicts } from './model.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const RadarCounts = Type.Object({
  /** Facts that the form asks, each part of a cell counted. */
  asked: Type.Integer(),
  held: Type.Integer(),
  derivable: Type.Integer(),
  belowQuality: Type.Integer(),
  notHeld: Type.Integer(),
  skipped: Type.Integer(),
  /** Facts still to be typed when the form is mended. */
  after: Type.Integer(),
  /** Percent of what is asked that nobody holds yet: 100 is a form that asks nothing twice. */
  score: Type.Integer(),
});

const Source = {
  register: text,
  registerNames: Texts,
  /** Code of the element. */
  element: text,
  names: Texts,
  citation: Nullable(Texts),
};

export const RadarCandidate = Type.Object({
  ...Source,
  /** 0–1, calibrated: of the answers given with 0.9, nine in ten are right. */
  confidence: Type.Number(),
  evidence: Type.Array(
    Type.Object({ kind: Type.Enum([...evidenceKinds]), strength: Type.Number(), theirs: Nullable(text) }),
  ),
});

export const RadarField = Type.Object({
  field: text,
  part: Nullable(text),
  place: Type.Object({
    file: text,
    sheet: Type.Optional(text),
    column: Type.Optional(Type.Integer()),
    letter: Type.Optional(text),
    line: Type.Optional(Type.Integer()),
    pointer: Type.Optional(text),
  }),
  verdict: Type.Enum([...verdicts]),
  target: Nullable(RadarCandidate),
  /** Of what is not held: what came nearest, for a person to judge. */
  nearest: Nullable(RadarCandidate),
  derivation: Nullable(Type.Object({ names: Texts, how: Texts, from: Type.Array(Type.Object(Source)) })),
  /** Words: `registers:radar.reasons.<reason>`. */
  reason: Nullable(text),
  /** Measured share of right values at the register, 0–100. */
  quality: Nullable(Type.Number()),
  /** Codes that mean something else at the register: carried over by meaning, never as they stand. */
  recode: Type.Array(text),
  drop: Type.Boolean(),
});
export type RadarField = Static<typeof RadarField>;

export const RadarForm = Type.Object({
  form: text,
  file: text,
  body: Nullable(text),
  titles: Type.Array(text),
  counts: RadarCounts,
  /** Name of the field by which the record is found; it stays. */
  key: Nullable(text),
  /** What to ask in the place of all that goes, when the form has no such field. */
  keyMissing: Nullable(Type.Object(Source)),
  fields: Type.Array(RadarField),
  drop: Type.Array(text),
});
export type RadarForm = Static<typeof RadarForm>;

export const RadarFinding = Type.Object({
  file: text,
  sheet: Type.Optional(text),
  line: Type.Optional(Type.Integer()),
  pointer: Type.Optional(text),
  severity: Type.Enum(['error', 'warning', 'note']),
  code: text,
  message: text,
  remedy: text,
});
export type RadarFinding = Static<typeof RadarFinding>;

export const RadarExample = Type.Object({
  name: text,
  names: Texts,
  fileName: text,
  /** Register that the form fills. */
  collects: Nullable(text),
});

export const RadarReport = Type.Object({
  forms: Type.Array(RadarForm),
  counts: RadarCounts,
  /** Who asks the most of what is held stands first; names where this node knows the body. */
  bodies: Type.Array(Type.Object({ body: text, names: Nullable(Texts), forms: Type.Integer(), counts: RadarCounts })),
  citation: Nullable(Texts),
  findings: Type.Array(RadarFinding),
});
export type RadarReport = Static<typeof RadarReport>;
