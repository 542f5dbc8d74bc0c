/** What a consumer asks of a stream, and what people see of feeds. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { PACKED_PAGES, PAGES } from './media.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Whole = Type.Integer({ minimum: 0 });
const Number_ = Type.Object({ stream: Type.Integer({ minimum: 1 }) });

const Scope = Type.Object({
  /** Codes of bodies, each with everything below it. */
  trees: Type.Union([Type.Literal('all'), Type.Array(text)]),
  condition: Nullable(text),
});

/** A stream as its consumer is told of it. */
export const StreamView = Type.Object({
  /** For its address. */
  number: Type.Integer(),
  /** `<node>/stream/<agreement>/<number>`: its origin in checkpoints, and its name in every page. */
  stream: text,
  agreement: text,
  register: text,
  scope: Scope,
  columns: Type.Array(text),
  epoch: Type.Integer(),
  size: Type.Integer(),
  release: Type.Integer(),
});
export type StreamView = Static<typeof StreamView>;

export const listStreams = endpoint({
  name: 'exchange.listStreams',
  method: 'GET',
  path: '/exchange/v1/streams',
  permission: 'public',
  summary: 'The stream that a voucher of mode feed opens: its rows, columns and size (voucher)',
  response: Type.Object({ items: Type.Array(StreamView) }),
});

/** Shorter than the minute after which gateways cut a silent connection. */
export const LONGEST_WAIT_S = 30;

