/** Plain data as the nodes that shapes read: no text is parsed, and a place is the entry with a JSON Pointer. */
import { Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';
import type { Findings } from './finding.ts';
import { type EntryRef, type Place } from './finding.ts';
import type { Places, Reader } from './reader.ts';

// The authoring format is six levels deep, and what is carried of a standard 40 at most; what is deeper is no value.
const DEEPEST = 60;

type Step = string | number;

class EntryPlaces implements Places {
  private readonly entry: EntryRef;
  /** Of each node, by its number: the node above and the step from there. */
  private readonly above: number[] = [];
  private readonly steps: Step[] = [];

  constructor(entry: EntryRef) {
    this.entry = entry;
  }

  /** @returns the number of the node */
  add(above: number, step: Step): number {
    this.steps.push(step);
    return this.above.push(above) - 1;
  }

  at(number: number): Place {
    return { file: this.entry.key, line: 0, column: 0, entry: this.entry, pointer: this.pointerOf(number) };
  }

  private pointerOf(number: number): string {
    const way: Step[] = [];
    for (let at = number; (this.above[at] ?? -1) >= 0; at = this.above[at] as number) way.push(this.steps[at] as Step);
    return way
      .reverse()
      .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join('');
  }
}

export class PlainReader implements Reader {
  readonly findings: Findings;
  readonly languages: readonly string[];
  readonly root: Node;
  readonly places: EntryPlaces;

  constructor(entry: EntryRef, data: unknown, languages: readonly string[], findings: Findings) {
    this.places = new EntryPlaces(entry);
    this.languages = languages;
    this.findings = findings;
    this.root = this.nodeOf(data, -1, '', 0);
  }

  place(node: Node | null | undefined): Place {
    return this.places.at(node?.range?.[0] ?? 0);
  }

  error(node: Node | null | undefined, code: string, params: Record<string, string | number> = {}): undefined {
    this.findings.error(this.place(node), code, params);
    return undefined;
  }

  private nodeOf(value: unknown, above: number, step: Step, depth: number): Node {
    const number = this.places.add(above, step);
    const node = depth > DEEPEST ? new Scalar(null) : this.bare(value, number, depth);
    node.range = [number, number, number];
    return node;
  }

  private bare(value: unknown, number: number, depth: number): Node {
    if (Array.isArray(value)) {
      const seq = new YAMLSeq();
      seq.items = value.map((item: unknown, i) => this.nodeOf(item, number, i, depth + 1));
      return seq;
    }
    if (typeof value !== 'object' || value === null) return new Scalar(value);
    const map = new YAMLMap();
    map.items = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]: [string, unknown]) => {
        const node = this.nodeOf(member, number, name, depth + 1);
        const key = new Scalar(name);
        key.range = node.range as [number, number, number];
        return new Pair<unknown, unknown>(key, node);
      });
    return map;
  }
}
