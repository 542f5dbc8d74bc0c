/**
 * Nodes as the full parser makes them, but light: what kind a node is stands once, at its prototype, and of its range only
 * the ends are kept. Dictionaries have millions of them.
 */
import { Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';

type Range = [number, number, number];

class PlainNode {
  /** Where it begins and ends in the text, in UTF-16 units. */
  start: number;
  end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
  get range(): Range {
    return [this.start, this.end, this.end];
  }
}

class PlainScalar extends PlainNode {
  value: unknown;

  constructor(value: unknown, start: number, end: number) {
    super(start, end);
    this.value = value;
  }
}

class PlainMap extends PlainNode {
  items: Pair<Node, Node>[] = [];
}

class PlainSeq extends PlainNode {
  items: Node[] = [];
}

class PlainPair {
  key: Node;
  value: Node;

  constructor(key: Node, value: Node) {
    this.key = key;
    this.value = value;
  }
}

// The library tells nodes apart by this member, and its own classes give it to each node anew.
const KIND = Symbol.for('yaml.node.type');

/** Gives a class the kind and the methods of the library's. */
function takesAfter(own: { prototype: object }, theirs: { prototype: object }, kind: string): void {
  const range = Object.getOwnPropertyDescriptor(PlainNode.prototype, 'range') ?? {};
  Object.setPrototypeOf(own.prototype, theirs.prototype);
  Object.defineProperties(own.prototype, { [KIND]: { value: Symbol.for(kind) }, range });
}
takesAfter(PlainScalar, Scalar, 'yaml.scalar');
takesAfter(PlainMap, YAMLMap, 'yaml.map');
takesAfter(PlainSeq, YAMLSeq, 'yaml.seq');
takesAfter(PlainPair, Pair, 'yaml.pair');

export type Collection = YAMLMap<Node, Node> | YAMLSeq<Node>;

export const scalarAt = (value: unknown, start: number, end: number): Scalar =>
  new PlainScalar(value, start, end) as unknown as Scalar;
export const mapAt = (start: number): YAMLMap<Node, Node> =>
  new PlainMap(start, start) as unknown as YAMLMap<Node, Node>;
export const seqAt = (start: number): YAMLSeq<Node> => new PlainSeq(start, start) as unknown as YAMLSeq<Node>;
export const pairOf = (key: Node, value: Node): Pair<Node, Node> =>
  new PlainPair(key, value) as unknown as Pair<Node, Node>;

export function endsAt<T extends Collection>(node: T, end: number): T {
  (node as unknown as PlainNode).end = end;
  return node;
}
