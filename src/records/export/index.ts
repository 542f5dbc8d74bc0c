/** From rows to a file, as a stream. */
export { exportColumns, type ExportColumn, type ExportRequest, type ExportRows, type ExportValue } from './model.ts';
export { problems } from './problems.ts';
export { writeCsv } from './write-csv.ts';
export { writeNdjson } from './write-ndjson.ts';
export { writeWorkbook, type WorkbookRequest } from './write-workbook.ts';
