/** Consent, where it is the basis: the endpoints as values. */
import Type, { type Static } from 'typebox';
import { Named } from '../../governance/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Person = Type.String({ minLength: 1, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' });
/** There is no default, and nothing else is consent. */
const Yes = Type.Literal(true);

export const ConsentEdition = Type.Object({ version: Type.Integer(), words: Texts, from: Day });
export const consentMethods = ['own-account', 'paper', 'spoken'] as const;

export const ConsentPurpose = Type.Object({
  purpose: Named,
  /** Null: there is no text in force. */
  current: Nullable(ConsentEdition),
  editions: Type.Array(ConsentEdition),
  standing: Type.Integer(),
  withdrawn: Type.Integer(),
  /** Agreements (codes) whose rows are open only for people who consent. */
  agreements: Type.Array(Type.String()),
});
export type ConsentPurpose = Static<typeof ConsentPurpose>;

export const listConsents = endpoint({
  name: 'exchange.listConsents',
  method: 'GET',
  path: '/api/consents',
  permission: 'exchange.read-consents',
  summary: 'Purposes that rest on consent: their texts, how many consents stand and were withdrawn; nobody by name',
  response: Type.Object({
    items: Type.Array(ConsentPurpose),
    mayWrite: Type.Boolean(),
    mayTake: Type.Boolean(),
  }),
});

export const writeConsentText = endpoint({
  name: 'exchange.writeConsentText',
  method: 'POST',
  path: '/api/consents/texts',
  permission: 'exchange.write-consent-texts',
  summary: 'A new edition of the text that people consent to; earlier consents stay as they were given',
  body: Type.Object({ purpose: Name, words: Texts, from: Type.Optional(Day) }, { additionalProperties: false }),
  response: Type.Object({ version: Type.Integer() }),
});

export const takeConsent = endpoint({
  name: 'exchange.takeConsent',
  method: 'POST',
  path: '/api/consents',
  permission: 'exchange.take-consent',
  summary: 'Notes the consent that a person gave at the office, to the edition she read, with what proves it',
  body: Type.Object(
    {
      ...{ purpose: Name, person: Person, version: Type.Integer({ minimum: 1 }), agrees: Yes },
      language: Type.String({ pattern: '^[a-z]{2}$' }),
      method: Type.Enum(['paper', 'spoken']),
      /** Where the signed paper or the recording is kept. */
      evidence: Type.String({ minLength: 5, maxLength: 1000 }),
    },
    { additionalProperties: false },
  ),
  response: Type.Object({ consent: Type.String() }),
});

export const OwnConsent = Type.Object({
  purpose: Named,
  current: Nullable(ConsentEdition),
  given: Nullable(
    Type.Object({
      at: Type.String(),
      version: Type.Integer(),
      method: Type.Enum(consentMethods),
      withdrawnAt: Nullable(Type.String()),
    }),
  ),
});
export type OwnConsent = Static<typeof OwnConsent>;

export const readOwnConsents = endpoint({
  name: 'exchange.readOwnConsents',
  method: 'GET',
  path: '/api/consents/own',
  permission: 'exchange.read-own-requests',
  summary: 'The caller’s own consents: to what, when, and whether they stand',
  response: Type.Object({ linked: Type.Boolean(), items: Type.Array(OwnConsent) }),
});

export const giveOwnConsent = endpoint({
  name: 'exchange.giveOwnConsent',
  method: 'POST',
  path: '/api/consents/own',
  permission: 'exchange.ask-own-rights',
  summary: 'The caller consents to the edition that was read; she withdraws by a request of kind `withdraw`',
  body: Type.Object(
    { purpose: Name, version: Type.Integer({ minimum: 1 }), agrees: Yes },
    { additionalProperties: false },
  ),
  response: Type.Object({ consent: Type.String() }),
});
