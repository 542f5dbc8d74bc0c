/** The audit trail's endpoints as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../http/endpoint.ts';
import { EntryQuery } from './entry-query.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const OneEntry = Type.Object({ entry: Type.String({ format: 'uuid', description: 'Id of the entry' }) });
/** Who did what, to what, for which purpose, under which rule. Words of `action` and `rule` stand in the catalogues. */
export const AuditItem = Type.Object({
  id: Type.String(),
  /** Place in the log, 1 is the first. */
  number: Type.Integer(),
  at: Type.String(),
  action: Type.String(),
  /** Account id. */
  actor: Type.String(),
  /** Name of the account, while there is one. */
  actorName: Nullable(Type.String()),
  body: Nullable(Type.Integer()),
  purpose: Nullable(Type.String()),
  subject: Type.String(),
  allowed: Type.Boolean(),
  rule: Type.String(),
  counts: Type.Record(Type.String(), Type.Number()),
  /** How many records it was about. */
  records: Type.Integer(),
});
export type AuditItem = Static<typeof AuditItem>;

export const Checkpoint = Type.Object({
  origin: Type.String(),
  size: Type.Integer(),
  root: Type.String(),
  note: Type.String({ description: 'C2SP tlog-checkpoint: the text that is signed, and its signature' }),
  vkey: Type.String({ description: 'C2SP signed-note verifier key' }),
  signedAt: Type.String(),
});

export const Verdict = Type.Object({
  ok: Type.Boolean(),
  size: Type.Integer(),
  firstBad: Nullable(Type.Integer()),
  fault: Nullable(Type.String({ description: 'Words: `ledger:faults.<fault>`' })),
  unsigned: Type.Integer(),
});

export const listEntries = endpoint({
  name: 'ledger.listEntries',
  method: 'GET',
  path: '/api/audit',
  permission: 'ledger.open',
  summary: 'Who did what, newest first: everything of the bodies one may oversee, and always one’s own acts',
  query: Type.Object({
    ...EntryQuery,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Object({ items: Type.Array(AuditItem), next: Type.Optional(Type.String()) }),
});

export const getEntry = endpoint({
  name: 'ledger.getEntry',
  method: 'GET',
  path: '/api/audit/{entry}',
  permission: 'ledger.open',
  summary: 'One entry with its leaf, and with its detail for those entitled to it',
  params: OneEntry,
  response: Type.Object({
    ...AuditItem.properties,
    leaf: Type.String({ description: 'The exact bytes that were hashed, as JSON text' }),
    detail: Type.Object({
      state: Type.Enum(['none', 'readable', 'erased', 'withheld']),
      value: Type.Optional(Type.Unknown()),
    }),
  }),
});

export const getCheckpoint = endpoint({
  name: 'ledger.getCheckpoint',
  method: 'GET',
  path: '/api/audit/checkpoint',
  permission: 'ledger.open',
  summary: 'The newest signed checkpoint of the log',
  response: Checkpoint,
});

export const getProof = endpoint({
  name: 'ledger.getProof',
  method: 'GET',
  path: '/api/audit/proof/{entry}',
  permission: 'ledger.open',
  summary: 'The hashes that prove an entry to be in the log (RFC 6962 §2.1.1)',
  params: OneEntry,
  response: Type.Object({
    number: Type.Integer(),
    leaf: Type.String(),
    path: Type.Array(Type.String({ description: 'base64' })),
    checkpoint: Checkpoint,
  }),
});

export const verify = endpoint({
  name: 'ledger.verify',
  method: 'POST',
  path: '/api/audit/verify',
  permission: 'ledger.verify',
  summary: 'Checks every entry, hash and checkpoint of the log now',
  response: Verdict,
});
