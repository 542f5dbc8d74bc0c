/** Text that comes in pieces, line by line: lists whose cells are looked at one by one. */
import type { FoundMark, Marks } from './model.ts';

/** The longest line that is waited for; a longer one is looked at in parts. */
const LONGEST = 1 << 20;
/** Above a list stands its title: a few cells in the first rows. */
export const HEAD_ROWS = 20;
const FEW_CELLS = 3;

export interface LineMark extends FoundMark {
  /** 1-based. */
  readonly row: number;
}

/** Looks through a text as it comes. @param pieces of one text, in order */
export async function scanLines(pieces: AsyncIterable<string>, marks: Marks): Promise<LineMark | undefined> {
  const judgeLine = lineJudge(marks);
  let rest = '';
  let row = 1;
  const judge = (text: string): LineMark | undefined => {
    const lines = marks.mayHold(text) ? text.split('\n') : [];
    for (const [i, line] of lines.entries()) {
      const found = judgeLine(line, row + i);
      if (found) return { ...found, row: row + i };
    }
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) row += 1;
    return undefined;
  };
  for await (const piece of pieces) {
    const text = rest + piece;
    const end = text.length > LONGEST ? text.length : text.lastIndexOf('\n') + 1;
    const found = judge(text.slice(0, end));
    if (found) return found;
    rest = text.slice(end);
  }
  return judge(rest);
}

/** Remembers which columns say how secret a row is: a value in one of them is a mark. */
function lineJudge(marks: Marks): (line: string, row: number) => FoundMark | undefined {
  let degrees: readonly number[] = [];
  return (line, row) => {
    if (!marks.mayHold(line)) return undefined;
    const cells = line.split(/[,;\t|]/u).map((cell) => cell.replace(/^[\s"']+|[\s"']+$/gu, ''));
    const labels = cells.flatMap((cell, column) => (marks.isLabel(cell) ? [column] : []));
    if (row <= HEAD_ROWS && cells.length > 1 && labels.length > 0) degrees = labels;
    if (degrees.some((column) => marks.isDegree(cells[column] ?? ''))) return { rule: 'labelled' };
    return findInTitleRow(marks, cells, row) ?? marks.findInRow(cells) ?? marks.find(line, 'cell');
  };
}

/** A row above a list, with few cells: its words are titles. A word that is a name too counts where it stands alone. */
export function findInTitleRow(marks: Marks, cells: readonly string[], row: number): FoundMark | undefined {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (row > HEAD_ROWS || filled.length > FEW_CELLS) return undefined;
  for (const cell of filled) {
    const isCapital = cell === cell.toLocaleUpperCase();
    const found = marks.find(cell, filled.length === 1 || isCapital ? 'title' : 'cell');
    if (found) return found;
  }
  return undefined;
}
