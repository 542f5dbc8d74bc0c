/** An uploaded text file, whole. */
import type { Readable } from 'node:stream';
import { problems as platformProblems } from '../platform/problems.ts';
import { problems } from './problems.ts';

// A list of all communes with three languages is some 2 MB; this is a wall, not a quota.
const LARGEST_LIST = 64 * 1024 * 1024;

/** @throws platformProblems.tooLarge, problems.fileUnreadable */
export async function readText(upload: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of upload) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_LIST) throw platformProblems.tooLarge({ limit: LARGEST_LIST });
    chunks.push(chunk as Buffer);
  }
  const bytes = Buffer.concat(chunks);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw problems.fileUnreadable({ reason: 'UTF-8' });
  }
}
