/** The dictionary's releases from node to node: each in the very bytes that were signed. */
import Type from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const nextRelease = endpoint({
  name: 'exchange.nextRelease',
  method: 'GET',
  path: '/exchange/v1/releases/next',
  permission: 'public',
  summary: 'The signed release after the one a node has, for nodes below this one; with its proof as a node',
  query: Type.Object({ after: Type.Integer({ minimum: 0 }) }),
  response: Type.Object({
    /** Number of the release in force here. */
    current: Type.Integer(),
    /** The release file, when there is a next one and it is signed. */
    file: Nullable(Type.String()),
    /** A signed note of this node: by which key releases are signed, said to the node that asks. */
    vouched: Nullable(Type.String()),
  }),
});
