/** The words of the node registry as types. Instants are ISO 8601 in UTC with milliseconds, as `toISOString` prints them. */
import Type, { type Static, type TSchema } from 'typebox';

const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
export const Instant = Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$` });
const text = Type.String();

/** One of a node's keys and when it counts. */
export const NodeKey = Type.Object({
  /** C2SP verifier key: `<node>+<id>+<base64>`. */
  key: text,
  from: Instant,
  to: Instant,
  revoked: Nullable(Instant),
  /** The earlier key of the node that introduced it, and its signature; null for the first. */
  endorsed: Nullable(Type.Object({ by: text, signature: text })),
});
export type NodeKey = Static<typeof NodeKey>;

/** Who vouches for an entry: the parent that approved it, or the root. */
export const EntrySignature = Type.Object({ by: text, key: text, at: Instant, signature: text });
export type EntrySignature = Static<typeof EntrySignature>;

export const nodeStates = ['asked', 'approved', 'refused', 'retired'] as const;
export type NodeState = (typeof nodeStates)[number];
export const NodeState = Type.Unsafe<NodeState>(Type.Union(nodeStates.map((state) => Type.Literal(state))));

/** A node as the registry document has it. */
export const NodeEntry = Type.Object({
  /** `node-xxxxxxxx.artery`: from its first public key, for good. */
  name: text,
  /** Origin URL; null while it has never listened. */
  address: Nullable(text),
  /** Level of its first body. */
  level: Nullable(text),
  parent: Nullable(text),
  /** Codes: home of these bodies, and of everything below them that no other node has. */
  bodies: Type.Array(text),
  state: Type.Unsafe<'approved' | 'retired'>(Type.Union([Type.Literal('approved'), Type.Literal('retired')])),
  since: Instant,
  keys: Type.Array(NodeKey),
  signed: EntrySignature,
});
export type NodeEntry = Static<typeof NodeEntry>;
export type UnsignedEntry = Omit<NodeEntry, 'signed'>;

/** The registry document: who belongs to the ecosystem, from when to when this may be believed. */
export interface Registry {
  /** Name of the root node, whose key signs the document. */
  readonly root: string;
  /** Rises with every document, never goes back. */
  readonly version: number;
  readonly issued: string;
  readonly expires: string;
  readonly entries: readonly NodeEntry[];
}

/** A node as other parts of exchange see it: also one that only asks to join. */
export interface KnownNode {
  readonly name: string;
  readonly address: string | null;
  readonly level: string | null;
  readonly parent: string | null;
  readonly bodies: readonly string[];
  readonly state: NodeState;
  readonly since: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
  readonly keys: readonly NodeKey[];
}

/** A document is believed for a day and made anew every ten minutes (RELIABILITY: X-Road global configuration). */
export const REGISTRY_LIFE_MS = 24 * 3_600_000;
export const REGISTRY_FRESH_MS = 10 * 60_000;
/** A key counts for 90 days; for its last 7 there may be two. */
export const KEY_LIFE_MS = 90 * 86_400_000;
export const KEY_OVERLAP_MS = 7 * 86_400_000;
export const LIVE_KEYS = 2;

/** Whether a key counts at an instant; both are compared as text. */
export const isLive = ({ from, to, revoked }: NodeKey, at: string): boolean =>
  from <= at && at < to && (revoked === null || at < revoked);

/** The keys that count at an instant, newest first. */
export const keysAt = (node: { readonly keys: readonly NodeKey[] }, at: string): NodeKey[] =>
  node.keys
    .filter((key) => isLive(key, at))
    .toReversed()
    .toSorted((a, b) => (a.from === b.from ? 0 : a.from > b.from ? -1 : 1));
