/** A body moves its home from a node to its parent's or a child's: what people ask, and what the two nodes say. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';

const text = Type.String();
const code = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000]+$' });
const node = Type.String({ pattern: String.raw`^node-[0-9a-f]{8}\.artery$`, maxLength: 40 });
const register = Type.String({ minLength: 1, maxLength: 100, pattern: '^[a-z][a-z0-9-]*$' });
const line = Type.String({ minLength: 40, maxLength: 100_000, pattern: '^[^\\u0000]+$' });

export const RegisterCount = Type.Object({
  register: text,
  rows: Type.Integer(),
  /** SHA-256 over records and versions in order, hex: what both sides must have. */
  digest: text,
});
export type RegisterCount = Static<typeof RegisterCount>;

/** A feed that a body of the tree receives. */
const MovedSubscription = Type.Object({ origin: node, agreement: code, purpose: code, consumer: code });

export const MoveReport = Type.Object({
  body: text,
  from: text,
  to: text,
  moved: Type.Boolean(),
  registers: Type.Array(RegisterCount),
  /** Consumers of feeds that show these rows from the old home: they ask the new one from then on. */
  consumers: Type.Array(Type.Object({ agreement: text, consumer: text })),
});
export type MoveReport = Static<typeof MoveReport>;

export const moveHome = endpoint({
  name: 'exchange.moveHome',
  method: 'POST',
  path: '/api/exchange/moves',
  permission: 'exchange.manage-nodes',
  summary: 'Moves the home of a body and of everything below it to a child or to the parent; `dryRun` only counts',
  body: Type.Object({ body: code, to: node, dryRun: Type.Optional(Type.Boolean()) }),
  response: MoveReport,
});

export const takeMovedRows = endpoint({
  name: 'exchange.takeMovedRows',
  method: 'POST',
  path: '/api/exchange/moves/rows',
  permission: 'public',
  summary: 'The old home brings rows in the order of their records; what lies between and is not named goes (node)',
  body: Type.Object({
    body: code,
    register,
    columns: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1_000 }),
    lines: Type.Array(line, { maxItems: 1_000 }),
    /** Records after this one, up to that one; null: from the first, to the last. */
    after: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    upTo: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  }),
  response: Type.Object({ taken: Type.Integer(), refused: Type.Array(Type.Object({ record: text, reason: text })) }),
});

export const takeOver = endpoint({
  name: 'exchange.takeOver',
  method: 'POST',
  path: '/api/exchange/moves/completion',
  permission: 'public',
  summary:
    'The new home compares what it holds with what the old one has, and writes the hand-over into its log (node)',
  body: Type.Object({
    body: code,
    registers: Type.Array(RegisterCount, { maxItems: 1_000 }),
    /** What its bodies receive at the old home: asked for from the new one from then on. */
    subscriptions: Type.Optional(Type.Array(MovedSubscription, { maxItems: 10_000 })),
  }),
  response: Type.Object({
    /** The next registry, where the new home is the parent and signs it; null: the old home does. */
    note: Type.Union([text, Type.Null()]),
  }),
});
