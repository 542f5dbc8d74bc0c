/** The authoring format as data (AUTHORING.md): which attributes there are, what each accepts, which are a must. */
import { isMap, isScalar } from 'yaml';
import { carriedFault, MOST_CARRIED, type Carried } from '../carried/carried.ts';
import {
  accepting,
  count,
  data,
  day,
  flag,
  fraction,
  list,
  map,
  may,
  must,
  oneOf,
  record,
  synonyms,
  text,
  texts,
  token,
  type Placed,
  type Read,
  type Values,
  patternText,
} from './reader.ts';

const elementCode = token(/^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/, 'bad-element-code');
// PostgreSQL cuts identifiers at 63 bytes; a few are left for the names of constraints made from it.
const physicalName = token(/^[a-z][a-z0-9_]{0,47}$/, 'bad-physical-name');
const listCode = token(/^[A-Z][A-Z0-9_]{0,62}$/, 'bad-list-code');

export const dimension = oneOf('accurate', 'complete', 'clean', 'live', 'consistent', 'shared');
const severity = oneOf('error', 'warning');

export const citation = {
  text: must(text),
  article: may(text),
  day: may(day),
  inForce: may(flag),
  note: may(text),
};
export const qualityRule = {
  code: must(text),
  dimension: must(dimension),
  severity: must(severity),
  expression: must(text),
  names: must(texts),
  threshold: may(fraction),
  weight: may(count),
};

/** A number or a text, as text: bounds are written in the type's own notation. */
const bound: Read<string> = (node, reader, name) =>
  isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'string')
    ? String(node.source ?? node.value)
    : reader.error(node, 'text-expected', { name });

const codeUse = {
  list: must(listCode),
  rule: may(oneOf('today', 'event-date', 'ever')),
  dateField: may(physicalName),
  recode: may(flag),
};
const codeListUse = accepting<Placed<Values<typeof codeUse>>>({ long: codeUse }, (node, reader, name) => {
  if (isMap(node)) return map(codeUse)(node, reader, name);
  const code = listCode(node, reader, name);
  const place = reader.place(node);
  return code === undefined ? undefined : { values: { list: code }, place, at: () => place };
});

const normalise = oneOf('nfc', 'trim', 'upper', 'lower', 'collapse', 'digits');
const dataType = oneOf(
  'string',
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'partialDate',
  'datetime',
  'code',
  'identifier',
  'reference',
);

const representation = oneOf(
  'code',
  'identifier',
  'name',
  'text',
  'date',
  'datetime',
  'quantity',
  'amount',
  'rate',
  'score',
  'indicator',
  'point',
  'image',
  'document',
);
const elementVersion = token(/^[1-9][0-9]{0,3}\.(0|[1-9][0-9]{0,3})$/, 'bad-version');
const nationalMapping = {
  entry: must(text),
  relation: must(oneOf('same', 'narrower', 'broader', 'transformed')),
};
const lineage = { source: must(text), element: may(elementCode), transform: may(text) };
const approval = { decision: must(text), day: must(day), by: may(texts) };
const updateDeadline = { days: must(count), counted: may(oneOf('working', 'calendar')) };

export const element = {
  code: must(elementCode),
  physicalName: must(physicalName),
  names: must(texts),
  definition: must(texts),
  synonyms: may(synonyms),
  oldNames: may(list(text)),
  hint: may(texts),
  note: may(texts),
  shortName: may(texts),
  example: may(text),
  notExample: may(text),
  businessRules: may(list(texts)),
  calculation: may(text),
  domain: may(token(/^[a-z][a-z0-9-]*$/, 'bad-domain')),
  objectClass: may(texts),
  property: may(texts),
  tier: must(oneOf('national', 'organisation', 'sector', 'local')),
  nationalCode: may(text),
  nationalMapping: may(map(nationalMapping)),
  extends: may(elementCode),
  representation: may(representation),
  dataType: must(dataType),
  format: may(text),
  cardinality: may(oneOf('1..1', '0..1', '1..n', '0..n')),
  defaultAllowed: may(flag),
  minLength: may(count),
  maxLength: may(count),
  precision: may(count),
  scale: may(count),
  unit: may(text),
  pattern: may(patternText),
  range: may(map({ min: may(bound), max: may(bound) })),
  codeList: may(codeListUse),
  references: may(physicalName),
  identifierOf: may(oneOf('person')),
  normalise: may(list(normalise)),
  nullability: may(oneOf('required', 'conditional', 'optional')),
  condition: may(text),
  keyRole: may(oneOf('key', 'link', 'none')),
  criticality: may(oneOf('key', 'critical', 'ordinary')),
  layer: must(oneOf('source', 'metadata', 'master', 'reference', 'transaction', 'aggregate', 'analytic', 'open')),
  origin: must(oneOf('source', 'inherited', 'derived', 're-entered')),
  authority: may(text),
  sourceAgency: may(texts),
  collectionPoint: may(texts),
  lineage: may(list(map(lineage))),
  reCollectable: must(oneOf('forbidden', 'confirm', 'allowed')),
  sharing: must(oneOf('shared', 'restricted', 'open')),
  importance: must(oneOf('core', 'important', 'other')),
  secrecy: must(oneOf('none', 'confidential', 'secret', 'top-secret')),
  personal: must(oneOf('none', 'basic', 'sensitive')),
  sensitiveReason: may(text),
  masking: may(text),
  stored: may(oneOf('sealed')),
  shareMethod: may(oneOf('automatic', 'on-request', 'special', 'none')),
  legalBasis: must(list(map(citation))),
  purpose: must(list(texts)),
  allowedPurposes: may(list(token(/^[a-z][a-z0-9-]*$/, 'bad-purpose'))),
  accessRoles: may(list(text)),
  openLicense: may(text),
  retention: may(texts),
  qualityRules: may(list(map(qualityRule))),
  maxAge: may(count),
  updateDeadline: may(map(updateDeadline)),
  verificationMethod: may(texts),
  formRefs: may(list(text)),
  owner: may(texts),
  dataManager: may(texts),
  steward: may(texts),
  updateUnit: may(texts),
  approver: may(texts),
  reviewCycle: may(count),
  status: may(oneOf('draft', 'in-review', 'approved', 'superseded', 'withdrawn')),
  version: may(elementVersion),
  effectiveFrom: may(day),
  effectiveTo: may(day),
  changeType: may(oneOf('new', 'meaning', 'technical', 'withdrawn')),
  changeReason: may(texts),
  supersedes: may(elementCode),
  supersededBy: may(elementCode),
  approvals: may(list(map(approval))),
};
export type SourceElement = Placed<Values<typeof element>>;

