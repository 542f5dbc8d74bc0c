/** A small graph that is written as Turtle or JSON-LD: resources with properties, in the order in which they are given. */
import type { Texts } from '../../platform/texts.ts';

/** Prefixes of the vocabularies in use; `skos:prefLabel` stands for the IRI. */
export const prefixes = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  dct: 'http://purl.org/dc/terms/',
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  sh: 'http://www.w3.org/ns/shacl#',
  owl: 'http://www.w3.org/2002/07/owl#',
  euvoc: 'http://publications.europa.eu/ontology/euvoc#',
} as const;

export type Prefix = keyof typeof prefixes;
export type Name = `${Prefix}:${string}`;

export type Term =
  | { readonly iri: string }
  /** A term of a vocabulary. */
  | { readonly name: Name }
  | { readonly text: string; readonly language?: string; readonly type?: Name }
  | { readonly number: number }
  | { readonly flag: boolean }
  | { readonly list: readonly Term[] }
  | { readonly node: Properties };

export type Properties = readonly (readonly [predicate: Name, terms: readonly Term[]])[];

export interface Resource {
  readonly iri: string;
  readonly types: readonly Name[];
  readonly properties: Properties;
}

export interface Graph {
  readonly used: readonly Prefix[];
  readonly resources: readonly Resource[];
}

export const iri = (value: string): Term => ({ iri: value });
export const name = (value: Name): Term => ({ name: value });
export const day = (text: string): Term => ({ text, type: 'xsd:date' });

const NONE: readonly Term[] = [];

/** One text a language, languages in alphabetical order. */
export const texts = (words: Texts | undefined): readonly Term[] =>
  words === undefined
    ? NONE
    : Object.keys(words)
        .filter((language) => words[language] !== '')
        .sort()
        .map((language) => ({ text: words[language] ?? '', language }));
