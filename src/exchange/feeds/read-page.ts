/** Lines of verified pages as rows of a register: bodies by their ids here, values still as they came. Pure. */
import { linesOf, readLine, type Page } from '../protocol/index.ts';
import type { ReceivedRow } from '../../records/index.ts';
import type { ParkedRow } from './store/consumed.ts';

export interface ReadGroup {
  readonly rows: ReceivedRow[];
  readonly gone: { readonly record: string; readonly version: number }[];
  readonly parked: ParkedRow[];
  /** Every line of the group by its record, for rows that the register refuses. */
  lineOf(record: string): { readonly line: string; readonly epoch: number; readonly idx: number } | undefined;
}

const UUID = 36;

/**
 * Rows in groups in which no record stands twice: every version that came becomes history, none is skipped.
 * @param bodyOf id of a body by its code; undefined when this node does not know it
 * @throws MalformedPageError
 */
export function readGroups(pages: readonly Page[], bodyOf: (code: string) => number | undefined): ReadGroup[] {
  const groups: ReadGroup[] = [];
  let group = newGroup(groups);
  for (const page of pages) {
    const width = page.header.columns.length;
    for (const bytes of linesOf(page.body)) {
      const line = bytes.toString('utf8');
      const record = line.slice(2, 2 + UUID);
      if (group.has(record)) group = newGroup(groups);
      group.add(record, { line, epoch: page.header.epoch, idx: page.header.idx }, width, bodyOf);
    }
  }
  return groups.filter((one) => one.rows.length + one.gone.length + one.parked.length > 0);
}

interface Place {
  readonly line: string;
  readonly epoch: number;
  readonly idx: number;
}

function newGroup(groups: ReadGroup[]) {
  const places = new Map<string, Place>();
  const group: ReadGroup = { rows: [], gone: [], parked: [], lineOf: (record) => places.get(record) };
  groups.push(group);
  return {
    has: (record: string) => places.has(record),
    add: (record: string, place: Place, width: number, bodyOf: (code: string) => number | undefined) => {
      places.set(record, place);
      readInto(group, place, width, bodyOf);
    },
  };
}

function readInto(group: ReadGroup, place: Place, width: number, bodyOf: (code: string) => number | undefined): void {
  const { line } = place;
  const plain = line.startsWith('+') && !line.includes('\\') ? readPlain(line, width) : undefined;
  if (plain) {
    const body = bodyOf(plain.body);
    if (body === undefined) group.parked.push({ ...plain.at, ...place, reason: 'unknown-body' });
    else group.rows.push({ ...plain.at, body, fields: plain.fields });
    return;
  }
  const read = readLine(line, width);
  const { record, version } = read;
  if (read.sign === '-') return void group.gone.push({ record, version });
  const body = bodyOf(read.body);
  if (body === undefined) group.parked.push({ record, version, ...place, reason: 'unknown-body' });
  else group.rows.push({ record, version, body, fields: fieldsAfterBody(line) });
}

/** After sign, record, version and body: as COPY takes them. */
function fieldsAfterBody(line: string): string {
  let at = -1;
  for (let i = 0; i < 4; i++) at = line.indexOf('\t', at + 1);
  return at < 0 ? '' : line.slice(at + 1);
}

/** A line without escapes, read by its tabs; undefined when anything is unusual: then the protocol's own reader judges. */
function readPlain(line: string, width: number) {
  const record = line.slice(2, 2 + UUID);
  const versionEnd = line.indexOf('\t', 3 + UUID);
  const bodyEnd = line.indexOf('\t', versionEnd + 1);
  if (width === 0 || versionEnd < 0 || bodyEnd < 0 || line[1] !== '\t' || line[2 + UUID] !== '\t') return undefined;
  let tabs = 0;
  for (let at = bodyEnd; at >= 0; at = line.indexOf('\t', at + 1)) tabs += 1;
  const version = line.slice(3 + UUID, versionEnd);
  if (tabs !== width || !RECORD.test(record) || !VERSION.test(version) || bodyEnd === versionEnd + 1) return undefined;
  return {
    at: { record, version: Number(version) },
    body: line.slice(versionEnd + 1, bodyEnd),
    fields: line.slice(bodyEnd + 1),
  };
}

const RECORD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const VERSION = /^[1-9]\d{0,15}$/;
