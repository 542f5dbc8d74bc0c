/**
 * How the parts of a dictionary are named on the web (RFC 3987). The base comes from the profile (`baseIri`); a
 * deployment that states none gets URNs (RFC 8141), which name without promising an address.
 */
import type { CodeItemPlan } from '../plan.ts';

export interface Iris {
  /** Ends in `/`, `#` or `:`. */
  readonly base: string;
  readonly catalogue: string;
  /** The class of an entity's records. */
  entity(name: string): string;
  /** A property: one field of one entity. */
  field(entity: string, name: string): string;
  shape(entity: string): string;
  dataset(entity: string): string;
  schema(entity: string): string;
  element(code: string): string;
  list(code: string): string;
  /** `since` only for a later meaning of a code that was used again. */
  code(list: string, code: string, since?: string): string;
}

const DEFAULT_BASE = 'urn:artery:dictionary:';

/** Whether it can stand before a name: an absolute IRI without query, spaces or brackets. */
export const isBaseIri = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`?]+$/i.test(text) && !/#./.test(text);

/** Every character but letters, digits and `-._~` becomes `%XX` (RFC 3986 §2.3), so that a code never ends an IRI. */
const part = (text: string) => (isUnreserved.test(text) ? text : escaped(text));
const isUnreserved = /^[A-Za-z0-9._~-]*$/;
const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** @throws TypeError when the base is not an absolute IRI */
export function irisOf(baseIri?: string): Iris {
  const given = baseIri ?? DEFAULT_BASE;
  if (!isBaseIri(given)) throw new TypeError(`not an absolute IRI: ${given}`);
  const base = /[/#:]$/.test(given) ? given : `${given}/`;
  const at = (...parts: readonly string[]) => base + parts.map(part).join('/');
  return {
    base,
    catalogue: at('catalogue'),
    entity: (name) => at('entity', name),
    field: (entity, name) => at('entity', entity, name),
    shape: (entity) => at('shape', entity),
    dataset: (entity) => at('dataset', entity),
    schema: (entity) => at('schema', entity),
    element: (code) => at('element', code),
    list: (code) => at('code-list', code),
    code: (list, code, since) => at('code-list', list, code, ...(since === undefined ? [] : [since])),
  };
}

/** The IRI of each meaning: the oldest meaning of a code keeps the bare IRI for good, later ones carry their first day. */
export function codeIris(list: string, items: readonly CodeItemPlan[], iris: Iris): ReadonlyMap<CodeItemPlan, string> {
  const seen = new Set<string>();
  const named = new Map<CodeItemPlan, string>();
  for (const item of items.toSorted(byCodeAndDay)) {
    named.set(item, iris.code(list, item.code, seen.has(item.code) ? item.from : undefined));
    seen.add(item.code);
  }
  return named;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
export const byCodeAndDay = (a: CodeItemPlan, b: CodeItemPlan): number =>
  order(a.code, b.code) || order(a.from ?? '', b.from ?? '');
