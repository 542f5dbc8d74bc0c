/** Words as patterns: each letter in every way it may be written without another letter being meant. Pure. */
import type { OldTable } from './model.ts';

/** Characters that nobody sees, U+00AD and the like; they divide no word. */
export const INVISIBLE =
  '\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufe00-\\ufe0f\\ufeff';
/** What people put between letters to space them out. */
export const GAP = `[\\s._\\-–—*|·•~=+/\\\\:${INVISIBLE}]`;

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Composed or not, small or capital: tone marks in any order, none left out, none changed. */
export function letterForms(letter: string, language: string): string[] {
  const both = [letter, letter.toLocaleUpperCase(language)];
  return [...new Set(both.flatMap((one) => [one, ...decomposed(one)]))];
}

function decomposed(letter: string): string[] {
  const [base = '', ...marks] = [...letter.normalize('NFD')];
  if (marks.length === 0) return [];
  if (marks.length === 1) return [base + marks.join('')];
  // A letter with two marks: the base with either of them composed, and the other behind.
  return marks.flatMap((mark, i) => {
    const other = marks.filter((_, j) => j !== i).join('');
    return [base + mark + other, (base + mark).normalize('NFC') + other];
  });
}

/** The letter as a table of before Unicode writes it; capitals that have no code of their own are small letters there. */
export function oldForms(letter: string, table: OldTable, language: string): string[] {
  const meant = new Set([letter, letter.toLocaleUpperCase(language)]);
  const written = [...table.letters].flatMap(([sequence, means]) =>
    meant.has(means.normalize('NFC')) ? [sequence] : [],
  );
  return [...new Set([...meant, ...written])];
}

/** Without any mark: what a machine without the letters writes. */
export const plainLetter = (letter: string): string =>
  letter.normalize('NFD').replace(/\p{M}/gu, '').replace('\u0111', 'd').replace('\u0110', 'D');

/** A choice of forms as a pattern, the longest first. */
export const oneOf = (forms: readonly string[]): string => {
  const sorted = [...new Set(forms)].toSorted((a, b) => b.length - a.length).map(escape);
  return sorted.length === 1 ? (sorted[0] ?? '') : `(?:${sorted.join('|')})`;
};
