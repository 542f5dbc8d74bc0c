/** Recovery after a loss: what nodes ask one another, and what people see and decide. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const After = Nullable(
  Type.Object({ stream: Type.String({ maxLength: 300 }), record: Nullable(Type.String({ format: 'uuid' })) }),
);

export const HeldRows = Type.Object({
  register: text,
  columns: Type.Array(text),
  /** `+` lines of the protocol, each record once. */
  lines: Type.Array(text),
  /** What to ask with next; null: that was all. */
  next: After,
});
export type HeldRows = Static<typeof HeldRows>;

export const heldRows = endpoint({
  name: 'exchange.heldRows',
  method: 'POST',
  path: '/exchange/v1/recovery/held',
  permission: 'public',
  summary: 'A node that declared a loss asks for the rows that are held here and whose home it is (node)',
  body: Type.Object({ after: After }),
  response: HeldRows,
});

const Fetched = Type.Object({
  node: text,
  names: Nullable(Texts),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('done'), Type.Literal('given-up')]),
  /** Rows that stand here again. */
  restored: Type.Integer(),
  /** Of which nothing was lost. */
  known: Type.Integer(),
  /** Of which two versions are kept until a person decides. */
  met: Type.Integer(),
  /** Whose home is not here. */
  refused: Type.Integer(),
  failed: Nullable(text),
  settledAt: Nullable(text),
});
export type Fetched = Static<typeof Fetched>;

export const readRecovery = endpoint({
  name: 'exchange.readRecovery',
  method: 'GET',
  path: '/api/exchange/recovery',
  permission: 'exchange.read-evidence',
  summary: 'What came back after each declared loss, from whom, and who has not answered yet',
  response: Type.Object({
    losses: Type.Array(
      Type.Object({ epoch: Type.Integer(), declaredAt: text, reason: text, nodes: Type.Array(Fetched) }),
    ),
    /** Versions that wait for a decision. */
    met: Type.Integer(),
    mayGiveUp: Type.Boolean(),
  }),
});

export const giveUpNode = endpoint({
  name: 'exchange.giveUpNode',
  method: 'POST',
  path: '/api/exchange/recovery/{node}/give-up',
  permission: 'exchange.declare-loss',
  summary: 'Waits no longer for what a node holds of what was lost: its streams begin anew without it',
  params: Type.Object({ node: Type.String({ maxLength: 100 }) }),
});

const Field = Type.Object({
  name: text,
  names: Texts,
  ours: Nullable(text),
  theirs: Nullable(text),
  differs: Type.Boolean(),
});

export const MetVersion = Type.Object({
  id: text,
  register: text,
  registerNames: Texts,
  record: text,
  body: Type.Object({ code: text, names: Texts }),
  /** The node that holds the other version. */
  heldBy: text,
  heldByNames: Nullable(Texts),
  held: Type.Integer(),
  /** Null: the record is ended here, or was never here. */
  ours: Nullable(Type.Integer()),
  reason: Type.Union([
    Type.Literal('both-changed'),
    Type.Literal('no-loss'),
    Type.Literal('key-held'),
    Type.Literal('invalid'),
  ]),
  fields: Type.Array(Field),
  foundAt: text,
  choice: Nullable(Type.Union([Type.Literal('ours'), Type.Literal('theirs')])),
  because: Nullable(text),
  decidedAt: Nullable(text),
  mayDecide: Type.Boolean(),
});
export type MetVersion = Static<typeof MetVersion>;

export const listMetVersions = endpoint({
  name: 'exchange.listMetVersions',
  method: 'GET',
  path: '/api/exchange/met-versions',
  permission: 'exchange.read-versions',
  summary: 'Records of which two versions met, both side by side; those that wait for a decision first',
  response: Type.Object({ items: Type.Array(MetVersion) }),
});

export const decideMetVersion = endpoint({
  name: 'exchange.decideMetVersion',
  method: 'POST',
  path: '/api/exchange/met-versions/{met}',
  permission: 'exchange.decide-versions',
  summary: 'Decides which of two versions holds; the other stays in the list and in the audit trail',
  params: Type.Object({ met: Type.String({ format: 'uuid' }) }),
  body: Type.Object({
    choice: Type.Union([Type.Literal('ours'), Type.Literal('theirs')]),
    because: Type.String({ minLength: 5, maxLength: 500 }),
  }),
  response: MetVersion,
});
