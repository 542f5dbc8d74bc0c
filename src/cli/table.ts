/** Rows as columns of text, as wide as a terminal shows them. */

const letters = new Intl.Segmenter();
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** Cells a terminal takes for a text: a letter with its marks is one, East Asian letters are two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of letters.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)));
const WIDEST = 60;

function clip(text: string, isLast: boolean): string {
  const line = text.replace(/\s+/g, ' ');
  if (isLast || widthOf(line) <= WIDEST) return line;
  return `${[...letters.segment(line)]
    .slice(0, WIDEST - 1)
    .map((one) => one.segment)
    .join('')}…`;
}

/** @param head names of the columns; absent: none are shown */
export function table(
  rows: readonly (readonly (string | number | boolean | null | undefined)[])[],
  head?: readonly string[],
): string[] {
  // The last column may be as long as it is: nothing stands after it.
  const texts = rows.map((row) => row.map((cell, place) => clip(String(cell ?? ''), place === row.length - 1)));
  const all = head ? [[...head], ...texts] : texts;
  const widths = (all[0] ?? []).map((_, column) =>
    Math.min(WIDEST, Math.max(...all.map((row) => widthOf(row[column] ?? '')))),
  );
  const lines = all.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return head ? [lines[0] ?? '', widths.map((width) => '─'.repeat(width)).join('  '), ...lines.slice(1)] : lines;
}
