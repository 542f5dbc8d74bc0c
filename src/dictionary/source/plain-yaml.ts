/**
 * The plain part of YAML 1.2, in which dictionaries are written: block and flow collections, plain and quoted scalars of
 * one line, comments. Reads it many times faster than the full parser, to the same nodes with the same places; whatever
 * else a file has (anchors, tags, block scalars, several documents, a fault) is the full parser's to read or to refuse.
 */
import { isScalar, type LineCounter, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { endsAt, mapAt, pairOf, scalarAt, seqAt, type Collection } from './plain-nodes.ts';
import { isWord, NotPlain } from './plain-scalar.ts';
import { HASH, IS_IN_FLOW, NEWLINE, PlainText, QUOTE, SPACE, TICK } from './plain-text.ts';

/** @returns undefined when the text is not plain: then nothing is known about it */
export function readPlainYaml(text: string): Node | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new PlainReader(text).document();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** What the full parser tells a counter while it reads. */
export function countLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

// Tabs, carriage returns, controls and the byte order mark have rules of their own.
const UNUSUAL = /[\u0000-\u0009\u000b-\u001f\u007f\ufeff]/;
const DEEPEST = 40;
/** Up to here the keys of a mapping are compared one by one. */
const FEW = 32;

const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];

class PlainReader extends PlainText {
  document(): Node {
    this.nextLine();
    const first = this.text.charCodeAt(this.at);
    if (this.indent !== 0 || first === OPEN_LIST || first === OPEN_MAP) throw new NotPlain();
    const node = this.block(-1);
    if (this.at < this.text.length || isScalar(node)) throw new NotPlain();
    return node;
  }

  /** What stands on the line at hand and below it, at its indent. @param parent the indent of what holds it */
  private block(parent: number): Node {
    if (this.isItem(this.at)) return this.list(this.indent);
    if (this.keyEnd(this.at) > 0) return this.map(this.indent);
    return this.line(parent);
  }

  /** A value that is no block: one line, or a flow collection. */
  private line(parent: number): Node {
    const node = this.inline(parent);
    this.restOfLine();
    // Deeper than what holds it: a scalar that goes on, or a fault.
    if (this.indent > parent) throw new NotPlain();
    return node;
  }

  private map(indent: number): Node {
    this.enter();
    const map = mapAt(this.at);
    do {
      const end = this.keyEnd(this.at);
      if (end === 0) throw new NotPlain();
      const key = this.key(this.at, end, map);
      this.at = end + 1;
      map.items.push(pairOf(key, this.valueBelow(indent, true)));
    } while (this.indent === indent);
    return this.leave(map, indent);
  }

  private list(indent: number): Node {
    this.enter();
    const list = seqAt(this.at);
    do {
      if (!this.isItem(this.at)) throw new NotPlain();
      this.at += 1;
      list.items.push(this.valueBelow(indent, false));
    } while (this.indent === indent && this.isItem(this.at));
    return this.leave(list, indent);
  }

  private enter(): void {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new NotPlain();
  }

  private leave<T extends Collection>(node: T, indent: number): T {
    this.depth -= 1;
    // Deeper than what it belongs to: a scalar that goes on, or a fault.
    if (this.indent > indent) throw new NotPlain();
    return endsAt(node, this.at);
  }

  /** The value after a colon or dash: on the same line, or below and deeper. */
  private valueBelow(indent: number, isInMap: boolean): Node {
    this.skipSpaces();
    const { text, at } = this;
    const code = text.charCodeAt(at);
    const isEmpty = code === NEWLINE || at === text.length || (code === HASH && text.charCodeAt(at - 1) === SPACE);
    if (isEmpty) {
      this.restOfLine();
      const isDeeper = this.indent > indent || (isInMap && this.indent === indent && this.isItem(this.at));
      if (!isDeeper) throw new NotPlain();
      return this.block(indent);
    }
    if (!isInMap && (this.keyEnd(at) > 0 || this.isItem(at))) {
      this.indent = at - text.lastIndexOf('\n', at) - 1;
      return this.block(indent);
    }
    return this.line(indent);
  }

  private inline(indent: number): Node {
    const code = this.text.charCodeAt(this.at);
    if (code === OPEN_MAP || code === OPEN_LIST) return this.flow(indent);
    return code === QUOTE || code === TICK ? this.quoted(code, indent) : this.plain(indent);
  }

  private key(from: number, end: number, map: YAMLMap): Scalar {
    const word = this.text.slice(from, end);
    if (isWord(word) || isTwice(map, word)) throw new NotPlain();
    return scalarAt(word, from, end);
  }

  // ── flow collections ─────────────────────────────────────────────────────────────────────────────────────────────
  private flow(indent: number): Node {
    this.enter();
    const start = this.at;
    const map = this.text.charCodeAt(start) === OPEN_MAP ? mapAt(start) : undefined;
    const list = seqAt(start);
    const node = map ?? list;
    const close = map ? CLOSE_MAP : CLOSE_LIST;
    node.flow = true;
    this.at += 1;
    this.flowSpace(indent);
    while (this.text.charCodeAt(this.at) !== close) {
      if (map) map.items.push(this.flowPair(map, indent));
      else list.items.push(this.flowValue(indent));
      this.flowSpace(indent);
      if (this.text.charCodeAt(this.at) === COMMA) {
        this.at += 1;
        this.flowSpace(indent);
      } else if (this.text.charCodeAt(this.at) !== close) throw new NotPlain();
    }
    this.at += 1;
    this.depth -= 1;
    return endsAt(node, this.at);
  }

  private flowPair(map: YAMLMap, indent: number): Pair<Node, Node> {
    const end = this.keyEnd(this.at);
    if (end === 0) throw new NotPlain();
    const key = this.key(this.at, end, map);
    this.at = end + 1;
    this.flowSpace(indent);
    return pairOf(key, this.flowValue(indent));
  }

  private flowValue(indent: number): Node {
    const code = this.text.charCodeAt(this.at);
    if (code === OPEN_MAP || code === OPEN_LIST) return this.flow(indent);
    return code === QUOTE || code === TICK ? this.quoted(code, indent) : this.plain(IS_IN_FLOW);
  }
}

function isTwice({ items }: YAMLMap, key: string): boolean {
  if (items.length > FEW) return items.some((pair) => (pair.key as Scalar).value === key);
  for (const pair of items) if ((pair.key as Scalar).value === key) return true;
  return false;
}
