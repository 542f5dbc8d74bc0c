/**
 * What is there already and may be the same thing as an entry that is being typed, with reasons. Pure.
 *
 * Each respect in which two entries agree is evidence of its own weight; together they come to a likeness of 0–1 as
 * independent evidence does: 1 − ∏ (1 − weight × strength). Another object class speaks against it, whatever the names say.
 */
import { overlap, similarity } from '../likeness.ts';
import type { Texts } from '../../platform/texts.ts';
import type { twinReasons } from './proposal-shapes.ts';
import { traitsOf, type FoldedName, type Thing, type TwinIndex } from './twin-index.ts';

export type TwinReason = (typeof twinReasons)[number];

export interface FoundTwin {
  readonly kind: Thing['kind'];
  readonly key: string;
  readonly names: Texts;
  readonly definition?: Texts | undefined;
  readonly likeness: number;
  readonly reasons: readonly {
    readonly reason: TwinReason;
    readonly strength: number;
    readonly mine?: string;
    readonly theirs?: string;
  }[];
}

type Reason = FoundTwin['reasons'][number];

const WEIGHTS: Readonly<Record<TwinReason, number>> = {
  'same-name': 0.85,
  'similar-name': 0.8,
  synonym: 0.8,
  'old-name': 0.75,
  'same-concept': 0.8,
  'same-definition': 0.8,
  'similar-definition': 0.65,
  'same-pattern': 0.3,
  'same-codes': 0.35,
  'same-reference': 0.2,
};
// Codes of a list are what the list is; of an element they are one respect among others.
const CODES_OF_LIST = 0.85;

/** Less than this is not worth a look; from `SAME` on the two are most likely one thing. */
export const WORTH = 0.5;
export const SAME = 0.85;
const SIMILAR_NAME = 0.6;
const SIMILAR_DEFINITION = 0.35;
const SAME_CODES = 0.7;
const OTHER_CLASS = 0.5;
const OTHER_TYPE = 0.8;
// The traits choose so many to be compared in full.
const COMPARED = 80;

export interface Wanted {
  readonly limit?: number | undefined;
  /** Keys that the entry itself names as what it replaces or extends: they are no surprise. */
  readonly known?: ReadonlySet<string>;
}

/** Most alike first. */
export function findTwins(index: TwinIndex, one: Thing, { limit = 10, known = new Set() }: Wanted = {}): FoundTwin[] {
  return nearest(index, one)
    .filter((other) => other.kind === one.kind && other.key !== one.key && !known.has(other.key))
    .slice(0, COMPARED)
    .flatMap((other) => compare(index, one, other) ?? [])
    .sort((a, b) => b.likeness - a.likeness || (a.key < b.key ? -1 : 1))
    .slice(0, limit);
}

/** By the traits they share, a rare one counting more than a common one. */
function nearest({ things, byTrait }: TwinIndex, one: Thing): Thing[] {
  const scores = new Map<number, number>();
  for (const trait of traitsOf(one)) {
    const places = byTrait.get(trait);
    if (!places) continue;
    const weight = Math.log(1 + things.length / places.length) * (trait.startsWith('d ') ? 0.3 : 1);
    for (const place of places) scores.set(place, (scores.get(place) ?? 0) + weight);
  }
  return [...scores].sort((a, b) => b[1] - a[1]).map(([place]) => things[place] as Thing);
}

function compare(index: TwinIndex, mine: Thing, theirs: Thing): FoundTwin | undefined {
  const reasons = [
    ...nameReasons(mine.folded, theirs.folded),
    ...conceptReasons(mine, theirs),
    ...definitionReasons(mine, theirs),
    ...valueReasons(index, mine, theirs),
  ];
  const weightOf = (reason: TwinReason) =>
    reason === 'same-codes' && mine.kind === 'code-list' ? CODES_OF_LIST : WEIGHTS[reason];
  const together = 1 - reasons.reduce((left, { reason, strength }) => left * (1 - weightOf(reason) * strength), 1);
  const likeness = Math.round(together * against(mine, theirs) * 100) / 100;
  if (likeness < WORTH) return undefined;
  const { kind, key, names, definition } = theirs;
  return { kind, key, names, definition, likeness, reasons };
}

/** What speaks against it: other things, or values of another type. */
function against(mine: Thing, theirs: Thing): number {
  const otherClass = isOther(mine.objectClass, theirs.objectClass) ? OTHER_CLASS : 1;
  const otherType =
    mine.dataType !== undefined && theirs.dataType !== undefined && mine.dataType !== theirs.dataType ? OTHER_TYPE : 1;
  return otherClass * otherType;
}

