/** The summary of comments and responses as a Word file: one row a comment, in the order of the clauses. */
import {
  AlignmentType,
  Document,
  Packer,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';
import type { ConsultationPage, DocumentPage } from './contract.ts';
import { isRightToLeft } from './right-to-left.ts';

export interface SummaryInput {
  readonly page: ConsultationPage;
  readonly document: DocumentPage;
  readonly language: string;
  readonly t: Translate;
  /** Printed on every page of a trial edition. */
  readonly watermark?: string | undefined;
}

// Percent of the page's width: number, clause, body, comment, disposition, note.
const WIDTHS = [5, 10, 16, 33, 28, 8];

/** Content of the .docx. Right-to-left languages get right-to-left paragraphs and table. */
export async function summaryDocument(input: SummaryInput): Promise<Buffer> {
  const { page, language, t } = input;
  const rtl = isRightToLeft(language);
  const line = (text: string, options: { bold?: boolean; size?: number; center?: boolean } = {}) =>
    new Paragraph({
      bidirectional: rtl,
      alignment: options.center ? AlignmentType.CENTER : AlignmentType.START,
      spacing: { after: 80 },
      children: [
        new TextRun({ text, rightToLeft: rtl, ...(options.bold ? { bold: true } : {}), size: options.size ?? 22 }),
      ],
    });
  const counts = page.consultation;
  const children = [
    ...(input.watermark ? [line(input.watermark, { center: true })] : []),
    line(t('strategy:summary.title'), { bold: true, size: 28, center: true }),
    line(pick(counts.names, language), { size: 24, center: true }),
    line(t('strategy:summary.answered', { ...counts })),
    line(t('strategy:summary.disposed', { ...counts, ...page.dispositions })),
    table(input, line, rtl),
  ];
  const document = new Document({
    creator: 'Artery',
    title: t('strategy:summary.title'),
    sections: [{ properties: { page: { size: { orientation: PageOrientation.LANDSCAPE } } }, children }],
  });
  return Packer.toBuffer(document);
}

type Line = (text: string, options?: { bold?: boolean }) => Paragraph;

function table({ page, document, language, t }: SummaryInput, line: Line, rtl: boolean): Table {
  const order = new Map(document.parts.flatMap((part) => part.clauses).map((clause, i) => [clause.number, i]));
  const comments = page.comments.toSorted(
    (a, b) => (order.get(a.clause) ?? 0) - (order.get(b.clause) ?? 0) || a.number - b.number,
  );
  const heads = ['number', 'clause', 'body', 'comment', 'disposition', 'note'].map((head) =>
    t(`strategy:summary.columns.${head}`),
  );
  const rows = comments.map((comment, i) => [
    [String(i + 1)],
    [comment.clause],
    [pick(comment.from, language)],
    [comment.text, ...(comment.proposal ? [`${t('strategy:summary.proposal')}: ${comment.proposal}`] : [])],
    [
      t(`strategy:dispositions.${comment.disposition ?? 'open'}`),
      ...(comment.explanation ? [comment.explanation] : []),
      ...(comment.change ? [`${t('strategy:summary.change')}: ${comment.change}`] : []),
    ],
    [''],
  ]);
  const cell = (lines: readonly string[], at: number, bold: boolean) =>
    new TableCell({
      width: { size: WIDTHS[at] ?? 10, type: WidthType.PERCENTAGE },
      children: lines.map((text) => line(text, { bold })),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    visuallyRightToLeft: rtl,
    rows: [
      new TableRow({ tableHeader: true, children: heads.map((head, at) => cell([head], at, true)) }),
      ...rows.map((row) => new TableRow({ children: row.map((lines, at) => cell(lines, at, false)) })),
    ],
  });
}
