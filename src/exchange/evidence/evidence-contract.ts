/** What evidence offers: the witness protocol between nodes, who witnessed what, the fence, the proof of one exchange. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { AuditItem } from '../../platform/ledger/contract.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const addCheckpoint = endpoint({
  name: 'exchange.addCheckpoint',
  method: 'POST',
  path: '/exchange/v1/witness/add-checkpoint',
  permission: 'public',
  summary:
    'C2SP tlog-witness: shows a checkpoint to this node, which cosigns it when it only adds to what was shown before. ' +
    '409 with the size that is held, 422 for a bad proof, 403 for an unknown key, 404 for an unknown log',
  consumes: ['text/plain', 'application/octet-stream'],
  produces: ['text/plain'],
});

export const witnessedLogs = endpoint({
  name: 'exchange.witnessedLogs',
  method: 'GET',
  path: '/exchange/v1/witness/logs/{node}',
  permission: 'public',
  summary: 'The last checkpoint of each log of a node that was cosigned here: what a node asks after a restart',
  params: Type.Object({ node: Type.String({ maxLength: 100 }) }),
  response: Type.Object({
    logs: Type.Array(
      Type.Object({ origin: text, size: Type.Integer(), note: text, cosignedAt: Type.String({ format: 'date-time' }) }),
    ),
  }),
});

export const auditCheckpoint = endpoint({
  name: 'exchange.auditCheckpoint',
  method: 'GET',
  path: '/exchange/v1/audit/checkpoint',
  permission: 'public',
  summary: 'The newest checkpoint of this node’s audit trail with the cosignatures of its witnesses (C2SP tlog-tiles)',
  produces: ['text/plain'],
});

export const auditTile = endpoint({
  name: 'exchange.auditTile',
  method: 'GET',
  path: '/exchange/v1/audit/{epoch}/tile/{level}/{index}',
  permission: 'public',
  summary: 'Hashes of the audit trail’s tree, up to 256 of 32 bytes; nothing of an entry can be told from them',
  params: Type.Object({
    epoch: Type.Integer({ minimum: 1 }),
    level: Type.Integer({ minimum: 0, maximum: 7 }),
    index: Type.Integer({ minimum: 0 }),
  }),
  produces: ['application/octet-stream'],
});

/** What one witness last said of one log. */
export const WitnessWord = Type.Object({
  witness: text,
  /** Name of the node as the registry has it, where it has one. */
  names: Nullable(Texts),
  relation: Nullable(
    Type.Unsafe<'parent' | 'sibling' | 'child' | 'independent'>(
      Type.Enum(['parent', 'sibling', 'child', 'independent']),
    ),
  ),
  size: Type.Integer(),
  cosignedAt: Nullable(text),
  askedAt: Nullable(text),
  /** Words: `exchange:evidence.witnessProblems.<problem>`. */
  problem: Nullable(text),
});
export type WitnessWord = Static<typeof WitnessWord>;

export const Fence = Type.Object({
  state: Type.Union([Type.Literal('open'), Type.Literal('unconfirmed'), Type.Literal('fenced')]),
  since: text,
  /** Entries here, and entries that were witnessed; null while nothing is missing. */
  missing: Nullable(
    Type.Object({ epoch: Type.Integer(), from: Type.Integer(), to: Type.Integer(), witness: text, note: text }),
  ),
});

