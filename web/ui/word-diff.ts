/** Which words of two texts differ: the longest common run of words stays plain. Pure. */

export interface Piece {
  readonly text: string;
  readonly differs: boolean;
}

/** Longer texts are shown without marks: beyond this nobody reads word by word, and the table grows with the square. */
const MOST = 600;

const wordsOf = (text: string): string[] => text.match(/\s+|[^\s]+/gu) ?? [];

/** Lengths of the longest common runs from each place to the ends. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [row, below] = [table[i] as number[], table[i + 1] as number[]];
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function push(pieces: Piece[], text: string, differs: boolean): void {
  const last = pieces.at(-1);
  if (last?.differs === differs) pieces[pieces.length - 1] = { text: last.text + text, differs };
  else pieces.push({ text, differs });
}

/** Both texts in pieces; joined they are the texts again. */
export function diffWords(before: string, after: string): readonly [Piece[], Piece[]] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > MOST || b.length > MOST)
    return [[{ text: before, differs: false }], [{ text: after, differs: false }]];
  const table = lengths(a, b);
  const [left, right]: [Piece[], Piece[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && x === y) {
      push(left, x, false);
      push(right, x, false);
      [i, j] = [i + 1, j + 1];
    } else if (y === undefined || (x !== undefined && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      push(left, x ?? '', true);
      i += 1;
    } else {
      push(right, y, true);
      j += 1;
    }
  }
  return [left, right];
}
