/** What codes mean on a day, ready for a million cells: by code, by name with or without marks, by former code. */
import { addDays } from '../../platform/relative-day.ts';
import { fold } from '../../platform/search/fold.ts';
import type { CodeItemPlan, CodeListPlan, CodeSuccession, Plan } from '../plan.ts';
import { successionGraph, type SuccessionGraph } from '../codes/succession-graph.ts';

export type CodeReading =
  | { readonly code: string }
  /** A unit that is no more: `codes` are its successors in force; one = read in today's units, several = split. */
  | { readonly former: string; readonly codes: readonly string[] }
  | { readonly ambiguous: readonly string[] }
  | { readonly suggestion: string | undefined };

export interface ListLookup {
  /** By code, on the day of the lookup. */
  readonly inForce: ReadonlyMap<string, unknown>;
  /** Any code that was ever in the list. */
  ever(code: string): boolean;
  /** In force on the day of the lookup. */
  read(text: string): CodeReading;
  /** In force on another day: for codes that stand with the day of an event. */
  readOn(text: string, day: string): CodeReading;
}

export interface CodeLookup {
  list(code: string): ListLookup | undefined;
}

export interface CodeListContent {
  readonly code: string;
  readonly items: readonly CodeItemPlan[];
  readonly successions: readonly CodeSuccession[];
  readonly optionalWords?: readonly string[];
  /** Names of the parents by code, to tell equal names apart: `Springfield, Ohio`. */
  readonly parents?: ReadonlyMap<string, readonly string[]>;
}

/** @param on the day whose codes are in force, YYYY-MM-DD */
export function buildCodeLookup(lists: readonly CodeListContent[], on: string): CodeLookup {
  const lookups = new Map(lists.map((list) => [list.code, buildList(list, on)]));
  return { list: (code) => lookups.get(code) };
}

/** The lists that are part of a release: enough for tests and for profiles without imported lists. */
export function planCodes(plan: Plan, on: string): CodeLookup {
  const byCode = new Map(plan.codeLists.map((list) => [list.code, list]));
  return buildCodeLookup(
    plan.codeLists.map((list) => ({ ...list, parents: parentNames(list, byCode) })),
    on,
  );
}

export function parentNames(
  list: CodeListPlan,
  lists: ReadonlyMap<string, CodeListPlan>,
): ReadonlyMap<string, readonly string[]> {
  const above = list.parentList === undefined ? list : lists.get(list.parentList);
  return new Map((above?.items ?? []).map((item) => [item.code, [...Object.values(item.names), ...item.aliases]]));
}

const isInForce = (item: CodeItemPlan, on: string) => (item.from ?? '') <= on && (item.to ?? '9999-99-99') > on;
// Columns of codes repeat a few texts; a text is looked up by its parts once.
const MOST_REMEMBERED = 50_000;

function buildList(list: CodeListContent, on: string): ListLookup {
  const current = new Map<string, CodeItemPlan>();
  const known = new Set<string>();
  for (const item of list.items) {
    known.add(item.code);
    if (isInForce(item, on)) current.set(item.code, item);
  }
  const strip = stripper(list.optionalWords ?? []);
  const ended = list.items
    .filter((item) => (item.to ?? '9999-99-99') <= on)
    .sort((a, b) => ((a.to ?? '') < (b.to ?? '') ? -1 : 1));
  // Only former codes ask for it, and most columns have none.
  let graph: SuccessionGraph | undefined;
  const became = () => (graph ??= successionGraph(list.items, list.successions));
  const scene: Scene = {
    current,
    strip,
    names: nameIndex([...current.values()], strip),
    parents: list.parents ?? new Map(),
    formerNames: nameIndex(ended, strip),
    // Of several units that had the code, the one that ended last.
    formerCodes: new Map(ended.map((item) => [item.code, item])),
    successors: (item) =>
      became()
        .recode(item.code, addDays(item.to ?? on, -1), on)
        .targets.map((target) => target.code)
        .filter((code) => current.has(code)),
    width: commonWidth(current),
  };
  const remembered = new Map<string, CodeReading>();
  const everyName = nameIndex(list.items, strip);
  return {
    inForce: current,
    ever: (code) => known.has(code),
    readOn: (text, day) => {
      const byCode = list.items.filter((item) => item.code === text && isInForce(item, day));
      const named = byCode.length > 0 ? byCode : byName(text, everyName, scene).filter((item) => isInForce(item, day));
      const codes = [...new Set(named.map((item) => item.code))];
      if (codes.length === 1) return { code: codes[0] as string };
      return codes.length > 1 ? { ambiguous: codes } : { suggestion: suggest(text, scene) };
    },
    read: (text) => {
      if (current.has(text)) return { code: text };
      const before = remembered.get(text);
      if (before) return before;
      const reading = readSlowly(text, scene);
      if (remembered.size < MOST_REMEMBERED) remembered.set(text, reading);
      return reading;
    },
  };
}

