/** Files that a command reads and writes. */
import { closeSync, createReadStream, createWriteStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportFile } from '../dictionary/import/index.ts';
import { UsageError, type Tool } from './model.ts';
import type { Progress } from './terminal.ts';

/** Size in bytes. @throws UsageError when it cannot be read */
export function sizeOf(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new UsageError('file-unreadable', { file });
  return found.size;
}

/** @throws UsageError when it cannot be read */
export function readText(file: string): string {
  sizeOf(file);
  return readFileSync(file, 'utf8');
}

/** A file as an upload; the bar moves while it is sent. */
export function uploadOf(file: string, type: string, progress?: Progress): { content: ReadableStream; type: string } {
  const { stream: count } = countBytes((sent) => progress?.at(sent));
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  stream.on('error', (error) => count.destroy(error));
  return { content: Readable.toWeb(stream.pipe(count)) as ReadableStream, type };
}

/** What an answer streams, to a file that appears when it is whole, or to stdout. @returns bytes written */
export async function deliver(tool: Tool, answer: Response, file: string | undefined): Promise<number> {
  const source = answer.body ? Readable.fromWeb(answer.body as never) : Readable.from([]);
  const counter = countBytes();
  if (file === undefined) {
    await pipeline(source, counter.stream, tool.terminal.stdout, { end: false });
    return counter.bytes();
  }
  const part = `${file}.part`;
  try {
    await pipeline(source, counter.stream, createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return counter.bytes();
}

function countBytes(counted?: (bytes: number) => void): { stream: Transform; bytes: () => number } {
  let bytes = 0;
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      counted?.(bytes);
      done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

// As `dictionary/import` has it; its code is loaded only when it is needed.
const LARGEST_IMPORT = 50 * 1024 * 1024;

/** A file that is too large is not read: its size is enough to say so. */
export function readImport(file: string): ImportFile {
  const { size } = statSync(file);
  const bytes = Buffer.alloc(size > LARGEST_IMPORT ? 1 : size);
  const handle = openSync(file, 'r');
  try {
    let at = 0;
    while (at < bytes.length) {
      const count = readSync(handle, bytes, at, bytes.length - at, at);
      if (count === 0) break;
      at += count;
    }
  } finally {
    closeSync(handle);
  }
  return { name: file, bytes, size };
}
