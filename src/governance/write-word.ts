/** A document as Word (ISO/IEC 29500). */
import type { DocumentText } from './write-document.ts';

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);
export const isRightToLeft = (language: string): boolean => rightToLeft.has(language);

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
      children: [new docx.TextRun({ text: words, rightToLeft: rtl, bold: how.bold ?? false, size: how.size ?? 24 })],
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
