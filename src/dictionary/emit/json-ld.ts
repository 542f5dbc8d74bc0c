/** JSON-LD 1.1 (W3C Recommendation, 16 July 2020): a graph as a document with its own context, no fetch needed. */
import { prefixes, type Graph, type Properties, type Resource, type Term } from './rdf.ts';

export type JsonLd = Readonly<Record<string, unknown>>;

export function writeJsonLd({ used, resources }: Graph): JsonLd {
  return {
    '@context': Object.fromEntries(used.map((prefix) => [prefix, prefixes[prefix]])),
    '@graph': resources.map(writeResource),
  };
}

const writeResource = ({ iri, types, properties }: Resource): JsonLd => ({
  '@id': iri,
  ...(types.length > 0 ? { '@type': types.length === 1 ? types[0] : types } : {}),
  ...writeProperties(properties),
});

const writeProperties = (properties: Properties): JsonLd =>
  Object.fromEntries(
    properties
      .filter(([, terms]) => terms.length > 0)
      .map(([predicate, terms]) => [
        predicate,
        terms.length === 1 ? writeTerm(terms[0] as Term) : terms.map(writeTerm),
      ]),
  );

function writeTerm(term: Term): unknown {
  if ('iri' in term) return { '@id': term.iri };
  if ('name' in term) return { '@id': term.name };
  if ('number' in term) return term.number;
  if ('flag' in term) return term.flag;
  if ('list' in term) return { '@list': term.list.map(writeTerm) };
  if ('node' in term) return writeProperties(term.node);
  const { text, language, type } = term;
  if (language !== undefined) return { '@value': text, '@language': language };
  return type === undefined ? text : { '@value': text, '@type': type };
}
