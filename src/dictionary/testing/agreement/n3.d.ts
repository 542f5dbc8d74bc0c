/** The part of n3 that the agreement test uses; the package brings no types of its own. */
declare module 'n3' {
  import type SHACLValidator from 'rdf-validate-shacl';
  type Dataset = ConstructorParameters<typeof SHACLValidator>[0];
  interface Node {
    readonly value: string;
  }
  export interface Quad {
    readonly subject: Node;
    readonly predicate: Node;
    readonly object: Node;
  }
  export const DataFactory: {
    namedNode(iri: string): Node;
    literal(value: string, datatype: Node): Node;
    quad(subject: Node, predicate: Node, object: Node): Quad;
  };
  export const Parser: new () => { parse(text: string): Quad[] };
  export const Store: new (quads: readonly Quad[]) => Dataset;
}
