/**
 * The plain part of YAML 1.2, in which dictionaries are written: block and flow collections, plain and quoted scalars of
 * one line, comments. Reads it many times faster than the full parser, to the same nodes with the same places; whatever
 * else a file has (anchors, tags, block scalars, several documents, a fault) is the full parser's to read or to refuse.
 */
import { type LineCounter, Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';
import { isWord, joined, NotPlain, resolved, scalarAt, unescaped } from './plain-scalar.ts';

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
const LONGEST_KEY = 200;
/** In place of an indent. */
const IS_IN_FLOW = -2;
/** Escapes that JSON has too, and means the same by. */
const ESCAPED = new Set(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']);
/** Up to here the keys of a mapping are compared one by one. */
const FEW = 32;

const [NEWLINE, SPACE, QUOTE, HASH, TICK] = [0x0a, 0x20, 0x22, 0x23, 0x27];
const [COMMA, DASH, COLON, BACKSLASH] = [0x2c, 0x2d, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Per ASCII code: may begin a plain scalar here; may stand in a key; ends a plain scalar of a flow collection. */
const STARTS = tableOf(/[^\s\-?:,[\]{}#&*!|>'"%@`]/);
const IN_KEY = tableOf(/[A-Za-z0-9_.-]/);
const STARTS_KEY = tableOf(/[A-Za-z_]/);
const IN_FLOW = tableOf(/[,[\]{}]/);

function tableOf(chars: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (chars.test(String.fromCharCode(code)) ? 1 : 0));
}

class PlainReader {
  private readonly text: string;
  private at = 0;
  /** Column of the line at hand, from 0; -1 at the end of the text. */
  private indent = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Node {
    this.nextLine();
    const first = this.text.charCodeAt(this.at);
    if (this.indent !== 0 || first === OPEN_LIST || first === OPEN_MAP) throw new NotPlain();
    const node = this.block(-1);
    if (this.at < this.text.length || node instanceof Scalar) throw new NotPlain();
    return node;
  }

  /** From the end of a line to the first character of the next that says something. */
  private nextLine(): void {
    const { text } = this;
    let at = this.at;
    let start = at === 0 ? 0 : at + 1;
    for (at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === HASH) at = this.lineEnd(at);
      else if (code !== NEWLINE) {
        this.at = at;
        this.indent = at - start;
        return;
      }
      start = at + 1;
    }
    this.at = text.length;
    this.indent = -1;
  }

  private lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  /** Spaces and a comment up to the end of the line; anything else is not plain. */
  private restOfLine(): void {
    const { text } = this;
    const from = this.at;
    this.skipSpaces();
    const code = text.charCodeAt(this.at);
    if (code === HASH && this.at > from) this.at = this.lineEnd(this.at);
    else if (code !== NEWLINE && this.at < text.length) throw new NotPlain();
    this.nextLine();
  }

  private skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at += 1;
  }

  private isItem(at: number): boolean {
    if (this.text.charCodeAt(at) !== DASH) return false;
    const next = this.text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || at + 1 === this.text.length;
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

  /** Where the key that begins here ends, before its colon; 0 when there is none. */
  private keyEnd(from: number): number {
    const { text } = this;
    if (STARTS_KEY[text.charCodeAt(from)] !== 1) return 0;
    let at = from + 1;
    while (IN_KEY[text.charCodeAt(at)] === 1) at += 1;
    if (text.charCodeAt(at) !== COLON || at - from > LONGEST_KEY) return 0;
    const next = text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || at + 1 === text.length ? at : 0;
  }

  private map(indent: number): Node {
    this.enter();
    const map = new YAMLMap();
    const start = this.at;
    do {
      const end = this.keyEnd(this.at);
      if (end === 0) throw new NotPlain();
      const key = this.key(this.at, end, map);
      this.at = end + 1;
      map.items.push(new Pair(key, this.valueBelow(indent, true)));
    } while (this.indent === indent);
    return this.leave(map, indent, start);
  }

  private list(indent: number): Node {
    this.enter();
    const list = new YAMLSeq();
    const start = this.at;
    do {
      if (!this.isItem(this.at)) throw new NotPlain();
      this.at += 1;
      list.items.push(this.valueBelow(indent, false));
    } while (this.indent === indent && this.isItem(this.at));
    return this.leave(list, indent, start);
  }

  private enter(): void {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new NotPlain();
  }

  private leave<T extends YAMLMap | YAMLSeq>(node: T, indent: number, start: number): T {
    this.depth -= 1;
    // Deeper than what it belongs to: a scalar that goes on, or a fault.
    if (this.indent > indent) throw new NotPlain();
    node.range = [start, this.at, this.at];
    return node;
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
    const map = this.text.charCodeAt(start) === OPEN_MAP ? new YAMLMap<Node, Node>() : undefined;
    const list = new YAMLSeq<Node>();
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
    node.range = [start, this.at, this.at];
    return node;
  }

  /** Spaces, line ends and comments between the parts; a part on a new line stands deeper than what holds it. */
  private flowSpace(indent: number): void {
    this.skipSpaces();
    const code = this.text.charCodeAt(this.at);
    if (code !== NEWLINE && code !== HASH) return;
    if (code === HASH && this.text.charCodeAt(this.at - 1) !== SPACE) throw new NotPlain();
    if (code === HASH) this.at = this.lineEnd(this.at);
    this.nextLine();
    if (this.indent <= indent) throw new NotPlain();
  }

  private flowPair(map: YAMLMap, indent: number): Pair<Node, Node> {
    const end = this.keyEnd(this.at);
    if (end === 0) throw new NotPlain();
    const key = this.key(this.at, end, map);
    this.at = end + 1;
    this.flowSpace(indent);
    return new Pair(key, this.flowValue(indent));
  }

  private flowValue(indent: number): Node {
    const code = this.text.charCodeAt(this.at);
    if (code === OPEN_MAP || code === OPEN_LIST) return this.flow(indent);
    return code === QUOTE || code === TICK ? this.quoted(code, indent) : this.plain(IS_IN_FLOW);
  }

  // ── scalars ──────────────────────────────────────────────────────────────────────────────────────────────────────
  /** @param indent of what holds it; lines that are deeper go on with it, but not in a flow collection */
  private plain(indent: number): Scalar {
    const { text, at: start } = this;
    const isInFlow = indent === IS_IN_FLOW;
    if (!this.startsPlain(start)) throw new NotPlain();
    let end = start;
    let isFolded = false;
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === NEWLINE) {
        const next = isInFlow ? 0 : this.continuation(at, indent);
        if (next === 0 || !this.startsPlain(next)) break;
        isFolded = true;
        at = next;
      }
      if (isInFlow && IN_FLOW[code] === 1) break;
      if (code === HASH && end < at) break;
      if (code === COLON && this.endsKey(at + 1, isInFlow)) throw new NotPlain();
      end = at + 1;
    }
    this.at = end;
    const source = text.slice(start, end);
    return resolved(isFolded ? joined(source) : source, start, end);
  }

  private startsPlain(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code >= 128 || STARTS[code] === 1 || (code === DASH && IN_KEY[this.text.charCodeAt(at + 1)] === 1);
  }

  /** Where the line after this end of a line begins when it is deeper than `indent`; 0 when it is not, or says nothing. */
  private continuation(newline: number, indent: number): number {
    let at = newline + 1;
    while (this.text.charCodeAt(at) === SPACE) at += 1;
    const isBlank = at >= this.text.length || this.text.charCodeAt(at) === NEWLINE;
    return isBlank || at - newline - 1 <= indent ? 0 : at;
  }

  /** Whether a colon before this character makes what stands before it a key. */
  private endsKey(at: number, isInFlow: boolean): boolean {
    const code = this.text.charCodeAt(at);
    return code === SPACE || code === NEWLINE || at === this.text.length || (isInFlow && IN_FLOW[code] === 1);
  }

  private quoted(mark: number, indent: number): Scalar {
    const { text, at: start } = this;
    let hasEscapes = false;
    let isFolded = false;
    let at = start + 1;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (at >= text.length) throw new NotPlain();
      if (code === NEWLINE) {
        const next = this.continuation(at, indent);
        if (next === 0) throw new NotPlain();
        isFolded = true;
        at = next - 1;
      } else if (code === mark) {
        if (mark === QUOTE || text.charCodeAt(at + 1) !== TICK) break;
        hasEscapes = true;
        at += 1;
      } else if (code === BACKSLASH && mark === QUOTE) {
        if (!ESCAPED.has(text.charAt(at + 1))) throw new NotPlain();
        hasEscapes = true;
        at += 1;
      }
    }
    this.at = at + 1;
    const inner = text.slice(start + 1, at);
    const line = isFolded ? joined(inner) : inner;
    return scalarAt(hasEscapes ? unescaped(line, mark === QUOTE) : line, start, at + 1);
  }
}

function isTwice({ items }: YAMLMap, key: string): boolean {
  if (items.length > FEW) return items.some((pair) => (pair.key as Scalar).value === key);
  for (const pair of items) if ((pair.key as Scalar).value === key) return true;
  return false;
}
