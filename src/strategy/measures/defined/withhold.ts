/**
 * Small cells, and what they could be reckoned from. Where a total is told, a single cell left out is the total less the
 * others: so another one, the smallest of those told, is left out with it until what is left out together is no small
 * cell either. Pure. (Primary and complementary suppression: Handbook on Statistical Disclosure Control, 2nd ed., ch. 4.)
 */

/** How many rows must stand behind a figure about people. */
export const LEAST_ROWS = 5;

/**
 * @param rows rows behind each cell
 * @param least smallest number that is told; 1: everything is
 * @returns places of the cells that are not told
 */
export function withhold(rows: readonly number[], least: number): ReadonlySet<number> {
  const out = new Set(rows.flatMap((n, i) => (n > 0 && n < least ? [i] : [])));
  if (out.size === 0) return out;
  const sum = () => [...out].reduce((total, i) => total + (rows[i] ?? 0), 0);
  const left = rows
    .map((n, i) => ({ n, i }))
    .filter(({ n, i }) => n > 0 && !out.has(i))
    .toSorted((a, b) => a.n - b.n);
  while (left.length > 0 && (out.size < 2 || sum() < least)) out.add(left.shift()?.i ?? 0);
  return out;
}
