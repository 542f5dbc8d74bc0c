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

/** What tells the members of a list apart. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  fields: ['as', 'element'],
  groups: ['code'],
  checks: ['name'],
  items: ['code', 'from'],
  successions: ['from', 'to', 'day'],
};

export interface ComparedMember {
  readonly key: string;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
  readonly kind: Compared['kind'];
}

export const hasMembers = (name: string): boolean => name in KEYS;

/** A field is called by its column, and by its element where it has no name of its own. */
function keyOf(name: string, member: Entry): string {
  const parts = (KEYS[name] ?? []).map((part) => member[part]).filter(isSaid);
  return (name === 'fields' ? parts.slice(0, 1) : parts).map(String).join(' ');
}

/** The members of a list that differ, in the order of the newer edition; then whether their order changed. */
export function compareMembers(
  name: string,
  before: readonly Entry[],
  after: readonly Entry[],
): { readonly members: readonly ComparedMember[]; readonly reordered: boolean } {
  const was = new Map(before.map((one) => [keyOf(name, one), one]));
  const is = new Map(after.map((one) => [keyOf(name, one), one]));
  const members = [...new Set([...is.keys(), ...was.keys()])]
    .map((key) => ({ key, before: was.get(key), after: is.get(key), kind: kindOf(was.get(key), is.get(key)) }))
    .filter(({ kind }) => kind !== 'same');
  const kept = (these: Map<string, Entry>, others: Map<string, Entry>) =>
    [...these.keys()].filter((key) => others.has(key));
  return { members, reordered: kept(was, is).join('\n') !== kept(is, was).join('\n') };
}
