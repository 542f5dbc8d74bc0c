/** The endpoints of agreements that are decided here: for a class, its reach, security, renewal, why not, the document. */
import Type, { type Static } from 'typebox';
import { ExplainedDecision } from '../platform/decision.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';
import { AgreementPage, BodyRef } from './contract.ts';
import { AgreementDetails, Day, Mode, Nullable, QuotaPeriod } from './model.ts';
import { Elements } from './requests/model.ts';
import { RowsInput } from './requests/request-contract.ts';

const code = Type.String({ minLength: 1, maxLength: 100 });
const OneAgreement = Type.Object({ agreement: code });

/** Bodies by code, or every body of a class; a class that says nothing is everybody. */
export const ConsumersInput = Type.Union([
  Type.Object({ bodies: Type.Array(code, { minItems: 1, maxItems: 5000 }) }, { additionalProperties: false }),
  Type.Object(
    {
      class: Type.Object(
        {
          level: Type.Optional(code),
          kind: Type.Optional(code),
          under: Type.Optional(code),
          attributes: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 200 }))),
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
]);
export type ConsumersInput = Static<typeof ConsumersInput>;

export const reachOfClass = endpoint({
  name: 'governance.reachOfClass',
  method: 'POST',
  path: '/api/governance/agreements/reach',
  permission: 'governance.read',
  summary: 'Which bodies a class has today: whom a class agreement would reach',
  body: Type.Object({ for: ConsumersInput }),
  response: Type.Object({
    count: Type.Integer(),
    /** The first 500 by code. */
    bodies: Type.Array(BodyRef),
  }),
});

export const createAgreements = endpoint({
  name: 'governance.createAgreements',
  method: 'POST',
  path: '/api/governance/agreements',
  permission: 'governance.decide-agreements',
  summary:
    'One decision for many: registers shared with bodies or with every body of a class, one grant each; nothing is open before security is confirmed',
  body: Type.Object({
    registers: Type.Array(code, { minItems: 1, maxItems: 100, uniqueItems: true }),
    names: Texts,
    for: ConsumersInput,
    elements: Type.Optional(Elements),
    rows: Type.Optional(RowsInput),
    condition: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 2000 }))),
    purpose: code,
    basis: code,
    mode: Mode,
    quota: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }))),
    quotaPeriod: Type.Optional(QuotaPeriod),
    /** Different records that each consumer may read in that period; as many as there are when absent. */
    subjects: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }))),
    details: Type.Optional(AgreementDetails),
    from: Day,
    to: Type.Optional(Nullable(Day)),
  }),
  response: Type.Object({ agreements: Type.Array(Type.String()), grants: Type.Integer() }),
});

export const confirmSecurity = endpoint({
  name: 'governance.confirmSecurity',
  method: 'POST',
  path: '/api/governance/agreements/security',
  permission: 'governance.decide-security',
  summary: 'The technical role confirms connections, any number in one act; the confirmation lapses by itself',
  body: Type.Object({ agreements: Type.Array(code, { minItems: 1, maxItems: 1000 }) }),
  response: Type.Object({ until: Day }),
});

export const renewAgreement = endpoint({
  name: 'governance.renewAgreement',
  method: 'POST',
  path: '/api/governance/agreements/{agreement}/renewal',
  permission: 'governance.decide-agreements',
  summary: 'Gives an agreement a later last day',
  params: OneAgreement,
  body: Type.Object({ to: Day }),
  response: AgreementPage,
});

export const WhyAnswer = Type.Object({
  decision: ExplainedDecision,
  /** Of the agreement that opens it; null without one or without a quota. */
  quota: Nullable(Type.Object({ quota: Type.Integer(), used: Type.Integer(), period: QuotaPeriod, freeAgain: Day })),
  /** Of that agreement: different records, how many may be read and were. */
  subjects: Nullable(
    Type.Object({ subjects: Type.Integer(), read: Type.Integer(), period: QuotaPeriod, freeAgain: Day }),
  ),
});
export type WhyAnswer = Static<typeof WhyAnswer>;

export const askWhy = endpoint({
  name: 'governance.askWhy',
  method: 'POST',
  path: '/api/governance/why',
  permission: 'governance.ask',
  summary:
    'Why may I not read this, or may I? One decision with rule, facts, who can change it and the smallest change; nothing is counted',
  body: Type.Object({
    register: Type.Optional(code),
    /** Whose rows, by code or id. */
    body: Type.Optional(Type.Union([Type.Integer(), code])),
    /** Default `records.read`. */
    permission: Type.Optional(code),
    purpose: Type.Optional(code),
    elements: Type.Optional(Type.Array(code, { maxItems: 500 })),
  }),
  response: WhyAnswer,
});

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const agreementWord = endpoint({
  name: 'governance.agreementWord',
  method: 'GET',
  path: '/api/governance/agreements/{agreement}/agreement.docx',
  permission: 'governance.read-agreements',
  summary: 'The agreement as Word, with the contents that the profile’s template names',
  params: OneAgreement,
  produces: [DOCX],
});

export const agreementPdf = endpoint({
  name: 'governance.agreementPdf',
  method: 'GET',
  path: '/api/governance/agreements/{agreement}/agreement.pdf',
  permission: 'governance.read-agreements',
  summary: 'The agreement as PDF, with the same contents as the Word file',
  params: OneAgreement,
  produces: ['application/pdf'],
});
