/** The yearly assessments of risks as endpoints. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { BodyRef, Named } from '../contract.ts';
import { Day, LegalBasis, Nullable } from '../model.ts';
import { DayClock } from './dossier-contract.ts';
import { code, DOCX, longText } from './given.ts';
import { Level } from './parts.ts';
import { endings, Measure, measurePosts, Risk, riskStates, riskSteps } from './risk.ts';

export { measurePosts, riskSteps, type RiskStep } from './risk.ts';

export const Band = Type.Object({ from: Type.Integer(), names: Texts, acts: Type.Boolean() });
export type Band = Static<typeof Band>;

export const RiskLine = Type.Object({
  code: Type.String(),
  register: Named,
  body: BodyRef,
  state: Type.Enum([...riskStates]),
  revision: Type.Integer(),
  /** Finishing, while it is a draft; doing it again, once it was finished. */
  clock: DayClock,
  doneOn: Nullable(Day),
  /** The highest score and the band it lies in; null while no risk is written. */
  worst: Nullable(Type.Object({ score: Type.Integer(), band: Band })),
  risks: Type.Integer(),
  /** Measures that were decided and are not ended; of which late. */
  owed: Type.Integer(),
  late: Type.Integer(),
});
export type RiskLine = Static<typeof RiskLine>;

/** A register with personal data whose risks nobody has assessed. */
export const UnriskedLine = Type.Object({ register: Named, body: BodyRef, since: Day, clock: DayClock });
export type UnriskedLine = Static<typeof UnriskedLine>;

export const ScoredRisk = Type.Object({ ...Risk.properties, score: Type.Integer(), band: Band });
export const OwedMeasure = Type.Object({ ...Measure.properties, body: BodyRef, clock: DayClock });
export type OwedMeasure = Static<typeof OwedMeasure>;

export const RiskPage = Type.Object({
  ...RiskLine.properties,
  risks: Type.Array(ScoredRisk),
  measures: Type.Array(OwedMeasure),
  basis: LegalBasis,
  due: Day,
  calendar: Type.String(),
  /** Months from one to the next. */
  months: Type.Integer(),
  scale: Type.Object({
    likelihood: Type.Array(Level),
    impact: Type.Array(Level),
    bands: Type.Array(Band),
  }),
  cause: Nullable(Type.String()),
  conclusion: Nullable(Type.String()),
  lateReason: Nullable(Type.String()),
  nextOn: Nullable(Day),
  /** What was found before, the newest first. */
  revisions: Type.Array(
    Type.Object({
      ...{ revision: Type.Integer(), doneOn: Day, conclusion: Type.String(), cause: Nullable(Type.String()) },
      ...{ lateReason: Nullable(Type.String()), risks: Type.Array(ScoredRisk), measures: Type.Array(OwedMeasure) },
    }),
  ),
  /** Steps that the asker may take now, and measures that he may end. */
  steps: Type.Array(Type.Enum([...riskSteps])),
  mayEnd: Type.Array(Type.String()),
});
export type RiskPage = Static<typeof RiskPage>;

const NewMeasure = Type.Object(
  {
    ...{ id: Risk.properties.id, risk: code, what: Risk.properties.what, due: Day },
    /** Code of the body that owes it; default the one that answers for the assessment. */
    body: Type.Optional(code),
    post: Type.Enum([...measurePosts]),
  },
  { additionalProperties: false },
);
const found = {
  risks: Type.Optional(Type.Array(Risk, { maxItems: 100 })),
  measures: Type.Optional(Type.Array(NewMeasure, { maxItems: 200 })),
};

const permission = 'governance.keep-dossiers';
const read = 'governance.read-privacy';
const closed = { additionalProperties: false };
const own = '/api/governance/privacy/risks';

export const beginRisk = endpoint({
  name: 'governance.beginRisk',
  method: 'POST',
  path: own,
  permission,
  summary: 'Begins the assessment of the risks of a register with personal data, for its data manager',
  body: Type.Object({ register: code, ...found }, closed),
  response: Type.Object({ code: Type.String() }),
});

const oneRisk = Type.Object({ risk: code });

export const getRisk = endpoint({
  name: 'governance.getRisk',
  method: 'GET',
  path: `${own}/{risk}`,
  permission: read,
  summary: 'One assessment of risks: risks with their score, measures with who owes them, what was found before',
  params: oneRisk,
  response: RiskPage,
});

export const stepRisk = endpoint({
  name: 'governance.stepRisk',
  method: 'POST',
  path: `${own}/{risk}/steps`,
  permission,
  summary:
    'Writes risks and measures, finishes the assessment (refused while a high risk has no measure), or begins the next',
  params: oneRisk,
  body: Type.Object(
    {
      step: Type.Enum([...riskSteps]),
      on: Type.Optional(Day),
      ...found,
      /** `finish`: the conclusion; `refresh`: why it is done again. */
      words: Type.Optional(longText),
      lateReason: Type.Optional(longText),
    },
    closed,
  ),
  response: RiskPage,
});

export const endMeasure = endpoint({
  name: 'governance.endMeasure',
  method: 'POST',
  path: `${own}/{risk}/measures/{measure}/end`,
  permission: 'governance.do-measures',
  summary: 'Says that a measure was done, or, by whoever keeps the assessment, that it is dropped and why',
  params: Type.Object({ risk: code, measure: code }),
  body: Type.Object({ ended: Type.Enum([...endings]), words: longText, on: Type.Optional(Day) }, closed),
  response: RiskPage,
});

export const riskWord = endpoint({
  name: 'governance.riskWord',
  method: 'GET',
  path: `${own}/{risk}/assessment.docx`,
  permission: read,
  summary: 'An assessment of risks as Word, with its measures',
  params: oneRisk,
  produces: [DOCX],
});
