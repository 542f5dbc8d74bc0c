/** What the node registry offers: to people, to nodes that join, and to nodes that belong. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { NodeEntry, NodeKey, NodeState } from './model.ts';
import { CharterStanding } from './charter-contract.ts';
import { FlowState, FlowWay } from './reports-contract.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const nodeName = Type.String({ pattern: String.raw`^node-[0-9a-f]{8}\.artery$`, maxLength: 40 });
const Code = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000]+$' });
const note = Type.String({ minLength: 1, maxLength: 1_000_000, pattern: '^[^\\u0000]+$' });
const charter = Type.String({ minLength: 1, maxLength: 10_000, pattern: '^[^\\u0000]+$' });
const reason = Type.String({ minLength: 3, maxLength: 500, pattern: '^[^\\u0000]+$' });

export const BodyOfNode = Type.Object({ code: text, names: Nullable(Texts) });

/** A node as a screen shows it. */
export const NodeView = Type.Object({
  name: text,
  address: Nullable(text),
  level: Nullable(text),
  parent: Nullable(text),
  bodies: Type.Array(BodyOfNode),
  state: NodeState,
  since: text,
  decidedBy: Nullable(text),
  decidedAt: Nullable(text),
  reason: Nullable(text),
  /** Of its newest key: six groups of five digits. */
  fingerprint: text,
  keys: Type.Array(Type.Object({ ...NodeKey.properties, id: text, live: Type.Boolean() })),
  isOwn: Type.Boolean(),
  isRoot: Type.Boolean(),
  /** When its audit trail was last witnessed: its own by enough others, another's by this node; null: never. */
  witnessedAt: Nullable(text),
  /** What this node heard of it; null: nothing yet, or itself. */
  contact: Nullable(
    Type.Object({
      heardAt: Nullable(text),
      failedAt: Nullable(text),
      failure: Nullable(text),
      skewMs: Nullable(Type.Integer()),
      roundTripMs: Nullable(Type.Integer()),
      registryVersion: Nullable(Type.Integer()),
    }),
  ),
  /** What the nodes between told of it, for one that this node does not speak with: who, and when it wrote that. */
  told: Nullable(Type.Object({ by: text, at: text })),
});
export type NodeView = Static<typeof NodeView>;

export const RegistryView = Type.Object({
  root: text,
  version: Type.Integer(),
  issued: text,
  expires: text,
  receivedAt: text,
  /** Whether it may be believed now. */
  live: Type.Boolean(),
});

export const NodesPage = Type.Object({
  own: text,
  now: text,
  registry: RegistryView,
  /** How the root's charter stands: one has to be made, renewed in time, or its signatures brought. */
  charter: CharterStanding,
  nodes: Type.Array(NodeView),
  /** Nodes that ask this one to be their parent, and those that were refused. */
  requests: Type.Array(NodeView),
});
export type NodesPage = Static<typeof NodesPage>;

/** Something that flows from one node to another under one agreement, as this node sees it or was told by one of the two. */
export const Flow = Type.Object({
  /** Rows that follow by themselves, or people who are looked up one by one: then `rows` is how many today. */
  way: FlowWay,
  from: text,
  /** Null: the consumer's body is not known here. */
  to: Nullable(text),
  agreement: text,
  consumer: BodyOfNode,
  register: Nullable(Type.Object({ name: text, names: Nullable(Texts) })),
  state: FlowState,
  /** Pages that were offered and are not applied; null when nothing is awaited. */
  lag: Nullable(Type.Integer()),
  /** Rows applied; null where this node sends. */
  rows: Nullable(Type.Integer()),
  /** When the consumer last applied or acknowledged a page. */
  at: Nullable(text),
  fault: Nullable(text),
  /** When the sender's audit trail was last witnessed. */
  witnessedAt: Nullable(text),
  /** The node that told of it; null: seen here. */
  toldBy: Nullable(text),
});
export type Flow = Static<typeof Flow>;

export const FlowPage = Type.Object({
  own: text,
  now: text,
  nodes: Type.Array(
    Type.Object({
      name: text,
      parent: Nullable(text),
      bodies: Type.Array(BodyOfNode),
      isRoot: Type.Boolean(),
      /** When it was last heard, here or by a node below. */
      heardAt: Nullable(text),
    }),
  ),
  flows: Type.Array(Flow),
});
export type FlowPage = Static<typeof FlowPage>;

export const OwnNodeView = Type.Object({
  name: text,
  key: text,
  fingerprint: text,
  address: Nullable(text),
  root: text,
  registryVersion: Type.Integer(),
  now: text,
});

export const describeNode = endpoint({
  name: 'exchange.describeNode',
  method: 'GET',
  path: '/api/exchange/node',
  permission: 'public',
  summary:
    'Who this node is: name, verifier key and fingerprint, for whoever wants to join it or to check its signatures',
  response: OwnNodeView,
});

export const listNodes = endpoint({
  name: 'exchange.listNodes',
  method: 'GET',
  path: '/api/exchange/nodes',
  permission: 'exchange.read-nodes',
  summary:
    'Every node with level, bodies, state, keys and contact; the registry’s version and expiry; who asks to join',
  response: NodesPage,
});

export const listFlows = endpoint({
  name: 'exchange.listFlows',
  method: 'GET',
  path: '/api/exchange/flow',
  permission: 'exchange.read-nodes',
  summary: 'Who sends what to whom under which agreement, how far behind, and when the sender was last witnessed',
  response: FlowPage,
});

