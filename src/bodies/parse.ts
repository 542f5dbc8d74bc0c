/** Reads authored bodies and accounts from YAML, JSON or CSV. Collects every finding; throws nothing but unreadable text. */
import { parse as parseCsv } from 'csv-parse/sync';
import { isMap, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import type { Authored, Format, Place, ReadDay } from './authored.ts';
import { readAccount, readBody, type Entry } from './read-entry.ts';

export class UnreadableError extends Error {
  override name = 'UnreadableError';
  readonly line: number | null;
  constructor(reason: string, line: number | null) {
    super(reason);
    this.line = line;
  }
}

/** @throws UnreadableError when the text is not in the format at all */
export function parseBodies(text: string, format: Format, file: string | null, readDay: ReadDay): Authored {
  const entries = format === 'csv' ? fromCsv(text, file) : fromYaml(text, file);
  const authored: Authored = { bodies: [], accounts: [], findings: [] };
  for (const entry of entries.bodies) {
    const body = readBody(entry, readDay, authored.findings);
    if (body) authored.bodies.push(body);
  }
  for (const entry of entries.accounts) {
    const account = readAccount(entry, readDay, authored.findings);
    if (account) authored.accounts.push(account);
  }
  return authored;
}

interface Entries {
  readonly bodies: Entry[];
  readonly accounts: Entry[];
}

// JSON is YAML, so one reader gives lines for both.
function fromYaml(text: string, file: string | null): Entries {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const wrong = document.errors[0];
  if (wrong) throw new UnreadableError(wrong.message.split('\n')[0] ?? '', wrong.linePos?.[0].line ?? null);
  keepLeadingZeros(document);
  const root = document.contents;
  if (root === null) return { bodies: [], accounts: [] };
  const list = (node: unknown): Entry[] => {
    if (node === undefined || node === null) return [];
    if (!isSeq(node)) throw new UnreadableError('a list is expected', null);
    return node.items.map((item) => {
      const range = (item as { range?: [number, number, number] }).range;
      const at: Place = { file, line: range ? lines.linePos(range[0]).line : null };
      return { value: plain(item, document, at.line), at };
    });
  };
  if (isSeq(root)) return { bodies: list(root), accounts: [] };
  if (!isMap(root))
    throw new UnreadableError('a list of bodies, or a map with `bodies` and `accounts`, is expected', 1);
  return { bodies: list(root.get('bodies', true)), accounts: list(root.get('accounts', true)) };
}

/** The value of a node. Aliases are refused: a few lines of them can stand for gigabytes. */
function plain(node: unknown, document: Document, line: number | null): unknown {
  try {
    return (node as Node).toJS(document, { maxAliasCount: 0 });
  } catch (error) {
    throw new UnreadableError((error as Error).message, line);
  }
}

/** `0101` without quotes is a number in YAML; as a code it is the text that was written. */
function keepLeadingZeros(document: Document): void {
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'number' && node.source !== undefined && /^0\d/.test(node.source)) {
        node.value = node.source;
      }
    },
  });
}

const jsonColumns = new Set(['attributes', 'aliases', 'successions']);

function fromCsv(text: string, file: string | null): Entries {
  let rows: { record: Record<string, string>; info: { lines: number } }[];
  try {
    rows = parseCsv(text, { bom: true, columns: true, info: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new UnreadableError((error as Error).message, (error as { lines?: number }).lines ?? null);
  }
  return {
    bodies: rows.map(({ record, info }) => ({ value: fromCells(record), at: { file, line: info.lines } })),
    accounts: [],
  };
}

function fromCells(record: Readonly<Record<string, string>>): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const names: Record<string, string> = {};
  for (const [column, written] of Object.entries(record)) {
    const cell = written.replace(/^'(?=[=+\-@])/, '');
    if (cell === '') continue;
    if (column.startsWith('names.')) names[column.slice(6)] = cell;
    else value[column] = jsonColumns.has(column) || cell.startsWith('[') ? jsonOrText(cell) : cell;
  }
  return { ...value, names };
}

function jsonOrText(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
