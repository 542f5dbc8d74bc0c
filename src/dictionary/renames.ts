/**
 * What went and what came may be one thing under another name. Pure: scores from what both say, and how sure that is.
 * Nothing is decided here; a person, or a succession that the dictionary states, does.
 */
import { fold } from '../platform/search/fold.ts';
import type { Texts } from '../platform/texts.ts';
import { nameOf, nearness, overlap, similarity, type Name } from './likeness.ts';
import type { CodeListPlan, ElementPlan, EntityPlan, FieldPlan, Plan } from './plan.ts';

export type Likeness = 'stated' | 'name' | 'definition' | 'type' | 'codes' | 'fields' | 'position';

export interface Renaming {
  readonly kind: 'element' | 'entity' | 'field' | 'code';
  /** As in a change: `DTD.DV.004`, `party_member`, `party_member.admitted_on`, `SEX/1`. */
  readonly from: string;
  readonly to: string;
  readonly namesBefore: Texts;
  readonly names: Texts;
  /** 0–1. Where another fits as well, neither is more than half sure. */
  readonly sure: number;
  /** How alike they are in each respect that both state, 0–1. */
  readonly because: Readonly<Partial<Record<Likeness, number>>>;
}

/** One thing that went or came, ready to be compared. */
interface Thing {
  readonly subject: string;
  readonly names: Texts;
  readonly folded: readonly Name[];
  readonly definition: ReadonlySet<string>;
  readonly type?: string | undefined;
  readonly codes?: string | undefined;
  readonly fields?: ReadonlySet<string>;
  readonly position: number;
  /** Subjects that the entry itself, or a succession, names as its former self. */
  readonly stated: ReadonlySet<string>;
}

const WEIGHTS: Readonly<Record<Exclude<Likeness, 'stated'>, number>> = {
  name: 0.4,
  definition: 0.25,
  fields: 0.3,
  type: 0.12,
  codes: 0.13,
  position: 0.1,
};
/** Below this two things are two things. */
const LIKELY = 0.6;
/** Less sure than this is not worth saying: something else fits better. */
const DOUBTFUL = 0.5;
// A word that so many of them have tells nothing apart, and would make every pair a candidate.
const COMMON = 60;

export function findRenames(before: Plan, after: Plan): readonly Renaming[] {
  const lists = new Map(after.codeLists.map((list) => [list.code, list]));
  return [
    ...match(
      'element',
      went(before.elements, after.elements, (one) => one.code, elementThing),
    ),
    ...match(
      'entity',
      went(before.entities, after.entities, (one) => one.name, entityThing),
    ),
    ...both(before.entities, after.entities, (one) => one.name).flatMap(([old, now]) =>
      match(
        'field',
        went(old.fields, now.fields, (one) => one.name, fieldThing(now.name)),
      ),
    ),
    ...before.codeLists.flatMap((old) => {
      const now = lists.get(old.code);
      return now ? match('code', wentCodes(old, now)) : [];
    }),
  ];
}

interface Sides {
  readonly gone: readonly Thing[];
  readonly come: readonly Thing[];
}

function went<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (one: T) => string,
  thing: (one: T, position: number) => Thing,
): Sides {
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const of = (all: readonly T[], others: ReadonlySet<string>) =>
    all.flatMap((one, place) => (others.has(keyOf(one)) ? [] : [thing(one, place / all.length)]));
  return { gone: of(before, now), come: of(after, old) };
}

function both<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): [T, T][] {
  const now = new Map(after.map((one) => [keyOf(one), one]));
  return before.flatMap((old): [T, T][] => {
    const is = now.get(keyOf(old));
    return is === undefined ? [] : [[old, is]];
  });
}

const foldAll = (...texts: readonly (string | undefined)[]): Name[] => {
  const folded = texts.flatMap((text) => (text === undefined ? [] : [fold(text)]));
  return [...new Set(folded)].filter((text) => text !== '').map(nameOf);
};
const wordsOf = (texts: Texts) => new Set(Object.values(texts).flatMap((text) => fold(text).split(' ')));

const elementThing = (one: ElementPlan, position: number): Thing => ({
  subject: one.code,
  names: one.names,
  folded: foldAll(
    ...Object.values(one.names),
    ...Object.values(one.synonyms).flat(),
    ...one.oldNames,
    one.physicalName,
  ),
  definition: wordsOf(one.definition),
  type: typeOf(one),
  codes: one.codeList?.list ?? one.references,
  position,
  stated: new Set(one.supersedes === undefined ? [] : [one.supersedes]),
});

const typeOf = ({ dataType, maxLength, pattern }: Pick<FieldPlan, 'dataType' | 'maxLength' | 'pattern'>) =>
  `${dataType} ${String(maxLength)} ${String(pattern)}`;

const fieldThing =
  (entity: string) =>
  (one: FieldPlan, position: number): Thing => ({
    subject: `${entity}.${one.name}`,
    names: one.names,
    folded: foldAll(...Object.values(one.names), ...one.synonyms, one.name),
    definition: wordsOf(one.definition),
    type: typeOf(one),
    codes: one.codeList?.list ?? one.references,
    position,
    stated: new Set(),
  });

