/** In which respects a field of a form and something held agree, and in which they do not. Pure. */
import { fold } from '../../platform/search/fold.ts';
import { codesOf, ownWords, systemOf, wordsOf, type HeldIndex, type IndexedHeld } from './held-index.ts';
import { evidenceKinds, type AskedField, type Evidence, type EvidenceKind, type Form } from './model.ts';
import { bareName, coverage, phraseOf, stemOf, type Phrase } from './words.ts';

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
const at = Object.fromEntries(evidenceKinds.map((kind, i) => [kind, i])) as Readonly<Record<EvidenceKind, number>>;

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

/** By how much of what people mapped so far under this name, own mappings left out. */
function knownOf(
  { authorities: { known } }: HeldIndex,
  { readings, group }: ReadyField,
): { key: string; share: number }[] {
  const found = new Map<string, number>();
  for (const { squeezed } of readings) {
    const others = (known.get(squeezed) ?? []).filter((one) => one.group !== group);
    const counts = Map.groupBy(others, ({ key }) => key);
    for (const [key, { length }] of counts)
      found.set(key, Math.max(found.get(key) ?? 0, length / (others.length + 0.5)));
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
  features[at.family] = nearnessOf(ready.form.family, held.family);
  return { thing, features, matched };
}

/** The pair of names that agrees best. */
function compareNames(index: HeldIndex, ready: ReadyField, thing: IndexedHeld, features: Float64Array): string {
  let [best, matched] = [-1, ''];
  for (const reading of ready.readings) {
    for (const phrase of thing.phrases) {
      const same = reading.squeezed === phrase.squeezed;
      const { held, asked, head } = same ? { held: 1, asked: 1, head: 1 } : coverage(reading, phrase, index.weight);
      const together = Math.min(held, asked) + 0.5 * held + (same ? 0.5 : 0);
      if (together <= best) continue;
      best = together;
      matched = phrase.said;
      features[at['same-name']] = same ? 1 : 0;
      features[at['whole-name']] = held;
      features[at.name] = asked;
      features[at.head] = head;
    }
  }
  const sharers = index.bySqueezed.get(phraseOf(matched).squeezed)?.length ?? 1;
  // A name that many registers use tells little about which of them is meant.
  features[at['name-elsewhere']] = (features[at['whole-name']] ?? 0) > 0.9 ? 1 - 1 / sharers : 0;
  return matched;
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

const groups: Readonly<Record<string, string>> = {
  string: 'text',
  text: 'text',
  identifier: 'text',
  code: 'code',
  reference: 'code',
  integer: 'number',
  decimal: 'number',
  date: 'day',
  partialDate: 'day',
  datetime: 'day',
  boolean: 'yes-no',
};

function compareTypes(field: AskedField, held: IndexedHeld['held'], features: Float64Array): void {
  const [mine, theirs] = [groups[field.dataType ?? ''], groups[held.dataType ?? '']];
  if (mine !== undefined && theirs !== undefined) {
    if (mine === theirs) features[at.type] = mine === 'text' ? 0.3 : 1;
    else features[at['other-type']] = typeClash(mine, theirs);
  }
  if (field.pattern !== undefined && field.pattern === held.pattern) features[at.pattern] = 1;
  if (field.unit !== undefined && held.unit !== undefined) {
    features[at['other-unit']] = fold(field.unit) === fold(held.unit) ? 0 : 1;
  }
}

/** A text may hold what is coded elsewhere, and a year is a number to a spreadsheet; a day is never a yes or no. */
function typeClash(mine: string, theirs: string): number {
  if (mine === 'number' && theirs === 'day') return 0;
  if (mine !== 'text' && theirs !== 'text') return 1;
  return mine === 'day' || theirs === 'day' ? 0.5 : 0;
}

/** What codes mean, never the codes alone; and whether the values look like what is held. */
function compareValues({ codes, values, foldedValues }: ReadyField, thing: IndexedHeld, features: Float64Array): void {
  if (thing.codes && thing.meanings) {
    const agreed = codes ? agreeOnCodes(codes, thing) : agreeOnValues(foldedValues, thing);
    if (agreed === undefined) return;
    features[at.codes] = Math.max(0, agreed);
    features[at['other-codes']] = Math.max(0, -agreed);
    return;
  }
  if (thing.pattern && values.length >= 3) {
    const fit = values.filter((value) => thing.pattern?.matches(value.trim())).length / values.length;
    features[at.values] = fit >= 0.8 ? fit : 0;
    features[at['other-codes']] = fit < 0.2 ? 1 : 0;
  }
}

type Meanings = ReadonlyMap<string, ReadonlySet<string>>;

/** 1: every code's meaning is known there; -1: none is. Which code stands for it says nothing, either way. */
function agreeOnCodes(mine: Meanings, { codes, meanings }: IndexedHeld): number | undefined {
  const [theirs, known] = [codes as Meanings, meanings as ReadonlySet<string>];
  let [same, other, silent] = [0, 0, 0];
  for (const [code, names] of mine) {
    if (names.size > 0) {
      if ([...names].some((name) => known.has(name))) same += 1;
      else other += 1;
      // A code without words agrees where it is itself a word of theirs: `male`. A bare `M` is no evidence.
    } else if (known.has(code)) same += 1;
    else if (theirs.has(code)) silent += 1;
    else other += 1;
  }
  const told = same + other;
  return told === 0 || silent > told ? undefined : (same - other) / told;
}

/** Codes of the field that mean something else at the register, though the list means the same things. */
export function codesToRecode({ codes }: ReadyField, thing: IndexedHeld): string[] {
  if (!codes || !thing.codes) return [];
  return [...codes].flatMap(([code, names]) => {
    const theirs = thing.codes?.get(code);
    return theirs && names.size > 0 && ![...names].some((name) => theirs.has(name)) ? [code] : [];
  });
}

function agreeOnValues(values: readonly string[], { codes, meanings }: IndexedHeld): number | undefined {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) return undefined;
  const [theirs, known] = [codes as Meanings, meanings as ReadonlySet<string>];
  const meant = filled.filter((value) => known.has(value)).length / filled.length;
  if (meant >= 0.6) return meant;
  // Codes without words fit lists with the same codes and other meanings just as well: they are no evidence for it.
  const coded = filled.filter((value) => theirs.has(value)).length / filled.length;
  if (coded >= 0.6) return 0;
  return theirs.size > 100 || meant + coded > 0.3 ? 0 : -1;
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
