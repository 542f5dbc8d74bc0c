/** The summary of comments and responses as a Word file: one row a comment, in the order of the clauses. */
import { openWord, type Cell } from '../../platform/documents/word.ts';
import type { Translate } from '../../platform/i18n.ts';
import { pick } from '../../platform/texts.ts';
import type { ConsultationPage, DocumentPage } from '../contract.ts';

export interface SummaryInput {
  readonly page: ConsultationPage;
  readonly document: DocumentPage;
  readonly language: string;
  readonly t: Translate;
  /** Printed on every page of a trial edition. */
  readonly watermark?: string | undefined;
}

// Percent of the page's width: number, clause, body, comment, disposition, note.
const WIDTHS = [7, 9, 15, 33, 26, 10];

/** Content of the .docx. Right-to-left languages get right-to-left paragraphs and table. */
export async function summaryDocument(input: SummaryInput): Promise<Buffer> {
  const { page, language, t } = input;
  const pen = await openWord(language);
  const counts = page.consultation;
  const children = [
    ...(input.watermark ? [pen.line(input.watermark, { center: true })] : []),
    pen.line(t('strategy:summary.title'), { bold: true, size: 28, center: true }),
    pen.line(pick(counts.names, language), { size: 24, center: true }),
    pen.line(t('strategy:summary.answered', { ...counts })),
    pen.line(t('strategy:summary.disposed', { ...counts, ...page.dispositions })),
    pen.table(rowsOf(input), { widths: WIDTHS, hasHead: true }),
  ];
  return pen.file(t('strategy:summary.title'), children, { isLandscape: true });
}

function rowsOf({ page, document, language, t }: SummaryInput): Cell[][] {
  const order = new Map(document.parts.flatMap((part) => part.clauses).map((clause, i) => [clause.number, i]));
  const comments = page.comments.toSorted(
    (a, b) => (order.get(a.clause) ?? 0) - (order.get(b.clause) ?? 0) || a.number - b.number,
  );
  const heads = ['number', 'clause', 'body', 'comment', 'disposition', 'note'].map((head) =>
    t(`strategy:summary.columns.${head}`),
  );
  const rows = comments.map((comment, i) => [
    String(i + 1),
    comment.clause,
    pick(comment.from, language),
    [comment.text, ...(comment.proposal ? [`${t('strategy:summary.proposal')}: ${comment.proposal}`] : [])],
    [
      t(`strategy:dispositions.${comment.disposition ?? 'open'}`),
      ...(comment.explanation ? [comment.explanation] : []),
      ...(comment.change ? [`${t('strategy:summary.change')}: ${comment.change}`] : []),
    ],
    '',
  ]);
  return [heads, ...rows];
}
