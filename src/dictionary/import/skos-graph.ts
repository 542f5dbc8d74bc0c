/** Triples of a SKOS file, by what is said about each subject. */
import type { Term, Triple } from './turtle.ts';

export const SKOS = 'http://www.w3.org/2004/02/skos/core#';
export const DCT = 'http://purl.org/dc/terms/';
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
export const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
export const OWL = 'http://www.w3.org/2002/07/owl#';
export const EUVOC = 'http://publications.europa.eu/ontology/euvoc#';

type Subject = Pick<Term, 'value'>;

export class SkosGraph {
  private readonly said = new Map<string, Map<string, Term[]>>();
  private readonly subjects = new Map<string, Term>();

  constructor(triples: readonly Triple[]) {
    for (const { subject, predicate, object } of triples) {
      if (!this.subjects.has(subject.value)) this.subjects.set(subject.value, subject);
      const about = this.said.get(subject.value) ?? new Map<string, Term[]>();
      this.said.set(subject.value, about);
      const values = about.get(predicate);
      if (values) values.push(object);
      else about.set(predicate, [object]);
    }
  }

  all(subject: Subject, predicate: string): readonly Term[] {
    return this.said.get(subject.value)?.get(predicate) ?? [];
  }

  one(subject: Subject, predicate: string): Term | undefined {
    return this.all(subject, predicate)[0];
  }

  /** Of SKOS. */
  ofType(name: string): Term[] {
    const isA = (subject: Term) => this.all(subject, `${RDF}type`).some((one) => one.value === SKOS + name);
    return [...this.subjects.values()].filter(isA);
  }

  /** Subjects of which something is said by this predicate. */
  saying(predicate: string): Term[] {
    return [...this.subjects.values()].filter((subject) => this.all(subject, predicate).length > 0);
  }
}

export const tailOf = (iri: string): string =>
  iri
    .replace(/[/#]+$/, '')
    .split(/[/#]/)
    .at(-1) ?? iri;
