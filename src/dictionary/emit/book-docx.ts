/**
 * The book as a Word file (Office Open XML, ISO/IEC 29500): headings that Word's contents are made of, tables, right to
 * left where the language is. No moment of making is written into it: the same plan gives the same bytes.
 */
import type { Book, BookTable, Cell, Entry } from './book.ts';
import { escapeHtml } from './book-html.ts';
import { repackZip } from './repack-zip.ts';

/** Loaded when somebody wants the file: it costs every start otherwise. */
const library = () => import('docx');
type Docx = Awaited<ReturnType<typeof library>>;
type Block = InstanceType<Docx['Paragraph']> | InstanceType<Docx['Table']> | InstanceType<Docx['TableOfContents']>;

export async function writeBookDocx(book: Book): Promise<Buffer> {
  const docx = await library();
  const pen = penOf(docx, book.isRightToLeft);
  const children: Block[] = [
    pen.line(book.title, { size: 40, bold: true }),
    pen.line(book.subtitle),
    new docx.TableOfContents(book.contents, { hyperlink: true, headingStyleRange: '1-2' }),
    ...book.chapters.flatMap(({ title, entries }) => [
      pen.heading(title, docx.HeadingLevel.HEADING_1),
      ...entries.flatMap((entry) => entryBlocks(entry, pen, docx)),
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
    return name === 'word/document.xml' ? Buffer.from(fromOne(content.toString())) : content;
  });
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

type Pen = ReturnType<typeof penOf>;

function penOf(docx: Docx, rightToLeft: boolean) {
  const { Paragraph, TextRun } = docx;
  const run = (text: string, more: { bold?: boolean; size?: number; code?: boolean } = {}) =>
    new TextRun({
      text,
      ...(rightToLeft && more.code !== true ? { rightToLeft } : {}),
      size: more.size ?? 20,
      ...(more.bold === undefined ? {} : { bold: more.bold }),
      ...(more.code === true ? { font: 'Courier New' } : {}),
    });
  const way = rightToLeft ? { bidirectional: true } : {};
  const paragraph = (children: InstanceType<Docx['TextRun']>[]) =>
    new Paragraph({ ...way, spacing: { after: 60 }, children });
  return {
    rightToLeft,
    run,
    paragraph,
    line: (text: string, more: { bold?: boolean; size?: number } = {}) => paragraph([run(text, more)]),
    heading: (text: string, heading: (typeof docx.HeadingLevel)[keyof typeof docx.HeadingLevel]) =>
      new Paragraph({ heading, ...way, children: [new TextRun({ text, ...(rightToLeft ? { rightToLeft } : {}) })] }),
    cells: (cells: readonly Cell[]) =>
      cells.flatMap((cell, i) => [...(i === 0 ? [] : [run('; ')]), run(cell.text, { code: cell.code === true })]),
  };
}

const entryBlocks = ({ title, mark, lead, facts, tables }: Entry, pen: Pen, docx: Docx): Block[] => [
  pen.heading(`${title} (${mark})`, docx.HeadingLevel.HEADING_2),
  ...(lead === '' ? [] : [pen.line(lead)]),
  ...facts.map(([label, cells]) => pen.paragraph([pen.run(`${label}: `, { bold: true }), ...pen.cells(cells)])),
  ...tables.map((table) => tableBlock(table, pen, docx)),
];

function tableBlock({ heads, rows }: BookTable, pen: Pen, docx: Docx): Block {
  const cell = (child: InstanceType<Docx['Paragraph']>) => new docx.TableCell({ children: [child] });
  return new docx.Table({
    width: { size: 100, type: docx.WidthType.PERCENTAGE },
    ...(pen.rightToLeft ? { visuallyRightToLeft: true } : {}),
    rows: [
      new docx.TableRow({ tableHeader: true, children: heads.map((head) => cell(pen.line(head, { bold: true }))) }),
      ...rows.map((row) => new docx.TableRow({ children: row.map((one) => cell(pen.paragraph(pen.cells([one])))) })),
    ],
  });
}
