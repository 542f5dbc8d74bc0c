/** Reads YAML by shapes: every value keeps its place, every fault becomes a finding, and reading goes on. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { Texts } from '../../platform/texts.ts';
import { DEEPEST, isTooDeep } from './depth.ts';
import type { Findings, Place } from './finding.ts';
import { faultOfWords } from './plain-words.ts';
import { countLines, readPlainYaml } from './plain-yaml.ts';

export interface SourceFile {
  /** Shown in findings. */
  readonly file: string;
  /** Path inside the profile. */
  readonly path: string;
  readonly text: string;
}

/** What a number in the range of a node stands for; outlives the nodes. */
export interface Places {
  at(offset: number): Place;
}

class FilePlaces implements Places {
  readonly lines = new LineCounter();
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  at(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** What reading by shapes needs: nodes that know their places, whether they came from YAML or from plain data. */
export interface Reader {
  readonly findings: Findings;
  readonly languages: readonly string[];
  readonly places: Places;
  place(node: Node | null | undefined): Place;
  error(node: Node | null | undefined, code: string, params?: Record<string, string | number>): undefined;
}

export class FileReader implements Reader {
  readonly file: SourceFile;
  readonly findings: Findings;
  readonly languages: readonly string[];
  readonly root: Node | null;
  readonly places: FilePlaces;

  constructor(file: SourceFile, languages: readonly string[], findings: Findings) {
    this.file = file;
    this.findings = findings;
    this.languages = languages;
    this.places = new FilePlaces(file.file);
    const plain = readPlainYaml(file.text);
    if (plain) {
      countLines(file.text, this.places.lines);
      this.root = plain;
      return;
    }
    this.root = isTooDeep(file.text) ? (this.error(null, 'too-deep', { most: DEEPEST }) ?? null) : this.parse();
  }
  private parse(): Node | null {
    const document = parseDocument(this.file.text, { lineCounter: this.places.lines, prettyErrors: false });
    for (const error of document.errors) {
      const { line, col: column } = this.places.lines.linePos(error.pos[0]);
      const at = { file: this.file.file, line, column };
      if (error.code === 'DUPLICATE_KEY') this.findings.error(at, 'duplicate-key');
      // Lists in lists without brackets end the parser's stack, which it reports as a fault of the text.
      else if (/call stack|stack overflow/i.test(error.message))
        return this.error(null, 'too-deep', { most: DEEPEST }) ?? null;
      else this.findings.error(at, 'yaml', { reason: error.message });
    }
    return document.errors.length === 0 ? (document.contents as Node | null) : null;
  }
  place(node: Node | null | undefined): Place {
    return this.places.at(offsetOf(node));
  }
  error(node: Node | null | undefined, code: string, params: Record<string, string | number> = {}): undefined {
    // What an alias stands for is never followed: a few lines of them can mean gigabytes.
    if (isAlias(node)) this.findings.error(this.place(node), 'alias');
    else this.findings.error(this.place(node), code, params);
    return undefined;
  }
}

const offsetOf = (node: Node | null | undefined) => node?.range?.[0] ?? 0;

/** Gives the value, or reports and gives undefined. `name` is the attribute, for the finding's words. */
export type Read<T> = (node: Node | null, reader: Reader, name: string) => T | undefined;

/** What a reader takes, for those who lay out a form or a sheet of a shape. */
export interface Accepts {
  readonly literals?: readonly string[];
  readonly items?: Read<unknown>;
  readonly members?: Read<unknown>;
  readonly shape?: Shape;
  /** Attributes of the mapping that may stand for its short form. */
  readonly long?: Shape;
}
const ACCEPTS = new WeakMap<Read<unknown>, Accepts>();
export const acceptsOf = (read: Read<unknown>): Accepts => ACCEPTS.get(read) ?? {};
export function accepting<T>(accepts: Accepts, read: Read<T>): Read<T> {
  ACCEPTS.set(read, accepts);
  return read;
}

export interface Attribute<T> {
  readonly read: Read<T>;
  readonly must: boolean;
}
export const must = <T>(read: Read<T>): Attribute<T> => ({ read, must: true });
export const may = <T>(read: Read<T>): Attribute<T> => ({ read, must: false });

export type Shape = Readonly<Record<string, Attribute<unknown>>>;
export type Values<S extends Shape> = { readonly [K in keyof S]?: S[K] extends Attribute<infer T> ? T : never };

/** A mapping as it was read: what is missing was reported, so every value may be absent. */
export interface Placed<V> {
  readonly values: V;
  readonly place: Place;
  /** Where an attribute stands; the mapping's own place when it is absent. */
  at(name: string): Place;
}

export interface MapOptions {
  /** Attributes that a file sets for all its entries. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Reads an excerpt: nothing is a must. */
  readonly partly?: boolean;
}

export function readMap<S extends Shape>(
  node: Node | null,
  reader: Reader,
  shape: S,
  options: MapOptions = {},
): Placed<Values<S>> | undefined {
  if (!isMap(node)) return reader.error(node, 'mapping-expected');
  const values: Record<string, unknown> = { ...options.defaults };
  const names: string[] = [];
  const offsets: number[] = [];
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    const attribute = Object.hasOwn(shape, key) ? shape[key] : undefined;
    names.push(key);
    offsets.push(offsetOf(pair.key as Node));
    if (!attribute) {
      reader.error(pair.key as Node, 'unknown-attribute', { name: key, known: nearest(key, Object.keys(shape)) });
    } else {
      const value = attribute.read(pair.value as Node | null, reader, key);
      if (value !== undefined) values[key] = value;
      else values[key] ??= undefined;
    }
  }
  if (!options.partly) {
    for (const name of mustsOf(shape)) {
      if (values[name] === undefined && !names.includes(name)) reader.error(node, 'missing-attribute', { name });
    }
  }
  return new ReadMap(values as Values<S>, reader.places, { own: offsetOf(node), names, offsets });
}

const MUSTS = new WeakMap<Shape, readonly string[]>();

function mustsOf(shape: Shape): readonly string[] {
  const known = MUSTS.get(shape);
  if (known) return known;
  const names = Object.keys(shape).filter((name) => shape[name]?.must);
  MUSTS.set(shape, names);
  return names;
}

/** Places are worked out when somebody asks: almost none is. */
class ReadMap<V> implements Placed<V> {
  readonly values: V;
  private readonly places: Places;
  private readonly where: { own: number; names: readonly string[]; offsets: readonly number[] };

