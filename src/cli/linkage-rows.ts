/** Files as linkage reads rows: a CSV file as it is, the table of a workbook as one, under the workbook's own name. */
import { createReadStream, createWriteStream } from 'node:fs';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LinkageSettings } from '../registers/linkage/index.ts';
import { noEncodings, openBytes } from '../records/index.ts';
import { newId } from '../platform/ids.ts';
import { sizeOf } from './files.ts';
import { linkage } from './linkage-source.ts';

const WORKBOOKS = new Set(['.xlsx', '.xls', '.ods']);

/**
 * @param folder where the table of a workbook is written
 * @returns the file to read rows from
 * @throws UsageError when there is none; problems of intake when a workbook has no table
 */
export async function rowFile(file: string, settings: LinkageSettings, folder: string): Promise<string> {
  const size = sizeOf(file);
  if (!WORKBOOKS.has(extname(file).toLowerCase())) return file;
  const { fieldsOf } = await linkage();
  const known = (headers: readonly string[]) =>
    Object.keys(fieldsOf(settings, Object.fromEntries(headers.map((header) => [header, header])))).length;
  await using opened = await openBytes(
    { size, chunks: () => createReadStream(file) },
    { encodings: noEncodings, score: (headers) => known(headers) / Math.max(1, headers.length) },
  );
  const { columns } = opened.table;
  const lines = async function* () {
    yield lineOf(columns.map(({ header }) => header));
    for await (const rows of opened.rows)
      yield rows.map(({ cells }) => lineOf(columns.map((_, i) => cells[i] ?? ''))).join('');
  };
  const written = join(folder, `${newId(new Date())}.csv`);
  await pipeline(Readable.from(lines()), createWriteStream(written, { mode: 0o600 }));
  return written;
}

const lineOf = (cells: readonly string[]) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
