/** Lines and tables of a Word file (ISO/IEC 29500), each paragraph and each run in the direction it reads in. */
import { charactersOf, levelsOf } from './bidi.ts';
import { isRightToLeft } from './right-to-left.ts';

export interface How {
  readonly bold?: boolean;
  /** In half points. */
  readonly size?: number;
  readonly center?: boolean;
}

export interface TableHow extends Pick<How, 'center'> {
  /** Percent of the page for each column. */
  readonly widths: readonly number[];
  /** The first row is bold and stands on every page. */
  readonly hasHead?: boolean;
  readonly hasBorders?: boolean;
}

/** A cell: its paragraphs, or one. */
export type Cell = string | readonly string[];

export interface WordPen {
  line(text: string, how?: How): object;
  table(rows: readonly (readonly Cell[])[], how: TableHow): object;
  /** @param children of `line` and `table`, in their order */
  file(title: string, children: readonly object[], page?: { readonly isLandscape?: boolean }): Promise<Buffer>;
}

interface Run {
  readonly text: string;
  readonly isRightToLeft: boolean;
}

/** Says “from the left” before and behind what it surrounds, to readers that go by characters alone (UAX #9 §2.6). */
const LEFT_TO_RIGHT_MARK = '\u200e';

/** Whether a paragraph reads from the right: one in another language than the file's keeps its own direction. */
export function readsFromRight(text: string, rtl: boolean): boolean {
  const isForeign =
    /\p{Script=Latin}\S*\s+\S*\p{Script=Latin}/u.test(text) && !/[\p{Script=Arab}\p{Script=Hebr}]/u.test(text);
  return rtl && !isForeign;
}

/** Runs of one direction in the order of the text: the reader's program turns them. */
export function runsOf(text: string, rtl: boolean): Run[] {
  const levels = levelsOf(text, rtl);
  const runs: { text: string; level: number }[] = [];
  charactersOf(text).forEach((character, at) => {
    const [last, level] = [runs.at(-1), levels[at] ?? 0];
    if (last?.level === level) last.text += character;
    else runs.push({ text: character, level });
  });
  return runs.map((run) => {
    const isOdd = run.level % 2 === 1;
    const isMixed = rtl && !isOdd && /\D/.test(run.text);
    return { text: isMixed ? `${LEFT_TO_RIGHT_MARK}${run.text}${LEFT_TO_RIGHT_MARK}` : run.text, isRightToLeft: isOdd };
  });
}

/** @param size of lines that say none, in half points */
export async function openWord(language: string, { size = 22, after = 80 } = {}): Promise<WordPen> {
  // Loaded when somebody wants the file: it costs every start otherwise.
  const docx = await import('docx');
  const rtl = isRightToLeft(language);
  const textRuns = (text: string, fromRight: boolean, how: How, isNext: boolean) =>
    runsOf(text, fromRight).map(
      (run, i) =>
        new docx.TextRun({
          ...{ text: run.text, rightToLeft: run.isRightToLeft, bold: how.bold ?? false, size: how.size ?? size },
          ...(isNext && i === 0 && { break: 1 }),
        }),
    );
  const line = (text: string, how: How = {}) => {
    const fromRight = readsFromRight(text, rtl);
    return new docx.Paragraph({
      bidirectional: fromRight,
      alignment: how.center ? docx.AlignmentType.CENTER : docx.AlignmentType.START,
      spacing: { after },
      children: text
        .split('\n')
        .flatMap((part, i) =>
          part === '' && i > 0 ? [new docx.TextRun({ break: 1 })] : textRuns(part, fromRight, how, i > 0),
        ),
    });
  };
  const table = (rows: readonly (readonly Cell[])[], { widths, hasHead, hasBorders = true, center }: TableHow) =>
    new docx.Table({
      width: { size: 100, type: docx.WidthType.PERCENTAGE },
      visuallyRightToLeft: rtl,
      ...(hasBorders ? {} : { borders: docx.TableBorders.NONE }),
      rows: rows.map((cells, at) => {
        const isHead = hasHead === true && at === 0;
        return new docx.TableRow({
          ...(isHead && { tableHeader: true }),
          children: cells.map(
            (cell, i) =>
              new docx.TableCell({
                width: { size: widths[i] ?? 10, type: docx.WidthType.PERCENTAGE },
                children: [cell].flat().map((text) => line(text, { bold: isHead, ...(center && { center }) })),
              }),
          ),
        });
      }),
    });
  return {
    line,
    table,
    file: (title, children, { isLandscape = false } = {}) =>
      docx.Packer.toBuffer(
        new docx.Document({
          ...{ creator: 'Artery', title },
          sections: [
            {
              ...(isLandscape && { properties: { page: { size: { orientation: docx.PageOrientation.LANDSCAPE } } } }),
              children: children as InstanceType<typeof docx.Paragraph>[],
            },
          ],
        }),
      ),
  };
}