  constructor(values: V, places: Places, where: ReadMap<V>['where']) {
    this.values = values;
    this.places = places;
    this.where = where;
  }
  get place(): Place {
    return this.places.at(this.where.own);
  }
  at(name: string): Place {
    const { own, names, offsets } = this.where;
    return this.places.at(offsets[names.lastIndexOf(name)] ?? own);
  }
}

/** The known word with the fewest edits, for "did you mean". */
export function nearest(word: string, known: readonly string[]): string {
  const scored = known.map((candidate) => [edits(word.toLowerCase(), candidate.toLowerCase()), candidate] as const);
  const [best] = scored.sort((a, b) => a[0] - b[0]);
  return best && best[0] <= Math.max(2, word.length / 3) ? best[1] : known.join(', ');
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

// ── values ─────────────────────────────────────────────────────────────────────────────────────────────────────────
export const text: Read<string> = (node, reader, name) => {
  if (!isScalar(node) || typeof node.value !== 'string') {
    const isNumber = isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'boolean');
    return reader.error(node, isNumber ? 'quotes-needed' : 'text-expected', { name });
  }
  return node.value.normalize('NFC').trim();
};

/** A regular expression: a space at its edge would be a part of what it matches, and nobody sees it. */
export const patternText: Read<string> = (node, reader, name) => {
  const value = text(node, reader, name);
  const isWider = isScalar(node) && typeof node.value === 'string' && node.value !== node.value.trim();
  return value !== undefined && isWider ? reader.error(node, 'pattern-outer-space', { pattern: value }) : value;
};

/** Words for people: plain, so that no page, sheet or book that shows them can be made to do something. */
const words: Read<string> = (node, reader, name) => {
  const value = text(node, reader, name);
  const fault = value === undefined ? undefined : faultOfWords(value);
  return fault === undefined ? value : reader.error(node, fault, { name });
};

export const token =
  (form: RegExp, code: string): Read<string> =>
  (node, reader, name) => {
    const value = text(node, reader, name);
    if (value === undefined || form.test(value)) return value;
    return reader.error(node, code, { name, value });
  };

export const oneOf = <const L extends readonly string[]>(...literals: L): Read<L[number]> =>
  accepting({ literals }, (node, reader, name) => {
    const value = isScalar(node) ? String(node.value) : '';
    if (literals.includes(value)) return value;
    return reader.error(node, 'unknown-literal', { name, value, known: literals.join(', ') });
  });

export const flag: Read<boolean> = (node, reader, name) =>
  isScalar(node) && typeof node.value === 'boolean' ? node.value : reader.error(node, 'flag-expected', { name });

export const count: Read<number> = (node, reader, name) =>
  isScalar(node) && typeof node.value === 'number' && Number.isInteger(node.value) && node.value >= 0
    ? node.value
    : reader.error(node, 'count-expected', { name });

export const fraction: Read<number> = (node, reader, name) =>
  isScalar(node) && typeof node.value === 'number' && node.value >= 0 && node.value <= 1
    ? node.value
    : reader.error(node, 'fraction-expected', { name });

export const list = <T>(read: Read<T>): Read<readonly T[]> =>
  accepting({ items: read }, (node, reader, name) => {
    if (!isSeq(node)) return reader.error(node, 'list-expected', { name });
    const values: T[] = [];
    for (const item of node.items) {
      const value = read(item as Node, reader, name);
      if (value !== undefined) values.push(value);
    }
    return values;
  });

export const map = <S extends Shape>(shape: S): Read<Placed<Values<S>>> =>
  accepting({ shape }, (node, reader) => readMap(node, reader, shape));

export const record = <T>(read: Read<T>): Read<Readonly<Record<string, T>>> =>
  accepting({ members: read }, (node, reader, name) => {
    if (!isMap(node)) return reader.error(node, 'mapping-expected', { name });
    const entries: [string, T][] = [];
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const value = read(pair.value as Node | null, reader, `${name}.${key}`);
      if (value !== undefined) entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  });

/** Anything, as plain data; aliases are not followed. */
export const data: Read<unknown> = (node, reader, name) => plainOf(node, reader, name, 0);

function plainOf(node: Node | null, reader: Reader, name: string, depth: number): unknown {
  if (depth > DEEPEST) return reader.error(node, 'carried-too-deep', { name });
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => plainOf(item as Node, reader, name, depth + 1) ?? null);
  if (!isMap(node)) return node === null ? null : reader.error(node, 'carried-not-plain', { name });
  const members = node.items.map((pair) => [
    isScalar(pair.key) ? String(pair.key.value) : '',
    plainOf(pair.value as Node | null, reader, name, depth + 1) ?? null,
  ]);
  return Object.fromEntries(members) as unknown;
}

