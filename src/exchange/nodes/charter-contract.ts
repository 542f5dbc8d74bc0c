/** The root's charter: how it stands, the next one proposed, and signatures brought. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

const standings = ['none', 'good', 'soon', 'over', 'waits'] as const;
/** `none`: there is no charter; `soon`: it ends within 30 days; `waits`: the next one lacks signatures. */
export const CharterStanding = Type.Unsafe<(typeof standings)[number]>(
  Type.Union(standings.map((one) => Type.Literal(one))),
);
export type CharterStanding = Static<typeof CharterStanding>;

const Guardian = Type.Object({ name: text, key: text, fingerprint: text });
const Terms = {
  version: Type.Integer(),
  issued: text,
  expires: text,
  threshold: Type.Integer(),
  guardians: Type.Array(Guardian),
  /** Keys of the root that may sign the registry: their ids. */
  keys: Type.Array(text),
  /** The signed note (C2SP), to be kept or handed on. */
  note: text,
};

export const CharterView = Type.Object({
  root: text,
  /** Whether charters are proposed and put in force at this node. */
  isRoot: Type.Boolean(),
  /** Whether other nodes depend on the root. */
  isShared: Type.Boolean(),
  standing: CharterStanding,
  /** Ids of the root's keys that count now. */
  rootKeys: Type.Array(text),
  charter: Nullable(Type.Object({ ...Terms, acceptedAt: text })),
  proposal: Nullable(
    Type.Object({
      ...Terms,
      by: text,
      at: text,
      /** Names of those who signed. */
      signed: Type.Array(text),
      /** How many guardians of the charter before, and of this one, are still missing. */
      missing: Type.Object({ old: Type.Integer(), new: Type.Integer() }),
    }),
  ),
});
export type CharterView = Static<typeof CharterView>;

export const readCharter = endpoint({
  name: 'exchange.readCharter',
  method: 'GET',
  path: '/api/exchange/charter',
  permission: 'exchange.read-nodes',
  summary:
    'Which keys of the root count by the word of which guardians, until when; and the next charter, if one is proposed',
  response: CharterView,
});

const key = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]+$' });

export const proposeCharter = endpoint({
  name: 'exchange.proposeCharter',
  method: 'POST',
  path: '/api/exchange/charter/proposal',
  permission: 'exchange.manage-nodes',
  summary:
    'The next charter: guardians by their verifier keys, how many must sign, for how long, with which keys of the root',
  body: Type.Object({
    guardians: Type.Array(key, { minItems: 1, maxItems: 100 }),
    threshold: Type.Integer({ minimum: 0, maximum: 100 }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    /** With a new key of the root node. */
    newKey: Type.Optional(Type.Boolean()),
    /** Ids of keys of the root that shall count no more. */
    drop: Type.Optional(Type.Array(Type.String({ pattern: '^[0-9a-f]{8}$', maxLength: 8 }), { maxItems: 10 })),
  }),
  response: CharterView,
});

export const withdrawCharter = endpoint({
  name: 'exchange.withdrawCharter',
  method: 'POST',
  path: '/api/exchange/charter/proposal/withdrawal',
  permission: 'exchange.manage-nodes',
  summary: 'The proposed charter is dropped with the signatures brought so far; the one in force stays',
  response: CharterView,
});

export const bringSignatures = endpoint({
  name: 'exchange.bringSignatures',
  method: 'POST',
  path: '/api/exchange/charter/signatures',
  permission: 'exchange.manage-nodes',
  summary: 'The proposal as guardians signed it; with enough of them it is in force at once',
  body: Type.Object({ note: Type.String({ minLength: 1, maxLength: 10_000, pattern: '^[^\\u0000]+$' }) }),
  response: CharterView,
});
