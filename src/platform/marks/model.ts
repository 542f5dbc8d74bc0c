/** Marks of state secrecy: what the profile says of them, where a text stands, and what was found. */

/**
 * Where a text stands. `title`: a heading, a name given to a thing, a document property. `text`: running text. `cell`: a
 * value of a record, where one word may be a person's name. `name`: a file or a sheet, whose words are joined by anything.
 */
export type Place = 'title' | 'text' | 'cell' | 'name';

export interface Degree {
  readonly code: string;
  /** Small letters, words with one space between. One word counts only where it cannot be a name or part of another. */
  readonly words: string;
  /** Regular expression of what may follow without it being a mark. */
  readonly notBefore?: string;
}

export interface MarkWords {
  /** BCP 47: how small and capital letters belong together. */
  readonly language: string;
  /** From the highest to the lowest. */
  readonly degrees: readonly Degree[];
  readonly labels: readonly string[];
  readonly phrases: readonly { readonly words: string; readonly notAfter?: string; readonly notBefore?: string }[];
  readonly lines: readonly string[];
}

/** A byte encoding of before Unicode, as text reads in it today: sequences of characters to letters. */
export interface OldTable {
  readonly name: string;
  readonly letters: ReadonlyMap<string, string>;
}

/** Which form of a mark it is; never the text itself. */
export type MarkRule =
  'degree' | 'labelled' | 'bracketed' | 'alone' | 'spaced' | 'phrase' | 'plain-capitals' | 'old-encoding';

export interface FoundMark {
  readonly rule: MarkRule;
  /** Code of the degree; absent where the words name none. */
  readonly degree?: string;
}

export interface Marks {
  /** Whether a text bears a mark; the first that is found. */
  find(text: string, place: Place): FoundMark | undefined;
  /** The quick look that nearly every text ends at: without it there is no mark. */
  mayHold(text: string): boolean;
  /** The first cell of a row that bears one, with its place (0-based). */
  findInRow(cells: readonly string[]): (FoundMark & { readonly column: number }) | undefined;
  /** Whether a name (of a column, of a field) says that its values are degrees of secrecy. */
  isLabel(name: string): boolean;
  /** A degree and nothing else: for the values of such a column. */
  isDegree(text: string): boolean;
}

/** Where the profile says nothing of marks. */
export const noMarks: Marks = {
  find: () => undefined,
  mayHold: () => false,
  findInRow: () => undefined,
  isLabel: () => false,
  isDegree: () => false,
};
