/** How far two short texts are from each other, counted as the engine counts: over the bytes of UTF-8. */

const MORE_THAN_ASCII = /[^\0-\x7f]/;

/** One sign a byte. */
export const bytesOf = (text: string): string =>
  MORE_THAN_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;

/** Letters to change, add or drop (Levenshtein 1966); above `most` any number above it. */
export function levenshtein(left: string, right: string, most = Infinity): number {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, at(row, j) + 1, at(next, j - 1) + 1));
    }
    row = next;
  }
  return at(row, b.length);
}

/** The same, two neighbours exchanged counted as one, also with letters between them (Damerau 1964; Lowrance and Wagner 1975). */
export function damerauLevenshtein(left: string, right: string): number {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  const far = a.length + b.length;
  const seen = new Map<string, number>();
  // Two more rows and columns than letters: what lies before the texts is far away.
  const table = Array.from({ length: a.length + 2 }, (_, i) =>
    Array.from({ length: b.length + 2 }, (__, j) => (i === 0 || j === 0 ? far : i === 1 ? j - 1 : j === 1 ? i - 1 : 0)),
  );
  const cell = (i: number, j: number) => at(table[i] ?? [], j);
  for (let i = 1; i <= a.length; i += 1) {
    let match = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const [row, column] = [seen.get(b[j - 1] ?? '') ?? 0, match];
      const isSame = a[i - 1] === b[j - 1];
      if (isSame) match = j;
      (table[i + 1] as number[])[j + 1] = Math.min(
        cell(i, j) + (isSame ? 0 : 1),
        cell(i + 1, j) + 1,
        cell(i, j + 1) + 1,
        cell(row, column) + (i - row - 1) + 1 + (j - column - 1),
      );
    }
    seen.set(a[i - 1] ?? '', i);
  }
  return cell(a.length + 1, b.length + 1);
}

/** From there on a common beginning counts, up to so many letters, each by so much (Winkler 1990). */
const BOOST = { from: 0.7, letters: 4, weight: 0.1 };

/** 0 to 1: letters in common near their places, and how many of them changed places. */
export function jaroWinkler(left: string, right: string): number {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  const similarity = jaro(a, b);
  if (similarity <= BOOST.from) return similarity;
  let common = 0;
  while (common < BOOST.letters && common < a.length && a[common] === b[common]) common += 1;
  return similarity + common * BOOST.weight * (1 - similarity);
}

function jaro(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(a.length);
  const [matchedA, matchedB]: [string[], string[]] = [[], []];
  for (let j = 0; j < b.length; j += 1) {
    for (let i = Math.max(0, j - window); i <= Math.min(a.length - 1, j + window); i += 1) {
      if (taken[i] === 1 || a[i] !== b[j]) continue;
      taken[i] = 1;
      matchedB.push(b[j] ?? '');
      break;
    }
  }
  for (let i = 0; i < a.length; i += 1) if (taken[i] === 1) matchedA.push(a[i] ?? '');
  const common = matchedB.length;
  if (common === 0) return 0;
  const moved = Math.floor(matchedA.filter((letter, i) => letter !== matchedB[i]).length / 2);
  return (common / a.length + common / b.length + (common - moved) / common) / 3;
}

const at = (row: readonly number[], j: number): number => row[j] ?? 0;
