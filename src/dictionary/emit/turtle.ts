/** RDF 1.1 Turtle (W3C Recommendation, 25 February 2014): a graph as text, the same bytes for the same graph. */
import { prefixes, type Graph, type Properties, type Resource, type Term } from './rdf.ts';

export function writeTurtle({ used, resources }: Graph): string {
  const heads = used.map((prefix) => `@prefix ${prefix}: <${prefixes[prefix]}> .`);
  return `${[...heads, '', ...resources.map(writeResource)].join('\n')}\n`;
}

function writeResource({ iri, types, properties }: Resource): string {
  const kinds = types.length > 0 ? `a ${types.join(', ')}` : '';
  const stated = writeProperties(properties, '  ');
  return `<${escapeIri(iri)}> ${kinds}${kinds !== '' && stated !== '' ? ' ;\n  ' : ''}${stated} .\n`;
}

function writeProperties(properties: Properties, indent: string): string {
  let written = '';
  for (const [predicate, terms] of properties) {
    if (terms.length === 0) continue;
    written += written === '' ? `${predicate} ` : ` ;\n${indent}${predicate} `;
    written += writeTerms(terms, indent, ', ');
  }
  return written;
}

function writeTerms(terms: readonly Term[], indent: string, between: string): string {
  let written = '';
  for (let i = 0; i < terms.length; i += 1) written += (i === 0 ? '' : between) + writeTerm(terms[i] as Term, indent);
  return written;
}

function writeTerm(term: Term, indent: string): string {
  if ('iri' in term) return `<${escapeIri(term.iri)}>`;
  if ('name' in term) return term.name;
  if ('number' in term) return String(term.number);
  if ('flag' in term) return String(term.flag);
  if ('list' in term) return `( ${writeTerms(term.list, indent, ' ')} )`;
  if ('node' in term) {
    const deeper = `${indent}  `;
    return `[\n${deeper}${writeProperties(term.node, deeper)}\n${indent}]`;
  }
  const literal = quote(term.text);
  if (term.language !== undefined) return `${literal}@${term.language}`;
  return term.type === undefined ? literal : `${literal}^^${term.type}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** STRING_LITERAL_QUOTE, grammar rule [22]. */
const quote = (text: string): string =>
  `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, (one) => ESCAPES[one] ?? unicode(one))}"`;

const unicode = (one: string) => `\\u${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** IRIREF, grammar rule [18]: these characters cannot stand in an IRI, so they are written by their number. */
const escapeIri = (iri: string): string => iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, unicode);
