/** A document as Word (ISO/IEC 29500). */
import { charactersOf, levelsOf } from './bidi.ts';
import type { DocumentText } from './write-document.ts';

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);
export const isRightToLeft = (language: string): boolean => rightToLeft.has(language);

/** Runs of one direction in the order of the text: the reader's program turns them. */
function runsOf(text: string, rtl: boolean): { text: string; level: number }[] {
  const levels = levelsOf(text, rtl);
  const runs: { text: string; level: number }[] = [];
  charactersOf(text).forEach((character, at) => {
    const [last, level] = [runs.at(-1), levels[at] ?? 0];
    if (last?.level === level) last.text += character;
    else runs.push({ text: character, level });
  });
  return runs;
}

/** @param watermark a line on top: that the data are invented */
export async function writeWord(
  text: DocumentText,
  { language, watermark }: { readonly language: string; readonly watermark?: string | undefined },
): Promise<Buffer> {
  // Loaded when somebody wants the file: it costs every start otherwise.
  const docx = await import('docx');
  const rtl = isRightToLeft(language);
  const line = (words: string, how: { bold?: boolean; size?: number; center?: boolean } = {}) =>
    new docx.Paragraph({
      bidirectional: rtl,
      alignment: how.center ? docx.AlignmentType.CENTER : docx.AlignmentType.START,
      spacing: { after: 120 },
      children: runsOf(words, rtl).map(
        ({ text, level }) =>
          new docx.TextRun({ text, rightToLeft: level % 2 === 1, bold: how.bold ?? false, size: how.size ?? 24 }),
      ),
    });
  const places = new docx.Table({
    width: { size: 100, type: docx.WidthType.PERCENTAGE },
    visuallyRightToLeft: rtl,
    borders: docx.TableBorders.NONE,
    rows: [
      new docx.TableRow({
        children: text.signatures.map(
          (name) => new docx.TableCell({ children: [line(name, { bold: true, center: true }), line(''), line('')] }),
        ),
      }),
    ],
  });
  const children = [
    ...(watermark === undefined ? [] : [line(watermark, { center: true })]),
    line(text.title, { bold: true, size: 32, center: true }),
    line(text.number, { center: true }),
    line(text.citation, { center: true }),
    line(text.preamble),
    ...text.sections.flatMap(({ title, text: words }, i) => [
      line(`${String(i + 1)}. ${title}`, { bold: true }),
      line(words),
    ]),
    line(''),
    places,
  ];
  const document = new docx.Document({ creator: 'Artery', title: text.title, sections: [{ children }] });
  return docx.Packer.toBuffer(document);
}