type Folded = ReadonlyMap<string, string> | undefined;
const shared = (a: Folded, b: Folded) =>
  a && b ? [...a].flatMap(([language, text]) => (b.has(language) ? [text === b.get(language)] : [])) : [];
/** Both say it in a language, and nowhere the same. */
const isOther = (a: Folded, b: Folded) => {
  const found = shared(a, b);
  return found.length > 0 && !found.includes(true);
};
const isAlike = (a: Folded, b: Folded) => shared(a, b).includes(true);

/** The strongest of the names only: an entry has many. */
function nameReasons(mine: readonly FoldedName[], theirs: readonly FoldedName[]): Reason[] {
  const bySqueezed = new Map(theirs.map((one) => [one.squeezed, one]));
  const exact = mine.flatMap((one) => {
    const other = bySqueezed.get(one.squeezed);
    return other ? [{ one, other }] : [];
  });
  const order = ['name', 'synonym', 'old-name'];
  const rank = ({ one, other }: (typeof exact)[number]) => Math.max(order.indexOf(one.as), order.indexOf(other.as));
  const [best] = exact.sort((a, b) => rank(a) - rank(b));
  if (best) {
    const reason = (['same-name', 'synonym', 'old-name'] as const)[rank(best)] as TwinReason;
    return [{ reason, strength: 1, mine: best.one.text, theirs: best.other.text }];
  }
  let found: Reason | undefined;
  for (const one of mine) {
    for (const other of theirs) {
      const alike = similarity([one.name], [other.name]);
      const strength = Math.max(0, (alike - SIMILAR_NAME) / (1 - SIMILAR_NAME));
      if (strength > (found?.strength ?? 0)) {
        found = { reason: 'similar-name', strength: round(strength), mine: one.text, theirs: other.text };
      }
    }
  }
  return found ? [found] : [];
}

function conceptReasons(mine: Thing, theirs: Thing): Reason[] {
  if (!isAlike(mine.objectClass, theirs.objectClass) || !isAlike(mine.property, theirs.property)) return [];
  const said = [...(theirs.objectClass ?? [])][0]?.[1] ?? '';
  const property = [...(theirs.property ?? [])][0]?.[1] ?? '';
  return [{ reason: 'same-concept', strength: 1, theirs: `${said}: ${property}` }];
}

function definitionReasons({ defined: mine }: Thing, { defined: theirs }: Thing): Reason[] {
  // A handful of words is no definition yet.
  if (mine.size < 4 || theirs.size < 4) return [];
  const alike = overlap(mine, theirs);
  if (alike > 0.98) return [{ reason: 'same-definition', strength: 1 }];
  if (alike < SIMILAR_DEFINITION) return [];
  return [{ reason: 'similar-definition', strength: round((alike - SIMILAR_DEFINITION) / (1 - SIMILAR_DEFINITION)) }];
}

function valueReasons({ byTrait }: TwinIndex, mine: Thing, theirs: Thing): Reason[] {
  const rare = (trait: string) => round(1 / (1 + Math.log(Math.max(1, byTrait.get(trait)?.length ?? 1))));
  const found: Reason[] = [];
  if (mine.pattern !== undefined && mine.pattern === theirs.pattern) {
    found.push({ reason: 'same-pattern', strength: rare(`p ${mine.pattern}`), theirs: theirs.pattern });
  }
  if (mine.references !== undefined && mine.references === theirs.references) {
    found.push({ reason: 'same-reference', strength: rare(`r ${mine.references}`), theirs: theirs.references });
  }
  const codes = sameCodes(mine, theirs);
  if (codes >= SAME_CODES) {
    const first = [...(theirs.codes ?? [])].slice(0, 3).join(', ');
    found.push({ reason: 'same-codes', strength: round(codes), theirs: theirs.list ?? (first || theirs.key) });
  }
  return found;
}

/** What the codes mean, not what the list is called: of the smaller list nearly all must be in the other. */
function sameCodes({ codes: mine, list }: Thing, { codes: theirs, list: other }: Thing): number {
  if (mine && theirs) return mine.size < 2 ? 0 : (overlap(mine, theirs) + covered(mine, theirs)) / 2;
  return list !== undefined && list === other ? 0.8 : 0;
}

function covered(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let both = 0;
  for (const one of small) if (large.has(one)) both += 1;
  return both / small.size;
}

const round = (value: number) => Math.round(value * 100) / 100;
