/** An uploaded text file, whole. */
import type { Readable } from 'node:stream';
import { readWhole } from '../platform/http/upload.ts';
import { problems } from './problems.ts';

// A list of all communes with three languages is some 2 MB; this is a wall, not a quota.
const LARGEST_LIST = 64 * 1024 * 1024;

/** @throws platform problems.tooLarge, problems.fileUnreadable */
export async function readText(upload: Readable): Promise<string> {
  const bytes = await readWhole(upload, LARGEST_LIST);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw problems.fileUnreadable({ reason: 'UTF-8' });
  }
}
