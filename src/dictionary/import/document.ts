/** A YAML or JSON text as plain data that remembers its lines; aliases and bombs are refused before anything grows. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { DEEPEST, isTooDeep } from '../source/depth.ts';
import type { FindingValues, Opened, Spot } from './model.ts';
import { looksLike, refuseOther } from './open-file.ts';

export interface PlacedDocument {
  readonly data: unknown;
  /** Where a JSON Pointer stands; the nearest place above when it is absent. */
  spot(path: readonly (string | number)[]): Spot;
}

const NOT_YAML = new Set<string>(['skos', 'ddl', 'csv', 'dsa']);

/** @returns undefined when a finding says why it cannot be read */
export function readDocument(opened: Opened): PlacedDocument | undefined {
  const { file, text, findings } = opened;
  const lines = new LineCounter();
  const lineOf = (offset: number) => Math.max(1, lines.linePos(offset).line);
  if (isTooDeep(text)) {
    findings.error({ file }, 'too-deep', { most: DEEPEST });
    return undefined;
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (document.errors.length > 0 && NOT_YAML.has(looksLike(text) ?? '')) {
    refuseOther(opened);
    return undefined;
  }
  for (const error of document.errors.slice(0, 20)) {
    findings.error({ file, line: lineOf(error.pos[0]) }, 'unreadable', { reason: error.message.slice(0, 200) });
  }
  if (document.errors.length > 0) return undefined;
  const faults = faultsOf(document);
  for (const { code, at, values } of faults.slice(0, MOST_FAULTS))
    findings.error({ file, line: lineOf(at) }, code, values);
  if (faults.length > 0) return undefined;
  const root = document.contents as Node | null;
  const spot = (path: readonly (string | number)[]): Spot => ({
    file,
    line: lineOf(offsetOf(root, path)),
    pointer: pointerOf(path),
  });
  return { data: document.toJS() as unknown, spot };
}

/** A file of nothing but aliases is not told alias by alias. */
const MOST_FAULTS = 50;

interface Fault {
  readonly code: string;
  readonly at: number;
  readonly values: FindingValues;
}

/** Aliases, and keys that stand twice; a set of keys, because comparing each with each takes minutes of a large map. */
function faultsOf(document: Document): readonly Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Alias: (_key, node) => {
      faults.push({ code: 'alias', at: node.range?.[0] ?? 0, values: {} });
    },
    Map: (_key, node) => {
      const keys = new Set<string>();
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        if (keys.has(key))
          faults.push({ code: 'duplicate-key', at: (pair.key as Node).range?.[0] ?? 0, values: { key } });
        keys.add(key);
      }
    },
  });
  return faults;
}

export const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function offsetOf(root: Node | null, path: readonly (string | number)[]): number {
  let node: Node | null = root;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
    if (isAlias(node)) break;
  }
  return offset;
}

// ── plain data, asked carefully ─────────────────────────────────────────────────────────────────────────────────────
export type Obj = Readonly<Record<string, unknown>>;
export const isObj = (value: unknown): value is Obj =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** Words in the language that the import names. */
export const said = (text: string | undefined) => (text === undefined ? undefined : { '': text });
/** Without members that have no value. */
export function having<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
