/** Correction proposals over HTTP: who is asked to correct what, on which evidence, by when, and what came of it. */
import Type, { type Static, type TSchema } from 'typebox';
import { allowedOf } from '../../governance/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });

export const outcomes = ['take-over', 'source-wrong', 'undecided', 'refuse'] as const;
export type Outcome = (typeof outcomes)[number];

export const Correction = Type.Object({
  id: Uuid,
  register: text,
  record: Uuid,
  body: BodyRef,
  field: text,
  names: Texts,
  /** What the record says. */
  said: Nullable(text),
  /** What it should say: by the trusted source, or by whoever proposes it. */
  held: Nullable(text),
  state: text,
  origin: Type.Enum(['comparison', 'proposed']),
  openedAt: text,
  closedAt: Nullable(text),
  reason: Nullable(text),
  evidence: Nullable(text),
  proposedBy: Nullable(BodyRef),
  /** The home is outside this node: the proposal is carried there by hand. */
  outside: Type.Boolean(),
  /** By when the cause is to be found, and by when it is to be settled. */
  causeDue: Nullable(text),
  due: Nullable(text),
  /** Working days left, negative when it is late; null once it is settled. */
  daysLeft: Nullable(Type.Number()),
  overdue: Type.Boolean(),
  follows: Nullable(Uuid),
  /** What an `unsent` one waits for: its home is not on this node. It is sent by itself as soon as it is. */
  destination: Nullable(Type.Object({ name: text, names: Texts, holder: Nullable(Texts) })),
});
export type Correction = Static<typeof Correction>;

const EvidenceFile = Type.Object({
  id: Uuid,
  name: text,
  mediaType: text,
  /** In bytes. */
  size: Type.Integer(),
  sha256: text,
  addedAt: text,
});

export const CorrectionPage = Type.Object({
  ...Correction.properties,
  registerNames: Texts,
  /** The body whose officers keep the record. */
  keeper: BodyRef,
  mine: Type.Boolean(),
  files: Type.Array(EvidenceFile),
  allowed: allowedOf(
    'registers.settleCorrection',
    'registers.undoSettlement',
    'registers.withdrawCorrection',
    'registers.sendCorrection',
    'registers.addEvidence',
    'registers.acknowledgeCorrection',
  ),
  /** Others about the same field of the same record, newest first. */
  others: Type.Array(
    Type.Object({
      id: Uuid,
      state: text,
      said: Nullable(text),
      held: Nullable(text),
      reason: Nullable(text),
      openedAt: text,
    }),
  ),
});
export type CorrectionPage = Static<typeof CorrectionPage>;

export const listCorrections = endpoint({
  name: 'registers.listCorrections',
  method: 'GET',
  path: '/api/corrections',
  permission: 'registers.read-corrections',
  summary: 'Fields that differ from the trusted source and corrections proposed, in the bodies the caller answers for',
  query: Type.Object({
    register: optional(text),
    state: optional(text),
    /** `proposed`: what the caller’s own body proposed, wherever it went. */
    whose: optional(Type.Enum(['kept', 'proposed'])),
    overdue: optional(Type.Boolean()),
    record: optional(Uuid),
    /** Code of a body: only records of which it is the keeper. */
    keeper: optional(Type.String({ maxLength: 100 })),
    cursor: optional(Uuid),
    limit: optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  response: Type.Object({
    items: Type.Array(Correction),
    next: optional(text),
    open: Type.Record(text, Type.Integer()),
  }),
});

const oneCorrection = Type.Object({ correction: Uuid });

export const getCorrection = endpoint({
  name: 'registers.getCorrection',
  method: 'GET',
  path: '/api/corrections/{correction}',
  permission: 'registers.read-corrections',
  summary: 'One correction: both values, the evidence, the clock, and what was said about the same field before',
  params: oneCorrection,
  response: CorrectionPage,
});

export const proposeCorrection = endpoint({
  name: 'registers.proposeCorrection',
  method: 'POST',
  path: '/api/corrections',
  permission: 'registers.propose-correction',
  summary: 'Propose another value of a field whose home is elsewhere, with evidence: it goes to whoever keeps it',
  body: Type.Object({
    register: Name,
    record: Uuid,
    field: Name,
    value: Nullable(Type.String({ maxLength: 4000 })),
    evidence: Type.String({ minLength: 1, maxLength: 4000 }),
    /** A refused correction that said the same: the evidence is new. */
    despite: optional(Uuid),
  }),
  response: CorrectionPage,
  about: ({ body }) => ({ register: body.register }),
});

const Reason = optional(Type.String({ maxLength: 1000 }));

export const addEvidence = endpoint({
  name: 'registers.addEvidence',
  method: 'POST',
  path: '/api/corrections/{correction}/evidence',
  permission: 'registers.propose-correction',
  summary: 'Add a file as evidence: PDF, PNG, JPEG or .xlsx, at most 5 MB and five of them',
  params: oneCorrection,
  query: Type.Object({ fileName: Type.String({ minLength: 1, maxLength: 255 }) }),
  consumes: [
    'application/octet-stream',
    'application/pdf',
    'image/png',
    'image/jpeg',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  response: Type.Object({ files: Type.Array(EvidenceFile) }),
});

export const readEvidence = endpoint({
  name: 'registers.readEvidence',
  method: 'GET',
  path: '/api/corrections/{correction}/evidence/{file}',
  permission: 'registers.read-corrections',
  summary: 'A file of evidence, to be saved: for whoever may see the correction',
  params: Type.Object({ correction: Uuid, file: Uuid }),
  produces: ['application/octet-stream'],
});

export const sendCorrection = endpoint({
  name: 'registers.sendCorrection',
  method: 'POST',
  path: '/api/corrections/{correction}/sending',
  permission: 'registers.propose-correction',
  summary: 'Send a proposal that was kept because its home could not be reached',
  params: oneCorrection,
  response: CorrectionPage,
});

export const settleCorrection = endpoint({
  name: 'registers.settleCorrection',
  method: 'POST',
  path: '/api/corrections/{correction}/settlement',
  permission: 'registers.settle-correction',
  summary: 'Take the value over, say that the source is wrong, refuse a proposal, or leave it undecided for a check',
  params: oneCorrection,
  body: Type.Object({ outcome: Type.Enum([...outcomes]), reason: Reason }),
  response: Correction,
});

export const undoSettlement = endpoint({
  name: 'registers.undoSettlement',
  method: 'POST',
  path: '/api/corrections/{correction}/undo',
  permission: 'registers.settle-correction',
  summary: 'Take a settlement back within 24 hours, with the edit it made',
  params: oneCorrection,
  response: Correction,
});

export const withdrawCorrection = endpoint({
  name: 'registers.withdrawCorrection',
  method: 'POST',
  path: '/api/corrections/{correction}/withdrawal',
  permission: 'registers.propose-correction',
  summary: 'The body that proposed a correction lets it go',
  params: oneCorrection,
  body: Type.Object({ reason: Reason }),
  response: Correction,
});

export const acknowledgeCorrection = endpoint({
  name: 'registers.acknowledgeCorrection',
  method: 'POST',
  path: '/api/corrections/{correction}/acknowledgement',
  permission: 'registers.propose-correction',
  summary: 'The answer has been read: it leaves the list of what is owed',
  params: oneCorrection,
  response: Correction,
});
