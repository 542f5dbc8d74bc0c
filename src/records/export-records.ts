/** Records as one stream in a format: the rows are read while the file is written. */
import { Readable } from 'node:stream';
import { isSealed } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';
import {
  exportColumns,
  writeCsv,
  writeNdjson,
  writeWorkbook,
  type ExportColumn,
  type ExportRows,
  type ExportValue,
} from './export/index.ts';
import type { RegisterTable } from './model.ts';
import { nameBodies } from './name-bodies.ts';
import { unitColumns, type UnitColumn } from './export-units.ts';
import { openRecords } from './sealed-fields.ts';
import { streamRecords, type StreamRequest } from './read-records.ts';
import { knownFields } from './store/relation.ts';

export type ExportFormat = 'json' | 'ndjson' | 'csv' | 'xlsx';

export interface ExportQuestion {
  readonly table: RegisterTable;
  readonly request: StreamRequest;
  readonly format: ExportFormat;
  readonly language: string;
  readonly t: Translate;
  /** Told of every batch before it goes into the file. */
  readonly shown?: (records: readonly string[]) => Promise<void>;
  /** `today`: with what the codes of changed lists are today beside them. */
  readonly units?: 'today' | undefined;
}

const types: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The columns asked for in the plan's order, after the record's id and its home body; invented data say so. */
export async function exportStream(
  context: Context,
  question: ExportQuestion,
): Promise<{ stream: Readable; type: string }> {
  const { table, request, format, language, t } = question;
  const wanted = new Set(knownFields(table, request.columns));
  // What is shown in part is text, whatever it is a part of.
  const fields = table.entity.fields
    .filter((field) => wanted.has(field.name))
    .map((field) =>
      request.masks?.has(field.name) || isSealed(field) ? { ...field, sqlType: 'text' as const } : field,
    );
  const own: ExportColumn[] = [
    { name: 'record_id', header: t('records:export.record'), type: 'text' },
    { name: 'body', header: t('records:export.body'), type: 'text' },
  ];
  const today = question.units === 'today' ? await unitColumns(context, fields, question) : [];
  const columns = [...own, ...exportColumns(fields, language), ...today.map(({ column }) => column)];
  const rows = exportRows(
    context,
    question,
    fields.map((field) => field.name),
    today,
  );
  const watermark = context.profile.demo ? t('records:export.watermark') : undefined;
  const file = { columns, rows, watermark };
  const sheet = pick(table.entity.names, language);
  const chunks = {
    json: () => writeJson(file),
    ndjson: () => writeNdjson(file),
    csv: () => writeCsv(file),
    xlsx: () => writeWorkbook({ ...file, sheet }),
  }[format]();
  return { stream: Readable.from(chunks, { objectMode: false }), type: types[format] };
}

async function* exportRows(
  context: Context,
  { table, request, shown }: ExportQuestion,
  names: readonly string[],
  today: readonly UnitColumn[],
): ExportRows {
  for await (const sealed of streamRecords(context.db, table, request)) {
    await shown?.(sealed.map(({ record }) => record));
    const batch = await openRecords(context, context.db, table, sealed);
    const nameOf = await nameBodies(
      context,
      batch.map((record) => record.body),
    );
    const rows: ExportValue[][] = [];
    for (const record of batch) {
      const units = await Promise.all(today.map(({ read, field }) => read(record.values[field])));
      const stored = names.map((name) => record.values[name] as ExportValue);
      rows.push([record.record, nameOf(record.body).code, ...stored, ...units]);
    }
    yield rows;
  }
}

/** A JSON array, one object a line. */
async function* writeJson(file: { columns: readonly ExportColumn[]; rows: ExportRows; watermark: string | undefined }) {
  let first = true;
  yield file.watermark === undefined ? '[' : `[\n${JSON.stringify({ watermark: file.watermark })}`;
  if (file.watermark !== undefined) first = false;
  for await (const batch of file.rows) {
    const lines = batch.map((row) =>
      JSON.stringify(Object.fromEntries(file.columns.map((column, i) => [column.name, row[i] ?? null]))),
    );
    yield `${first ? '\n' : ',\n'}${lines.join(',\n')}`;
    first = false;
  }
  yield '\n]\n';
}