export const getNode = endpoint({
  name: 'exchange.getNode',
  method: 'GET',
  path: '/api/exchange/nodes/{node}',
  permission: 'exchange.read-nodes',
  summary: 'One node',
  params: Type.Object({ node: nodeName }),
  response: NodeView,
});

export const approveNode = endpoint({
  name: 'exchange.approveNode',
  method: 'POST',
  path: '/api/exchange/nodes/{node}/approval',
  permission: 'exchange.manage-nodes',
  summary: 'The node joins below this one; the fingerprint is what the other side read aloud, and must fit its key',
  params: Type.Object({ node: nodeName }),
  body: Type.Object({ fingerprint: Type.String({ minLength: 1, maxLength: 100 }) }),
  response: NodeView,
});

export const refuseNode = endpoint({
  name: 'exchange.refuseNode',
  method: 'POST',
  path: '/api/exchange/nodes/{node}/refusal',
  permission: 'exchange.manage-nodes',
  summary: 'The node does not join; it is told the reason',
  params: Type.Object({ node: nodeName }),
  body: Type.Object({ reason }),
  response: NodeView,
});

export const retireNode = endpoint({
  name: 'exchange.retireNode',
  method: 'POST',
  path: '/api/exchange/nodes/{node}/retirement',
  permission: 'exchange.manage-nodes',
  summary: 'A node below this one belongs no more: every node refuses its calls from the next registry on',
  params: Type.Object({ node: nodeName }),
  body: Type.Object({ reason }),
  response: NodeView,
});

export const rotateKey = endpoint({
  name: 'exchange.rotateKey',
  method: 'POST',
  path: '/api/exchange/node/keys',
  permission: 'exchange.manage-nodes',
  summary: 'A new key of this node, introduced by the old one, which counts for seven more days',
  response: NodeView,
});

export const revokeKey = endpoint({
  name: 'exchange.revokeKey',
  method: 'POST',
  path: '/api/exchange/nodes/{node}/keys/{key}/revocation',
  permission: 'exchange.manage-nodes',
  summary: 'A key of this node, or of one below it, counts no more from now on',
  params: Type.Object({ node: nodeName, key: Type.String({ pattern: '^[0-9a-f]{8}$', maxLength: 8 }) }),
  response: NodeView,
});

/** What a node says of itself when it asks to join. The proof in the header is signed by `key`. */
export const JoinRequest = Type.Object({
  key: Type.String({ maxLength: 200, pattern: '^[^\\u0000]+$' }),
  address: Type.String({ maxLength: 300, pattern: String.raw`^https?://[^/\s\u0000]+$` }),
  bodies: Type.Array(Code, { minItems: 1, maxItems: 100 }),
  /** After a refusal: asks anew. */
  again: Type.Optional(Type.Boolean()),
});
export type JoinRequest = Static<typeof JoinRequest>;

export const JoinAnswer = Type.Object({
  state: NodeState,
  reason: Nullable(text),
  /** Once approved: the registry, with the parent's own signature added. */
  note: Nullable(text),
  /** The charters of the root in their order, the last with the parent's own signature added. */
  charters: Type.Optional(Type.Array(text)),
});
export type JoinAnswer = Static<typeof JoinAnswer>;

export const askToJoin = endpoint({
  name: 'exchange.askToJoin',
  method: 'POST',
  path: '/api/exchange/joins',
  permission: 'public',
  summary:
    'A node asks this one to be its parent, proves that it has the key, and learns how it stands; asked again and again',
  body: JoinRequest,
  response: JoinAnswer,
});

export const readRegistry = endpoint({
  name: 'exchange.readRegistry',
  method: 'GET',
  path: '/api/exchange/registry',
  permission: 'public',
  summary: 'The newest registry document, for nodes that are in it; nothing when the caller has it already',
  query: Type.Object({
    have: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    /** Version of the charter that the caller has: newer ones come along. */
    charter: Type.Optional(Type.Integer({ minimum: 0, maximum: 999_999_999 })),
  }),
  response: Type.Object({
    note: Nullable(text),
    version: Type.Integer(),
    charters: Type.Optional(Type.Array(text)),
  }),
});

export const offerRegistry = endpoint({
  name: 'exchange.offerRegistry',
  method: 'POST',
  path: '/api/exchange/registry',
  permission: 'public',
  summary: 'A node of the registry brings a newer document, which is believed or refused by its own signatures',
  body: Type.Object({ note, charters: Type.Optional(Type.Array(charter, { maxItems: 100 })) }),
  response: Type.Object({ version: Type.Integer() }),
});

export const submitEntry = endpoint({
  name: 'exchange.submitEntry',
  method: 'POST',
  path: '/api/exchange/registry/entries',
  permission: 'public',
  summary: 'A parent brings the root an entry that it signed; the root answers with the next document',
  body: Type.Object({ entry: NodeEntry }),
  response: Type.Object({ note: text }),
});

export const changeOwnEntry = endpoint({
  name: 'exchange.changeOwnEntry',
  method: 'POST',
  path: '/api/exchange/registry/changes',
  permission: 'public',
  summary:
    'A node tells its parent its new address, or its new key with the signature of the old one, or that a key is revoked',
  body: Type.Object({
    address: Type.Optional(JoinRequest.properties.address),
    key: Type.Optional(NodeKey),
    revoke: Type.Optional(Type.String({ pattern: '^[0-9a-f]{8}$', maxLength: 8 })),
  }),
  response: Type.Object({ note: text }),
});