const textRecord = record(words);
const wordRecord = record(list(words));

/** Words in every language of the profile. */
export const texts: Read<Texts> = (node, reader, name) => {
  const read = textRecord(node, reader, name);
  if (read === undefined) return undefined;
  for (const language of reader.languages) {
    if ((read[language] ?? '') === '') reader.error(node, 'missing-translation', { name, language });
  }
  for (const language of Object.keys(read)) {
    if (!reader.languages.includes(language)) reader.error(node, 'unknown-language', { name, language });
  }
  return read;
};

/** Lists of words per language; not every language needs them. */
export const synonyms: Read<Readonly<Record<string, readonly string[]>>> = (node, reader, name) => {
  const read = wordRecord(node, reader, name);
  for (const language of Object.keys(read ?? {})) {
    if (!reader.languages.includes(language)) reader.error(node, 'unknown-language', { name, language });
  }
  return read;
};

export const day: Read<string> = token(/^\d{4}-\d{2}-\d{2}$/, 'day-expected');

/** Entries of a file: a list, one mapping, or `{ defaults, <name>: [...] }`. */
export function entries(reader: FileReader, name: string): { nodes: readonly Node[]; defaults: Node | null } {
  const { root } = reader;
  if (isSeq(root)) return { nodes: root.items as Node[], defaults: null };
  if (!isMap(root)) return { nodes: [], defaults: null };
  const inner = root.get(name, true) as unknown;
  if (!isSeq(inner)) return { nodes: [root], defaults: null };
  return { nodes: inner.items as Node[], defaults: (root.get('defaults', true) as Node | undefined) ?? null };
}
