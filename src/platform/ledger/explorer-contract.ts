/** The audit explorer: what entries are made of, saved filters, and the signed file. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../http/endpoint.ts';
import { EntryQuery } from './entry-query.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const readFacets = endpoint({
  name: 'ledger.readFacets',
  method: 'GET',
  path: '/api/audit/facets',
  permission: 'ledger.open',
  summary:
    'What the entries of a filter are made of: how often each action, account, body, outcome, rule and day occurs',
  query: Type.Object(EntryQuery),
  response: Type.Object({
    facets: Type.Array(
      Type.Object({
        facet: Type.Enum(['action', 'actor', 'body', 'allowed', 'rule', 'day']),
        values: Type.Array(Type.Object({ value: Type.String(), name: Nullable(Type.String()), count: Type.Integer() })),
      }),
    ),
    /** Entries that were counted, and whether there are more. */
    counted: Type.Integer(),
    more: Type.Boolean(),
  }),
});

export const exportEntries = endpoint({
  name: 'ledger.exportEntries',
  method: 'GET',
  path: '/api/audit/signed-export',
  permission: 'ledger.open',
  summary: 'The entries of a filter as a signed file with their proofs, at most 1,000: `artery audit verify-export`',
  produces: ['text/plain'],
  query: Type.Object(EntryQuery),
});

export const SavedFilter = Type.Object({
  id: Type.String(),
  name: Type.String(),
  query: Type.Record(Type.String(), Type.Unknown()),
  /** Shared with whoever holds this post in the body; null: one’s own. */
  post: Nullable(Type.String()),
  mine: Type.Boolean(),
});
export type SavedFilter = Static<typeof SavedFilter>;

export const listFilters = endpoint({
  name: 'ledger.listFilters',
  method: 'GET',
  path: '/api/audit/filters',
  permission: 'ledger.open',
  summary: 'Saved filters: one’s own, and those shared with one’s posts',
  response: Type.Object({ items: Type.Array(SavedFilter) }),
});

export const saveFilter = endpoint({
  name: 'ledger.saveFilter',
  method: 'POST',
  path: '/api/audit/filters',
  permission: 'ledger.open',
  summary: 'Saves a filter under a name, for oneself or for a post of one’s own body; the same name again replaces it',
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 100 }),
    query: Type.Object(EntryQuery),
    post: Type.Optional(Type.String({ pattern: '^[a-z-]{2,30}$' })),
  }),
  response: SavedFilter,
});

export const deleteFilter = endpoint({
  name: 'ledger.deleteFilter',
  method: 'DELETE',
  path: '/api/audit/filters/{filter}',
  permission: 'ledger.open',
  summary: 'Deletes a filter of one’s own',
  params: Type.Object({ filter: Type.String({ format: 'uuid' }) }),
});
