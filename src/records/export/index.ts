/** From rows to a file, as a stream. */
export { exportColumns, type ExportColumn, type ExportRequest, type ExportRows, type ExportValue } from './model.ts';
