/** Notices text of an old encoding by its words, and makes the question that is asked once. */
import { compileTable, isByteText } from './convert-text.ts';
import type { EncodingQuestion, Encodings, EncodingTable } from './model.ts';

/** With fewer words than this, chance decides. */
const FEWEST_WORDS = 3;
/** Real names reach 0.95 and more when they are read right; abbreviations and foreign names take the rest. */
const LIKELY = 0.75;
/** How much better than the text as it stands. Half of a file may be Unicode already. */
const BETTER = 0.3;
const MOST_WORDS = 3_000;
const SAMPLES = 5;

export interface Guess {
  readonly table: EncodingTable;
  /** Share of the words that have the form of the language, as they stand and when converted. */
  readonly before: number;
  readonly after: number;
}

/**
 * The table under which the cells read best, or undefined when they read well as they stand.
 * @param mustChoose the bytes are no Unicode, so that some table is needed: the best one, however weak
 */
export function guessTable(cells: Iterable<string>, encodings: Encodings, mustChoose = false): Guess | undefined {
  const { word } = encodings;
  if (word === undefined) return undefined;
  const words = markedWords(cells);
  if (words.length < (mustChoose ? 1 : FEWEST_WORDS)) return undefined;
  const before = share(words, word);
  const best = encodings.tables
    .map((table) => ({ table, before, after: share(words.map(asCell(compileTable(table))), word) }))
    .reduce<Guess | undefined>((first, next) => (next.after > (first?.after ?? before) ? next : first), undefined);
  if (best === undefined || mustChoose) return best;
  return best.after >= LIKELY && best.after - before >= BETTER ? best : undefined;
}

// `map` would hand the place of the word over as the font of the cell.
const asCell = (convert: (text: string) => string) => (text: string) => convert(text);

/** Distinct words with a letter outside ASCII: the others read alike in every encoding. */
function markedWords(cells: Iterable<string>): string[] {
  const words = new Set<string>();
  for (const cell of cells) {
    if (!isMarked(cell)) continue;
    for (const word of cell.split(/[\s\d,.;:()/"'&+_\u00a0\u2013\u2014\u2018-\u201d\u2026-]+/u)) {
      if (isMarked(word)) words.add(word);
    }
    if (words.size >= MOST_WORDS) break;
  }
  return [...words];
}

// Some encodings put letters on control characters (VISCII: six capitals).
const isMarked = (text: string) => /[^\t\n\r\u0020-\u007e]/.test(text);

function share(words: readonly string[], word: { readonly form: RegExp; readonly ignore: RegExp }): number {
  const good = words.filter((text) => {
    const bare = text.normalize('NFD').replace(word.ignore, '').normalize('NFC').toLowerCase();
    return word.form.test(bare);
  });
  return good.length / words.length;
}

/** Five cells before and after, and what else could be chosen. */
export function makeQuestion(cells: Iterable<string>, table: EncodingTable, encodings: Encodings): EncodingQuestion {
  const convert = compileTable(table);
  const samples = new Map<string, string>();
  for (const before of cells) {
    if (samples.size >= SAMPLES) break;
    if (!isMarked(before) || !isByteText(before) || before.length > 80) continue;
    const after = convert(before);
    // A name of two or more words says more than one word; the first such cells are taken.
    const shows = after !== before || table.sequences.size === 0;
    if (shows && /\S\s+\S/.test(before)) samples.set(before, after);
  }
  const others = encodings.tables.map((other) => other.name).filter((name) => name !== table.name);
  return {
    suggested: table.name,
    names: table.names,
    samples: [...samples].map(([before, after]) => ({ before, after })),
    others: [...others, 'as-is'],
  };
}
