/** Part of the contract: the entries of a proposal, checked while they are edited, and what people say about them. */
import Type, { type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { PlanChange } from '../plan-change-contract.ts';
import * as shapes from './proposal-shapes.ts';

const optional = Type.Optional;
const limit = optional(Type.Integer({ minimum: 1, maximum: 200 }));
const cursor = optional(Type.String({ maxLength: 500 }));
const page = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), next: optional(Type.String()) });

const words = Type.String({ minLength: 1, maxLength: 5000, pattern: '\\S' });
const pointer = Type.String({ maxLength: 500, pattern: '^(/.*)?$' });
const one = Type.Object({ proposal: shapes.ProposalNumber });
const entry = Type.Object({
  ...one.properties,
  kind: shapes.EntryKind,
  key: Type.String({ minLength: 1, maxLength: 100 }),
});
const propose = 'dictionary.propose';
const read = 'dictionary.read-proposals';
const it = '/api/dictionary/proposals/{proposal}';

export const listProposalEntries = endpoint({
  name: 'dictionary.listProposalEntries',
  method: 'GET',
  path: `${it}/entries`,
  permission: read,
  summary: 'What a proposal puts and removes, entry by entry',
  params: one,
  query: Type.Object({
    kind: optional(shapes.EntryKind),
    /** Only those with clashes, findings or open comments. */
    only: optional(Type.Enum(['clashes', 'findings', 'comments'])),
    cursor,
    limit,
  }),
  response: page(shapes.EntryRow),
});

export const getProposalEntry = endpoint({
  name: 'dictionary.getProposalEntry',
  method: 'GET',
  path: `${it}/entries/{kind}/{key}`,
  permission: read,
  summary: 'One entry: as it was, as it is in force, as it is proposed, side by side; also one that is not touched yet',
  params: entry,
  response: shapes.EntryPage,
});

export const putProposalEntry = endpoint({
  name: 'dictionary.putProposalEntry',
  method: 'PUT',
  path: `${it}/entries/{kind}/{key}`,
  permission: propose,
  summary: 'Puts an entry into the proposal, or proposes that it goes; findings do not stop it; needs `If-Match`',
  params: entry,
  body: Type.Union([
    Type.Object({ action: Type.Literal('put'), authored: shapes.AuthoredEntry }),
    Type.Object({ action: Type.Literal('remove') }),
  ]),
  response: shapes.EntryPage,
});

export const dropProposalEntry = endpoint({
  name: 'dictionary.dropProposalEntry',
  method: 'DELETE',
  path: `${it}/entries/{kind}/{key}`,
  permission: propose,
  summary: 'Takes an entry out of the proposal: it stays as it is in force; needs `If-Match`',
  params: entry,
  response: shapes.ProposalPage,
});

export const checkProposalEntry = endpoint({
  name: 'dictionary.checkProposalEntry',
  method: 'POST',
  path: `${it}/check`,
  permission: propose,
  summary: 'What is wrong with a half-edited entry, what it changes and what is like it; stores nothing',
  params: one,
  body: Type.Object({
    kind: shapes.EntryKind,
    /** Key of the entry that is edited; absent for a new one. */
    key: optional(Type.String({ maxLength: 100 })),
    authored: shapes.AuthoredEntry,
  }),
  response: Type.Object({
    findings: Type.Array(shapes.EntryFinding),
    twins: Type.Array(shapes.Twin),
    changes: Type.Array(PlanChange),
  }),
});

export const listProposalComments = endpoint({
  name: 'dictionary.listProposalComments',
  method: 'GET',
  path: `${it}/comments`,
  permission: read,
  summary: 'Comments, oldest first: on the whole, on an entry, on an attribute',
  params: one,
  query: Type.Object({
    kind: optional(shapes.EntryKind),
    key: optional(Type.String({ maxLength: 100 })),
    open: optional(Type.Boolean()),
    cursor,
    limit,
  }),
  response: page(shapes.Comment),
});

export const commentProposal = endpoint({
  name: 'dictionary.commentProposal',
  method: 'POST',
  path: `${it}/comments`,
  permission: 'dictionary.comment-proposals',
  summary: 'A comment on the whole, on an entry, or on one of its attributes',
  params: one,
  body: Type.Object({
    kind: optional(shapes.EntryKind),
    key: optional(Type.String({ minLength: 1, maxLength: 100 })),
    pointer: optional(pointer),
    text: words,
  }),
  response: shapes.Comment,
});

export const resolveProposalComment = endpoint({
  name: 'dictionary.resolveProposalComment',
  method: 'POST',
  path: `${it}/comments/{comment}/resolution`,
  permission: 'dictionary.comment-proposals',
  summary: 'A comment is settled, or open again',
  params: Type.Object({ ...one.properties, comment: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
  body: Type.Object({ resolved: Type.Boolean() }),
  response: shapes.Comment,
});