const carried: Read<Carried> = (node, reader, name) => {
  const value = data(node, reader, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return reader.error(node, 'mapping-expected', { name });
  const fault = carriedFault(value);
  return fault ? reader.error(node, `carried-${fault}`, { name, most: MOST_CARRIED }) : (value as Carried);
};

const fieldUse = {
  element: must(elementCode),
  as: may(physicalName),
  required: may(flag),
  group: may(text),
  names: may(texts),
  hint: may(texts),
  synonyms: may(synonyms),
  codeList: may(codeListUse),
  condition: may(text),
};
export const entity = {
  name: must(physicalName),
  code: must(text),
  names: must(texts),
  definition: must(texts),
  key: must(list(physicalName)),
  body: must(map({ field: may(physicalName), how: must(oneOf('code', 'uploader')) })),
  validTime: may(flag),
  groups: may(list(map({ code: must(text), names: must(texts) }))),
  fields: must(list(map(fieldUse))),
  checks: may(
    list(
      map({
        name: must(token(/^[a-z][a-z0-9_]*$/, 'bad-check-name')),
        expression: must(text),
        message: must(texts),
        severity: must(severity),
        dimension: must(dimension),
      }),
    ),
  ),
  carried: may(carried),
};
export type SourceEntity = Placed<Values<typeof entity>>;
export type SourceField = Placed<Values<typeof fieldUse>>;

const step: Read<string | Readonly<Record<string, string>>> = (node, reader, name) =>
  isMap(node) ? record(text)(node, reader, name) : text(node, reader, name);
const rows = { at: may(list(step)), columns: must(record(text)), from: may(day), language: may(text) };

const item = {
  code: must(text),
  names: must(texts),
  parent: may(text),
  from: may(day),
  to: may(day),
  aliases: may(list(text)),
};
const succession = {
  from: must(text),
  to: must(text),
  day: must(day),
  kind: must(oneOf('whole', 'part')),
  share: may(fraction),
};
const crosswalkLink = {
  from: must(text),
  to: must(text),
  kind: must(oneOf('same', 'broader', 'narrower', 'split', 'merge', 'part')),
  share: may(fraction),
};
const crosswalk = {
  to: must(listCode),
  on: may(day),
  toOn: may(day),
  note: may(texts),
  links: must(list(map(crosswalkLink))),
};
const listParts = {
  items: may(list(map(item))),
  successions: may(list(map(succession))),
  crosswalks: may(list(map(crosswalk))),
};
export const codeList = {
  code: must(listCode),
  names: must(texts),
  definition: may(texts),
  version: may(text),
  owner: may(texts),
  parentList: may(listCode),
  pattern: may(patternText),
  optionalWords: may(list(text)),
  source: may(
    map({
      package: may(token(/^(@[a-z0-9-]+\/)?[a-z0-9][a-z0-9.-]*$/, 'bad-package')),
      file: must(token(/^(?!\/)(?!.*\.\.)[\w./-]+\.(json|csv|yaml)$/, 'bad-source-file')),
      rows: may(map(rows)),
      successions: may(map({ ...rows, day: must(day) })),
    }),
  ),
  ...listParts,
};
export type SourceList = Placed<Values<typeof codeList>>;
export const listExtension = { extends: must(listCode), ...listParts };
export type SourceExtension = Placed<Values<typeof listExtension>>;
export type SourceItem = Placed<Values<typeof item>>;
export type SourceCrosswalk = Placed<Values<typeof crosswalk>>;

export const settings = {
  edition: must(text),
  dateOrder: may(oneOf('dmy', 'mdy', 'ymd')),
  decimalMark: may(oneOf(',', '.')),
  skipColumns: may(list(text)),
  nothing: may(list(text)),
  yes: may(list(text)),
  no: may(list(text)),
  pointerWords: may(synonyms),
};
export type SourceSettings = Placed<Values<typeof settings>>;
