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
import type { Draft, DraftCode, DraftEntity, DraftField, DraftList, ImportFindings, Opened } from './model.ts';
import { refuseOther } from './open-file.ts';

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
  const type = known ?? 'text';
  return having<DraftField>({
    name,
    title: said(textOf(field['title'])),
    definition: said(textOf(field['description'])),
    type: type === 'text' && maxLength !== undefined ? 'string' : type,
    required: rules['required'] === true ? true : undefined,
    minLength: numberOf(rules['minLength']),
    maxLength,
    pattern: textOf(rules['pattern']),
    // XML Schema regular expressions match the whole value (Table Schema, constraints).
    wholePattern: true,
    min: boundOf(rules['minimum']),
    max: boundOf(rules['maximum']),
    list,
    example: boundOf(field['example']),
    said: [
      ...(known === undefined || written === 'year' ? [written] : []),
      ...['format', 'rdfType'].flatMap((one) => {
        const text = textOf(field[one]);
        return text === undefined || text === 'default' ? [] : [`${one}: ${text}`];
      }),
    ],
    spot,
  });
}

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
