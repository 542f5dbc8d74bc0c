/** In which respects a field of a form and something held agree, and in which they do not. Pure. */
import { fold } from '../../platform/search/fold.ts';
import { compareTypes, compareValues } from './compare-values.ts';
import { codesOf, ownWords, wordsOf, type HeldIndex, type IndexedHeld } from './held-index.ts';
import { evidenceKinds, placeOfKind, type AskedField, type Evidence, type EvidenceKind, type Form } from './model.ts';
import { bareName, coverage, phraseOf, stemOf, systemOf, type Phrase } from './words.ts';

/** A field ready to be compared many times. */
export interface ReadyField {
  readonly field: AskedField;
  readonly form: Form;
  /** Name space of the form as a whole. */
  readonly group: string;
  readonly readings: readonly Phrase[];
  readonly text: ReadonlySet<string>;
  /** Beginnings of its longer words. */
  readonly stems: ReadonlySet<string>;
  readonly titleWords: ReadonlySet<string>;
  readonly codes: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  readonly values: readonly string[];
  readonly foldedValues: readonly string[];
}

const MOST_VALUES = 60;
const titles = new WeakMap<Form, ReadonlySet<string>>();

function titleWordsOf(form: Form): ReadonlySet<string> {
  let words = titles.get(form);
  if (!words) titles.set(form, (words = ownWords(form.name.split('/').slice(-2))));
  return words;
}

export function readyField(field: AskedField, form: Form, said = [field.name, ...field.titles]): ReadyField {
  const readings = [...new Map(said.map((one) => phraseOf(bareName(one))).map((one) => [one.squeezed, one])).values()];
  const text = wordsOf([...said, field.definition ?? '']);
  const values = (field.values ?? []).slice(0, MOST_VALUES);
  return {
    field,
    form,
    group: form.family.join('/'),
    readings: readings.filter((one) => one.words.length > 0),
    text,
    stems: new Set(
      [...text].flatMap((word) =>
        word.length < 4 ? [] : [word, word.slice(0, -1), word.slice(0, -2), word.slice(0, -3)],
      ),
    ),
    titleWords: titleWordsOf(form),
    codes: codesOf(field.codes),
    values,
    foldedValues: values.map((value) => fold(value)),
  };
}

export interface Compared {
  readonly thing: IndexedHeld;
  /** One number a kind of evidence, in the order of `evidenceKinds`. */
  readonly features: Float64Array;
  readonly matched: string;
}

const MOST_COMPARED = 40;
const at = placeOfKind;

/** Whatever is held and shares a word, a confirmed mapping or a code's meaning with the field; the nearest ones only. */
export function candidatesOf(
  index: HeldIndex,
  ready: ReadyField,
  allowed: (thing: IndexedHeld) => boolean,
): Compared[] {
  const scores = new Map<number, number>();
  const add = (places: readonly number[] | undefined, weight: number) => {
    if (places === undefined) return;
    for (const place of places) scores.set(place, (scores.get(place) ?? 0) + weight);
  };
  for (const { words, squeezed } of ready.readings) {
    add(index.bySqueezed.get(squeezed), 3);
    for (const stem of new Set(words.map(stemOf))) {
      const places = index.byStem.get(stem);
      if (places) add(places, Math.log(1 + index.things.length / places.length) / words.length ** 0.5);
    }
  }
  for (const { key } of knownOf(index, ready)) {
    const thing = index.byKey.get(key);
    if (thing) scores.set(thing.place, (scores.get(thing.place) ?? 0) + 5);
  }
  return [...scores]
    .filter(([place]) => allowed(index.things[place] as IndexedHeld))
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_COMPARED)
    .map(([place]) => compare(index, ready, index.things[place] as IndexedHeld));
}

const SHORTEST_THING = 4;

