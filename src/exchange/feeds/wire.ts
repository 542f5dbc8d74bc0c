/** How an answer of a stream travels: one line of JSON, then its pages. docs/exchange.md, Feeds. Pure. */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { canonicalJson } from '../../platform/ledger/canonical.ts';
import { MalformedPageError, readPages, type Answer, type Page } from '../protocol/index.ts';

const unzip = promisify(zstdDecompress);
// A page is 64 KiB of lines, a header and a salt; one long line may stand alone in a page.
const MOST_PAGE_BYTES = 16 * 1024 * 1024;

/** What the provider's engine decided, with what it sends: bodies are stored pages, each a zstd frame. */
export type Sending =
  | {
      readonly type: 'pages';
      readonly epoch: number;
      readonly from: number;
      readonly bodies: readonly Buffer[];
      readonly note: string;
      readonly proof: readonly Buffer[];
    }
  | Exclude<Answer, { type: 'pages' }>;

export async function printAnswer(sending: Sending, packed: boolean): Promise<Buffer> {
  if (sending.type !== 'pages') return Buffer.from(`${canonicalJson(sending)}\n`);
  const { bodies, proof, ...rest } = sending;
  const plain = packed ? bodies : await Promise.all(bodies.map(open));
  const head = {
    ...rest,
    proof: proof.map((hash) => hash.toString('base64')),
    ...(packed ? { sizes: bodies.map((body) => body.length) } : {}),
  };
  return Buffer.concat([Buffer.from(`${canonicalJson(head)}\n`), ...plain]);
}

const open = (body: Buffer): Promise<Buffer> => unzip(body, { maxOutputLength: MOST_PAGE_BYTES });

/** @throws MalformedPageError for anything that is not an answer */
export async function readAnswer(bytes: Buffer): Promise<Answer> {
  const end = bytes.indexOf(0x0a);
  if (end < 0) throw new MalformedPageError('an answer begins with a line');
  const head = headOf(bytes.toString('utf8', 0, end));
  const rest = bytes.subarray(end + 1);
  if (head.type !== 'pages') {
    if (rest.length > 0) throw new MalformedPageError('only pages follow a head');
    return head as unknown as Answer;
  }
  const { epoch, from, note, proof, sizes } = head as unknown as Head;
  const pages = sizes === undefined ? readPages(rest) : await unpack(rest, sizes);
  return { type: 'pages', epoch, from, pages, note, proof: proof.map((hash) => Buffer.from(hash, 'base64')) };
}

interface Head {
  readonly type: 'pages';
  readonly epoch: number;
  readonly from: number;
  readonly note: string;
  readonly proof: readonly string[];
  readonly sizes?: readonly number[];
}

const whole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isHash = (value: unknown): boolean =>
  isText(value) &&
  Buffer.from(value, 'base64').length === 32 &&
  Buffer.from(value, 'base64').toString('base64') === value;

const forms: Readonly<Record<string, (head: Readonly<Record<string, unknown>>) => boolean>> = {
  pages: ({ epoch, from, note, proof, sizes }) =>
    whole(epoch) &&
    whole(from) &&
    isText(note) &&
    Array.isArray(proof) &&
    proof.every(isHash) &&
    (sizes === undefined || (Array.isArray(sizes) && sizes.every(whole))),
  reset: ({ epoch }) => whole(epoch),
  behind: ({ epoch, size }) => whole(epoch) && whole(size),
  purge: () => true,
  granted: () => true,
  wait: () => true,
};

function headOf(text: string): Readonly<Record<string, unknown>> & { readonly type: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedPageError('the head of an answer is not JSON');
  }
  const head = value as (Readonly<Record<string, unknown>> & { readonly type: string }) | null;
  const form = typeof head === 'object' && head !== null && Object.hasOwn(forms, head.type) && forms[head.type];
  if (!form || !form(head) || canonicalJson(head) !== text) {
    throw new MalformedPageError('the head of an answer cannot be read');
  }
  return head;
}

async function unpack(bytes: Buffer, sizes: readonly number[]): Promise<Page[]> {
  if (sizes.reduce((sum, size) => sum + size, 0) !== bytes.length) throw new MalformedPageError('an answer is cut off');
  let from = 0;
  const frames = sizes.map((size) => bytes.subarray(from, (from += size)));
  try {
    const opened = await Promise.all(frames.map(open));
    const pages = opened.map((frame) => readPages(frame));
    if (pages.some((page) => page.length !== 1)) throw new MalformedPageError('a frame is one page');
    return pages.flat();
  } catch (error) {
    if (error instanceof MalformedPageError) throw error;
    throw new MalformedPageError('a page cannot be unpacked');
  }
}