interface Scene {
  readonly current: ReadonlyMap<string, CodeItemPlan>;
  readonly strip: (folded: string) => string;
  readonly names: NameIndex;
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly formerNames: NameIndex;
  readonly formerCodes: ReadonlyMap<string, CodeItemPlan>;
  readonly successors: (former: CodeItemPlan) => readonly string[];
  /** Length of every code, when all are digits of one length. */
  readonly width: number | undefined;
}
type NameIndex = ReadonlyMap<string, readonly CodeItemPlan[]>;

function readSlowly(text: string, scene: Scene): CodeReading {
  const former = scene.formerCodes.get(text);
  if (former) return { former: text, codes: scene.successors(former) };
  const named = byName(text, scene.names, scene);
  if (named.length === 1) return { code: (named[0] as CodeItemPlan).code };
  if (named.length > 1) return { ambiguous: named.map((item) => item.code) };
  const formers = byName(text, scene.formerNames, scene);
  if (formers.length > 0) {
    const codes = [...new Set(formers.flatMap((item) => scene.successors(item)))];
    return { former: (formers[0] as CodeItemPlan).code, codes };
  }
  return { suggestion: suggest(text, scene) };
}

/** By the whole text; else by the part before the last comma, kept where the rest names a parent. */
function byName(text: string, names: NameIndex, scene: Scene): readonly CodeItemPlan[] {
  const whole = candidates(text, names, scene);
  if (whole.length > 0) return whole;
  const comma = text.lastIndexOf(',');
  if (comma < 0) return [];
  const parent = scene.strip(fold(text.slice(comma + 1)));
  return candidates(text.slice(0, comma), names, scene).filter((item) => {
    const words = scene.parents.get(item.parent ?? '') ?? [];
    return words.some((word) => scene.strip(fold(word)) === parent);
  });
}

function candidates(text: string, names: NameIndex, scene: Scene): readonly CodeItemPlan[] {
  const folded = fold(text);
  if (folded === '') return [];
  return names.get(folded) ?? names.get(scene.strip(folded)) ?? [];
}

function nameIndex(items: readonly CodeItemPlan[], strip: (folded: string) => string): NameIndex {
  const index = new Map<string, CodeItemPlan[]>();
  const add = (key: string, item: CodeItemPlan) => {
    const found = index.get(key);
    if (!found) index.set(key, [item]);
    else if (!found.includes(item)) found.push(item);
  };
  const short: [string, CodeItemPlan][] = [];
  for (const item of items) {
    for (const word of [...Object.values(item.names), ...item.aliases]) {
      const folded = fold(word);
      if (folded === '') continue;
      add(folded, item);
      const stripped = strip(folded);
      if (stripped !== folded && stripped !== '') short.push([stripped, item]);
    }
  }
  // A full name always wins over a shortened one of another unit.
  const full = new Set(index.keys());
  for (const [key, item] of short) if (!full.has(key)) add(key, item);
  return index;
}

/** Takes one optional word off the front of a folded name. */
export function stripper(words: readonly string[]): (folded: string) => string {
  const folded = words.map((word) => `${fold(word)} `).sort((a, b) => b.length - a.length);
  return (text) => {
    const word = folded.find((candidate) => text.startsWith(candidate));
    return word === undefined ? text : text.slice(word.length);
  };
}

function commonWidth(current: ReadonlyMap<string, CodeItemPlan>): number | undefined {
  const widths = new Set([...current.keys()].map((code) => (/^\d+$/.test(code) ? code.length : -1)));
  const [width] = widths;
  return widths.size === 1 && width !== -1 ? width : undefined;
}

/** Leading zeros that a spreadsheet dropped. */
function suggest(text: string, { width, current }: Scene): string | undefined {
  if (width === undefined || !/^\d+$/.test(text) || text.length >= width) return undefined;
  const padded = text.padStart(width, '0');
  return current.has(padded) ? padded : undefined;
}
