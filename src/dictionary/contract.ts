/** What the dictionary offers over HTTP: search, elements, entities, code lists, releases, and the files they compile to. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { LanguageTag, Texts } from '../platform/texts.ts';
import { EntryVersion, PlanChange, PlanRenaming } from './plan-change-contract.ts';

export { checkOverlay, getOverlay, listOverlayChanges, setOverlay } from './overlay/overlay-contract.ts';
export { OverlayClash, OverlayView } from './overlay/overlay-contract.ts';
export { EntryVersion, PlanChange, PlanRenaming } from './plan-change-contract.ts';
export {
  importSuccessions,
  recodeCode,
  recodeCodes,
  recutSeries,
  recutWorkbook,
  type RecodeAnswer,
  type RecodedCodes,
  type RecutAnswer,
  type SuccessionsAnswer,
} from './codes-over-time-contract.ts';
export {
  CodeAnswer,
  CodeListSummary,
  CodeRow,
  listCodeLists,
  listCodes,
  resolveCode,
  Successor,
} from './code-list-contract.ts';
export { importCodes, type ImportAnswer } from './import-codes-contract.ts';
export {
  compareCodeEditions,
  editionChanges,
  listCodeEditions,
  type CodeEdition,
  type EditionChange,
} from './code-editions-contract.ts';
export {
  crosswalkFormats,
  getCrosswalk,
  getCrosswalkExport,
  importCrosswalk,
  linkKinds,
  listCrosswalks,
  type CrosswalkAnswer,
  type CrosswalkImportAnswer,
  type CrosswalkRow,
  type CrosswalkSummary,
} from './crosswalk-contract.ts';

export {
  confirmMapping,
  createMapping,
  exportMapping,
  getMapping,
  listMappings,
  mappingCoverage,
  mappingDebt,
  readSampleRows,
  readSourceFields,
  recordTrial,
  relations,
  removeMapping,
  saveMapping,
  suggestLines,
  tryMapping,
  type DebtRow,
  type Mapping,
  type MappingLine,
  type MappingSuggestion,
  type MappingSummary,
  type MappingTrial,
  type MappingView,
  type SourceField,
  type Transform,
} from './mapping-contract.ts';
export { checkExpressionOf, type ExpressionAnswer } from './expression-contract.ts';

const text = Type.String();
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }));
const cursor = Type.Optional(Type.String({ maxLength: 500 }));
const optional = Type.Optional;

export const Labels = Type.Object({ sharing: text, importance: text, secrecy: text, personal: text });

const SearchKind = Type.Union([
  Type.Literal('element'),
  Type.Literal('entity'),
  Type.Literal('code-list'),
  Type.Literal('code'),
]);

export const SearchHit = Type.Object({
  kind: SearchKind,
  /** Element code, entity name, list code, or the code itself. */
  code: text,
  /** The list, when the hit is a code. */
  list: optional(text),
  names: Texts,
  definition: optional(Texts),
});
export type SearchHit = Static<typeof SearchHit>;

export const ElementSummary = Type.Object({
  code: text,
  physicalName: text,
  names: Texts,
  definition: Texts,
  domain: text,
  tier: text,
  dataType: text,
  codeList: optional(text),
  authority: optional(text),
  reCollectable: text,
  labels: Labels,
});
export type ElementSummary = Static<typeof ElementSummary>;

export const Usage = Type.Object({
  element: text,
  room: text,
  /** `register`, `api`, `form`, `measure`, `mapping`, `agreement`… */
  kind: text,
  subject: text,
  label: Texts,
  /** Id of the body that answers for it. */
  owner: Type.Union([Type.Integer(), Type.Null()]),
});
export type Usage = Static<typeof Usage>;

export const ReleaseSummary = Type.Object({
  number: Type.Integer(),
  edition: text,
  hash: text,
  publishedAt: text,
  elements: Type.Integer(),
  entities: Type.Integer(),
  codeLists: Type.Integer(),
  /** How it differs from the release before: `first`, `compatible`, `breaking`. */
  verdict: text,
  note: optional(Texts),
  /** Whether this is the release in force on this node. */
  current: Type.Boolean(),
  adopted: Type.Integer(),
});
export type ReleaseSummary = Static<typeof ReleaseSummary>;

export const ElementPage = Type.Object({
  release: Type.Integer(),
  /** `N.MINOR`, counted from release to release. */
  version: text,
  /** Every attribute of the element (`ElementPlan`). */
  element: Type.Intersect([ElementSummary, Type.Record(text, Type.Unknown())]),
  entities: Type.Array(Type.Object({ name: text, names: Texts, field: text })),
  usage: Type.Array(Usage),
  history: Type.Array(
    Type.Object({
      release: Type.Integer(),
      edition: text,
      publishedAt: text,
      /** As of that release. */
      version: text,
      changes: Type.Array(PlanChange),
    }),
  ),
});
export type ElementPage = Static<typeof ElementPage>;

