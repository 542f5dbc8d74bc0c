/**
 * Where an upload waits until it is complete: in memory, or in a temporary file that has no name any more, so that
 * nothing stays behind, however the process ends. The file is enciphered with a key that only this process holds: what
 * is refused after it was looked at has never been readable on a disk.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHUNK_BYTES, SPOOL_MEMORY } from './limits.ts';
import type { ByteSource } from './model.ts';
import { problems } from './problems.ts';

export interface Spool extends ByteSource, AsyncDisposable {
  readonly sha256: string;
}

/** Reads to the end. @throws uploadTooLarge as soon as the limit is passed, uploadInterrupted when the sender breaks off */
export async function spool(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Spool> {
  const hash = createHash('sha256');
  const store = createStore();
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > limit) throw problems.uploadTooLarge({ limit });
      hash.update(chunk);
      await store.append(chunk);
    }
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw isBreak(error) ? problems.uploadInterrupted({ received: size }) : error;
  }
  return {
    size,
    sha256: hash.digest('hex'),
    chunks: () => store.chunks(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** What streams and sockets say when the other side is gone. */
const BREAKS = [
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ABORT_ERR',
  'ECONNABORTED',
];

function isBreak(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  return error.message === 'aborted' || error.name === 'AbortError' || BREAKS.includes(String(code));
}

interface Store extends AsyncDisposable {
  append(chunk: Uint8Array): Promise<void>;
  chunks(): AsyncIterable<Buffer>;
}

function createStore(): Store {
  const parts: Buffer[] = [];
  let held = 0;
  let written = 0;
  let file: FileHandle | undefined;
  const cipher = veil();
  return {
    async append(chunk) {
      parts.push(Buffer.from(chunk));
      held += chunk.length;
      if (file === undefined && held <= SPOOL_MEMORY) return;
      if (file !== undefined && held < CHUNK_BYTES) return;
      file ??= await namelessFile();
      const bytes = cipher.hide(Buffer.concat(parts.splice(0)));
      await file.write(bytes, 0, bytes.length, written);
      written += bytes.length;
      held = 0;
    },
    async *chunks() {
      const show = cipher.shower();
      for (let at = 0; at < written && file !== undefined; at += CHUNK_BYTES) {
        const { buffer } = await file.read(Buffer.alloc(Math.min(CHUNK_BYTES, written - at)), 0, undefined, at);
        yield show(buffer);
      }
      const rest = Buffer.concat(parts);
      for (let at = 0; at < rest.length; at += CHUNK_BYTES) yield rest.subarray(at, at + CHUNK_BYTES);
    },
    async [Symbol.asyncDispose]() {
      parts.length = 0;
      await file?.close();
      file = undefined;
    },
  };
}

/** AES-256 in counter mode (NIST SP 800-38A) under a key of this upload's own, read again from the beginning each time. */
function veil() {
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  const hiding = createCipheriv('aes-256-ctr', key, iv);
  return {
    hide: (bytes: Buffer): Buffer => hiding.update(bytes),
    shower(): (bytes: Buffer) => Buffer {
      const showing = createDecipheriv('aes-256-ctr', key, iv);
      return (bytes) => showing.update(bytes);
    },
  };
}

async function namelessFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'artery-spool-'));
  try {
    return await open(join(folder, 'upload'), 'w+', 0o600);
  } finally {
    // The open file lives on without its name (POSIX unlink) and ends with its handle.
    await rm(folder, { recursive: true });
  }
}
