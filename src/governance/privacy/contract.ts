/** What happens to personal data, as endpoints: the board of clocks, and breaches. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { allowedOf } from '../allowed-contract.ts';
import { BodyRef, Named } from '../contract.ts';
import { LegalBasis, Nullable } from '../model.ts';
import { Breach, breachStates, breachSteps } from './breach.ts';
import { code, codes, contents, DOCX, line, longText, person } from './given.ts';
import { AssessmentLine, TransferLine, UnassessedLine } from './dossier-contract.ts';
import { PartText } from './parts.ts';
import { RiskLine, UnriskedLine } from './risk-contract.ts';

export type { PartText } from './parts.ts';
export { breachSteps, type BreachStep } from './breach.ts';

/** RFC 3339 date-time. */
const moment = Type.String({ format: 'date-time', maxLength: 40 });
const people = Nullable(Type.Integer({ minimum: 0, maximum: 100_000_000 }));
export const HourClock = Type.Object({
  state: Type.Enum(['running', 'late', 'in-time', 'answered-late', 'not-owed']),
  /** Hours left, one decimal; negative when late; null once it has stopped. */
  hoursLeft: Nullable(Type.Number()),
  /** The node's clock stands before the beginning. */
  behind: Type.Boolean(),
});

export const BreachLine = Type.Object({
  code: Type.String(),
  title: Type.String(),
  drill: Type.Boolean(),
  state: Type.Enum([...breachStates]),
  body: BodyRef,
  registers: Type.Array(Named),
  people: Breach.properties.people,
  estimated: Type.Boolean(),
  discoveredAt: Type.String(),
  dueAt: Type.String(),
  clock: HourClock,
  /** What is owed now: `assess`, `notify`, `contain`, `persons`, `close`. */
  owed: Type.Array(Type.String()),
});
export type BreachLine = Static<typeof BreachLine>;

export const BreachPage = Type.Object({
  ...BreachLine.properties,
  categories: Type.Array(Type.Object({ ...Named.properties, sensitive: Type.Boolean() })),
  happenedAt: Nullable(Type.String()),
  hours: Type.Integer(),
  basis: LegalBasis,
  authority: Texts,
  parts: Type.Array(PartText),
  assessedAt: Nullable(Type.String()),
  notifies: Nullable(Type.Boolean()),
  whyNot: Nullable(Type.String()),
  notifiedAt: Nullable(Type.String()),
  noticeNumber: Nullable(Type.String()),
  lateReason: Nullable(Type.String()),
  personsAt: Nullable(Type.String()),
  personsHow: Nullable(Type.String()),
  personsWhyNot: Nullable(Type.String()),
  containedAt: Nullable(Type.String()),
  closedAt: Nullable(Type.String()),
  lesson: Nullable(Type.String()),
  entries: Type.Array(
    Type.Object({
      position: Type.Integer(),
      /** A step, `report`, or `late` by the node. */
      kind: Type.String(),
      at: Type.String(),
      writtenAt: Type.String(),
      /** Seconds that the node's clock stood behind the entry before. */
      clockBehind: Type.Integer(),
      words: Nullable(Type.String()),
      by: person,
      body: Nullable(BodyRef),
    }),
  ),
  allowed: allowedOf('governance.stepBreach'),
});
export type BreachPage = Static<typeof BreachPage>;

export const PrivacyBoard = Type.Object({
  /** False where the profile says nothing of personal data: then nothing is owed. */
  ruled: Type.Boolean(),
  authority: Nullable(Texts),
  /** Hours from discovery to the notice. */
  hours: Nullable(Type.Integer()),
  breaches: Type.Array(BreachLine),
  assessments: Type.Array(AssessmentLine),
  /** Purposes under which personal data are shared by agreement, without an assessment. */
  unassessed: Type.Array(UnassessedLine),
  transfers: Type.Array(TransferLine),
  risks: Type.Array(RiskLine),
  /** Registers with personal data whose risks nobody has assessed. */
  unrisked: Type.Array(UnriskedLine),
});
export type PrivacyBoard = Static<typeof PrivacyBoard>;

export const readPrivacy = endpoint({
  name: 'governance.readPrivacy',
  method: 'GET',
  path: '/api/governance/privacy',
  permission: 'governance.read-privacy',
  summary:
    'What happens to personal data: breaches, assessments of impact and of risks, and transfers with their clocks, what is open first',
  response: PrivacyBoard,
});

export const reportBreach = endpoint({
  name: 'governance.reportBreach',
  method: 'POST',
  path: '/api/governance/privacy/breaches',
  permission: 'governance.report-breaches',
  summary: 'Reports a breach of personal data, or begins a drill; the clock runs from when it was discovered',
  body: Type.Object(
    {
      title: line,
      drill: Type.Optional(Type.Boolean()),
      /** Code of the body that answers; default one’s own. */
      body: Type.Optional(code),
      registers: Type.Optional(codes),
      categories: Type.Optional(codes),
      people: Type.Optional(people),
      happenedAt: Type.Optional(moment),
      /** Default now. */
      discoveredAt: Type.Optional(moment),
      /** What is known at first. */
      words: Type.Optional(longText),
    },
    { additionalProperties: false },
  ),
  response: Type.Object({ code: Type.String(), dueAt: Type.String() }),
  about: ({ body }) => (body.body === undefined ? {} : { body: body.body }),
});

const oneBreach = Type.Object({ breach: code });

export const getBreach = endpoint({
  name: 'governance.getBreach',
  method: 'GET',
  path: '/api/governance/privacy/breaches/{breach}',
  permission: 'governance.read-privacy',
  summary: 'One breach: what is known, what was done and when, what is owed; nothing of the people’s data',
  params: oneBreach,
  response: BreachPage,
});

export const stepBreach = endpoint({
  name: 'governance.stepBreach',
  method: 'POST',
  path: '/api/governance/privacy/breaches/{breach}/steps',
  permission: 'governance.handle-breaches',
  summary:
    'Takes a step: assess, notify the authority, tell the persons, contain, close, or a note. Times follow one another; a late notice gives its reason',
  params: oneBreach,
  body: Type.Object(
    {
      step: Type.Enum([...breachSteps]),
      /** When it was done; default now. */
      at: Type.Optional(moment),
      /** `note`: the note; `contain`, `persons`: how; `close`: what was learned. */
      words: Type.Optional(longText),
      registers: Type.Optional(codes),
      categories: Type.Optional(codes),
      people: Type.Optional(people),
      estimated: Type.Optional(Type.Boolean()),
      /** Parts of the notice by their codes. */
      contents: Type.Optional(contents),
      /** Whether the authority must be notified. */
      notifies: Type.Optional(Type.Boolean()),
      /** Why the authority is not notified (`assess`), or the persons are not told (`persons`). */
      whyNot: Type.Optional(longText),
      /** Number of the notice. */
      number: Type.Optional(line),
      lateReason: Type.Optional(longText),
    },
    { additionalProperties: false },
  ),
  response: BreachPage,
});

export const breachNotice = endpoint({
  name: 'governance.breachNotice',
  method: 'GET',
  path: '/api/governance/privacy/breaches/{breach}/notice.docx',
  permission: 'governance.read-privacy',
  summary: 'The notice to the authority as Word, with the parts that the profile names',
  params: oneBreach,
  produces: [DOCX],
});
