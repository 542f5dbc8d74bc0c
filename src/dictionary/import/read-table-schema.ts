/** Frictionless Table Schema, alone or in a data package → drafts. */
import {
  having,
  isObj,
  listOf,
  numberOf,
  readDocument,
  said,
  textOf,
  type Obj,
  type PlacedDocument,
} from './document.ts';
import { PARTIAL_DATE_PATTERN } from '../emit/notation.ts';
import type { Draft, DraftCode, DraftEntity, DraftField, DraftList, ImportFindings, Opened } from './model.ts';
import { refuseOther } from './open-file.ts';
import { sayKept, sayLeftOut, unreadMembers } from './unread.ts';

type Path = readonly (string | number)[];
interface Scene {
  readonly document: PlacedDocument;
  readonly findings: ImportFindings;
  readonly lists: DraftList[];
}

export function readTableSchema(opened: Opened): Draft {
  const document = readDocument(opened);
  if (!document) return { entities: [], lists: [] };
  const { data } = document;
  const scene: Scene = { document, findings: opened.findings, lists: [] };
  const stem = opened.file.replace(/^.*\//, '').replace(/(\.schema)?\.\w+$/, '');
  if (isObj(data) && Array.isArray(data['fields'])) {
    return {
      entities: [readSchema({ name: textOf(data['name']) ?? stem, ...data }, data, [], scene)],
      lists: scene.lists,
    };
  }
  if (!isObj(data) || !Array.isArray(data['resources'])) {
    refuseOther(opened);
    return { entities: [], lists: [] };
  }
  const entities = (data['resources'] as unknown[]).flatMap((resource, place) => {
    const path = ['resources', place];
    if (!isObj(resource) || !isObj(resource['schema'])) {
      opened.findings.warn(document.spot(path), 'resource-without-schema', {
        name: isObj(resource) ? String(resource['name'] ?? place) : place,
      });
      return [];
    }
    return [readSchema(resource, resource['schema'], [...path, 'schema'], scene)];
  });
  return { entities, lists: scene.lists };
}

function readSchema(holder: Obj, schema: Obj, path: Path, scene: Scene): DraftEntity {
  const { document, findings } = scene;
  const name = textOf(holder['name']) ?? 'table';
  const foreign = new Map<string, string>();
  (listOf(schema['foreignKeys']) as Obj[]).forEach((one, place) => {
    const to = isObj(one) && isObj(one['reference']) ? textOf(one['reference']['resource']) : undefined;
    const own = isObj(one) ? (Array.isArray(one['fields']) ? one['fields'] : [one['fields']]) : [];
    if (own.length === 0)
      findings.error(document.spot([...path, 'foreignKeys', place]), 'not-understood', { text: 'foreignKeys' });
    // An empty resource is the table itself (Table Schema, foreignKeys).
    for (const field of own) foreign.set(String(field), to ?? name);
  });
  const fields = listOf(schema['fields']).flatMap((one, place) => {
    const at = [...path, 'fields', place];
    if (isObj(one) && textOf(one['name']) !== undefined) return [readField(one, at, name, scene)];
    findings.error(document.spot(at), 'field-without-name', { number: place + 1 });
    return [];
  });
  const key = schema['primaryKey'];
  const { missingValues, ...others } = schema;
  const isUsual = JSON.stringify(missingValues ?? ['']) === '[""]';
  const beside = unreadMembers(isUsual ? others : schema, OF_SCHEMA);
  sayLeftOut(beside, name, document.spot(path), findings);
  return having<DraftEntity>({
    name,
    title: said(textOf(holder['title'])),
    definition: said(textOf(holder['description'])),
    key: (Array.isArray(key) ? key : key === undefined ? [] : [key]).map(String),
    fields: fields.map((field) => {
      const references = foreign.get(field.name);
      return references === undefined ? field : { ...field, references };
    }),
    spot: document.spot(path),
  });
}

/** What has a place here, or says what goes without saying. */
const OF_SCHEMA = new Set([
  'fields',
  'primaryKey',
  'foreignKeys',
  'name',
  'title',
  'description',
  'profile',
  '$schema',
]);
const OF_FIELD = new Set([
  ...['name', 'type', 'title', 'description', 'example', 'constraints', 'format', 'rdfType'],
  ...['categories', 'artery'],
]);
const OF_CONSTRAINTS = new Set(['required', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'enum']);
const OURS = new Set(['element', 'range']);

const TYPES: Readonly<Record<string, DraftField['type']>> = {
  string: 'text',
  integer: 'integer',
  number: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  year: 'integer',
  yearmonth: 'partialDate',
  any: 'text',
};

function readField(field: Obj, path: Path, owner: string, { document, findings, lists }: Scene): DraftField {
  const spot = document.spot(path);
  const name = textOf(field['name']) ?? '';
  const written = textOf(field['type']) ?? 'string';
  const known = TYPES[written];
  if (known === undefined) findings.warn(spot, 'type-kept-as-text', { name, type: written });
  const rules = isObj(field['constraints']) ? field['constraints'] : {};
  const maxLength = numberOf(rules['maxLength']);
  const items = itemsOf(field, rules, spot);
  const list = items.length > 0 ? `${owner}_${name}` : undefined;
  if (list !== undefined)
    lists.push(having<DraftList>({ name: list, names: said(textOf(field['title']) ?? name), items, spot }));
  const beside = besideOf(field, rules);
  sayKept(beside, name, spot, findings);
  const type = typeOf(known, rules);
  return having<DraftField>({
    name,
    title: said(textOf(field['title'])),
    definition: said(textOf(field['description'])),
    type: type === 'text' && maxLength !== undefined ? 'string' : type,
    required: rules['required'] === true ? true : undefined,
    minLength: numberOf(rules['minLength']),
    maxLength,
    pattern: type === 'partialDate' ? undefined : textOf(rules['pattern']),
    // XML Schema regular expressions match the whole value (Table Schema, constraints).
    wholePattern: true,
    ...boundsOf(field, rules),
    list,
    example: boundOf(field['example']),
    said: [...(known === undefined || written === 'year' ? [written] : []), ...saidOf(field), ...beside],
    spot,
  });
}

/** What stands under `artery` changes with the day, so that it is no constraint (emit/table-schema.ts). */
const oursOf = (field: Obj): Obj => (isObj(field['artery']) ? field['artery'] : {});

function boundsOf(field: Obj, rules: Obj) {
  const { range } = oursOf(field);
  const own = isObj(range) ? range : {};
  return { min: boundOf(own['min'] ?? rules['minimum']), max: boundOf(own['max'] ?? rules['maximum']) };
}

function besideOf(field: Obj, rules: Obj): readonly string[] {
  // What is unique by itself is a key, and is said so.
  const { unique: _, ...stated } = rules;
  return [
    ...unreadMembers(field, OF_FIELD),
    ...unreadMembers(stated, OF_CONSTRAINTS),
    ...unreadMembers(oursOf(field), OURS),
  ];
}

/** A year, a month or a day is none of the specification's types: our pattern says it. */
const typeOf = (known: DraftField['type'] | undefined, rules: Obj): DraftField['type'] =>
  rules['pattern'] === PARTIAL_DATE_PATTERN ? 'partialDate' : (known ?? 'text');

const saidOf = (field: Obj): readonly string[] =>
  ['format', 'rdfType'].flatMap((one) => {
    const text = textOf(field[one]);
    return text === undefined || text === 'default' ? [] : [`${one}: ${text}`];
  });

const boundOf = (value: unknown): string | undefined =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;

/** `enum`, or `categories` with their labels (Table Schema 2.0). */
function itemsOf(field: Obj, rules: Obj, spot: DraftField['spot']): DraftCode[] {
  const categories = listOf(field['categories']);
  const values = categories.length > 0 ? categories : listOf(rules['enum']);
  return values.map((one) => {
    const code = isObj(one) ? String(one['value'] ?? '') : String(one);
    const label = isObj(one) ? textOf(one['label']) : undefined;
    return { code, names: { '': label ?? code }, spot };
  });
}
