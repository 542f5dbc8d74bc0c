/**
 * A page of a stream: what it is, its bytes, and what of it is hashed. docs/protocol.md §3 and §4. Pure.
 * A page has a header, a salt and a body of lines; each line is one record (or one message) and a leaf of the page's own
 * record tree, so that one record can be proved later without showing its neighbours.
 */
import { canonicalJson } from '../../platform/ledger/canonical.ts';
import { leafHash, newFrontier } from '../../platform/ledger/merkle.ts';
import type { Position } from '../../platform/changes/model.ts';

/** Most lines of a page, and most bytes of its body before it is compressed. */
export const MOST_LINES = 512;
export const MOST_BYTES = 64 * 1024;
export const SALT_BYTES = 16;

export const pageKinds = ['snapshot', 'change', 'message'] as const;
export type PageKind = (typeof pageKinds)[number];

/** What every page of one change has in common. */
export interface PageContent {
  /** `snapshot`: what stood at a position. `change`: what one change set did. `message`: changes addressed to a body. */
  readonly kind: PageKind;
  /** Where it stands in the provider's change log. */
  readonly at: Position;
  /** The register's name; empty for messages. */
  readonly register: string;
  /** Physical names of the values of a line, in order, after sign, record, version and body. */
  readonly columns: readonly string[];
  /** Number of the dictionary's release, and the hash of its plan. */
  readonly release: number;
  readonly plan: string;
}

export interface PageHeader extends PageContent {
  /** The stream's name: `<node>/stream/<agreement>/<number>`. */
  readonly stream: string;
  readonly epoch: number;
  /** Its place among the epoch's pages, 0 is the first: the leaf's number. */
  readonly idx: number;
  /** Its place among the pages of one change, 0 is the first, and whether it is the last of them. */
  readonly part: number;
  readonly last: boolean;
  readonly lines: number;
  readonly bytes: number;
  /** Root of the record tree (RFC 6962 §2.1 over the lines), base64. */
  readonly root: string;
}

export interface Page {
  readonly header: PageHeader;
  /** 16 random bytes: values cannot be guessed from a hash. */
  readonly salt: Buffer;
  /** Lines, each with its `\n`. */
  readonly body: Buffer;
}

export class MalformedPageError extends Error {
  override name = 'MalformedPageError';
}

const NEWLINE = 0x0a;

/** The lines of a body without their line feeds. @throws MalformedPageError when the last one is cut off */
export function linesOf(body: Buffer): Buffer[] {
  if (body.length > 0 && body.at(-1) !== NEWLINE) throw new MalformedPageError('the last line of a page is cut off');
  const lines: Buffer[] = [];
  for (let from = 0; from < body.length;) {
    const end = body.indexOf(NEWLINE, from);
    lines.push(body.subarray(from, end));
    from = end + 1;
  }
  return lines;
}

/** Root of the record tree: one leaf a line. */
export function recordRoot(lines: readonly Buffer[]): Buffer {
  const tree = newFrontier();
  for (const line of lines) tree.push(leafHash(line));
  return tree.root();
}

/** The bytes that stand for a page in the stream's log: salt, header in one spelling (RFC 8785). The header holds the root. */
export const leafOf = ({ header, salt }: Pick<Page, 'header' | 'salt'>): Buffer =>
  leafHash(Buffer.concat([salt, Buffer.from(canonicalJson(header))]));

/**
 * One page as it travels: the header as a line of JSON, the salt as a line of base64, the body. Pages follow one another.
 */
export const printPage = ({ header, salt, body }: Page): Buffer =>
  Buffer.concat([Buffer.from(`${canonicalJson(header)}\n${salt.toString('base64')}\n`), body]);

/** Reads pages that follow one another. @throws MalformedPageError for anything that would not print to the same bytes */
export function readPages(bytes: Buffer): Page[] {
  const pages: Page[] = [];
  for (let from = 0; from < bytes.length;) {
    const [text, afterHeader] = lineAt(bytes, from);
    const [salt, afterSalt] = lineAt(bytes, afterHeader);
    const header = headerOf(text.toString('utf8'));
    const body = bytes.subarray(afterSalt, afterSalt + header.bytes);
    if (body.length !== header.bytes) throw new MalformedPageError('a page is cut off');
    const page = { header, salt: Buffer.from(salt.toString('latin1'), 'base64'), body };
    if (page.salt.length !== SALT_BYTES || page.salt.toString('base64') !== salt.toString('latin1')) {
      throw new MalformedPageError('a salt is not 16 bytes of base64');
    }
    pages.push(page);
    from = afterSalt + header.bytes;
  }
  return pages;
}

function lineAt(bytes: Buffer, from: number): [Buffer, number] {
  const end = bytes.indexOf(NEWLINE, from);
  if (end < 0) throw new MalformedPageError('a page is cut off');
  return [bytes.subarray(from, end), end + 1];
}

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function isPosition(value: unknown): value is Position {
  const at = value as Partial<Position> | null | undefined;
  return typeof at === 'object' && at !== null && whole(at.epoch) && whole(at.position);
}

const checks: Readonly<Record<keyof PageHeader, (value: unknown) => boolean>> = {
  kind: (value) => (pageKinds as readonly unknown[]).includes(value),
  at: isPosition,
  register: isText,
  columns: isTexts,
  release: whole,
  plan: isText,
  stream: isText,
  epoch: whole,
  idx: whole,
  part: whole,
  last: (value) => typeof value === 'boolean',
  lines: (value) => whole(value) && value <= MOST_LINES,
  // One line may be longer than a page should be: it then travels alone.
  bytes: whole,
  root: isText,
};

function headerOf(text: string): PageHeader {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedPageError('the header of a page is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new MalformedPageError('the header of a page is no object');
  const header = value as PageHeader;
  for (const [name, holds] of Object.entries(checks)) {
    if (!holds(header[name as keyof PageHeader])) throw new MalformedPageError(`the header's ${name} cannot be read`);
  }
  if (canonicalJson(header) !== text) throw new MalformedPageError('the header has another spelling than its hash');
  if (header.lines > 1 && header.bytes > MOST_BYTES)
    throw new MalformedPageError('a page is larger than a page may be');
  return header;
}

/** @throws MalformedPageError when body, counts and record root do not belong together */
export function checkBody({ header, body }: Page): void {
  const lines = linesOf(body);
  if (body.length !== header.bytes) throw new MalformedPageError('a page has another length than it says');
  if (lines.length !== header.lines) throw new MalformedPageError('a page has another number of lines than it says');
  if (recordRoot(lines).toString('base64') !== header.root) {
    throw new MalformedPageError('the lines of a page are not the ones that were hashed');
  }
}
