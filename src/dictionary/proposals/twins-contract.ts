/** Part of the contract: what is there already and may be the same thing. */
import Type from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import * as shapes from './proposal-shapes.ts';

const optional = Type.Optional;

export const findTwins = endpoint({
  name: 'dictionary.findTwins',
  method: 'POST',
  path: '/api/dictionary/twins',
  permission: 'dictionary.read',
  summary: 'What the dictionary has already that is like a half-typed entry, with reasons',
  body: Type.Object({
    kind: Type.Enum(['element', 'code-list']),
    authored: shapes.AuthoredEntry,
    limit: optional(Type.Integer({ minimum: 1, maximum: 50 })),
  }),
  response: Type.Object({ items: Type.Array(shapes.Twin), release: Type.Integer() }),
});

export const listTwins = endpoint({
  name: 'dictionary.listTwins',
  method: 'GET',
  path: '/api/dictionary/twins',
  permission: 'dictionary.read',
  summary: 'What is like an element of the release in force, or like a name',
  query: Type.Object({
    element: optional(Type.String({ maxLength: 100 })),
    name: optional(Type.String({ maxLength: 300 })),
    limit: optional(Type.Integer({ minimum: 1, maximum: 50 })),
  }),
  response: Type.Object({ items: Type.Array(shapes.Twin), release: Type.Integer() }),
});
