/** A recut series as a workbook: the new totals on one sheet, what could not be carried over on another. */
import type { Translate } from '../../platform/i18n.ts';
import { pick } from '../../platform/texts.ts';
import type { RecutAnswer } from '../contract.ts';
import { repackZip } from '../emit/repack-zip.ts';

export interface RecutSheets {
  readonly language: string;
  readonly rightToLeft: boolean;
  readonly t: Translate;
  /** Printed on every page of a trial edition. */
  readonly watermark?: string | undefined;
}

type Cell = string | number;

/** Excel counts in doubles: what has more digits than they carry stays a text, so that no digit is lost. */
const MOST_DIGITS = 15;
const number = (text: string): Cell =>
  text.replace(/\D/g, '').replace(/^0+/, '').length <= MOST_DIGITS && Number.isFinite(Number(text))
    ? Number(text)
    : text;

export async function writeRecut(answer: RecutAnswer, options: RecutSheets): Promise<Buffer> {
  // Loaded when somebody wants a sheet: it costs every start a quarter of a second otherwise.
  const { default: excel } = await import('exceljs');
  const { t, language, rightToLeft, watermark } = options;
  const book = new excel.Workbook();
  const add = (name: string, columns: readonly (readonly [word: string, width: number])[], rows: readonly Cell[][]) => {
    const sheet = book.addWorksheet(t(`dictionary:recut.${name}`), {
      views: [{ state: 'frozen', ySplit: 1, rightToLeft }],
    });
    if (watermark) sheet.headerFooter.oddHeader = `&C${watermark}`;
    sheet.columns = columns.map(([word, width]) => ({ header: t(`dictionary:recut.${word}`), width }));
    sheet.getRow(1).font = { bold: true };
    // As text, a code keeps its leading zeros.
    sheet.getColumn(columns[0]?.[0] === 'row' ? 2 : 1).numFmt = '@';
    for (const row of rows) sheet.addRow(row);
  };
  const because = (all: readonly string[]) => all.map((one) => t(`dictionary:recut.because.${one}`)).join('; ');
  add(
    'result',
    [
      ...([
        ['code', 12],
        ['name', 40],
        ['value', 16],
        ['exact', 16],
        ['estimated', 16],
      ] as const),
      ...([
        ['why', 40],
        ['from', 40],
      ] as const),
    ],
    [
      ...answer.rows.map((row) => [
        ...[row.code, pick(row.names, language), number(row.value), number(row.exact), number(row.estimated)],
        ...[because(row.because), row.from.join(' ')],
      ]),
      [t('dictionary:recut.total'), '', number(answer.carried)],
    ],
  );
  if (answer.apart.length > 0)
    add(
      'apart',
      [
        ['row', 8],
        ['code', 12],
        ['value', 16],
        ['why', 60],
      ],
      answer.apart.map((one) => [
        ...[one.row, one.code, number(one.value)],
        t(`dictionary:recut.reasons.${one.reason}`, { defaultValue: one.reason }),
      ]),
    );
  return repackZip(Buffer.from(await book.xlsx.writeBuffer()), ({ content }) => content);
}
