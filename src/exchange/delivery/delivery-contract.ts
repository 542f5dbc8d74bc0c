/** Addressed changes between nodes, and what a person sees of them. */
import Type from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';

export { EVERY_NODE } from '../../platform/travel.ts';

const text = Type.String({ maxLength: 400 });
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const Parcel = Type.Object({
  id: text,
  kind: text,
  from: Type.String({ maxLength: 100, description: 'Code of the body it comes from' }),
  to: Type.String({ maxLength: 100, description: 'Code of the body it is addressed to; * for every node' }),
  subject: text,
  payload: Type.Unknown(),
});

export const takeParcels = endpoint({
  name: 'exchange.takeParcels',
  method: 'POST',
  path: '/exchange/v1/parcels',
  permission: 'public',
  summary: 'Changes addressed to bodies whose home this node is; brought by a node of the registry, with its proof',
  marks: 'inspected',
  body: Type.Object({ parcels: Type.Array(Parcel, { maxItems: 50 }) }),
  response: Type.Object({
    items: Type.Array(
      Type.Object({
        id: text,
        refused: Nullable(Type.String({ description: 'Why, when refused for good' })),
        waitsFor: Type.Optional(
          Type.String({ description: 'Parked: what has not come here yet. It is to come again' }),
        ),
      }),
    ),
  }),
});

export const listParcels = endpoint({
  name: 'exchange.listParcels',
  method: 'GET',
  path: '/api/exchange/parcels',
  permission: 'exchange.read-nodes',
  summary: 'Addressed changes to and from other nodes, those that wait first',
  query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
  response: Type.Object({
    keepDays: Type.Integer({ description: 'For how many days after it was settled what a parcel said is kept' }),
    items: Type.Array(
      Type.Object({
        way: Type.Enum(['out', 'in']),
        node: Type.String(),
        id: Type.String(),
        kind: Type.String(),
        from: Type.String(),
        to: Type.String(),
        subject: Type.String(),
        at: Type.String(),
        settledAt: Nullable(Type.String()),
        refused: Nullable(Type.String()),
        attempts: Type.Integer(),
        failed: Nullable(Type.String()),
        waitsFor: Nullable(Type.String({ description: 'What the other node parks it for' })),
        hash: Nullable(Type.String({ description: 'SHA-256 of what it said, once that is gone' })),
        droppedAt: Nullable(Type.String({ description: 'When what it said went' })),
      }),
    ),
  }),
});
