/** Three sides of one authored entry: what it was, what others made of it, what is proposed. Merged, or a clash. Pure. */
import { isSame } from '../same.ts';

/** An attribute that both sides changed, and differently. A side without the member does not state it. */
export interface Clash {
  /** JSON Pointer (RFC 6901); empty: the entry as a whole. */
  readonly pointer: string;
  readonly base?: unknown;
  readonly theirs?: unknown;
  readonly mine?: unknown;
}

export interface Merged {
  /** With `mine` where there is a clash. */
  readonly value: unknown;
  readonly clashes: readonly Clash[];
}

/** For clashes that somebody has settled already, by pointer. */
export type Settle = (pointer: string) => 'mine' | 'theirs' | undefined;

interface Sides {
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
}

const never: Settle = () => undefined;

/** `undefined` stands for "not there". What only one side changed is taken from that side. */
export function mergeThree({ base, theirs, mine }: Sides, settle: Settle = never): Merged {
  const clashes: Clash[] = [];
  const value = merge({ base, theirs, mine }, '', { settle, clashes });
  return { value, clashes };
}

interface Scene {
  readonly settle: Settle;
  readonly clashes: Clash[];
}

function merge(sides: Sides, pointer: string, scene: Scene): unknown {
  const { base, theirs, mine } = sides;
  if (isSame(theirs, mine) || isSame(base, theirs)) return mine;
  if (isSame(base, mine)) return theirs;
  if (isObject(theirs) && isObject(mine) && (base === undefined || isObject(base))) {
    return mergeObjects({ base: base ?? {}, theirs, mine }, pointer, scene);
  }
  if (Array.isArray(theirs) && Array.isArray(mine) && (base === undefined || Array.isArray(base))) {
    const lists = { base: base ?? [], theirs, mine } as Lists;
    const keyOf = keyFor(lists);
    if (keyOf) return mergeLists(lists, keyOf, { pointer, scene });
  }
  return clash(sides, pointer, scene);
}

function clash(sides: Sides, pointer: string, { settle, clashes }: Scene): unknown {
  const chosen = settle(pointer);
  if (chosen === undefined) clashes.push({ pointer, ...stated(sides) });
  return chosen === 'theirs' ? sides.theirs : sides.mine;
}

const stated = (sides: Sides) => Object.fromEntries(Object.entries(sides).filter(([, value]) => value !== undefined));

type Obj = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);

const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function mergeObjects(
  { base, theirs, mine }: { base: Obj; theirs: Obj; mine: Obj },
  pointer: string,
  scene: Scene,
): Obj {
  // In the order of what is proposed; what only others have comes last.
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const of = (side: Obj, name: string) => (Object.hasOwn(side, name) ? side[name] : undefined);
  const members = names.map((name) => {
    const sides = { base: of(base, name), theirs: of(theirs, name), mine: of(mine, name) };
    return [name, merge(sides, `${pointer}/${escape(name)}`, scene)] as const;
  });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

// ── lists whose members have names: fields, codes, checks, rules ───────────────────────────────────────────────────────
interface Lists {
  readonly base: readonly unknown[];
  readonly theirs: readonly unknown[];
  readonly mine: readonly unknown[];
}

const KEYS: readonly (readonly string[])[] = [['code', 'from'], ['from', 'to', 'day'], ['name'], ['element', 'as']];

/** What tells the members apart on all three sides; undefined when nothing does: then the list is one value. */
function keyFor({ base, theirs, mine }: Lists): ((member: Obj) => string) | undefined {
  const sides = [base, theirs, mine];
  if (!sides.every((side) => side.every(isObject))) return undefined;
  for (const names of KEYS) {
    const keyOf = (member: Obj) => JSON.stringify(names.map((name) => member[name] ?? null));
    const has = (member: Obj) => typeof member[names[0] as string] === 'string';
    const distinct = (side: readonly Obj[]) => side.every(has) && new Set(side.map(keyOf)).size === side.length;
    if (sides.every((side) => distinct(side as readonly Obj[]))) return keyOf;
  }
  return undefined;
}

function mergeLists(
  lists: Lists,
  keyOf: (member: Obj) => string,
  { pointer, scene }: { readonly pointer: string; readonly scene: Scene },
): unknown[] {
  const byKey = (side: readonly unknown[]) => new Map((side as readonly Obj[]).map((one) => [keyOf(one), one]));
  const [base, theirs, mine] = [byKey(lists.base), byKey(lists.theirs), byKey(lists.mine)];
  const places = new Map([...mine.keys()].map((key, place) => [key, place]));
  let beyond = mine.size;
  const merged = new Map<string, unknown>();
  for (const key of orderOf([...mine.keys()], [...theirs.keys()])) {
    // A member that is proposed no more has no place: it is called by the places after the last.
    const place = places.get(key) ?? beyond++;
    const sides = { base: base.get(key), theirs: theirs.get(key), mine: mine.get(key) };
    const value = merge(sides, `${pointer}/${String(place)}`, scene);
    if (value !== undefined) merged.set(key, value);
  }
  return [...merged.values()];
}

/** The order of `mine`; what only `theirs` has stands behind what it follows there. */
function orderOf(mine: readonly string[], theirs: readonly string[]): readonly string[] {
  const known = new Set(mine);
  const after = new Map<string | undefined, string[]>();
  let last: string | undefined;
  for (const key of theirs) {
    if (known.has(key)) last = key;
    else after.set(last, [...(after.get(last) ?? []), key]);
  }
  return [...(after.get(undefined) ?? []), ...mine.flatMap((key) => [key, ...(after.get(key) ?? [])])];
}

/** Where two values differ, attribute by attribute; lists whose members have no names differ as a whole. */
export function differencesOf(
  before: unknown,
  after: unknown,
): readonly { pointer: string; before?: unknown; after?: unknown }[] {
  const found: { pointer: string; before?: unknown; after?: unknown }[] = [];
  const look = (old: unknown, now: unknown, pointer: string): void => {
    if (isSame(old, now)) return;
    if (isObject(old) && isObject(now)) {
      for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
        look(old[name], now[name], `${pointer}/${escape(name)}`);
      }
      return;
    }
    found.push({ pointer, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) });
  };
  look(before, after, '');
  return found;
}