export const EntitySummary = Type.Object({
  name: text,
  code: text,
  names: Texts,
  definition: Texts,
  fields: Type.Integer(),
  key: Type.Array(text),
});
export type EntitySummary = Static<typeof EntitySummary>;

export const FieldRow = Type.Object({
  name: text,
  element: text,
  names: Texts,
  definition: Texts,
  dataType: text,
  required: Type.Boolean(),
  key: Type.Boolean(),
  minLength: optional(Type.Integer()),
  maxLength: optional(Type.Integer()),
  pattern: optional(text),
  codeList: optional(text),
  authority: optional(text),
  reCollectable: text,
  labels: Labels,
  group: optional(text),
});
export type FieldRow = Static<typeof FieldRow>;

export const EntityPage = Type.Object({
  release: Type.Integer(),
  /** `N.MINOR`, counted from release to release. */
  version: text,
  entity: EntitySummary,
  groups: Type.Array(Type.Object({ code: text, names: Texts })),
  fields: Type.Array(FieldRow),
  checks: Type.Array(Type.Object({ name: text, expression: text, message: Texts, severity: text, dimension: text })),
  /** The data contract (ODCS) that it came in and goes out with, and the other entities in it. */
  contract: optional(Type.Object({ name: text, version: optional(text), entities: Type.Array(text) })),
});
export type EntityPage = Static<typeof EntityPage>;

export const FormField = Type.Object({
  name: text,
  element: text,
  widget: text,
  label: text,
  help: text,
  required: Type.Boolean(),
  readOnly: Type.Boolean(),
  maxLength: optional(Type.Integer()),
  codeList: optional(text),
  references: optional(text),
  options: optional(Type.Array(Type.Object({ value: text, label: text }))),
  /** Register that already holds the value. */
  source: optional(text),
  reCollectable: text,
  /** What it is the identifier of: `person`. */
  identifierOf: optional(text),
  placeholder: optional(text),
});
export const FormModel = Type.Object({
  release: Type.Integer(),
  entity: text,
  title: text,
  language: text,
  groups: Type.Array(Type.Object({ code: text, title: text, fields: Type.Array(FormField) })),
});
export type FormModel = Static<typeof FormModel>;

const entityPath = Type.Object({ entity: Type.String({ maxLength: 63 }) });
const releaseQuery = Type.Object({ release: optional(Type.Integer({ minimum: 1 })) });
const languageQuery = Type.Object({
  language: optional(LanguageTag),
  release: optional(Type.Integer({ minimum: 1 })),
});

export const search = endpoint({
  name: 'dictionary.search',
  method: 'GET',
  path: '/api/dictionary/search',
  permission: 'dictionary.read',
  summary: 'Search elements, entities, code lists and codes, with and without marks',
  query: Type.Object({
    q: Type.String({ maxLength: 200 }),
    kind: optional(Type.String({ pattern: '^(element|entity|code-list|code)$' })),
    limit,
  }),
  response: Type.Object({ items: Type.Array(SearchHit), release: Type.Integer() }),
});

export const listElements = endpoint({
  name: 'dictionary.listElements',
  method: 'GET',
  path: '/api/dictionary/elements',
  permission: 'dictionary.read',
  summary: 'Elements of the release in force, by code or by best match',
  query: Type.Object({
    q: optional(Type.String({ maxLength: 200 })),
    domain: optional(text),
    personal: optional(text),
    sharing: optional(text),
    authority: optional(text),
    entity: optional(text),
    release: optional(Type.Integer({ minimum: 1 })),
    cursor,
    limit,
  }),
  response: Type.Object({
    items: Type.Array(ElementSummary),
    next: optional(text),
    /** How many there are with these filters (not counting `q`). */
    total: Type.Integer(),
    domains: Type.Array(Type.Object({ domain: text, elements: Type.Integer() })),
    release: Type.Integer(),
  }),
});

export const getElement = endpoint({
  name: 'dictionary.getElement',
  method: 'GET',
  path: '/api/dictionary/elements/{element}',
  permission: 'dictionary.read',
  summary: 'One element with where it is used and how it changed',
  params: Type.Object({ element: Type.String({ maxLength: 100 }) }),
  query: releaseQuery,
  response: ElementPage,
});

export const listUses = endpoint({
  name: 'dictionary.listUses',
  method: 'GET',
  path: '/api/dictionary/uses',
  permission: 'dictionary.read',
  summary: 'Where any of some elements are used, and who answers for each place',
  query: Type.Object({
    /** Codes, with commas; at most 200. */
    elements: Type.String({ minLength: 1, maxLength: 8000, pattern: '^[^,]+(,[^,]+){0,199}$' }),
  }),
  response: Type.Object({ items: Type.Array(Usage) }),
});

export const listEntities = endpoint({
  name: 'dictionary.listEntities',
  method: 'GET',
  path: '/api/dictionary/entities',
  permission: 'dictionary.read',
  summary: 'Entities of the release in force',
  query: releaseQuery,
  response: Type.Object({ items: Type.Array(EntitySummary), release: Type.Integer() }),
});

