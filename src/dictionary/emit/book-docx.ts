/**
 * The book as a Word file (Office Open XML, ISO/IEC 29500): headings that Word's contents are made of, tables, right to
 * left where the language is. No moment of making is written into it: the same plan gives the same bytes.
 */
import type { Book } from './book.ts';
import { BlockWriter } from './book-docx-blocks.ts';
import { escapeHtml } from './book-html.ts';
import { repackZip } from './repack-zip.ts';

/** Loaded when somebody wants the file: it costs every start otherwise. */
const library = () => import('docx');
type Docx = Awaited<ReturnType<typeof library>>;
type Block = InstanceType<Docx['Paragraph']> | InstanceType<Docx['TableOfContents']>;

export async function writeBookDocx(book: Book): Promise<Buffer> {
  const docx = await library();
  const pen = penOf(docx, book.isRightToLeft);
  const children: Block[] = [
    pen.line(book.title, { size: 40, bold: true }),
    pen.line(book.subtitle),
    new docx.TableOfContents(book.contents, { hyperlink: true, headingStyleRange: '1-2' }),
    ...book.chapters.flatMap(({ title, entries }) => [
      pen.heading(title, docx.HeadingLevel.HEADING_1),
      ...entries.flatMap(({ title: name, mark }) => [
        pen.heading(`${name} (${mark})`, docx.HeadingLevel.HEADING_2),
        new docx.Paragraph({ children: [new docx.TextRun(HOLDER)] }),
      ]),
    ]),
  ];
  const headers =
    book.watermark === undefined
      ? {}
      : { headers: { default: new docx.Header({ children: [pen.line(book.watermark)] }) } };
  const document = new docx.Document({
    creator: 'Artery',
    title: book.title,
    features: { updateFields: true },
    sections: [{ ...headers, children }],
  });
  return repackZip(await docx.Packer.toBuffer(document), ({ name, content }) => {
    if (name === 'docProps/core.xml') return Buffer.from(coreProperties(book));
    return name === 'word/document.xml' ? Buffer.from(filled(fromOne(content.toString()), book)) : content;
  });
}

/** Holds the place of what stands under the heading of an entry: no other paragraph has neither properties nor an end of a field. */
const HOLDER = '-';
const HELD = `<w:p><w:r><w:t xml:space="preserve">${HOLDER}</w:t></w:r></w:p>`;

/** The entries, written out, in their places. */
function filled(xml: string, { chapters, isRightToLeft }: Book): string {
  const writer = new BlockWriter(isRightToLeft);
  const entries = chapters.flatMap((chapter) => chapter.entries);
  const [head = '', ...rest] = xml.split(HELD);
  if (rest.length !== entries.length) throw new TypeError('the Word library writes a paragraph in another way');
  return head + entries.map((entry, i) => writer.entry(entry) + (rest[i] ?? '')).join('');
}

/** The library counts bookmarks through the life of the process; here they begin at one. */
function fromOne(xml: string): string {
  const before = Number(/_Toc(\d+)/.exec(xml)?.[1] ?? 1) - 1;
  const less = (_all: string, head: string, id: string) => head + String(Number(id) - before);
  return xml.replace(/(_Toc)(\d+)/g, less).replace(/(<w:bookmark(?:Start w:name="_Toc\d+"|End) w:id=")(\d+)/g, less);
}

/** What the library writes there, without the moment of making (ISO/IEC 29500-2 §8.3). */
const coreProperties = ({ title, language }: Book) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeHtml(title)}</dc:title><dc:creator>Artery</dc:creator><dc:language>${escapeHtml(language)}</dc:language></cp:coreProperties>`;

function penOf({ Paragraph, TextRun }: Docx, rightToLeft: boolean) {
  const way = rightToLeft ? { bidirectional: true } : {};
  const turned = rightToLeft ? { rightToLeft } : {};
  return {
    line: (text: string, { size = 20, bold }: { bold?: boolean; size?: number } = {}) =>
      new Paragraph({
        ...way,
        spacing: { after: 60 },
        children: [new TextRun({ text, ...turned, size, ...(bold === undefined ? {} : { bold }) })],
      }),
    heading: (text: string, heading: Docx['HeadingLevel'][keyof Docx['HeadingLevel']]) =>
      new Paragraph({ heading, ...way, children: [new TextRun({ text, ...turned })] }),
  };
}
