/** Impact assessments and transfers as endpoints. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { BodyRef, Named } from '../contract.ts';
import { Day, LegalBasis, Nullable } from '../model.ts';
import { assessmentStates, assessmentSteps, dayClockStates } from './assessment.ts';
import { code, codes, contents, DOCX, line, longText } from './given.ts';
import { PartText } from './parts.ts';
import { transferStates, transferSteps } from './transfer.ts';

export { assessmentSteps, type AssessmentStep } from './assessment.ts';
export { transferSteps, type TransferStep } from './transfer.ts';

export const DayClock = Type.Object({
  state: Type.Enum([...dayClockStates]),
  due: Nullable(Day),
  /** Days left; negative when late; null when nothing is due. */
  daysLeft: Nullable(Type.Integer()),
});
export type DayClock = Static<typeof DayClock>;

export const AssessmentLine = Type.Object({
  code: Type.String(),
  purpose: Named,
  registers: Type.Array(Named),
  body: BodyRef,
  state: Type.Enum([...assessmentStates]),
  revision: Type.Integer(),
  firstProcessing: Day,
  /** Sending, while it is a draft; looking again, once it was sent. */
  clock: DayClock,
  sentOn: Nullable(Day),
  number: Nullable(Type.String()),
});
export type AssessmentLine = Static<typeof AssessmentLine>;

export const UnassessedLine = Type.Object({
  purpose: Named,
  registers: Type.Array(Named),
  /** First day of the oldest agreement under it. */
  since: Day,
});
export type UnassessedLine = Static<typeof UnassessedLine>;

export const TransferLine = Type.Object({
  code: Type.String(),
  title: Type.String(),
  body: BodyRef,
  /** Who receives: a body, or an organisation outside by its name. */
  to: Nullable(BodyRef),
  recipient: Nullable(Type.String()),
  /** ISO 3166-1 alpha-2 when it goes abroad. */
  country: Nullable(Type.String()),
  registers: Type.Array(Named),
  state: Type.Enum([...transferStates]),
  from: Nullable(Day),
  until: Nullable(Day),
  agreement: Nullable(Type.String()),
  /** How many of the contents that the law asks for are written. */
  written: Type.Integer(),
  asked: Type.Integer(),
});
export type TransferLine = Static<typeof TransferLine>;

export const AssessmentPage = Type.Object({
  ...AssessmentLine.properties,
  basis: LegalBasis,
  purposeBases: Type.Array(LegalBasis),
  authority: Texts,
  parts: Type.Array(PartText),
  cause: Nullable(Type.String()),
  due: Day,
  calendar: Type.String(),
  lateReason: Nullable(Type.String()),
  answeredOn: Nullable(Day),
  answer: Nullable(Type.String()),
  refreshOn: Nullable(Day),
  waived: Nullable(Type.Object({ on: Day, basis: LegalBasis, reason: Type.String() })),
  /** What was sent before, the newest first. */
  revisions: Type.Array(
    Type.Object({
      revision: Type.Integer(),
      parts: Type.Array(PartText),
      cause: Nullable(Type.String()),
      sentOn: Day,
      number: Type.String(),
      lateReason: Nullable(Type.String()),
      answeredOn: Nullable(Day),
      answer: Nullable(Type.String()),
    }),
  ),
  /** Steps that the asker may take now. */
  steps: Type.Array(Type.Enum([...assessmentSteps])),
});
export type AssessmentPage = Static<typeof AssessmentPage>;

export const TransferPage = Type.Object({
  ...TransferLine.properties,
  categories: Type.Array(Named),
  basis: LegalBasis,
  assessment: Nullable(Type.String()),
  needsAssessment: Type.Boolean(),
  parts: Type.Array(PartText),
  endedOn: Nullable(Day),
  endWords: Nullable(Type.String()),
  steps: Type.Array(Type.Enum([...transferSteps])),
});
export type TransferPage = Static<typeof TransferPage>;

const permission = 'governance.keep-dossiers';
const read = 'governance.read-privacy';
const ofBody = ({ body }: { body: { body?: string } }) => (body.body === undefined ? {} : { body: body.body });
const closed = { additionalProperties: false };
const own = '/api/governance/privacy';
const registers = Type.Array(code, { minItems: 1, maxItems: 100, uniqueItems: true });

