/** What connectors offer over HTTP. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
const params = Type.Object({ connector: Code });
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });

/** Kinds of connectors; each has settings of its own. */
export const Kind = Type.Enum(['rest', 'postgresql', 'mysql', 'sqlserver', 'oracle', 'folder']);

/** What was in the way, in words. */
const Trouble = Type.Object({ type: text, title: text, detail: text });

export const Run = Type.Object({
  id: text,
  /** Name of the file it took; null for a source that is asked. */
  file: Nullable(text),
  startedAt: text,
  endedAt: text,
  /** `same`: every row stood as it is. `nothing`: there were none. */
  outcome: Type.Enum(['stored', 'same', 'nothing', 'failed']),
  rows: Type.Integer(),
  new: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  wrong: Type.Integer(),
  load: Nullable(text),
  changeSet: Nullable(Type.Integer()),
  trouble: Nullable(Trouble),
});
export type Run = Static<typeof Run>;

export const ConnectorLine = Type.Object({
  code: text,
  names: Texts,
  kind: Kind,
  register: text,
  body: BodyRef,
  /** `waiting`: for somebody else's approval. `failing`: its last run failed. */
  state: Type.Enum(['waiting', 'active', 'stopped', 'failing']),
  everyMinutes: Nullable(Type.Integer()),
  nextRun: Nullable(text),
  lastRun: Nullable(Run),
});
export type ConnectorLine = Static<typeof ConnectorLine>;

const May = Type.Object({ ok: Type.Boolean(), reason: Nullable(text) });

export const ConnectorPage = Type.Object({
  ...ConnectorLine.properties,
  settings: Type.Record(text, Type.Unknown()),
  /** Hosts it may call, as they are approved. */
  hosts: Type.Array(text),
  mapping: Nullable(Type.Object({ code: text, names: Texts })),
  madeBy: text,
  madeAt: text,
  approvedBy: Nullable(text),
  approvedAt: Nullable(text),
  runs: Type.Array(Run),
  /** Names of the secrets it needs, and whether they are there; never what they are. */
  secrets: Type.Array(Type.Object({ name: text, there: Type.Boolean() })),
  may: Type.Object({ approve: May, change: May, run: May }),
});
export type ConnectorPage = Static<typeof ConnectorPage>;

export const WrittenConnector = Type.Object({
  names: Texts,
  kind: Kind,
  settings: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown()),
  /** `host`, `host:port`, `host:port=network,…`: inner networks only where a line names them. */
  hosts: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 20 }),
  register: Type.String({ maxLength: 100 }),
  /** Code of the body whose rows these are. */
  body: Type.String({ maxLength: 100 }),
  mapping: Type.Optional(Nullable(Type.String({ maxLength: 100 }))),
  everyMinutes: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 525_600 }))),
});

export const listConnectors = endpoint({
  name: 'exchange.listConnectors',
  method: 'GET',
  path: '/api/exchange/connectors',
  permission: 'exchange.read-connectors',
  summary: 'Connectors to existing systems, with their last and next runs',
  response: Type.Object({
    items: Type.Array(ConnectorLine),
    /** Whether the caller may make one. */
    may: Type.Object({ write: May }),
  }),
});

export const getConnector = endpoint({
  name: 'exchange.getConnector',
  method: 'GET',
  path: '/api/exchange/connectors/{connector}',
  permission: 'exchange.read-connectors',
  summary: 'One connector with its settings and runs; secrets by name only',
  params,
  response: ConnectorPage,
});

export const writeConnector = endpoint({
  name: 'exchange.writeConnector',
  method: 'PUT',
  path: '/api/exchange/connectors/{connector}',
  permission: 'exchange.write-connectors',
  summary: 'Makes a connector or changes it; where it goes is approved by another person',
  params,
  body: WrittenConnector,
  response: ConnectorPage,
  about: ({ body }) => ({ body: body.body }),
});

export const approveConnector = endpoint({
  name: 'exchange.approveConnector',
  method: 'POST',
  path: '/api/exchange/connectors/{connector}/approval',
  permission: 'exchange.approve-connectors',
  summary: 'Approves the hosts a connector may call and the register it may write into',
  params,
  body: Type.Object({
    /** The hosts that were read: a change in between is not approved unseen. */
    hosts: Type.Array(text, { maxItems: 20 }),
  }),
  response: ConnectorPage,
});

export const changeConnector = endpoint({
  name: 'exchange.changeConnector',
  method: 'POST',
  path: '/api/exchange/connectors/{connector}/state',
  permission: 'exchange.run-connectors',
  summary: 'Stops a connector, or takes it up again',
  params,
  body: Type.Object({ stopped: Type.Boolean() }),
  response: ConnectorPage,
});

export const testConnector = endpoint({
  name: 'exchange.testConnector',
  method: 'POST',
  path: '/api/exchange/connectors/{connector}/test',
  permission: 'exchange.run-connectors',
  summary: 'Asks the source who it is: its columns, and what its OpenAPI document offers; nothing is stored',
  params,
  body: Type.Object({}),
  response: Type.Object({
    columns: Type.Array(text),
    offered: Type.Array(
      Type.Object({
        path: text,
        items: text,
        summary: text,
        columns: Type.Array(text),
        parameters: Type.Array(text),
      }),
    ),
  }),
});

export const DryRun = Type.Object({
  columns: Type.Array(Type.Object({ header: text, field: Nullable(text) })),
  /** The first rows as the source gave them. */
  sample: Type.Array(Type.Array(text)),
  rows: Type.Integer(),
  ready: Type.Integer(),
  new: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  wrong: Type.Integer(),
  findings: Type.Array(
    Type.Object({ row: Type.Integer(), label: Nullable(text), severity: text, value: Nullable(text), message: text }),
  ),
});
export type DryRun = Static<typeof DryRun>;

export const dryRunConnector = endpoint({
  name: 'exchange.dryRunConnector',
  method: 'POST',
  path: '/api/exchange/connectors/{connector}/dry-run',
  permission: 'exchange.run-connectors',
  summary: 'Reads the first rows and says what would become of them; nothing is stored',
  params,
  body: Type.Object({}),
  response: DryRun,
});

export const runConnector = endpoint({
  name: 'exchange.runConnector',
  method: 'POST',
  path: '/api/exchange/connectors/{connector}/runs',
  permission: 'exchange.run-connectors',
  summary: 'Runs a connector now; a failure is a run that failed',
  params,
  body: Type.Object({}),
  response: Type.Object({ runs: Type.Array(Run) }),
});
