/**
 * How two values of a kind may stand to each other, as conditions in SQL, the best first. A level that looks at `l` and `r` in the same
 * way gives the same answer for both orders: linkage knows no left and right.
 */
import type { FieldSettings } from './settings.ts';
import { initialsOf } from './write-sql.ts';

type Kind = FieldSettings['kind'];
type Condition = (field: string, at: number | undefined) => string;

const same = (...columns: string[]) => columns.map((column) => `l.${column} = r.${column}`).join(' and ');
const either = (column: string) => `(l.${column} or r.${column})`;

/**
 * Near in letters, the family or the given name the same: what is cheap comes first and lets few through to what is not. Two exchanged
 * letters count as two: the distance that counts them as one takes six times as long.
 */
const nearName = (f: string, at: number | undefined) =>
  `(${same(`${f}_family`)} or ${same(`${f}_given`)} or l.${f}_words <> r.${f}_words) and abs(length(l.${f}) - length(r.${f})) <= 2 and jaro_winkler_similarity(l.${f}, r.${f}, ${String(at ?? 0.9)}) > 0 and levenshtein(l.${f}, r.${f}) <= 2`;

/** One sign wrong, missing or too many, or two neighbours exchanged: then one end is as it was, which is cheap to see. */
const oneSign = (column: string) =>
  `(l.${column}[1:4] = r.${column}[1:4] or l.${column}[-4:] = r.${column}[-4:]) and levenshtein(l.${column}, r.${column}) <= 2 and damerau_levenshtein(l.${column}, r.${column}) <= 1`;

const marksOnlyLost = (f: string) =>
  `len(list_filter(list_zip(string_split(l.${f}_marks, ' '), string_split(r.${f}_marks, ' ')), w -> w[1] <> w[2] and length(w[1]) < strlen(w[1]) and length(w[2]) < strlen(w[2]))) = 0`;

const names: Readonly<Record<string, Condition>> = {
  /** Letter by letter, with the same marks. */
  same: (f) => `${same(f, `${f}_marks`)} and not l.${f}_bare`,
  /** The same letters; wherever the marks differ, one of them has none. */
  'marks-lost': (f) => `${same(f)} and (${either(`${f}_bare`)} or ${marksOnlyLost(f)})`,
  /** The same letters with other marks: often another person. */
  'marks-differ': (f) => same(f),
  /** The same words in another order. */
  reordered: (f) => same(`${f}_sorted`),
  /** One is written with first letters: N. V. An. */
  initials: (f) => `${either(`${f}_abbr`)} and ${initialsOf(`l.${f}`)} = ${initialsOf(`r.${f}`)}`,
  /** Near in letters, and one of them has a word that is no name: a slip of the hand. */
  slip: (f, at) => `l.${f}_odd <> r.${f}_odd and ${nearName(f, at)}`,
  /** One has words that the other has not, and no other word differs. */
  'part-missing': (f) => {
    const holds = (one: string, other: string) =>
      `contains(${one}, ${other}) and contains(' ' || ${one} || ' ', ' ' || ${other} || ' ') or ${same(`${f}_ends`)} and list_has_all(string_split(${one}, ' '), string_split(${other}, ' '))`;
    return `l.${f}_words <> r.${f}_words and (${holds(`l.${f}`, `r.${f}`)} or ${holds(`r.${f}`, `l.${f}`)})`;
  },
  /** Near in letters, and every word is a name: An and Anh are two people. */
  alike: (f, at) => `l.${f}_odd = r.${f}_odd and ${nearName(f, at)}`,
  /** The first word and the last, and others between them. */
  ends: (f) => same(`${f}_ends`),
  /** Only the given name. */
  given: (f) => same(`${f}_given`),
};

const dates: Readonly<Record<string, Condition>> = {
  same: (f) => same(`${f}_y`, `${f}_m`, `${f}_d`),
  /** What both say is the same; one of them says less. */
  partial: (f) =>
    `${same(`${f}_y`)} and (l.${f}_d is null or r.${f}_d is null) and coalesce(l.${f}_m = r.${f}_m, true)`,
  /** Day and month change places. */
  swapped: (f) => `${same(`${f}_y`)} and l.${f}_m = r.${f}_d and l.${f}_d = r.${f}_m`,
  /** Two of day, month and year. */
  near: (f) => {
    const agree = ['y', 'm', 'd'].map((part) => `(l.${f}_${part} = r.${f}_${part})::utinyint`);
    return `${agree.join(' + ')} = 2`;
  },
  year: (f) => same(`${f}_y`),
};

/** The forms of an identifier follow its name: `id_new`, `id_old`. */
const identifiers = (forms: readonly string[]): Readonly<Record<string, Condition>> => {
  const any = (say: (column: string) => string) => `(${forms.map(say).join(' or ')})`;
  return {
    same: (f) => any((form) => `coalesce(${same(`${f}_${form}`)}, false)`),
    /** One sign wrong, or two changed places. */
    slip: (f) => any((form) => `coalesce(${oneSign(`${f}_${form}`)}, false)`),
  };
};

const digits: Readonly<Record<string, Condition>> = {
  same: (f) => same(f),
  slip: oneSign,
};

const codes: Readonly<Record<string, Condition>> = { same: (f) => same(f) };

const places: Readonly<Record<string, Condition>> = {
  /** Today the same unit, whichever was written. */
  same: (f) => same(f),
  /** A former unit was split: it may be the same. Two that are one unit each were told apart before. */
  possible: (f) => `len(l.${f}_all) + len(r.${f}_all) > 2 and list_has_any(l.${f}_all, r.${f}_all)`,
};

const texts: Readonly<Record<string, Condition>> = {
  same: (f) => same(f),
  similar: (f, at) => `jaro_winkler_similarity(l.${f}, r.${f}, ${String(at ?? 0.9)}) > 0`,
};

export function levelsOf(field: FieldSettings): Readonly<Record<string, Condition>> {
  if (field.kind === 'identifier') return identifiers(Object.keys(field.forms));
  return ofKind[field.kind];
}

const ofKind: Readonly<Record<Exclude<Kind, 'identifier'>, Readonly<Record<string, Condition>>>> = {
  name: names,
  date: dates,
  digits,
  code: codes,
  place: places,
  text: texts,
};

export const levelNames = (kind: Kind): readonly string[] =>
  Object.keys(kind === 'identifier' ? identifiers([]) : ofKind[kind]);

/** When nothing can be said about a pair: one of them does not hold it. */
export function silenceOf(name: string, field: FieldSettings): string {
  if (field.kind === 'identifier')
    return Object.keys(field.forms)
      .map((form) => `(l.${name}_${form} is null or r.${name}_${form} is null)`)
      .join(' and ');
  const column = field.kind === 'date' ? `${name}_y` : name;
  return `l.${column} is null or r.${column} is null`;
}
