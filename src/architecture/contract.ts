/** What architecture offers over HTTP: the inventory of systems, data sets and flows, and how far it conforms. */
import Type, { type Static, type TSchema } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const System = Type.Object({
  code: text,
  names: Texts,
  description: Nullable(Texts),
  keeper: Nullable(Texts),
  state: text,
  kind: text,
  note: Nullable(Texts),
  dataSets: Type.Integer(),
  flowsIn: Type.Integer(),
  flowsOut: Type.Integer(),
});

export const DataSet = Type.Object({
  code: text,
  system: text,
  names: Texts,
  register: Nullable(text),
  entity: Nullable(text),
  layer: text,
  /** For a register of this node: what it holds now; else what was declared. */
  records: Nullable(Type.Integer()),
  /** Whether its fields are those of the dictionary in force. */
  mapped: Type.Boolean(),
});

/** What a flow breaks: `unmapped`, `no-agreement`, `direct-ended`, `manual`. */
export const Flow = Type.Object({
  code: text,
  names: Texts,
  from: text,
  fromSystem: text,
  to: text,
  mode: text,
  route: text,
  agreement: Nullable(text),
  reason: Nullable(Texts),
  ends: Nullable(Day),
  breaks: Type.Array(text),
});

export const Inventory = Type.Object({
  systems: Type.Array(System),
  dataSets: Type.Array(DataSet),
  flows: Type.Array(Flow),
  counts: Type.Object({
    systems: Type.Integer(),
    dataSets: Type.Integer(),
    mapped: Type.Integer(),
    flows: Type.Integer(),
    conforming: Type.Integer(),
  }),
});
export type Inventory = Static<typeof Inventory>;

export const getInventory = endpoint({
  name: 'architecture.getInventory',
  method: 'GET',
  path: '/api/architecture/inventory',
  permission: 'architecture.read',
  summary: 'Systems, data sets and flows, and which of them conform',
  response: Inventory,
});