const entityThing = (one: EntityPlan, position: number): Thing => ({
  subject: one.name,
  names: one.names,
  folded: foldAll(...Object.values(one.names), one.name, one.code),
  definition: wordsOf(one.definition),
  fields: new Set(one.fields.map((field) => field.name)),
  position,
  stated: new Set(),
});

function wentCodes(old: CodeListPlan, now: CodeListPlan): Sides {
  const successors = new Map<string, string[]>();
  for (const { from, to, kind } of now.successions) {
    if (kind === 'whole') successors.set(to, [...(successors.get(to) ?? []), `${now.code}/${from}`]);
  }
  return went(
    old.items,
    now.items,
    (one) => one.code,
    (one, position) => ({
      subject: `${now.code}/${one.code}`,
      names: one.names,
      folded: foldAll(...Object.values(one.names), ...one.aliases),
      definition: new Set(),
      codes: one.parent,
      position,
      stated: new Set(successors.get(one.code)),
    }),
  );
}

interface Candidate {
  readonly gone: Thing;
  readonly come: Thing;
  readonly score: number;
  readonly because: Renaming['because'];
}

/** The best partner of each, one to one. */
function match(kind: Renaming['kind'], sides: Sides): Renaming[] {
  if (sides.gone.length === 0 || sides.come.length === 0) return [];
  const candidates = candidatesOf(sides);
  candidates.sort((a, b) => b.score - a.score);
  const rivals = new Map<Thing, number[]>();
  for (const { gone, come, score } of candidates) {
    for (const one of [gone, come]) rivals.set(one, [...(rivals.get(one) ?? []), score]);
  }
  const taken = new Set<Thing>();
  return candidates.flatMap(({ gone, come, score, because }): Renaming[] => {
    if (taken.has(gone) || taken.has(come)) return [];
    taken.add(gone).add(come);
    const second = Math.max(...[gone, come].map((one) => rivals.get(one)?.[1] ?? 0));
    const sure = because.stated === 1 ? 1 : Math.min(score, 0.5 + 5 * (score - second));
    if (sure < DOUBTFUL) return [];
    const said = { from: gone.subject, to: come.subject, namesBefore: gone.names, names: come.names, because };
    return [{ kind, ...said, sure: Math.round(sure * 100) / 100 }];
  });
}

/** Only pairs that share a word that is rare among them, a field, or a statement: never everything with everything. */
function candidatesOf({ gone, come }: Sides): Candidate[] {
  const index = new Map<string, Thing[]>();
  for (const one of gone) {
    for (const key of keysOf(one)) {
      const found = index.get(key);
      if (found) found.push(one);
      else index.set(key, [one]);
    }
  }
  return come.flatMap((one) => {
    const near = new Set<Thing>();
    for (const key of keysOf(one)) {
      const found = index.get(key) ?? [];
      if (found.length <= COMMON) for (const other of found) near.add(other);
    }
    return [...near].flatMap((other) => compare(other, one) ?? []);
  });
}

const keysOf = (one: Thing): ReadonlySet<string> =>
  new Set([
    `=${one.subject}`,
    ...[...one.stated].map((subject) => `=${subject}`),
    ...one.folded.flatMap(({ text }) => [text, ...text.split(' ')]),
    ...[...one.definition],
    ...[...(one.fields ?? [])].map((field) => `.${field}`),
  ]);

/** Undefined when they are two things. The names, which cost most, are only looked at when they can still decide. */
function compare(gone: Thing, come: Thing): Candidate | undefined {
  if (come.stated.has(gone.subject)) return { gone, come, score: 1, because: { stated: 1 } };
  const defined = gone.definition.size + come.definition.size > 0;
  const parts: [Exclude<Likeness, 'stated'>, number | undefined][] = [
    ['definition', defined ? overlap(gone.definition, come.definition) : undefined],
    ['fields', gone.fields && come.fields ? overlap(gone.fields, come.fields) : undefined],
    ['type', gone.type === undefined ? undefined : same(gone.type, come.type)],
    ['codes', gone.codes === undefined && come.codes === undefined ? undefined : same(gone.codes, come.codes)],
    ['position', nearness(gone.position, come.position)],
  ];
  let [sum, weights] = [0, WEIGHTS.name];
  const because: Partial<Record<Likeness, number>> = {};
  for (const [name, value] of parts) {
    if (value === undefined) continue;
    because[name] = Math.round(value * 100) / 100;
    sum += WEIGHTS[name] * value;
    weights += WEIGHTS[name];
  }
  if ((sum + WEIGHTS.name) / weights < LIKELY) return undefined;
  const name = similarity(gone.folded, come.folded);
  const score = (sum + WEIGHTS.name * name) / weights;
  if (score < LIKELY) return undefined;
  return { gone, come, score, because: { name: Math.round(name * 100) / 100, ...because } };
}

const same = (a: string | undefined, b: string | undefined) => Number(a === b);