export const readWitnesses = endpoint({
  name: 'exchange.readWitnesses',
  method: 'GET',
  path: '/api/exchange/witnesses',
  permission: 'exchange.read-evidence',
  summary:
    'Who witnessed this node’s logs and when, whose logs it witnesses, forks that were found, and the boot fence',
  response: Type.Object({
    node: text,
    /** Null before the first cosignature. */
    lastWitnessed: Nullable(text),
    /** Enough witnesses within the time that the profile allows: new personal data may go out. */
    inTime: Type.Boolean(),
    least: Type.Integer(),
    withinHours: Type.Number(),
    logs: Type.Array(Type.Object({ origin: text, size: Type.Integer(), witnesses: Type.Array(WitnessWord) })),
    witnessed: Type.Array(
      Type.Object({ origin: text, names: Nullable(Texts), size: Type.Integer(), cosignedAt: text }),
    ),
    forks: Type.Array(
      Type.Object({
        id: text,
        origin: text,
        kind: Type.Union([Type.Literal('forked'), Type.Literal('unproved')]),
        held: text,
        offered: text,
        foundAt: text,
      }),
    ),
    fence: Fence,
    losses: Type.Array(
      Type.Object({
        epoch: Type.Integer(),
        endedEpoch: Type.Integer(),
        lostFrom: Type.Integer(),
        lostTo: Type.Integer(),
        reason: text,
        declaredAt: text,
      }),
    ),
  }),
});

export const declareLoss = endpoint({
  name: 'exchange.declareLoss',
  method: 'POST',
  path: '/api/exchange/fence/declare-loss',
  permission: 'exchange.declare-loss',
  summary: 'Opens a node that is read-only after a restore: a new epoch whose first entry says what is lost',
  body: Type.Object({ reason: Type.String({ minLength: 5, maxLength: 500 }) }),
  response: Type.Object({ epoch: Type.Integer(), lostFrom: Type.Integer(), lostTo: Type.Integer() }),
});

const OneEntry = Type.Object({ entry: Type.String({ format: 'uuid' }) });

export const readEvidence = endpoint({
  name: 'exchange.readEvidence',
  method: 'GET',
  path: '/api/exchange/evidence/{entry}',
  permission: 'exchange.read-evidence',
  summary: 'One exchange: who asked, under what, what was decided, what was sent, and who witnessed it and when',
  params: OneEntry,
  response: Type.Object({
    entry: AuditItem,
    leaf: text,
    bodyNames: Nullable(Texts),
    register: Nullable(Type.Object({ name: text, names: Texts })),
    purpose: Nullable(Type.Object({ code: text, names: Nullable(Texts) })),
    agreement: Nullable(Type.Object({ code: text, names: Texts, provider: Nullable(Texts), state: text })),
    /** Null while no checkpoint covers it. */
    checkpoint: Nullable(Type.Object({ origin: text, size: Type.Integer(), root: text, signedAt: text })),
    /** Witnesses whose cosigned checkpoint covers it. */
    witnesses: Type.Array(WitnessWord),
    quorum: Type.Boolean(),
    least: Type.Integer(),
  }),
});

export const downloadProof = endpoint({
  name: 'exchange.downloadProof',
  method: 'GET',
  path: '/api/exchange/evidence/{entry}/proof',
  permission: 'exchange.read-evidence',
  summary: 'A proof that verifies without this node: leaf, path, checkpoint, cosignatures and the keys that check them',
  params: OneEntry,
  produces: ['text/plain'],
});

const OneRecord = Type.Object({
  register: Type.String({ maxLength: 100 }),
  record: Type.String({ format: 'uuid', description: 'Id of the record' }),
});

export const proveServedRecord = endpoint({
  name: 'exchange.proveServedRecord',
  method: 'GET',
  path: '/exchange/v1/{register}/proofs/{record}',
  permission: 'public',
  credentials: 'voucher',
  summary: 'The proof of one record that was fed under the voucher’s agreement: it verifies without the provider',
  params: OneRecord,
  produces: ['text/plain'],
});

export const proveRecord = endpoint({
  name: 'exchange.proveRecord',
  method: 'GET',
  path: '/api/exchange/proofs/{register}/{record}',
  permission: 'records.read',
  summary:
    'The proof of one record that was fed or received: fetched while its provider is there, good when it is gone',
  params: OneRecord,
  produces: ['text/plain'],
  about: ({ params }) => ({ register: params.register }),
});
