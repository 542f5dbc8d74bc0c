/** The task list as a workbook that can be mended and sent back. */
import type { Translate } from '../../platform/i18n.ts';
import { asText, cellsOf, COLUMNS, type Column, type ShownTask } from './task-columns.ts';

const WIDTHS: Readonly<Record<Column, number>> = {
  code: 10,
  name: 50,
  objective: 10,
  lead: 12,
  cooperating: 20,
  due: 12,
  state: 14,
  progress: 10,
  evidence: 40,
  phase: 14,
  dependsOn: 18,
  budget: 24,
  aliases: 30,
};

export interface TaskSheet {
  readonly tasks: readonly ShownTask[];
  readonly language: string;
  readonly rightToLeft: boolean;
  readonly t: Translate;
  /** Printed on every page of a trial edition. */
  readonly watermark?: string | undefined;
}

export async function writeTaskSheet({ tasks, language, rightToLeft, t, watermark }: TaskSheet): Promise<Buffer> {
  // Loaded when somebody wants a sheet: it costs every start a quarter of a second otherwise.
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  const sheet = book.addWorksheet(t('strategy:tasks.sheet'), {
    views: [{ state: 'frozen', ySplit: 1, rightToLeft }],
  });
  if (watermark) sheet.headerFooter.oddHeader = `&C${watermark}`;
  sheet.columns = COLUMNS.map((key) => ({
    key,
    header: t(`strategy:tasks.columns.${key}`),
    width: WIDTHS[key],
    style: { numFmt: '@' },
  }));
  sheet.getRow(1).font = { bold: true };
  for (const task of tasks) {
    const cells = cellsOf(task, language, t);
    sheet.addRow(Object.fromEntries(COLUMNS.map((column) => [column, asText(cells[column])])));
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}
