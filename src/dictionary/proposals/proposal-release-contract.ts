/** Part of the contract: files that become a proposal, and approved proposals that become a release. */
import Type from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { LanguageTag } from '../../platform/texts.ts';
import { PREFIX } from '../overlay/model.ts';
import * as shapes from './proposal-shapes.ts';

const optional = Type.Optional;
const line = Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' });
const words = Type.String({ minLength: 1, maxLength: 5000, pattern: '\\S' });
const propose = 'dictionary.propose';
const read = 'dictionary.read-proposals';

export const importFormats = [
  'artery',
  'excel',
  'odcs',
  'skos',
  'table-schema',
  'json-schema',
  'dsa',
  'ddl',
  'csv',
] as const;

const ImportFinding = Type.Object({
  file: Type.String(),
  line: optional(Type.Integer()),
  pointer: optional(Type.String()),
  severity: Type.Enum(['error', 'warning', 'note']),
  code: Type.String(),
  message: Type.String(),
});

export const importProposal = endpoint({
  name: 'dictionary.importProposal',
  method: 'POST',
  path: '/api/dictionary/proposal-imports',
  permission: propose,
  summary:
    'Files of one format as one proposal: one file as the body, several as parts of a form; errors store nothing',
  query: Type.Object({
    format: Type.Enum(importFormats),
    /** Of words that the source does not tag with one. */
    language: optional(LanguageTag),
    /** Name of the one entity or list. */
    as: optional(Type.String({ maxLength: 63 })),
    /** Of the one file that is the body. */
    name: optional(Type.String({ maxLength: 200 })),
    title: optional(line),
    reason: optional(words),
    target: optional(Type.Enum(shapes.proposalTargets)),
    /** Reads and shows, and stores nothing. */
    dryRun: optional(Type.Boolean()),
  }),
  consumes: ['application/octet-stream', 'multipart/form-data'],
  response: Type.Object({
    /** Null with `dryRun`, with errors, and when nothing would change. */
    proposal: Type.Union([Type.Integer(), Type.Null()]),
    counts: Type.Object({
      files: Type.Integer(),
      elements: Type.Integer(),
      entities: Type.Integer(),
      codeLists: Type.Integer(),
      unresolved: Type.Integer(),
      errors: Type.Integer(),
      warnings: Type.Integer(),
      notes: Type.Integer(),
      /** Entries that are in the release in force just so. */
      same: Type.Integer(),
    }),
    /** Errors first; the first 500. */
    findings: Type.Array(ImportFinding),
    hash: Type.String(),
    /** Of a whole dictionary: that of the release which it was exported from. */
    planHash: optional(Type.String()),
  }),
});

const proposals = Type.Array(Type.Integer({ minimum: 1, maximum: 2_147_483_647 }), {
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
});

export const releaseProposals = endpoint({
  name: 'dictionary.releaseProposals',
  method: 'POST',
  path: '/api/dictionary/proposal-releases',
  permission: 'dictionary.release-proposals',
  summary: 'Approved proposals become the next release of the dictionary, or the next version of the overlay, together',
  body: Type.Object({
    proposals,
    /** What people call the release: `1.2`. An overlay is called after the release that it lies on. */
    edition: optional(Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' })),
    /** Of the first overlay of a node: what its local codes begin with. */
    prefix: optional(Type.String({ pattern: PREFIX })),
    note: optional(Type.Record(LanguageTag, Type.String({ maxLength: 2000 }))),
  }),
  response: Type.Object({
    number: Type.Integer(),
    edition: Type.String(),
    hash: Type.String(),
    verdict: Type.String(),
    proposals: Type.Array(Type.Integer()),
    /** Version of the overlay that they became, on a node that follows signed releases. */
    overlay: optional(Type.Integer()),
    /** The key that signed it, when the node has one. */
    signedBy: optional(Type.String()),
  }),
});

export const listReleaseProposals = endpoint({
  name: 'dictionary.listReleaseProposals',
  method: 'GET',
  path: '/api/dictionary/releases/{release}/proposals',
  permission: read,
  summary: 'The proposals that a release is made of',
  params: Type.Object({ release: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
  response: Type.Object({ items: Type.Array(shapes.ProposalSummary) }),
});
