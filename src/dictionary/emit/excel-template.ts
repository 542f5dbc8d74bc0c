/** An Excel template from the plan: frozen header, notes, drop-downs from code lists, keys kept as text. */
import type { default as ExcelJS } from 'exceljs';
import { pick } from '../../platform/texts.ts';
import type { CodeItemPlan, EntityPlan, FieldPlan } from '../plan.ts';
import { fillSheet, lockSheet, type FilledTemplate } from './fill-template.ts';
import { repackZip } from './repack-zip.ts';

export interface TemplateOptions {
  readonly language: string;
  readonly release: number;
  readonly hash: string;
  /** Codes in force; undefined for a list this node does not have. */
  readonly codes: (list: string) => readonly CodeItemPlan[] | undefined;
  readonly words: {
    /** Sheet titles; at most 31 characters. */
    readonly dataSheet: string;
    readonly guideSheet: string;
    /** Columns of the guide. */
    readonly columns: {
      readonly name: string;
      readonly definition: string;
      readonly rule: string;
      readonly source: string;
    };
    readonly required: string;
    /** Shown by Excel when a value is not in the list. */
    readonly notInList: string;
    /** `Take a value from the list` above a drop-down. */
    readonly chooseFromList: string;
    /** Sentence that says what a field accepts. */
    readonly rule: (field: FieldPlan) => string;
  };
  /** Said in the header of every page in trial mode. */
  readonly watermark?: string;
  readonly isRightToLeft?: boolean;
  /** Excel's format of days: `dd/mm/yyyy`. */
  readonly dateFormat: string;
  /** Rows that are known already; an empty template without it. */
  readonly filled?: FilledTemplate;
}

const FIRST_DAY = new Date(Date.UTC(1980, 0, 1));
const ROWS = 5000;
const LISTS = 'lists';
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7EEF7' } } as const;
const REQUIRED_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFBE9D7' } } as const;

export async function emitExcelTemplate(entity: EntityPlan, options: TemplateOptions): Promise<Buffer> {
  // Loaded when somebody wants a template: it costs every start a quarter of a second otherwise.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  workbook.title = pick(entity.names, options.language);
  // Tells a later upload from which release the sheet was made.
  const { filled } = options;
  const mark = filled ? ` ${filled.mark}` : '';
  workbook.keywords = `artery ${entity.name} release ${String(options.release)} ${options.hash}${mark}`;
  const sheet = addDataSheet(workbook, entity, options);
  const ranges = addLists(workbook, entity, options);
  entity.fields.forEach((field, i) => fillColumn(sheet, field, { column: i + 1, ranges, options }));
  addGuide(workbook, entity, options);
  if (filled) await lockSheet(sheet, entity, filled);
  // The same plan gives the same bytes: no hour of writing, neither in the sheet's properties nor in the archive.
  workbook.created = FIRST_DAY;
  workbook.modified = FIRST_DAY;
  return repackZip(Buffer.from(await workbook.xlsx.writeBuffer()), ({ name, content }) =>
    filled && name === 'xl/worksheets/sheet1.xml'
      ? Buffer.from(fillSheet(content.toString(), entity, filled))
      : content,
  );
}

const sheetName = (title: string) => title.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31);

function addDataSheet(workbook: ExcelJS.Workbook, entity: EntityPlan, options: TemplateOptions): ExcelJS.Worksheet {
  const sheet = workbook.addWorksheet(sheetName(options.words.dataSheet), {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 1, rightToLeft: options.isRightToLeft ?? false }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    ...(options.watermark === undefined ? {} : { headerFooter: { oddHeader: `&C${options.watermark}` } }),
  });
  sheet.columns = entity.fields.map((field) => ({
    header: pick(field.names, options.language),
    key: field.name,
    width: Math.min(40, Math.max(12, pick(field.names, options.language).length + 4)),
  }));
  const header = sheet.getRow(1);
  header.font = { bold: true };
  header.alignment = { wrapText: true, vertical: 'middle' };
  header.height = 32;
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: Math.max(1, entity.fields.length) } };
  return sheet;
}