export const readPages = endpoint({
  name: 'exchange.readPages',
  method: 'GET',
  path: '/exchange/v1/streams/{stream}/pages',
  permission: 'public',
  summary: 'Pages of a stream after a cursor, with the signed checkpoint they stand in (voucher)',
  params: Number_,
  query: Type.Object({
    /** Cursor: everything before page `from` of this epoch is applied. Both or none. */
    epoch: Type.Optional(Type.Integer({ minimum: 1 })),
    from: Type.Optional(Whole),
    /** The largest checkpoint that the asker was given, base64url: a node that was restored from a backup learns what it lost. */
    seen: Type.Optional(Type.String({ maxLength: 4000, pattern: '^[A-Za-z0-9_-]+$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
    /** Seconds for which the answer may wait for something new (long polling, RFC 6202). */
    wait: Type.Optional(Type.Integer({ minimum: 0, maximum: LONGEST_WAIT_S })),
  }),
  produces: [PAGES, PACKED_PAGES],
});

export const readStreamCheckpoint = endpoint({
  name: 'exchange.readStreamCheckpoint',
  method: 'GET',
  path: '/exchange/v1/streams/{stream}/checkpoint',
  permission: 'public',
  summary: 'The newest signed checkpoint of a stream, C2SP (voucher)',
  params: Number_,
  produces: ['text/plain; charset=utf-8'],
});

export const acknowledgePages = endpoint({
  name: 'exchange.acknowledgePages',
  method: 'POST',
  path: '/exchange/v1/streams/{stream}/acknowledgements',
  permission: 'public',
  summary: 'Says up to which page a consumer has applied a stream (voucher)',
  params: Number_,
  body: Type.Object({ epoch: Type.Integer({ minimum: 1 }), size: Whole }),
});

export const readOrder = endpoint({
  name: 'exchange.readOrder',
  method: 'GET',
  path: '/exchange/v1/streams/{stream}/orders/{body}',
  permission: 'public',
  summary: 'The signed order to remove what came by a stream, once its agreement is over for a body (node)',
  params: Type.Object({ stream: Type.Integer({ minimum: 1 }), body: Type.String({ maxLength: 100 }) }),
  response: Type.Object({ order: text }),
});

export const acknowledgePurge = endpoint({
  name: 'exchange.acknowledgePurge',
  method: 'POST',
  path: '/exchange/v1/streams/{stream}/orders/{body}/done',
  permission: 'public',
  summary: 'The consumer’s signed word that nothing of a stream is left (node)',
  params: Type.Object({ stream: Type.Integer({ minimum: 1 }), body: Type.String({ maxLength: 100 }) }),
  body: Type.Object({ note: Type.String({ maxLength: 4000 }) }),
  /** `granted`: the order was old, and the agreement holds. */
  response: Type.Object({ heard: Type.Union([Type.Literal('purged'), Type.Literal('granted')]) }),
});

// ── what people see ──────────────────────────────────────────────────────────────────────────────────────────────────

const Seat = Type.Object({
  consumer: Type.Object({ code: text, names: Type.Record(text, text) }),
  acknowledged: Nullable(Type.Object({ epoch: Type.Integer(), size: Type.Integer() })),
  acknowledgedAt: Nullable(text),
  /** Pages of this epoch that it has not applied. */
  behind: Nullable(Type.Integer()),
  endedAt: Nullable(text),
  purgedAt: Nullable(text),
});

export const ProvidedStream = Type.Object({
  ...StreamView.properties,
  /** Changes that are not in pages yet. */
  due: Type.Integer(),
  lastPage: Nullable(text),
  state: Type.Union([Type.Literal('open'), Type.Literal('ended')]),
  seats: Type.Array(Seat),
});
export type ProvidedStream = Static<typeof ProvidedStream>;

export const listProvidedStreams = endpoint({
  name: 'exchange.listProvidedStreams',
  method: 'GET',
  path: '/api/exchange/agreements/{agreement}/streams',
  permission: 'exchange.read-feeds',
  summary: 'Streams of an agreement: epoch, size, last page, and where each consumer stands',
  params: Type.Object({ agreement: Type.String({ maxLength: 100 }) }),
  response: Type.Object({ items: Type.Array(ProvidedStream) }),
});

const Phase = Type.Union([
  Type.Literal('following'),
  Type.Literal('parked'),
  Type.Literal('purging'),
  Type.Literal('ended'),
  Type.Literal('forked'),
]);

export const ReceivedStream = Type.Object({
  stream: text,
  register: text,
  registerNames: Type.Record(text, text),
  phase: Phase,
  /** The release that is missing, when it waits for one. */
  release: Nullable(Type.Integer()),
  fault: Nullable(text),
  epoch: Nullable(Type.Integer()),
  size: Nullable(Type.Integer()),
  /** Pages that the provider had when it was last asked. */
  offered: Nullable(Type.Integer()),
  rows: Type.Integer(),
  /** A change of which only some parts are here. */
  partial: Type.Boolean(),
  appliedAt: Nullable(text),
  parked: Type.Array(Type.Object({ reason: text, rows: Type.Integer() })),
});

export const Feed = Type.Object({
  id: Type.Integer(),
  origin: text,
  address: text,
  agreement: text,
  purpose: text,
  consumer: Type.Object({ code: text, names: Type.Record(text, text) }),
  active: Type.Boolean(),
  askedAt: Nullable(text),
  attempts: Type.Integer(),
  failed: Nullable(text),
  streams: Type.Array(ReceivedStream),
});
export type Feed = Static<typeof Feed>;

export const listFeeds = endpoint({
  name: 'exchange.listFeeds',
  method: 'GET',
  path: '/api/exchange/feeds',
  permission: 'exchange.read-feeds',
  summary: 'What this node receives: from whom, where it stands, what waits and why',
  response: Type.Object({ items: Type.Array(Feed), mayChange: Type.Boolean() }),
});

export const subscribe = endpoint({
  name: 'exchange.subscribe',
  method: 'POST',
  path: '/api/exchange/feeds',
  permission: 'exchange.change-feeds',
  summary: 'Begins to receive what an agreement of mode feed opens to a body of this node',
  body: Type.Object({
    /** Name of the provider's node in the registry. */
    origin: Type.String({ maxLength: 100 }),
    agreement: Type.String({ maxLength: 100 }),
    purpose: Type.String({ maxLength: 100 }),
    /** Code of the body that consumes. */
    consumer: Type.String({ maxLength: 100 }),
  }),
  response: Feed,
});

export const changeFeed = endpoint({
  name: 'exchange.changeFeed',
  method: 'POST',
  path: '/api/exchange/feeds/{feed}',
  permission: 'exchange.change-feeds',
  summary: 'Stops or takes up a feed; rows that are here stay',
  params: Type.Object({ feed: Type.Integer({ minimum: 1 }) }),
  body: Type.Object({ active: Type.Boolean() }),
  response: Feed,
});

export const pullNow = endpoint({
  name: 'exchange.pullNow',
  method: 'POST',
  path: '/api/exchange/feeds/{feed}/pull',
  permission: 'exchange.change-feeds',
  summary: 'Asks the provider now, and applies what it has',
  params: Type.Object({ feed: Type.Integer({ minimum: 1 }) }),
  response: Feed,
});
