/** A document as Word. */
import { openWord } from '../platform/documents/word.ts';
import type { DocumentText } from './write-document.ts';

/** @param watermark a line on top: that the data are invented */
export async function writeWord(
  text: DocumentText,
  { language, watermark }: { readonly language: string; readonly watermark?: string | undefined },
): Promise<Buffer> {
  const pen = await openWord(language, { size: 24, after: 120 });
  const places = text.signatures.map((name) => [name, '', '']);
  return pen.file(text.title, [
    ...(watermark === undefined ? [] : [pen.line(watermark, { center: true })]),
    pen.line(text.title, { bold: true, size: 32, center: true }),
    pen.line(text.number, { center: true }),
    pen.line(text.citation, { center: true }),
    pen.line(text.preamble),
    ...text.sections.flatMap(({ title, text: words }, i) => [
      pen.line(`${String(i + 1)}. ${title}`, { bold: true }),
      pen.line(words),
    ]),
    pen.line(''),
    pen.table([places], {
      widths: places.map(() => 100 / places.length),
      hasHead: true,
      hasBorders: false,
      center: true,
    }),
  ]);
}