/** Under which names a mapping is looked up: the name, and for half as much the thing that it ends with. */
export function knownAs({ squeezed, words }: Phrase): { readonly name: string; readonly counts: number }[] {
  const last = words.at(-1) ?? '';
  const whole = { name: squeezed, counts: 1 };
  return words.length > 1 && last.length >= SHORTEST_THING ? [whole, { name: last, counts: 0.5 }] : [whole];
}

/** By how much of what people mapped so far under this name, own mappings left out. */
function knownOf(
  { authorities: { known } }: HeldIndex,
  { readings, group }: ReadyField,
): { key: string; share: number }[] {
  const found = new Map<string, number>();
  for (const { name, counts } of readings.flatMap(knownAs)) {
    const others = (known.get(name) ?? []).filter((one) => one.group !== group);
    for (const [key, { length }] of Map.groupBy(others, (one) => one.key))
      found.set(key, Math.max(found.get(key) ?? 0, (counts * length) / (others.length + 0.5)));
  }
  return [...found].map(([key, share]) => ({ key, share }));
}

function compare(index: HeldIndex, ready: ReadyField, thing: IndexedHeld): Compared {
  const features = new Float64Array(evidenceKinds.length);
  const matched = compareNames(index, ready, thing, features);
  const { held } = thing;
  features[at.known] = knownOf(index, ready).find(({ key }) => key === held.key)?.share ?? 0;
  features[at['register-named']] = registerNamed(index, ready, thing);
  features[at.definition] = definitionLikeness(index, ready, thing);
  compareTypes(ready.field, held, features);
  compareValues(ready, thing, features);
  features[at.usual] = index.usual(held, ready.group);
  features[at.company] = companyOf(index, ready, thing);
  features[at.home] = thing.home;
  features[at['common-name']] = held.kind === 'record' ? commonness(index, ready) : 0;
  features[at.family] = nearnessOf(ready.form.family, held.family);
  return { thing, features, matched };
}

const SAME = { held: 1, asked: 1, head: 1, tail: 1 };
const SERIES = 0.02;

/**
 * What form and register both put in front of their names is no part of them: `Gra` of a series, the system's own short
 * name. A field of `GraParish` that says `county` means `GraCounty` as a whole.
 */
function seriesOf({ titleWords, text, form }: ReadyField, { titled, held }: IndexedHeld): ReadonlySet<string> {
  const shared = new Set([...titleWords].filter((word) => titled.has(word) && !text.has(word)));
  const system = systemOf(held.family);
  if (system !== undefined && system === systemOf(form.family)) shared.add(fold(system));
  return shared;
}

const withoutSeries = ({ words, squeezed }: Phrase, series: ReadonlySet<string>): string =>
  series.size === 0 ? squeezed : words.filter((word) => !series.has(word)).join('');

/** The pair of names that agrees best. */
function compareNames(index: HeldIndex, ready: ReadyField, thing: IndexedHeld, features: Float64Array): string {
  let [best, matched] = [-1, ''];
  const series = seriesOf(ready, thing);
  const weight = series.size === 0 ? index.weight : (word: string) => (series.has(word) ? SERIES : index.weight(word));
  for (const reading of ready.readings) {
    for (const phrase of thing.phrases) {
      const same = reading.squeezed === phrase.squeezed || reading.squeezed === withoutSeries(phrase, series);
      const { held, asked, head, tail } = same ? SAME : coverage(reading, phrase, weight);
      const together = Math.min(held, asked) + 0.5 * held + (same ? 0.5 : 0);
      if (together <= best) continue;
      best = together;
      matched = phrase.said;
      features[at['same-name']] = same ? 1 : 0;
      features[at['whole-name']] = held;
      features[at.name] = asked;
      features[at.head] = head;
      // `residence_parish` ends with all that the register of parishes is called; of elements no language decides that.
      features[at.tail] = thing.held.kind === 'record' ? held * tail : 0;
    }
  }
  // A name that other registers use, as near to the form as this one, tells little about which of them is meant.
  const isWhole = (features[at['whole-name']] ?? 0) > 0.9;
  features[at['name-elsewhere']] = isWhole ? 1 - 1 / sharersOf(index, ready, thing, matched) : 0;
  return matched;
}

