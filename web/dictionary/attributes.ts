/**
 * The attributes of an element as the screens know them: in which part of the page each stands, how it is shown and
 * edited. One line an attribute; the words are `attribute.<name>` and `value.<name>.<value>`.
 */
import type { Texts } from '../../src/platform/texts.ts';

export const parts = ['definition', 'technical', 'source', 'labels'] as const;
export type Part = (typeof parts)[number];

/**
 * line, machine (a technical name), long: one text · texts, long-texts: in every language · words: several texts ·
 * words-by-language: several in each · texts-list: several, each in every language · count · choice, choices: of a
 * fixed list · the rest name other entries or have an editor of their own.
 */
export type AttributeKind =
  | 'line'
  | 'machine'
  | 'texts'
  | 'long-texts'
  | 'words'
  | 'words-by-language'
  | 'texts-list'
  | 'count'
  | 'choice'
  | 'choices'
  | 'code-list'
  | 'register'
  | 'entity'
  | 'element'
  | 'pattern'
  | 'range'
  | 'expression'
  | 'citations'
  | 'rules'
  | 'other';

export interface Attribute {
  readonly name: string;
  readonly part: Part;
  readonly kind: AttributeKind;
  readonly choices?: readonly string[];
  /** Without it there is no entry. */
  readonly must?: boolean;
  /** What this choice says is not worth a line: `keyRole: none`. */
  readonly silent?: string;
  /** Only the editor needs to ask under which conditions. */
  readonly when?: (entry: Entry) => boolean;
}

/** An entry flat: labels beside the other attributes, as the authoring format writes them. */
export type Entry = Readonly<Record<string, unknown>>;

type More = Partial<Omit<Attribute, 'name' | 'part' | 'kind'>>;
const at =
  (part: Part) =>
  (name: string, kind: AttributeKind, more: More = {}): Attribute => ({ name, part, kind, ...more });
const [definition, technical, source, labels] = [at('definition'), at('technical'), at('source'), at('labels')];

const must = { must: true } as const;
const is =
  (name: string, ...values: readonly string[]) =>
  (entry: Entry): boolean =>
    values.includes(String(entry[name]));

const textual = is('dataType', 'string', 'text', 'identifier', 'code');
const measured = is('dataType', 'integer', 'decimal', 'date', 'partialDate', 'datetime');