export const getEntity = endpoint({
  name: 'dictionary.getEntity',
  method: 'GET',
  path: '/api/dictionary/entities/{entity}',
  permission: 'dictionary.read',
  summary: 'One entity with its fields and checks',
  params: entityPath,
  query: releaseQuery,
  response: EntityPage,
});

export const getEntitySchema = endpoint({
  name: 'dictionary.getEntitySchema',
  method: 'GET',
  path: '/api/dictionary/entities/{entity}/schema.json',
  permission: 'dictionary.read',
  summary: 'JSON Schema 2020-12 of an entity',
  params: entityPath,
  query: releaseQuery,
  produces: ['application/schema+json'],
});

export const getEntityTypes = endpoint({
  name: 'dictionary.getEntityTypes',
  method: 'GET',
  path: '/api/dictionary/entities/{entity}/types.ts',
  permission: 'dictionary.read',
  summary: 'TypeScript types of an entity',
  params: entityPath,
  query: releaseQuery,
  produces: ['text/plain'],
});

export const getEntityTemplate = endpoint({
  name: 'dictionary.getEntityTemplate',
  method: 'GET',
  path: '/api/dictionary/entities/{entity}/template.xlsx',
  permission: 'dictionary.read',
  summary: 'Excel template of an entity, with drop-downs and notes',
  params: entityPath,
  query: languageQuery,
  produces: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
});

export const getEntityForm = endpoint({
  name: 'dictionary.getEntityForm',
  method: 'GET',
  path: '/api/dictionary/entities/{entity}/form',
  permission: 'dictionary.read',
  summary: 'Form model of an entity: groups, widgets, labels, help, trusted source of each field',
  params: entityPath,
  query: languageQuery,
  response: FormModel,
});

export const listReleases = endpoint({
  name: 'dictionary.listReleases',
  method: 'GET',
  path: '/api/dictionary/releases',
  permission: 'dictionary.read',
  summary: 'Releases, newest first, with how many bodies have adopted each',
  response: Type.Object({ items: Type.Array(ReleaseSummary) }),
});

export const compareReleases = endpoint({
  name: 'dictionary.compareReleases',
  method: 'GET',
  path: '/api/dictionary/releases/{release}/changes',
  permission: 'dictionary.read',
  summary: 'What a release changed against another, compatible or breaking, with reasons',
  params: Type.Object({ release: Type.Integer({ minimum: 1 }) }),
  query: Type.Object({ since: optional(Type.Integer({ minimum: 1 })) }),
  response: Type.Object({
    from: Type.Union([Type.Integer(), Type.Null()]),
    to: Type.Integer(),
    verdict: text,
    changes: Type.Array(PlanChange),
    /** What went and what came may be one thing under another name. */
    renames: Type.Array(PlanRenaming),
    /** Entries that are new or have another version by now. */
    versions: Type.Array(EntryVersion),
  }),
});

export const listAdoptions = endpoint({
  name: 'dictionary.listAdoptions',
  method: 'GET',
  path: '/api/dictionary/adoptions',
  permission: 'dictionary.read',
  summary: 'Which body has adopted which release',
  response: Type.Object({
    items: Type.Array(Type.Object({ body: Type.Integer(), release: Type.Integer(), edition: text, adoptedAt: text })),
  }),
});

export const adoptRelease = endpoint({
  name: 'dictionary.adoptRelease',
  method: 'POST',
  path: '/api/dictionary/releases/{release}/adoptions',
  permission: 'dictionary.adopt',
  summary: 'Adopt a release for a body',
  params: Type.Object({ release: Type.Integer({ minimum: 1 }) }),
  body: Type.Object({ body: Type.Integer() }),
  response: Type.Object({ body: Type.Integer(), release: Type.Integer(), changeSet: Type.Integer() }),
  about: ({ body }) => ({ body: body.body }),
});

export { bookFormats, codeListFormats, dictionaryFormats, entityFormats } from './export-contract.ts';
export type { DictionaryFormat } from './export-contract.ts';
export { getBook, getCodeListExport, getDictionaryExport, getEntityExport, getReleaseFile } from './export-contract.ts';
export { approveProposal, checkProposalEntry, commentProposal } from './proposals/proposal-contract.ts';
export { createProposal, dropProposalEntry, editProposal, findTwins } from './proposals/proposal-contract.ts';
export { getProposal, getProposalEntry, listProposalComments } from './proposals/proposal-contract.ts';
export { listProposalEntries, listProposals, listReleaseProposals, listTwins } from './proposals/proposal-contract.ts';
export { putProposalEntry, rebaseProposal, rejectProposal } from './proposals/proposal-contract.ts';
export { resolveProposalComment, returnProposal, submitProposal } from './proposals/proposal-contract.ts';
export { withdrawProposal, importProposal } from './proposals/proposal-contract.ts';
export { importFormats, releaseProposals } from './proposals/proposal-contract.ts';
export type { EntryKind, ProposalPage, ProposalSummary } from './proposals/proposal-contract.ts';

/** A form cleans what is typed as a load does, before the schema judges it. */
export { cleaner } from './validate/clean.ts';
