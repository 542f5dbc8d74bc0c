/** A crosswalk from a file: CSV with two codes and a kind a row, or SKOS mapping properties in Turtle. Faults are findings. */
import { parse as parseCsv } from 'csv-parse/sync';
import { fold } from '../../platform/search/fold.ts';
import { parseShare } from '../codes/conversion-notes.ts';
import type { Columns } from '../codes/read-rows.ts';
import type { CrosswalkLink, LinkKind } from '../plan.ts';
import { problems } from '../problems.ts';

export interface ReadFinding {
  /** Line of the file, from 1; 0 when it is about the whole file. */
  readonly line: number;
  /** Words: `crosswalks.<kind>` of the catalogue. */
  readonly kind: string;
  readonly value: string;
  /** Whether the row is left out. */
  readonly apart: boolean;
}

export interface ReadLink extends CrosswalkLink {
  readonly line: number;
}

export interface ReadCrosswalk {
  readonly read: number;
  readonly links: readonly ReadLink[];
  readonly findings: readonly ReadFinding[];
}

const USUAL: Readonly<Record<string, readonly string[]>> = {
  from: ['from', 'source', 'source code', 'code from', 'old', 'old code'],
  to: ['to', 'target', 'target code', 'code to', 'new', 'new code'],
  kind: ['kind', 'relation', 'mapping', 'predicate'],
  share: ['share', 'weight', 'ratio'],
};

/** Our kinds, and SKOS's names for them (SKOS Reference §10). */
export const KINDS: Readonly<Record<string, LinkKind>> = {
  same: 'same',
  broader: 'broader',
  narrower: 'narrower',
  split: 'split',
  merge: 'merge',
  part: 'part',
  exactmatch: 'same',
  broadmatch: 'broader',
  narrowmatch: 'narrower',
  closematch: 'part',
  relatedmatch: 'part',
};

/** @throws problems.fileUnreadable, fileEmpty, crosswalkColumnsUnclear, columnAbsent */
export function readCrosswalkCsv(text: string, columns: Columns | undefined): ReadCrosswalk {
  let found: string[] = [];
  let rows: { info: { lines: number }; record: Readonly<Record<string, string>> }[];
  try {
    const options = { bom: true, skip_empty_lines: true, trim: true, relax_column_count: true, info: true } as const;
    const header = (names: string[]) => (found = names.map((name) => name.normalize('NFC').trim()));
    const delimiter = delimiterOf(text);
    rows = parseCsv(text, { ...options, delimiter, columns: header }) as unknown as typeof rows;
  } catch (error) {
    throw problems.fileUnreadable({ reason: error instanceof Error ? error.message : String(error) });
  }
  if (rows.length === 0) throw problems.fileEmpty();
  const chosen = chooseColumns(found, columns);
  const cell = (record: Readonly<Record<string, string>>, ours: string) =>
    (record[chosen[ours] ?? ''] ?? '').normalize('NFC').trim();
  const findings: ReadFinding[] = [];
  const drawn = rows.flatMap(({ info, record }): Drawn[] => {
    const [from, to] = [cell(record, 'from'), cell(record, 'to')];
    const row = { line: info.lines, from, to, kind: cell(record, 'kind'), share: cell(record, 'share') };
    if (from !== '' && to !== '') return [row];
    // An empty side says: looked at, and there is none.
    findings.push({
      line: info.lines,
      kind: from === '' ? 'from-missing' : 'to-missing',
      value: from || to,
      apart: true,
    });
    return [];
  });
  if (chosen['kind'] === undefined) {
    findings.push({ line: 0, kind: 'kinds-inferred', value: '', apart: false });
    return { read: rows.length, links: inferKinds(drawn, findings), findings };
  }
  return { read: rows.length, links: drawn.flatMap((row) => understand(row, findings)), findings };
}

interface Drawn {
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly share: string;
}

const delimiterOf = (text: string) => {
  const [head = ''] = text.split('\n', 1);
  const count = (mark: string) => head.split(mark).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
};

function chooseColumns(found: readonly string[], given: Columns | undefined): Columns {
  const usual = Object.entries(USUAL).flatMap(([ours, theirs]) => {
    const column = found.find((one) => theirs.includes(fold(one)));
    return column === undefined ? [] : [[ours, column] as const];
  });
  const chosen: Columns = { ...(Object.fromEntries(usual) as Columns), ...given };
  const absent = Object.values(chosen).find((column) => !found.includes(column));
  if (absent !== undefined) throw problems.columnAbsent({ column: absent, found: found.join(', ') });
  if (chosen['from'] === undefined || chosen['to'] === undefined) {
    throw problems.crosswalkColumnsUnclear({ found: found.join(', ') });
  }
  return chosen;
}

function understand(row: Drawn, findings: ReadFinding[]): ReadLink[] {
  const { line, from, to } = row;
  const fault = (kind: string, value: string): ReadLink[] => {
    findings.push({ line, kind, value, apart: true });
    return [];
  };
  const kind = KINDS[row.kind.replace(/^skos:/i, '').toLowerCase()];
  if (kind === undefined) return fault('kind-unknown', row.kind);
  const share = row.share === '' ? undefined : parseShare(row.share);
  if (share === null) return fault('share-bad', row.share);
  return [{ line, from, to, kind, ...(share !== undefined && kind !== 'same' && { share }) }];
}

/** Two columns alone: one to one is the same, one to several a split, several to one a merge, else a part. */
function inferKinds(rows: readonly Drawn[], findings: ReadFinding[]): readonly ReadLink[] {
  const forth = Map.groupBy(rows, (row) => row.from);
  const back = Map.groupBy(rows, (row) => row.to);
  return rows.flatMap((row) => {
    const [alone, only] = [forth.get(row.from)?.length === 1, back.get(row.to)?.length === 1];
    const kind = alone ? (only ? 'same' : 'merge') : only ? 'split' : 'part';
    return understand({ ...row, kind }, findings);
  });
}
