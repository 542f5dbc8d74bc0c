/** The dictionary in the field's open formats: an entity, a code list, the book. Shown by `contract.ts`. */
import Type, { type TSchema } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { LanguageTag } from '../platform/texts.ts';

const release = Type.Optional(Type.Integer({ minimum: 1 }));
const chapter = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }));
const query = Type.Object({ language: Type.Optional(LanguageTag), release });
const oneOf = <T extends string>(values: readonly T[]) =>
  Type.Union(values.map((value) => Type.Literal(value)) as TSchema[]) as unknown as ReturnType<typeof Type.Literal<T>>;

export const entityFormats = ['openapi', 'table-schema', 'shacl', 'context', 'dcat', 'odcs', 'ddl'] as const;
export type EntityFormat = (typeof entityFormats)[number];

export const codeListFormats = ['turtle', 'json-ld', 'csv'] as const;
export type CodeListFormat = (typeof codeListFormats)[number];

export const bookFormats = ['html', 'docx'] as const;

/** Of the whole dictionary: as its authors write it (YAML, one workbook), templates for data, the field's standards, the book. */
export const dictionaryFormats = [
  'artery',
  'excel',
  'templates',
  'odcs',
  'openapi',
  'json-schema',
  'table-schema',
  'skos',
  'shacl',
  'dcat',
  'ddl',
  'typescript',
  'form',
  'book',
] as const;
export type DictionaryFormat = (typeof dictionaryFormats)[number];

export const getEntityExport = endpoint({
  name: 'dictionary.getEntityExport',
  method: 'GET',
  path: '/api/dictionary/entities/{entity}/exports/{format}',
  permission: 'dictionary.read',
  summary: 'An entity as OpenAPI 3.1, Table Schema, SHACL, JSON-LD context, DCAT-AP 3, ODCS 3.1 or SQL',
  params: Type.Object({ entity: Type.String({ maxLength: 63 }), format: oneOf(entityFormats) }),
  query,
  produces: ['application/json', 'application/ld+json', 'text/turtle', 'application/yaml', 'application/sql'],
});

export const getCodeListExport = endpoint({
  name: 'dictionary.getCodeListExport',
  method: 'GET',
  path: '/api/dictionary/code-lists/{list}/exports/{format}',
  permission: 'dictionary.read',
  summary: 'A code list as SKOS, every day of it: Turtle or JSON-LD; or as CSV, of one day or of all',
  params: Type.Object({ list: Type.String({ maxLength: 63 }), format: oneOf(codeListFormats) }),
  /** Only for CSV: the codes in force on that day. */
  query: Type.Object({ on: Type.Optional(Day) }),
  produces: ['text/turtle', 'application/ld+json', 'text/csv'],
});

export const getReleaseFile = endpoint({
  name: 'dictionary.getReleaseFile',
  method: 'GET',
  path: '/api/dictionary/releases/{release}/file',
  permission: 'dictionary.read',
  summary: 'A signed release as the file that other nodes take; `artery dictionary verify` reads it',
  params: Type.Object({ release: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
  produces: ['application/json'],
});

export const getDictionaryExport = endpoint({
  name: 'dictionary.getDictionaryExport',
  method: 'GET',
  path: '/api/dictionary/exports/{format}',
  permission: 'dictionary.read',
  summary:
    'The whole dictionary, or one chapter of it: a workbook, or a ZIP of YAML that imports again, or of a standard',
  params: Type.Object({ format: oneOf(dictionaryFormats) }),
  query: Type.Object({ language: Type.Optional(LanguageTag), release, chapter }),
  produces: ['application/zip', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
});

export const getBook = endpoint({
  name: 'dictionary.getBook',
  method: 'GET',
  path: '/api/dictionary/books/{format}',
  permission: 'dictionary.read',
  summary: 'The dictionary, or one chapter of it (an entity, a domain, a code list), as a book: HTML or Word',
  params: Type.Object({ format: oneOf(bookFormats) }),
  query: Type.Object({ language: Type.Optional(LanguageTag), release, chapter }),
  produces: ['text/html', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
});
