/** What registers hold, ready to be compared with a field: phrases, how rare their words are, and where each word leads. Pure. */
import { compilePattern } from '../../dictionary/index.ts';
import { fold } from '../../platform/search/fold.ts';
import type { AskedCode, Authorities, Held } from './model.ts';
import { coverage, phraseOf, stemOf, systemOf, type Phrase } from './words.ts';

export interface IndexedHeld {
  readonly held: Held;
  readonly place: number;
  readonly phrases: readonly Phrase[];
  readonly registerPhrases: readonly Phrase[];
  readonly defined: ReadonlySet<string>;
  /** Words of what the register calls itself. */
  readonly titled: ReadonlySet<string>;
  /** 0–1: its data set is called like it: the register of the thing, and not one more list that mentions it. */
  readonly home: number;
  readonly subject: ReadonlySet<string>;
  /** Code → what it means, folded; and all meanings. */
  readonly codes: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  readonly meanings: ReadonlySet<string> | undefined;
  readonly pattern: { matches(value: string): boolean } | undefined;
}

export interface HeldIndex {
  readonly authorities: Authorities;
  readonly things: readonly IndexedHeld[];
  readonly byStem: ReadonlyMap<string, readonly number[]>;
  readonly bySqueezed: ReadonlyMap<string, readonly number[]>;
  /** Names of what is computed out of what is held. */
  readonly derived: ReadonlySet<string>;
  readonly byKey: ReadonlyMap<string, IndexedHeld>;
  /** How much a word tells: rare words more. */
  readonly weight: (word: string) => number;
  /** How often confirmed mappings lead to a key, of those that lead into its system. */
  readonly usual: (held: Held, group: string) => number;
}

const MOST_CODES = 400;

export function indexHeld(authorities: Authorities): HeldIndex {
  const things = authorities.held.map(indexed);
  const byStem = new Map<string, number[]>();
  const bySqueezed = new Map<string, number[]>();
  const frequency = new Map<string, number>();
  for (const { place, phrases } of things) {
    const words = new Set(phrases.flatMap((phrase) => phrase.words));
    const system = systemOf(things[place]?.held.family ?? []);
    for (const stem of new Set([...words, ...(system === undefined ? [] : [fold(system)])].map(stemOf)))
      put(byStem, stem, place);
    for (const squeezed of new Set(phrases.map((phrase) => phrase.squeezed))) put(bySqueezed, squeezed, place);
    for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const most = Math.log(1 + things.length);
  const weights = new Map([...frequency].map(([word, count]) => [word, Math.log(1 + things.length / count) / most]));
  return {
    authorities,
    things,
    byStem,
    bySqueezed,
    derived: new Set(
      authorities.derivations.flatMap((one) =>
        [...Object.values(one.names), ...one.aliases].map((name) => phraseOf(name).squeezed),
      ),
    ),
    byKey: new Map(things.map((thing) => [thing.held.key, thing])),
    // A word that nothing held has is as rare as a word can be; a single letter or a number tells nothing.
    usual: usualOf(authorities),
    weight: (word) => (word.length === 1 ? 0.05 : Math.max(0.05, weights.get(word) ?? 1)),
  };
}

type Tally = Map<string, Map<string, number>>;

const tallyOf = (tally: Tally, key: string, group: string): number => {
  let sum = 0;
  for (const [of, count] of tally.get(key) ?? []) if (of !== group) sum += count;
  return sum;
};

function usualOf({ known, held }: Authorities): HeldIndex['usual'] {
  const [keys, systems]: [Tally, Tally] = [new Map(), new Map()];
  const systemKey = ({ family }: Held) => family.slice(0, 4).join('/');
  const byKey = new Map(held.map((one) => [one.key, one]));
  const add = (tally: Tally, key: string, group: string) => {
    const of = tally.get(key) ?? new Map<string, number>();
    tally.set(key, of.set(group, (of.get(group) ?? 0) + 1));
  };
  for (const { key, group } of [...known.values()].flat()) {
    const one = byKey.get(key);
    if (!one) continue;
    add(keys, key, group);
    add(systems, systemKey(one), group);
  }
  return (one, group) => tallyOf(keys, one.key, group) / (tallyOf(systems, systemKey(one), group) + 1);
}

function put(map: Map<string, number[]>, key: string, place: number): void {
  const there = map.get(key);
  if (there) there.push(place);
  else map.set(key, [place]);
}

function indexed(held: Held, place: number): IndexedHeld {
  const said = [...Object.values(held.names), ...held.aliases];
  const phrases = distinct(said.map(phraseOf));
  const codes = codesOf(held.codes);
  return {
    held,
    place,
    phrases,
    registerPhrases: distinct(Object.values(held.registerNames).map(phraseOf)),
    defined: wordsOf(Object.values(held.definition ?? {})),
    titled: ownWords(held.register.split('/').slice(-2)),
    home: homeOf(held),
    subject: new Set(Object.values(held.objectClass ?? {}).map((text) => fold(text))),
    codes,
    meanings: codes && meaningsOf(held.codes ?? [], codes),
    pattern: patternOf(held.pattern),
  };
}

function homeOf({ kind, family, names }: Held): number {
  const dataSet = kind === 'record' ? phraseOf(family.at(-1) ?? '') : undefined;
  if (!dataSet) return 0;
  const of = Object.values(names).map((name) => {
    const phrase = phraseOf(name);
    if (phrase.squeezed === dataSet.squeezed) return 1;
    return coverage(dataSet, phrase, (word) => (word.length > 2 ? 1 : 0.2)).held;
  });
  return Math.max(0, ...of);
}

const distinct = (phrases: readonly Phrase[]): Phrase[] => [
  ...new Map(phrases.filter((one) => one.words.length > 0).map((one) => [one.squeezed, one])).values(),
];

/** Words of a definition, without those too short to tell anything. */
export const wordsOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => fold(text.slice(0, 2000)).split(' ')).filter((word) => word.length > 1));

/** Words of what a form or a register calls itself, its path included: `rec_2020` and `recipes 2020` share the year. */
export const ownWords = (said: readonly string[]): ReadonlySet<string> =>
  wordsOf(said.map((one) => phraseOf(one).words.join(' ')));

/** All that codes mean; a code that is the word itself (`nam`: Nam) is one too, a letter never. */
function meaningsOf(codes: readonly AskedCode[], meant: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const own = codes.filter(({ code, names }) => names.some((name) => fold(name) === fold(code)));
  return new Set(
    [...[...meant.values()].flatMap((names) => [...names]), ...own.map(({ code }) => fold(code))].filter(
      (word) => word.length > 1,
    ),
  );
}

export function codesOf(codes: readonly AskedCode[] | undefined): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  if (!codes || codes.length === 0) return undefined;
  return new Map(
    codes.slice(0, MOST_CODES).map(({ code, names }) => {
      const meant = names.map((name) => fold(name)).filter((name) => name !== '' && name !== fold(code));
      return [fold(code), new Set(meant)];
    }),
  );
}

/** I-Regexp against the whole value, as an automaton: no pattern of others runs away. What it cannot read is no evidence. */
function patternOf(pattern: string | undefined): IndexedHeld['pattern'] {
  if (pattern === undefined) return undefined;
  try {
    return compilePattern(pattern);
  } catch {
    return undefined;
  }
}