/** One very hidden sheet holds the lists: a column a list, `code name` where the name does not say the code. */
function addLists(
  workbook: ExcelJS.Workbook,
  entity: EntityPlan,
  options: TemplateOptions,
): ReadonlyMap<string, string> {
  const used = [
    ...new Set(entity.fields.flatMap((field) => (field.codeList?.rule === 'today' ? field.codeList.list : []))),
  ];
  const ranges = new Map<string, string>();
  const sheet = workbook.addWorksheet(LISTS, { state: 'veryHidden' });
  used.forEach((list, i) => {
    const items = options.codes(list);
    if (!items || items.length === 0) return;
    const column = sheet.getColumn(i + 1);
    const names = choices(items, options.language);
    column.values = [list, ...names];
    column.numFmt = '@';
    const letter = column.letter;
    ranges.set(list, `${LISTS}!$${letter}$2:$${letter}$${String(names.length + 1)}`);
  });
  return ranges;
}

/** Names where they tell codes apart, else the code: both are read back. */
export function choices(items: readonly CodeItemPlan[], language: string): string[] {
  const names = items.map((item) => pick(item.names, language));
  const seen = new Map<string, number>();
  for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1);
  return items.map((item, i) => ((seen.get(names[i] ?? '') ?? 0) > 1 ? item.code : (names[i] ?? item.code)));
}

interface ColumnScene {
  readonly column: number;
  readonly ranges: ReadonlyMap<string, string>;
  readonly options: TemplateOptions;
}

const TEXT_TYPES = new Set(['string', 'text', 'identifier', 'code', 'reference', 'partialDate']);

function fillColumn(sheet: ExcelJS.Worksheet, field: FieldPlan, scene: ColumnScene): void {
  const { column: number, ranges, options } = scene;
  const { words, language } = options;
  const header = sheet.getCell(1, number);
  header.fill = field.required ? REQUIRED_FILL : HEADER_FILL;
  const note = [pick(field.definition, language), words.rule(field), field.required ? words.required : ''];
  header.note = note.filter((line) => line !== '').join('\n');
  const column = sheet.getColumn(number);
  // As text, leading zeros and 12-digit numbers stay what they are.
  column.numFmt = TEXT_TYPES.has(field.dataType) ? '@' : field.dataType === 'date' ? options.dateFormat : 'General';
  const range = field.codeList && ranges.get(field.codeList.list);
  if (range === undefined) return;
  const validation: ExcelJS.DataValidation = {
    type: 'list',
    allowBlank: true,
    formulae: [range],
    showErrorMessage: true,
    // A warning, not a wall: codes and former names are read back too.
    errorStyle: 'warning',
    error: words.notInList,
    showInputMessage: true,
    prompt: words.chooseFromList,
  };
  const letter = column.letter;
  (
    sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } }
  ).dataValidations.add(`${letter}2:${letter}${String(ROWS + 1)}`, validation);
}

function addGuide(
  workbook: ExcelJS.Workbook,
  entity: EntityPlan,
  { language, words, isRightToLeft }: TemplateOptions,
): void {
  const sheet = workbook.addWorksheet(sheetName(words.guideSheet), {
    views: [{ state: 'frozen', ySplit: 1, rightToLeft: isRightToLeft ?? false }],
  });
  sheet.columns = [
    { header: words.columns.name, width: 30 },
    { header: words.columns.definition, width: 60 },
    { header: words.columns.rule, width: 50 },
    { header: words.columns.source, width: 25 },
  ];
  sheet.getRow(1).font = { bold: true };
  for (const field of entity.fields) {
    const rule = [words.rule(field), field.required ? words.required : ''].filter((part) => part !== '').join(' ');
    const row = sheet.addRow([
      pick(field.names, language),
      pick(field.definition, language),
      rule,
      field.authority ?? '',
    ]);
    row.alignment = { wrapText: true, vertical: 'top' };
  }
}
