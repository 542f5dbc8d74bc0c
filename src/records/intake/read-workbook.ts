/** The main thread's side of reading a workbook: starts the worker, takes batch after batch, ends it in any case. */
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../platform/http/problem.ts';
import type { Convert } from './convert-text.ts';
import { workbookLimits, type WorkbookLimits } from './limits.ts';
import type { ByteSource, RawRow } from './model.ts';
import { problems } from './problems.ts';
import { readWhole } from './sniff.ts';
import { unpackRows } from './workbook/packed-rows.ts';
import type { SheetRow } from './workbook/sheet-rows.ts';
import type { FromWorker, SheetPreview, ToWorker } from './workbook/worker.ts';

export type { SheetPreview } from './workbook/worker.ts';

export interface Workbook extends AsyncDisposable {
  /** Visible sheets with their first rows. */
  readonly sheets: readonly SheetPreview[];
  /** All rows of a sheet; once. */
  rows(sheet: number, convert: Convert | undefined): AsyncGenerator<RawRow[]>;
}

export interface WorkbookOptions {
  /** Fonts that draw small letters as capitals. */
  readonly fonts: readonly { readonly capitalFont: RegExp | undefined }[];
  readonly limits?: WorkbookLimits;
}

const PREVIEW_ROWS = 500;

/** @throws uploadTooLarge, zipBomb, encryptedWorkbook, damagedFile, forbiddenXml, tooMuchWork, emptyFile */
export async function openWorkbook(source: ByteSource, options: WorkbookOptions): Promise<Workbook> {
  const limits = options.limits ?? workbookLimits;
  const bytes = Uint8Array.from(await readWhole(source, limits.fileBytes));
  const reader = startReader(limits);
  const capitalFonts = options.fonts.flatMap(({ capitalFont }) => (capitalFont ? [capitalFont.source] : []));
  try {
    reader.send({ type: 'open', bytes: bytes.buffer, limits, capitalFonts, previewRows: PREVIEW_ROWS }, [bytes.buffer]);
    const opened = await reader.next();
    if (opened.type !== 'opened' || opened.sheets.length === 0) throw problems.emptyFile();
    return {
      sheets: opened.sheets,
      rows: (sheet, convert) => readRows(reader, sheet, convert),
      [Symbol.asyncDispose]: () => reader.stop(),
    };
  } catch (error) {
    await reader.stop();
    throw error;
  }
}

async function* readRows(reader: Reader, sheet: number, convert: Convert | undefined): AsyncGenerator<RawRow[]> {
  try {
    reader.send({ type: 'read', sheet });
    for (;;) {
      const message = await reader.next();
      if (message.type !== 'rows') return;
      yield unpackRows(message.rows).map((row) => convertRow(row, convert));
      reader.send({ type: 'more' });
    }
  } finally {
    await reader.stop();
  }
}

/** Converts the cells of one row and forgets its fonts. */
export function convertRow({ capitals, ...row }: SheetRow, convert: Convert | undefined): RawRow {
  if (convert === undefined) return row;
  return { ...row, cells: row.cells.map((cell, i) => convert(cell, capitals?.includes(i) ?? false)) };
}

interface Reader {
  send(message: ToWorker, transfer?: ArrayBuffer[]): void;
  /** The next message. @throws the worker's problem, tooMuchWork when it takes too long or too much memory */
  next(): Promise<FromWorker>;
  stop(): Promise<void>;
}

function startReader(limits: WorkbookLimits): Reader {
  const worker = new Worker(new URL('./workbook/worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMiB, maxYoungGenerationSizeMb: 48 },
    // Warnings of the runtime are no output of a program that answers with JSON.
    stderr: true,
  });
  const waiting: { resolve(message: FromWorker): void; reject(error: Error): void }[] = [];
  const arrived: FromWorker[] = [];
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    for (const one of waiting.splice(0)) one.reject(failure);
  };
  worker.on('message', (message: FromWorker) => {
    const first = waiting.shift();
    if (first) first.resolve(message);
    else arrived.push(message);
  });
  worker.on('error', (error) => fail(asProblem(error)));
  worker.on('exit', () => fail(problems.tooMuchWork({ measure: 'memory', limit: limits.heapMiB })));
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    stop: async () => {
      await worker.terminate();
      arrived.length = 0;
    },
    async next() {
      const message = arrived.shift() ?? (await withinTime());
      if (message.type === 'problem') throw problemOf(message.slug, message.extras);
      if (message.type === 'failed') throw problems.damagedFile({}, message.message);
      return message;
    },
  };

  function withinTime(): Promise<FromWorker> {
    if (failure) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        fail(problems.tooMuchWork({ measure: 'time', limit: limits.stallMs / 1000 }));
        void worker.terminate();
      }, limits.stallMs);
      waiting.push({
        resolve: (message) => (clearTimeout(timer), resolve(message)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      });
    });
  }
}

function asProblem(error: Error): Error {
  const isMemory = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? problems.tooMuchWork({ measure: 'memory' }) : error;
}

function problemOf(slug: string, extras: Readonly<Record<string, unknown>>): Problem {
  const make = Object.values(problems).find((one) => one.kind.slug === slug) ?? problems.damagedFile;
  return make(extras);
}
