/**
 * Files in and out, against the libraries one would take otherwise; each pair interleaved, median of five ratios.
 * `npx node bench/intake.ts [--only NAME]` prints the rows; `intakeRows` gives them to the bench as a whole.
 */
import ExcelJS from 'exceljs';
import { parse } from 'csv-parse';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { noEncodings, openBytes, type ByteSource } from '../src/records/intake/index.ts';
import { detectCharset } from '../src/records/intake/charset.ts';
import { readCsv } from '../src/records/intake/read-csv.ts';
import { writeWorkbook, type ExportColumn, type ExportValue } from '../src/records/export/index.ts';

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
  readonly reach: number;
  readonly ok: boolean;
}

const REPETITIONS = 5;
const CSV_ROWS = 300_000;
const SHEET_ROWS = 100_000;

const source = (chunks: readonly Buffer[]): ByteSource => ({
  size: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  async *chunks() {
    yield* chunks;
  },
});

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** How many times faster ours is, as the median over interleaved repetitions. */
async function ratio(ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<number> {
  const ratios: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) {
    const mine = await seconds(ours);
    ratios.push((await seconds(theirs)) / mine);
  }
  return ratios.sort((a, b) => a - b)[Math.floor(REPETITIONS / 2)] ?? 0;
}

const row = (name: string, value: number, rest: { against: string; reach: number }): BenchRow => ({
  name,
  value: Number(value.toFixed(2)),
  unit: 'times as fast',
  ...rest,
  ok: value >= rest.reach,
});

const person = (i: number): string[] => [
  String(i),
  `099190${String(i).padStart(6, '0')}`,
  `V\u0169 Th\u1ecb H\u1ea1 ${String(i)}`,
  `19${String(50 + (i % 50))}-0${String(1 + (i % 9))}-11`,
  'N\u1eef',
  '01',
  `X\u00e3 ${String(i % 3000)}`,
  '99101',
  `Chi b\u1ed9 ${String(i % 100)}`,
  `99.${String(i).padStart(6, '0')}`,
  '2010-01-02',
  '2011-01-02',
];

async function scanCsv(): Promise<BenchRow> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < CSV_ROWS; at += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => person(at + i).join(','));
    chunks.push(Buffer.from(`${lines.join('\n')}\n`));
  }
  const ours = async () => {
    const bytes = source(chunks);
    for await (const _ of readCsv(bytes, { charset: await detectCharset(bytes) }));
  };
  const theirs = async () => {
    for await (const _ of Readable.from(chunks).pipe(parse()));
  };
  return row('intake-csv', await ratio(ours, theirs), { against: 'csv-parse as a stream', reach: 4 });
}

async function* people(): AsyncGenerator<readonly (readonly ExportValue[])[]> {
  for (let at = 0; at < SHEET_ROWS; at += 1000) yield Array.from({ length: 1000 }, (_, i) => person(at + i));
}

const columns: ExportColumn[] = person(0).map((_, i) => ({
  name: `c${String(i)}`,
  header: `Column ${String(i)}`,
  type: i === 3 || i > 9 ? 'date' : 'text',
}));

async function writeOurs(file: string): Promise<void> {
  await pipeline(writeWorkbook({ columns, rows: people(), sheet: 'List' }), createWriteStream(file));
}

async function writeTheirs(file: string): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true });
  const sheet = book.addWorksheet('List');
  sheet.addRow(columns.map((column) => column.header)).commit();
  for await (const batch of people()) {
    for (const cells of batch) {
      sheet.addRow(cells.map((cell, i) => (columns[i]?.type === 'date' ? new Date(String(cell)) : cell))).commit();
    }
  }
  await book.commit();
}

async function readOurs(file: string): Promise<void> {
  await using opened = await openBytes(source([readFileSync(file)]), { encodings: noEncodings, score: () => 0 });
  for await (const _ of opened.rows);
}

async function readTheirs(file: string): Promise<void> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, {
    sharedStrings: 'cache',
    worksheets: 'emit',
    styles: 'cache',
  });
  for await (const sheet of reader) for await (const _ of sheet);
}

async function workbooks(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  try {
    const [ours, theirs] = [join(folder, 'ours.xlsx'), join(folder, 'theirs.xlsx')];
    const written = await ratio(
      () => writeOurs(ours),
      () => writeTheirs(theirs),
    );
    const read = await ratio(
      () => readOurs(theirs),
      () => readTheirs(theirs),
    );
    return [
      row('export-workbook', written, { against: 'exceljs as a stream', reach: 1.5 }),
      row('intake-workbook', read, { against: 'exceljs as a stream', reach: 1 }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every row, or those whose name is asked for. */
export async function intakeRows(only?: string): Promise<BenchRow[]> {
  const isAsked = (name: string) => only === undefined || only === name;
  const rows = isAsked('intake-csv') ? [await scanCsv()] : [];
  if (isAsked('export-workbook') || isAsked('intake-workbook')) rows.push(...(await workbooks()));
  return rows.filter((one) => isAsked(one.name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const at = process.argv.indexOf('--only');
  console.table(await intakeRows(at === -1 ? undefined : process.argv[at + 1]));
}
