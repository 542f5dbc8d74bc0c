/**
 * What PostgreSQL copies out, made into lines of pages: bodies by code instead of their local ids, ends cut to what they
 * say, and only the escapes that the protocol knows. Bytes stay bytes: text passes as Latin-1. Pure.
 */
import { printLine } from '../protocol/index.ts';

const NEWLINE = 0x0a;
const UNUSUAL: Readonly<Record<string, string>> = { b: '\b', f: '\f', v: '\v' };

/** A body that rows are at home in and nobody knows: the tree lost it. */
export class HomelessRowError extends Error {
  override name = 'HomelessRowError';
}

/** @throws HomelessRowError */
export async function* pageLines(
  chunks: AsyncIterable<Buffer>,
  codes: ReadonlyMap<number, string>,
): AsyncGenerator<Buffer[]> {
  const codeOf = codeField(codes);
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      lines.push(toLine(bytes.toString('latin1', from, end), codeOf));
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (lines.length > 0) yield lines;
  }
}

function toLine(copied: string, codeOf: (id: string) => string): Buffer {
  const record = copied.indexOf('\t', 2);
  const version = copied.indexOf('\t', record + 1);
  if (copied.startsWith('-')) return Buffer.from(copied.slice(0, version), 'latin1');
  let body = copied.indexOf('\t', version + 1);
  if (body < 0) body = copied.length;
  const line = `${copied.slice(0, version + 1)}${codeOf(copied.slice(version + 1, body))}${copied.slice(body)}`;
  const known = line.includes('\\') ? line.replace(/\\(.)/g, (all, c: string) => UNUSUAL[c] ?? all) : line;
  return Buffer.from(known, 'latin1');
}

function codeField(codes: ReadonlyMap<number, string>): (id: string) => string {
  const fields = new Map<string, string>();
  return (id) => {
    const known = fields.get(id);
    if (known !== undefined) return known;
    const code = codes.get(Number(id));
    if (code === undefined) throw new HomelessRowError(`no body has the id ${id}`);
    const line = printLine({ sign: '+', record: '', version: 0, body: code, values: [] });
    const field = Buffer.from(line.slice(line.lastIndexOf('\t') + 1)).toString('latin1');
    fields.set(id, field);
    return field;
  };
}
