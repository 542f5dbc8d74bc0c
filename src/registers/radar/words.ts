/** Words of names, in any language: folded, taken apart, and compared as far as endings and abbreviations go. Pure. */
import { fold } from '../../platform/search/fold.ts';

export interface Phrase {
  readonly said: string;
  /** Without spaces: `dateOfBirth` is `date of birth`. */
  readonly squeezed: string;
  readonly words: readonly string[];
  /** A name of a program, whose words may be cut short: `sav_kodas`. */
  readonly technical: boolean;
}

// What is longer is no name.
const LONGEST = 300;
const MOST_WORDS = 40;

export function phraseOf(said: string): Phrase {
  const text = said.slice(0, LONGEST);
  const folded = fold(text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
  const words = folded === '' ? [] : folded.split(' ').slice(0, MOST_WORDS);
  const technical = /^[A-Za-z0-9_@[\].-]+$/.test(text) && (/[_\d]/.test(text) || words.length === 1);
  return { said: text, squeezed: folded.replaceAll(' ', ''), words, technical };
}

/** What stands in brackets, and a numbering in front, are no part of a name: `(3) Date of birth (dd/mm/yyyy)`. */
export function bareName(said: string): string {
  const inner = said
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/^\s*(?:\d{1,3}|[IVXivx]{1,4})(?:\.\d+)*\s*[.)]\s*/, '');
  return inner.trim() === '' ? said : inner.replace(/\s*[:：]\s*$/, '').trim();
}

/** 0–1: the same word, one stem with two endings, or (in names of programs) one cut short. */
export function wordLikeness(a: string, b: string, mayBeShort: boolean): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const share = same / long.length;
  if (same >= 4 && share >= 0.6 && long.length >= 6) return share;
  return mayBeShort && same === short.length && same >= 3 ? 0.6 : 0;
}

/** Under which words are looked up: alike words share their beginning. */
export const stemOf = (word: string): string => word.slice(0, 4);

export interface Coverage {
  /** How much of what is held is named, how much of what is asked is explained: 0–1, rare words counting more. */
  readonly held: number;
  readonly asked: number;
  /** Of the words asked that tell something the first, and the last: languages differ in which of them is the thing. */
  readonly head: number;
  readonly tail: number;
}

// Below this a word stands in so many names that it tells nothing: code, name, number.
const TELLING = 0.5;

export function coverage(asked: Phrase, held: Phrase, weight: (word: string) => number): Coverage {
  const mayBeShort = asked.technical || held.technical;
  const best = asked.words.map(() => 0);
  let [named, heldTotal] = [0, 0];
  for (const word of held.words) {
    let top = 0;
    for (const [i, other] of asked.words.entries()) {
      const likeness = wordLikeness(word, other, mayBeShort);
      if (likeness > top) top = likeness;
      if (likeness > (best[i] as number)) best[i] = likeness;
    }
    const w = weight(word);
    named += w * top;
    heldTotal += w;
  }
  let [explained, askedTotal] = [0, 0];
  let [head, tail] = [-1, -1];
  for (const [i, word] of asked.words.entries()) {
    const w = weight(word);
    explained += w * (best[i] as number);
    askedTotal += w;
    if (w < TELLING) continue;
    if (head < 0) head = i;
    tail = i;
  }
  return {
    held: heldTotal === 0 ? 0 : named / heldTotal,
    asked: askedTotal === 0 ? 0 : explained / askedTotal,
    head: best[Math.max(0, head)] ?? 0,
    tail: tail < 0 ? 0 : (best[tail] as number),
  };
}

/** The system's short name, as paths have it: `jar` in `gov/rc/jar`. */
export const systemOf = (family: readonly string[]): string | undefined => (family.length >= 4 ? family[3] : undefined);
