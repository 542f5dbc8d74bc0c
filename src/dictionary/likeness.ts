/** How alike two texts, two sets or two places are: 0 for nothing in common, 1 for the same. Pure. */

/** A name ready to be compared many times. */
export interface Name {
  readonly text: string;
  /** Its pairs of letters as numbers, the smallest first. */
  readonly pairs: Uint32Array;
}

export function nameOf(text: string): Name {
  const pairs = new Uint32Array(Math.max(0, text.length - 1));
  for (let i = 0; i < pairs.length; i += 1) pairs[i] = text.charCodeAt(i) * 0x10000 + text.charCodeAt(i + 1);
  return { text, pairs: pairs.sort() };
}

/** The best pair of names, by pairs of letters (Dice): a swapped ending costs little, another word much. */
export function similarity(a: readonly Name[], b: readonly Name[]): number {
  let best = 0;
  for (const one of a) {
    for (const other of b) {
      if (one.text === other.text) return 1;
      const total = one.pairs.length + other.pairs.length;
      const most = (2 * Math.min(one.pairs.length, other.pairs.length)) / total;
      if (most > best) best = Math.max(best, (2 * shared(one.pairs, other.pairs)) / total);
    }
  }
  return best;
}

function shared(a: Uint32Array, b: Uint32Array): number {
  let [i, j, both] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] as number, b[j] as number];
    if (x === y) both += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return both;
}

/** What both have, of what either has (Jaccard). */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const one of a) if (b.has(one)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Places as shares of their lists. */
export const nearness = (a: number, b: number): number => 1 - Math.min(1, Math.abs(a - b) * 4);