const MOST_SHARERS = 60;

function sharersOf(index: HeldIndex, ready: ReadyField, thing: IndexedHeld, matched: string): number {
  const places = index.bySqueezed.get(phraseOf(matched).squeezed) ?? [];
  const own = closeness(index, ready, thing);
  const near = places
    .slice(0, MOST_SHARERS)
    .filter((place) => place !== thing.place && closeness(index, ready, index.things[place] as IndexedHeld) >= own);
  return near.length + 1;
}

const closeness = (index: HeldIndex, ready: ReadyField, thing: IndexedHeld) =>
  nearnessOf(ready.form.family, thing.held.family) + companyOf(index, ready, thing);

const EVERYWHERE = 32;

/** 0: in one system or none; 1: in 32 and more. */
function commonness({ authorities: { common } }: HeldIndex, { readings: [name] }: ReadyField): number {
  const systems = common?.get(name?.squeezed ?? '') ?? 1;
  return Math.min(1, Math.log(systems) / Math.log(EVERYWHERE));
}

/** `code from the Register of addresses`: the field itself says where its values come from. */
function registerNamed(
  { weight }: HeldIndex,
  { text, stems, readings }: ReadyField,
  { registerPhrases, held }: IndexedHeld,
): number {
  const system = systemOf(held.family);
  if (system !== undefined && text.has(fold(system))) return 1;
  if (!readings.some((reading) => reading.words.length > 1)) return 0;
  let best = 0;
  for (const { words } of registerPhrases) {
    let [named, total] = [0, 0];
    for (const word of words) {
      const w = weight(word);
      total += w;
      if (text.has(word) || (word.length > 5 && stems.has(word.slice(0, -2)))) named += w;
    }
    if (total > 0) best = Math.max(best, named / total);
  }
  return best > 0.5 ? best : 0;
}

function definitionLikeness({ weight }: HeldIndex, { text, field }: ReadyField, { defined }: IndexedHeld): number {
  if (defined.size < 3 || text.size < 3 || (field.definition === undefined && field.titles.length === 0)) return 0;
  let [both, mine, theirs] = [0, 0, 0];
  for (const word of text) {
    const w = weight(word);
    mine += w * w;
    if (defined.has(word)) both += w * w;
  }
  for (const word of defined) theirs += weight(word) ** 2;
  return both / Math.sqrt(mine * theirs);
}

/** Form and register call themselves by one rare word that is not the field's own: a year, a prefix, a series. */
function companyOf({ weight }: HeldIndex, { titleWords, text }: ReadyField, { titled }: IndexedHeld): number {
  let best = 0;
  for (const word of titleWords) if (titled.has(word) && !text.has(word)) best = Math.max(best, weight(word));
  return best;
}

function nearnessOf(mine: readonly string[], theirs: readonly string[]): number {
  if (mine.length === 0 || theirs.length === 0) return 0;
  let same = 0;
  while (same < mine.length && same < theirs.length && mine[same] === theirs[same]) same += 1;
  // The first two segments are the country's; then come publisher and system.
  return Math.min(1, Math.max(0, same - 2) / 2);
}

/** The features that say something, in words' order of strength. */
export function evidenceOf({ features, matched }: Compared, weights: ReadonlyMap<EvidenceKind, number>): Evidence[] {
  const named = new Set<EvidenceKind>(['same-name', 'whole-name', 'name', 'head', 'known']);
  return evidenceKinds
    .map((kind, i) => ({ kind, strength: Math.round((features[i] ?? 0) * 100) / 100 }))
    .filter(({ strength }) => strength >= 0.05)
    .sort(
      (a, b) => Math.abs(b.strength * (weights.get(b.kind) ?? 0)) - Math.abs(a.strength * (weights.get(a.kind) ?? 0)),
    )
    .map((one) => (named.has(one.kind) ? { ...one, theirs: matched } : one));
}
