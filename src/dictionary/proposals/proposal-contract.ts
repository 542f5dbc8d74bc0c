/** Part of the contract: proposals to change the dictionary, written, reviewed as a whole, and released. */
import Type, { type TSchema } from 'typebox';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import * as shapes from './proposal-shapes.ts';

const optional = Type.Optional;
const limit = optional(Type.Integer({ minimum: 1, maximum: 200 }));
const cursor = optional(Type.String({ maxLength: 500 }));
const page = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), next: optional(Type.String()) });

const line = Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' });
const words = Type.String({ minLength: 1, maxLength: 5000, pattern: '\\S' });
const decisionNo = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const pointer = Type.String({ maxLength: 500, pattern: '^(/.*)?$' });

const one = Type.Object({ proposal: shapes.ProposalNumber });

const propose = 'dictionary.propose';
const read = 'dictionary.read-proposals';
const review = 'dictionary.review-proposals';
const at = '/api/dictionary/proposals';
const it = `${at}/{proposal}`;

export const listProposals = endpoint({
  name: 'dictionary.listProposals',
  method: 'GET',
  path: at,
  permission: read,
  summary: 'Proposals to change the dictionary, newest first',
  query: Type.Object({
    state: optional(shapes.ProposalState),
    /** Those on which somebody still has to act: draft, in review, returned, approved. */
    open: optional(Type.Boolean()),
    origin: optional(Type.Enum(shapes.proposalOrigins)),
    target: optional(Type.Enum(shapes.proposalTargets)),
    /** Those that the caller made, edited or submitted. */
    mine: optional(Type.Boolean()),
    /** Those that touch this entry. */
    kind: optional(shapes.EntryKind),
    key: optional(Type.String({ maxLength: 100 })),
    /** Words of the title. */
    q: optional(Type.String({ maxLength: 200 })),
    cursor,
    limit,
  }),
  response: Type.Object({ ...page(shapes.ProposalSummary).properties, total: Type.Integer() }),
});

export const createProposal = endpoint({
  name: 'dictionary.createProposal',
  method: 'POST',
  path: at,
  permission: propose,
  summary: 'A new draft, against the release in force',
  body: Type.Object({
    title: line,
    reason: words,
    /** Default: `dictionary`, or `overlay` on a node that follows signed releases. */
    target: optional(Type.Enum(shapes.proposalTargets)),
  }),
  response: shapes.ProposalPage,
});

export const getProposal = endpoint({
  name: 'dictionary.getProposal',
  method: 'GET',
  path: it,
  permission: read,
  summary: 'A proposal with its findings, what it changes, clashes, twins, history, and what the caller may do with it',
  params: one,
  response: shapes.ProposalPage,
});

export const editProposal = endpoint({
  name: 'dictionary.editProposal',
  method: 'PATCH',
  path: it,
  permission: propose,
  summary: 'Another title or reason; needs `If-Match`',
  params: one,
  body: Type.Object({ title: optional(line), reason: optional(words) }),
  response: shapes.ProposalPage,
});

const act = { method: 'POST', params: one, response: shapes.ProposalPage } as const;
const note = Type.Object({ note: optional(words) });
const because = Type.Object({ note: words });

export const submitProposal = endpoint({
  ...act,
  name: 'dictionary.submitProposal',
  path: `${it}/submission`,
  permission: propose,
  summary: 'Hands it in for review; refused as long as there are errors or clashes; needs `If-Match`',
  body: note,
});

export const approveProposal = endpoint({
  ...act,
  name: 'dictionary.approveProposal',
  path: `${it}/approval`,
  permission: review,
  summary: 'Approves it as a whole: by nobody who made, edited or submitted it; needs `If-Match`',
  body: Type.Object({
    decisionNo: optional(decisionNo),
    /** First day on which it may be in force; today when absent. */
    effectiveFrom: optional(Day),
    note: optional(words),
  }),
});

export const returnProposal = endpoint({
  ...act,
  name: 'dictionary.returnProposal',
  path: `${it}/return`,
  permission: review,
  summary: 'Sends it back with a reason: its makers may edit it again; needs `If-Match`',
  body: because,
});

export const rejectProposal = endpoint({
  ...act,
  name: 'dictionary.rejectProposal',
  path: `${it}/rejection`,
  permission: review,
  summary: 'Rejects it for good, with a reason; needs `If-Match`',
  body: because,
});

export const withdrawProposal = endpoint({
  ...act,
  name: 'dictionary.withdrawProposal',
  path: `${it}/withdrawal`,
  permission: propose,
  summary: 'Takes it back before it is decided; needs `If-Match`',
  body: note,
});

export const rebaseProposal = endpoint({
  ...act,
  name: 'dictionary.rebaseProposal',
  path: `${it}/base`,
  permission: propose,
  summary:
    'Onto the release in force: what others did not touch stays as proposed; clashes are settled one by one; needs `If-Match`',
  body: Type.Object({
    settle: optional(
      Type.Array(
        Type.Object({
          kind: shapes.EntryKind,
          key: Type.String({ maxLength: 100 }),
          pointer,
          take: Type.Enum(['mine', 'theirs']),
        }),
        { maxItems: 10_000 },
      ),
    ),
  }),
});

export {
  checkProposalEntry,
  commentProposal,
  dropProposalEntry,
  getProposalEntry,
  listProposalComments,
  listProposalEntries,
  putProposalEntry,
  resolveProposalComment,
} from './proposal-entry-contract.ts';
export { importFormats, importProposal, listReleaseProposals, releaseProposals } from './proposal-release-contract.ts';
export { findTwins, listTwins } from './twins-contract.ts';
export type {
  AllowedAction,
  Comment,
  EntryClash,
  EntryFinding,
  EntryKind,
  EntryPage,
  EntryRow,
  ProposalAction,
  ProposalPage,
  ProposalPerson,
  ProposalState,
  ProposalSummary,
  Twin,
} from './proposal-shapes.ts';
