/** What a SHACL validator says: rows as RDF by the emitted JSON-LD context, one graph for all. */
import { DataFactory, Parser, Store, type Quad } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { irisOf } from '../../emit/iris.ts';
import { emitJsonLdContext } from '../../emit/json-ld-context.ts';
import { prefixes } from '../../emit/rdf.ts';
import { emitShacl } from '../../emit/shacl.ts';
import type { FieldPlan } from '../../plan.ts';
import { codesToday } from './dictionaries.ts';
import type { Case, Judge, Verdict } from './judge.ts';
import type { Json, Row } from './oracle.ts';

const { literal, namedNode, quad } = DataFactory;
const iris = irisOf('https://data.example/generated/');
const IRI_OF_TYPE = `${prefixes.rdf}type`;

type Term = string | { readonly '@id': string; readonly '@type': string };

/** A record as RDF (JSON-LD 1.1 API §8, object to RDF conversion), as far as flat records need it. */
export function toRdf(row: Row, node: string, terms: Readonly<Record<string, unknown>>, type: string): Quad[] {
  const subject = namedNode(node);
  const values = Object.entries(row).flatMap(([name, value]) => {
    const term = terms[name] as Term | undefined;
    if (value === null || value === undefined || typeof value === 'object' || !term) return [];
    const [predicate, coerced] = typeof term === 'string' ? [term] : [term['@id'], term['@type']];
    return [quad(subject, namedNode(predicate), literal(lexical(value), namedNode(expand(coerced ?? ownType(value)))))];
  });
  return [quad(subject, namedNode(IRI_OF_TYPE), namedNode(terms[type] as string)), ...values];
}

const expand = (name: string) => name.replace(/^xsd:/, prefixes.xsd);
const ownType = (value: Json) =>
  typeof value === 'boolean'
    ? 'xsd:boolean'
    : typeof value !== 'number'
      ? 'xsd:string'
      : Number.isInteger(value)
        ? 'xsd:integer'
        : 'xsd:double';

/** Numbers with a fraction, or of 10^21 and more, are written as canonical doubles (JSON-LD 1.1 API §8.6). */
function lexical(value: string | number | boolean): string {
  if (typeof value !== 'number' || (Number.isInteger(value) && Math.abs(value) < 1e21)) return String(value);
  return value.toExponential(15).replace(/(\.[0-9])([0-9]*?)0*e\+?/, '$1$2E');
}

// rdf-validate-shacl 0.6 counts UTF-16 units and matches patterns without the flag `u`, where SHACL §4.4 speaks of
// characters; and it compares decimals as doubles. The stated differences are tested on their own.
const isBeyondValidator = ({ dataType, range }: FieldPlan, value: Json) =>
  typeof value === 'string' &&
  (/[^\u0000-\uffff]|[\ud800-\udfff]/.test(value) ||
    (dataType === 'decimal' && range !== undefined && value.replace(/[^0-9]/g, '').length > 15));

type Rewrite = (turtle: string) => string;

/** One shapes graph and one data graph a case. */
export async function byShacl({ plan, entity, rows }: Case, rewrite: Rewrite = (turtle) => turtle): Promise<Judge> {
  const terms = emitJsonLdContext(entity, { iris })['@context'] as Readonly<Record<string, unknown>>;
  const shapes = new Store(new Parser().parse(rewrite(emitShacl(entity, { iris, codes: codesToday(plan) }))));
  const node = (n: number) => `urn:row:${String(n)}`;
  const data = new Store(rows.flatMap((row, n) => toRdf(row, node(n), terms, entity.code)));
  const report = await new SHACLValidator(shapes).validate(data);
  const refused = new Set(report.results.map(({ focusNode, path }) => `${focusNode.value} ${path.value}`));
  return (row, field): Verdict => {
    const value = rows[row]?.[field.name];
    if (typeof value === 'object' && value !== null) return 'unseen';
    if (isBeyondValidator(field, value)) return 'unseen';
    return refused.has(`${node(row)} ${iris.field(entity.name, field.name)}`) ? 'refused' : 'taken';
  };
}
