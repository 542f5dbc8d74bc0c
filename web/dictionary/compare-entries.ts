/** Two editions of one entry, attribute by attribute. Pure; the values stay as they are, the page shows them. */
import { attributeOf, attributes, isSaid, type Attribute, type Entry } from './attributes.ts';

export interface Compared {
  readonly attribute: Attribute;
  readonly before: unknown;
  readonly after: unknown;
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
}

/** Members in any order are the same value; the order of a list is part of it. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Entry, b as Entry];
  const names = new Set([...Object.keys(x), ...Object.keys(y)]);
  return [...names].every((name) => sameValue(x[name], y[name]));
}

function kindOf(before: unknown, after: unknown): Compared['kind'] {
  if (!isSaid(before)) return 'added';
  if (!isSaid(after)) return 'removed';
  return sameValue(before, after) ? 'same' : 'changed';
}

/** Every attribute that either edition states, in the catalogue's order. */
export function compareEntries(before: Entry, after: Entry): readonly Compared[] {
  const order = attributes.map(({ name }) => name);
  const names = new Set([...order, ...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => isSaid(before[name]) || isSaid(after[name]))
    .map((name) => ({
      attribute: attributeOf(name),
      before: before[name],
      after: after[name],
      kind: kindOf(before[name], after[name]),
    }));
}