export const beginAssessment = endpoint({
  name: 'governance.beginAssessment',
  method: 'POST',
  path: `${own}/assessments`,
  permission,
  summary: 'Begins the impact assessment of a purpose; it is due so many days after the first processing',
  body: Type.Object(
    {
      purpose: code,
      registers,
      /** Code of the body that answers; default one’s own. */
      body: Type.Optional(code),
      firstProcessing: Day,
      contents: Type.Optional(contents),
    },
    closed,
  ),
  response: Type.Object({ code: Type.String() }),
  about: ofBody,
});

const oneAssessment = Type.Object({ assessment: code });

export const getAssessment = endpoint({
  name: 'governance.getAssessment',
  method: 'GET',
  path: `${own}/assessments/{assessment}`,
  permission: read,
  summary: 'One impact assessment: contents, days, what was sent and answered, earlier revisions',
  params: oneAssessment,
  response: AssessmentPage,
});

export const stepAssessment = endpoint({
  name: 'governance.stepAssessment',
  method: 'POST',
  path: `${own}/assessments/{assessment}/steps`,
  permission,
  summary:
    'Writes contents, records sending or the answer, begins the next revision, or says on which basis none is needed',
  params: oneAssessment,
  body: Type.Object(
    {
      step: Type.Enum([...assessmentSteps]),
      on: Type.Optional(Day),
      contents: Type.Optional(contents),
      registers: Type.Optional(registers),
      /** Number of what was sent. */
      number: Type.Optional(line),
      lateReason: Type.Optional(longText),
      /** `answer`: what was answered; `refresh`: the cause; `waive`: why none is needed. */
      words: Type.Optional(longText),
      /** `waive`: code of the legal basis. */
      basis: Type.Optional(code),
    },
    closed,
  ),
  response: AssessmentPage,
});

export const assessmentDossier = endpoint({
  name: 'governance.assessmentDossier',
  method: 'GET',
  path: `${own}/assessments/{assessment}/dossier.docx`,
  permission: read,
  summary: 'The dossier of an impact assessment as Word, with its earlier revisions',
  params: oneAssessment,
  produces: [DOCX],
});

export const writeTransfer = endpoint({
  name: 'governance.writeTransfer',
  method: 'POST',
  path: `${own}/transfers`,
  permission,
  summary:
    'Writes down a transfer of personal data to another body, an organisation outside, or abroad; nothing goes yet',
  body: Type.Object(
    {
      title: line,
      body: Type.Optional(code),
      registers,
      categories: Type.Optional(codes),
      /** Code of the body that receives; or `recipient`, an organisation outside. */
      to: Type.Optional(code),
      recipient: Type.Optional(line),
      country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
      agreement: Type.Optional(code),
      assessment: Type.Optional(code),
      until: Type.Optional(Day),
      contents: Type.Optional(contents),
    },
    closed,
  ),
  response: Type.Object({ code: Type.String() }),
  about: ofBody,
});

const oneTransfer = Type.Object({ transfer: code });

export const getTransfer = endpoint({
  name: 'governance.getTransfer',
  method: 'GET',
  path: `${own}/transfers/{transfer}`,
  permission: read,
  summary: 'One transfer of personal data: who receives what, on which contents, until when',
  params: oneTransfer,
  response: TransferPage,
});

export const stepTransfer = endpoint({
  name: 'governance.stepTransfer',
  method: 'POST',
  path: `${own}/transfers/{transfer}/steps`,
  permission,
  summary: 'Writes contents, begins a transfer (refused while one is missing), or ends it',
  params: oneTransfer,
  body: Type.Object(
    {
      step: Type.Enum([...transferSteps]),
      on: Type.Optional(Day),
      until: Type.Optional(Day),
      contents: Type.Optional(contents),
      assessment: Type.Optional(code),
      /** `end`: what became of the data. */
      words: Type.Optional(longText),
    },
    closed,
  ),
  response: TransferPage,
});

export const transferWord = endpoint({
  name: 'governance.transferWord',
  method: 'GET',
  path: `${own}/transfers/{transfer}/transfer.docx`,
  permission: read,
  summary: 'What a transfer agrees on, as Word',
  params: oneTransfer,
  produces: [DOCX],
});
