/** How bytes are text: Unicode by its marks and its form, anything else is one byte a letter. */
import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './model.ts';

/** `bytes`: no Unicode; read as Windows-1252 and then by a table of the profile. */
export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'bytes';

/** Reads on until the end, because one wrong byte may stand in the last row. */
export async function detectCharset(source: ByteSource): Promise<Charset> {
  const check = createUtf8Check();
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source.chunks()) {
    if (head !== undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < Math.min(HEAD, source.size)) continue;
    }
    const wide = head && wideCharset(head);
    if (wide !== undefined) return wide;
    if (!check.push(head ?? chunk)) return 'bytes';
    head = undefined;
  }
  return check.end() ? 'utf-8' : 'bytes';
}

/** UTF-16 by its byte order mark, or by where the zero bytes of its plain letters stand. */
export function wideCharset(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, Math.min(head.length, 65_536) & ~1);
  if (sample.length < 4) return undefined;
  const even = zeroShare(sample, 0);
  const odd = zeroShare(sample, 1);
  // Delimiters, digits, spaces and plain letters are at least a third of any list, in any script.
  if (odd > 0.3 && even < 0.02) return 'utf-16le';
  if (even > 0.3 && odd < 0.02) return 'utf-16be';
  return undefined;
}

/** Of the bytes at even or at odd places. A stray zero byte in a short file is no alphabet. */
function zeroShare(sample: Uint8Array, start: 0 | 1): number {
  let zeros = 0;
  for (let i = start; i < sample.length; i += 2) if (sample[i] === 0) zeros += 1;
  return zeros < 4 ? 0 : zeros / (sample.length / 2);
}

/** Checks UTF-8 in pieces; a character may be cut at their ends. */
export function createUtf8Check(): { push(chunk: Uint8Array): boolean; end(): boolean } {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = wholeCharacters(bytes);
      rest = Buffer.from(bytes.subarray(whole));
      return isUtf8(bytes.subarray(0, whole));
    },
    end: () => isUtf8(rest),
  };
}

/** Length without a character that is cut at the end (RFC 3629 §3: at most three bytes of it). */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Pieces of text of about `PIECE` bytes, none of them empty, the byte order mark taken off. Wrong bytes become U+FFFD. */
export async function* decodeText(source: ByteSource, charset: Charset): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset === 'bytes' ? 'windows-1252' : charset);
  for await (const chunk of source.chunks()) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const text = decoder.decode(chunk.subarray(at, at + PIECE), { stream: true });
      if (text !== '') yield text;
    }
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

// Larger pieces become strings outside the young heap, which are three times dearer to split.
const PIECE = 64 * 1024;
const HEAD = 4 * 1024;
