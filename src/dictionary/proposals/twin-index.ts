/** What is in a release, ready to be compared with a half-typed entry: names without marks, words, codes. Pure. */
import { fold } from '../../platform/search/fold.ts';
import type { Texts } from '../../platform/texts.ts';
import { nameOf, type Name } from '../likeness.ts';
import type { Plan } from '../plan.ts';

export type NamedAs = 'name' | 'synonym' | 'old-name';

export interface FoldedName {
  readonly as: NamedAs;
  readonly text: string;
  readonly name: Name;
  /** Without spaces: `dateOfBirth` is `date of birth`. */
  readonly squeezed: string;
}

/** An entry, known or half-typed, as far as it can be told apart from others. */
export interface Thing {
  readonly kind: 'element' | 'code-list';
  readonly key: string;
  readonly names: Texts;
  readonly definition?: Texts | undefined;
  readonly folded: readonly FoldedName[];
  readonly defined: ReadonlySet<string>;
  readonly dataType?: string | undefined;
  readonly pattern?: string | undefined;
  /** What its codes mean: the folded names of the items; undefined when it has none of its own. */
  readonly codes?: ReadonlySet<string> | undefined;
  readonly list?: string | undefined;
  readonly references?: string | undefined;
  /** ISO/IEC 11179: object class and property; the class by itself tells alike names apart. */
  readonly objectClass?: ReadonlyMap<string, string> | undefined;
  readonly property?: ReadonlyMap<string, string> | undefined;
}

export interface TwinIndex {
  readonly things: readonly Thing[];
  /** Key of a trait → places of the things that have it. */
  readonly byTrait: ReadonlyMap<string, readonly number[]>;
  /** The meaning of the codes of each list of the release. */
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Described {
  readonly kind: Thing['kind'];
  readonly key: string;
  readonly names?: Texts | undefined;
  readonly definition?: Texts | undefined;
  readonly synonyms?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly oldNames?: readonly string[] | undefined;
  readonly physicalName?: string | undefined;
  readonly dataType?: string | undefined;
  readonly pattern?: string | undefined;
  readonly list?: string | undefined;
  readonly references?: string | undefined;
  readonly objectClass?: Texts | undefined;
  readonly property?: Texts | undefined;
}

export function thingOf(one: Described, codes: ReadonlySet<string> | undefined): Thing {
  const { kind, key, names = {}, definition, synonyms = {}, oldNames = [], physicalName } = one;
  const said: [NamedAs, string][] = [
    ...Object.values(names).map((text): [NamedAs, string] => ['name', text]),
    ...Object.values(synonyms)
      .flat()
      .map((text): [NamedAs, string] => ['synonym', text]),
    ...[...oldNames, ...(physicalName === undefined ? [] : [physicalName])].map((text): [NamedAs, string] => [
      'old-name',
      text,
    ]),
  ];
  return {
    kind,
    key,
    names,
    definition,
    folded: foldNames(said),
    defined: wordsOf(definition),
    dataType: one.dataType,
    pattern: one.pattern,
    codes,
    list: one.list,
    references: one.references,
    objectClass: foldTexts(one.objectClass),
    property: foldTexts(one.property),
  };
}

/** Each spelling once, as what it is first. */
function foldNames(said: readonly (readonly [NamedAs, string])[]): FoldedName[] {
  const found = new Map<string, FoldedName>();
  for (const [as, text] of said) {
    const folded = fold(text.slice(0, LONGEST));
    if (folded === '' || found.has(folded)) continue;
    found.set(folded, { as, text, name: nameOf(folded), squeezed: folded.replaceAll(' ', '') });
  }
  return [...found.values()];
}

// What is longer is no name; the rest of it tells nothing.
const LONGEST = 300;
const MOST_WORDS = 400;

const wordsOf = (texts: Texts | undefined): ReadonlySet<string> =>
  new Set(
    Object.values(texts ?? {})
      .flatMap((text) => fold(text.slice(0, 5000)).split(' '))
      .filter((word) => word !== '')
      .slice(0, MOST_WORDS),
  );

function foldTexts(texts: Texts | undefined): ReadonlyMap<string, string> | undefined {
  const folded = Object.entries(texts ?? {}).map(([language, text]) => [language, fold(text)] as const);
  const stated = folded.filter(([, text]) => text !== '');
  return stated.length === 0 ? undefined : new Map(stated);
}

/** Traits by which something is found at all. */
export function traitsOf(thing: Thing): ReadonlySet<string> {
  const { folded, defined, pattern, codes, references, property, objectClass } = thing;
  return new Set([
    ...folded.flatMap(({ name, squeezed }) => [`#${squeezed}`, ...name.text.split(' ').map((word) => `n ${word}`)]),
    ...[...defined].map((word) => `d ${word}`),
    ...(pattern === undefined ? [] : [`p ${pattern}`]),
    ...(references === undefined ? [] : [`r ${references}`]),
    ...[...(codes ?? [])].slice(0, MOST_CODES).map((name) => `c ${name}`),
    ...(property && objectClass ? [...property.values()].map((text) => `k ${text}`) : []),
  ]);
}

// Lists of units have thousands of codes; the first hundred tell which list it is.
const MOST_CODES = 100;

const indexes = new WeakMap<Plan, TwinIndex>();

export function twinIndex(plan: Plan): TwinIndex {
  const known = indexes.get(plan);
  if (known) return known;
  const codes = new Map(plan.codeLists.map((list) => [list.code, meaningOf(list.items.map((item) => item.names))]));
  const codesOf = (list: string | undefined) => {
    const found = list === undefined ? undefined : codes.get(list);
    return found && found.size > 0 ? found : undefined;
  };
  const things = [
    ...plan.elements.map((one) =>
      thingOf({ ...one, kind: 'element', key: one.code, list: one.codeList?.list }, codesOf(one.codeList?.list)),
    ),
    ...plan.codeLists.map((one) =>
      thingOf({ kind: 'code-list', key: one.code, names: one.names, definition: one.definition }, codesOf(one.code)),
    ),
  ];
  const byTrait = new Map<string, number[]>();
  for (const [place, thing] of things.entries()) {
    for (const trait of traitsOf(thing)) {
      const there = byTrait.get(trait);
      if (there) there.push(place);
      else byTrait.set(trait, [place]);
    }
  }
  const index = { things, byTrait, codes };
  indexes.set(plan, index);
  return index;
}

/** Names of codes, whatever the codes are: `1 = male` and `M = male` mean the same. */
export const meaningOf = (names: readonly Texts[]): ReadonlySet<string> =>
  new Set(names.flatMap((one) => Object.values(one).map(fold)).filter((text) => text !== ''));
