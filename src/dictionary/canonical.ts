/** Canonical JSON (RFC 8785): the same value always gives the same bytes, so that a hash can name a release. */
import { createHash } from 'node:crypto';

export function canonical(value: unknown): string {
  const order = new MemberOrder();
  const sorted = order.sort(value);
  // A JavaScript object always lists names like `10` first, whatever order they were given in: these are written by hand.
  return order.hasNumericNames ? spelled(value) : JSON.stringify(sorted);
}

/** Members in UTF-16 order, so that JSON.stringify does the writing; what is in order already is not copied. */
class MemberOrder {
  hasNumericNames = false;
  /** By the names as they came: plans have thousands of objects of one kind. */
  private readonly known = new Map<string, readonly string[]>();

  sort(value: unknown): unknown {
    if (typeof value === 'object' && value !== null)
      return Array.isArray(value) ? this.list(value) : this.object(value as Readonly<Record<string, unknown>>);
    if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no such number');
    return value;
  }

  private list(items: readonly unknown[]): readonly unknown[] {
    let copy: unknown[] | undefined;
    for (let i = 0; i < items.length; i += 1) {
      const sorted = this.sort(items[i]);
      if (sorted !== items[i]) (copy ??= [...items])[i] = sorted;
    }
    return copy ?? items;
  }

  private object(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const names = Object.keys(value);
    const order = this.orderOf(names);
    let isSame = true;
    const copy: Record<string, unknown> = {};
    for (let i = 0; i < order.length; i += 1) {
      const name = order[i] as string;
      const sorted = this.sort(value[name]);
      isSame &&= sorted === value[name] && name === names[i];
      copy[name] = sorted;
    }
    return isSame ? value : copy;
  }

  private orderOf(names: string[]): readonly string[] {
    // A name with the separator in it could be taken for two.
    if (names.some((name) => name.includes('\n'))) return this.newOrder(names);
    const id = names.join('\n');
    const known = this.known.get(id);
    if (known) return known;
    const order = this.newOrder(names);
    this.known.set(id, order);
    return order;
  }

  private newOrder(names: readonly string[]): readonly string[] {
    this.hasNumericNames ||= names.some((name) => /^(?:[0-9]+|__proto__)$/.test(name));
    return names.toSorted();
  }
}

function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => spelled(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${spelled(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 (hex) of the canonical JSON. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');
