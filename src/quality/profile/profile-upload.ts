/** A file that somebody sends, profiled and forgotten: a mark of secrecy stops it before a byte is written anywhere. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { currentRelease } from '../../dictionary/index.ts';
import type { Context } from '../../platform/context.ts';
import { readWhole } from '../../platform/http/upload.ts';
import { limiter } from '../../platform/wait.ts';
import { openBytes, readEncodings, refuseMarked, sniff, type ByteSource } from '../../records/index.ts';
import { profileCsv, type TableProfile } from './profile-csv.ts';

/** Held in memory until it is known to bear no mark. */
const LARGEST = 64 * 1024 * 1024;

/** @throws what a file is refused for by the intake: kind, size, damage, a mark of secrecy */
export async function profileUpload(context: Context, upload: Readable, fileName?: string): Promise<TableProfile> {
  const bytes = await readWhole(upload, LARGEST);
  const source: ByteSource = {
    size: bytes.length,
    chunks: async function* () {
      yield await Promise.resolve(Buffer.from(bytes));
    },
  };
  const encodings = readEncodings(context.profile);
  await refuseMarked(encodings, fileName)(source, await sniff(source));
  const { plan } = await currentRelease(context.db);
  await using opened = await openBytes(source, { encodings, score: likeHeaders });
  const headers = opened.table.columns.map(({ header }, i) => header || `#${String(i + 1)}`);
  return await withCsv(headers, opened.rows, (file) => profileCsv(file, { nothing: plan.settings.nothing }));
}

/** No register is asked for here: a head is a row of words. */
const likeHeaders = (headers: readonly string[]): number =>
  headers.filter((cell) => /^\D*\p{L}\D*$/u.test(cell)).length / Math.max(1, headers.length);

type Batches = AsyncIterable<readonly { readonly cells: readonly (string | null)[] }[]>;

// Each holds a table on the disk and an engine in memory, whoever asks; others wait their turn.
const AT_ONCE = 2;
const turn = limiter(AT_ONCE);

/** The rows as a CSV in a folder that only this process reads, for as long as the work takes. */
export const withCsv = <T>(headers: readonly string[], rows: Batches, work: (file: string) => Promise<T>): Promise<T> =>
  turn(() => passing(headers, rows, work));

async function passing<T>(headers: readonly string[], rows: Batches, work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'artery-profile-'));
  try {
    const file = join(folder, 'table.csv');
    await writeCsv(file, headers, rows);
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws what the disk says: a full one refuses this file, and harms nobody else */
export async function writeCsv(file: string, headers: readonly string[], rows: Batches): Promise<void> {
  const line = (cells: readonly (string | null)[]) => `${cells.map(quoted).join(',')}\n`;
  const lines = async function* () {
    yield line(headers);
    for await (const batch of rows)
      yield batch.map(({ cells }) => line(headers.map((_, i) => cells[i] ?? null))).join('');
  };
  await pipeline(lines, createWriteStream(file, { mode: 0o600 }));
}

const quoted = (cell: string | null) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`);
