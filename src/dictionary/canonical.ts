/** Canonical JSON (RFC 8785): the same value always gives the same bytes, so that a hash can name a release. */
import { createHash, type Hash } from 'node:crypto';

export const canonical = (value: unknown): string => written(value, new MemberOrder());

function written(value: unknown, order: MemberOrder): string {
  const sorted = order.sort(value);
  // A JavaScript object always lists names like `10` first, whatever order they were given in: these are written by hand.
  return order.hasNumericNames ? spelled(value) : JSON.stringify(sorted);
}

/** The names of one kind of object, as they came and in order. */
interface Kind {
  readonly names: readonly string[];
  readonly order: readonly string[];
  readonly isInOrder: boolean;
}
/** Objects with as many members of more kinds than these are sorted each anew. */
const MOST_KINDS = 16;

/** Members in UTF-16 order, so that JSON.stringify does the writing; what is in order already is not copied. */
class MemberOrder {
  hasNumericNames = false;
  /** By how many names they have: plans have thousands of objects of one kind. */
  private readonly known: Kind[][] = [];

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
    const { order, isInOrder } = this.kindOf(Object.keys(value));
    let copy: Record<string, unknown> | undefined = isInOrder ? undefined : {};
    for (let i = 0; i < order.length; i += 1) {
      const name = order[i] as string;
      const sorted = this.sort(value[name]);
      if (!copy && sorted !== value[name]) copy = pickFirst(value, order, i);
      if (copy) copy[name] = sorted;
    }
    return copy ?? value;
  }

  private kindOf(names: readonly string[]): Kind {
    const kinds = (this.known[names.length] ??= []);
    for (const kind of kinds) if (isSame(kind.names, names)) return kind;
    this.hasNumericNames ||= names.some((name) => /^(?:[0-9]+|__proto__)$/.test(name));
    const order = names.toSorted();
    const kind = { names, order, isInOrder: isSame(order, names) };
    if (kinds.length < MOST_KINDS) kinds.push(kind);
    return kind;
  }
}

function pickFirst(value: Readonly<Record<string, unknown>>, names: readonly string[], count: number) {
  const picked: Record<string, unknown> = {};
  for (const name of names.slice(0, count)) picked[name] = value[name];
  return picked;
}

/** Of as many names. */
function isSame(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
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

/** SHA-256 (hex) of the canonical JSON. Long lists of a plan are taken piece by piece, so that the text is never held whole. */
export function hashOf(value: unknown): string {
  const hash = createHash('sha256');
  const order = new MemberOrder();
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return hash.update(written(value, order)).digest('hex');
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [i, [name, member]] of members.entries()) {
    hash.update(`${i === 0 ? '{' : ','}${JSON.stringify(name)}:`);
    if (Array.isArray(member)) hashList(member, hash, order);
    else hash.update(written(member, order));
  }
  return hash.update(members.length === 0 ? '{}' : '}').digest('hex');
}

const PIECE = 500;

function hashList(items: readonly unknown[], hash: Hash, order: MemberOrder): void {
  for (let at = 0; at < items.length; at += PIECE) {
    const piece = written(items.slice(at, at + PIECE), order);
    hash.update(`${at === 0 ? '[' : ','}${piece.slice(1, -1)}`);
  }
  hash.update(items.length === 0 ? '[]' : ']');
}