export const attributes: readonly Attribute[] = [
  definition('code', 'machine', must),
  definition('names', 'texts', must),
  definition('definition', 'long-texts', must),
  definition('synonyms', 'words-by-language'),
  definition('oldNames', 'words'),
  definition('domain', 'machine'),
  definition('objectClass', 'texts'),
  definition('property', 'texts'),
  definition('tier', 'choice', { ...must, choices: ['national', 'organisation', 'sector', 'local'] }),
  definition('nationalCode', 'machine'),
  definition('status', 'choice', { choices: ['draft', 'in-review', 'approved', 'superseded', 'withdrawn'] }),
  definition('purpose', 'texts-list', must),
  definition('legalBasis', 'citations', must),
  definition('formRefs', 'words'),
  definition('shortName', 'texts'),
  definition('sameConcept', 'words'),
  definition('nationalMapping', 'other'),
  definition('extends', 'element'),
  definition('businessRules', 'texts-list'),
  definition('note', 'long-texts'),
  definition('version', 'machine'),
  definition('effectiveFrom', 'line'),
  definition('effectiveTo', 'line'),
  definition('changeType', 'choice', { choices: ['new', 'meaning', 'technical', 'withdrawn'] }),
  definition('changeReason', 'texts'),
  definition('supersedes', 'element'),
  definition('supersededBy', 'element', { when: is('status', 'superseded', 'withdrawn') }),
  definition('approvals', 'other'),

  technical('physicalName', 'machine', must),
  technical('representation', 'choice', {
    choices: [
      ...['code', 'identifier', 'name', 'text', 'date', 'datetime', 'quantity', 'amount', 'rate', 'score'],
      ...['indicator', 'point', 'image', 'document'],
    ],
  }),
  technical('dataType', 'choice', {
    ...must,
    choices: [
      ...['string', 'text', 'integer', 'decimal', 'boolean', 'date', 'partialDate', 'datetime'],
      ...['code', 'identifier', 'reference'],
    ],
  }),
  technical('codeList', 'code-list', { when: is('dataType', 'code') }),
  technical('references', 'entity', { when: is('dataType', 'reference') }),
  technical('minLength', 'count', { when: textual }),
  technical('maxLength', 'count', { when: textual }),
  technical('precision', 'count', { when: is('dataType', 'decimal') }),
  technical('scale', 'count', { when: is('dataType', 'decimal') }),
  technical('unit', 'line', { when: is('dataType', 'integer', 'decimal') }),
  technical('pattern', 'pattern', { when: textual }),
  technical('range', 'range', { when: measured }),
  technical('format', 'line'),
  technical('cardinality', 'choice', { choices: ['1..1', '0..1', '1..n', '0..n'] }),
  technical('calculation', 'expression', { when: is('origin', 'derived') }),
  technical('notExample', 'line', { when: ({ secrecy }) => secrecy === undefined || secrecy === 'none' }),
  technical('example', 'line', { when: ({ secrecy }) => secrecy === undefined || secrecy === 'none' }),
  technical('identifierOf', 'choice', { choices: ['person'], when: is('dataType', 'identifier') }),
  technical('normalise', 'choices', {
    choices: ['nfc', 'trim', 'collapse', 'upper', 'lower', 'digits'],
    when: textual,
  }),
  technical('nullability', 'choice', { choices: ['required', 'conditional', 'optional'] }),
  technical('condition', 'expression', { when: is('nullability', 'conditional') }),
  technical('keyRole', 'choice', { choices: ['none', 'link', 'key'], silent: 'none' }),
  technical('criticality', 'choice', { choices: ['ordinary', 'critical', 'key'] }),
  technical('qualityRules', 'rules'),
  technical('maxAge', 'count'),
  technical('updateDeadline', 'other'),
  technical('verificationMethod', 'texts'),
  technical('hint', 'long-texts'),

  source('layer', 'choice', {
    ...must,
    choices: ['source', 'metadata', 'master', 'reference', 'transaction', 'aggregate', 'analytic', 'open'],
  }),
  source('origin', 'choice', { ...must, choices: ['source', 'inherited', 'derived', 're-entered'] }),
  source('authority', 'register'),
  source('reCollectable', 'choice', { ...must, choices: ['forbidden', 'confirm', 'allowed'] }),
  source('sourceAgency', 'texts'),
  source('collectionPoint', 'texts'),
  source('lineage', 'other'),
  source('owner', 'texts'),
  source('dataManager', 'texts'),
  source('steward', 'texts'),
  source('updateUnit', 'texts'),
  source('approver', 'texts'),
  source('reviewCycle', 'count'),

  labels('sharing', 'choice', { ...must, choices: ['shared', 'restricted', 'open'] }),
  labels('importance', 'choice', { ...must, choices: ['core', 'important', 'other'] }),
  labels('personal', 'choice', { ...must, choices: ['none', 'basic', 'sensitive'] }),
  labels('sensitiveReason', 'line', { when: is('personal', 'sensitive') }),
  labels('masking', 'machine', { when: is('personal', 'basic', 'sensitive') }),
  labels('stored', 'choice', { choices: ['sealed'], when: is('personal', 'basic', 'sensitive') }),
  labels('secrecy', 'choice', { ...must, choices: ['none', 'confidential', 'secret', 'top-secret'] }),
  labels('shareMethod', 'choice', { choices: ['automatic', 'on-request', 'special', 'none'] }),
  labels('allowedPurposes', 'words'),
  labels('accessRoles', 'words'),
  labels('openLicense', 'line', { when: is('sharing', 'open') }),
  labels('retention', 'texts'),
];

const known = new Map(attributes.map((attribute) => [attribute.name, attribute]));

/** How an attribute is shown; one that the screens do not know yet is shown as it comes. */
export const attributeOf = (name: string): Attribute => known.get(name) ?? { name, part: 'technical', kind: 'other' };

/** What follows from other attributes, or is the compiler's own. */
const derived: ReadonlySet<string> = new Set(['sqlType', 'labels', 'codeRule']);

/** An element of a plan, flat. */
export function flatEntry(element: Entry): Entry {
  const { labels: own, codeList, codeRule, ...rest } = element;
  const list =
    codeList === undefined
      ? {}
      : { codeList: typeof codeList === 'string' && codeRule ? { list: codeList, rule: codeRule } : codeList };
  const flat = { ...rest, ...(own as Entry | undefined), ...list };
  return Object.fromEntries(Object.entries(flat).filter(([name, value]) => !derived.has(name) && isSaid(value)));
}

/** Whether there is anything to say: `false` and 0 are, empty texts and lists are not. */
export function isSaid(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** The attributes of one part that an entry states, in the catalogue's order; unknown ones last, among the technical. */
export function statedOf(entry: Entry, part: Part): readonly (readonly [Attribute, unknown])[] {
  const names = [...attributes.map(({ name }) => name), ...Object.keys(entry).filter((name) => !known.has(name))];
  return names
    .map((name) => [attributeOf(name), entry[name]] as const)
    .filter(
      ([attribute, value]) =>
        attribute.part === part && isSaid(value) && !(attribute.silent && value === attribute.silent),
    );
}

/** Is this a text in several languages? */
export const isTexts = (value: unknown): value is Texts =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(([tag, text]) => /^[a-z]{2,3}$/.test(tag) && typeof text === 'string');
