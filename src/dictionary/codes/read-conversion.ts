/** A conversion table (old unit, new unit, note) as successions of a list. What is not understood is a finding, by line. */
import { parse as parseCsv } from 'csv-parse/sync';
import { fold } from '../../platform/search/fold.ts';
import { parseDay } from '../expression/civil.ts';
import { compilePattern, type Automaton } from '../pattern/automaton.ts';
import type { CodeSuccession } from '../plan.ts';
import { problems } from '../problems.ts';
import { noteReader, parseShare, type ConversionVocabulary, type NoteMeaning } from './conversion-notes.ts';
import type { Columns } from './read-rows.ts';

export interface ConversionFinding {
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
  /** Words: `conversions.<kind>` of the catalogue. */
  readonly kind: ConversionFault;
  readonly value: string;
  /** Whether the row is not among the successions. */
  readonly apart: boolean;
}

export type ConversionFault =
  | 'code-missing'
  | 'successor-missing'
  | 'code-form'
  | 'no-such-day'
  | 'note-missing'
  | 'note-unknown'
  | 'share-bad'
  | 'kept-elsewhere'
  | 'double'
  | 'double-differs'
  | 'name-differs'
  | 'whole-and-more'
  | 'shares-exceed'
  | 'part-alone'
  | 'circle'
  | 'unknown-code'
  | 'unknown-successor';

/** A row that was understood. */
export interface ConversionStep extends CodeSuccession {
  readonly line: number;
  readonly means: NoteMeaning['means'];
  readonly fromName: string;
}

export interface Conversion {
  readonly read: number;
  readonly counts: Readonly<Record<NoteMeaning['means'], number>>;
  readonly steps: readonly ConversionStep[];
  readonly findings: readonly ConversionFinding[];
}

export interface ConversionRules {
  readonly vocabulary: ConversionVocabulary;
  /** Our column → theirs: from, to, note; and where there are: fromName, share, day. */
  readonly columns?: Columns | undefined;
  /** First day of the new state, of rows that do not say. */
  readonly day?: string | undefined;
  readonly pattern?: string | null | undefined;
}

type Fault = Pick<ConversionFinding, 'kind' | 'value'>;
type Cells = Readonly<Record<string, string>>;
interface Line {
  readonly line: number;
  readonly cells: Cells;
}

/** @throws problems.fileUnreadable, fileEmpty, columnsUnclear, columnAbsent, dayMissing */
export function readConversion(text: string, rules: ConversionRules): Conversion {
  const { lines, found } = open(text);
  const columns = chooseColumns(found, rules);
  if (rules.day === undefined && columns['day'] === undefined) throw problems.dayMissing();
  if (rules.day !== undefined && parseDay(rules.day) === null) throw problems.noSuchDay({ day: rules.day });
  const findings: ConversionFinding[] = [];
  const understand = reader(rules);
  const steps = lines.flatMap(({ line, cells }) => {
    const step = understand(line, pickCells(cells, columns));
    if ('means' in step) return [step];
    findings.push({ line, apart: true, ...step });
    return [];
  });
  const good = together(single(steps, findings), findings);
  const count = (means: NoteMeaning['means']) => good.filter((step) => step.means === means).length;
  return {
    read: lines.length,
    counts: { whole: count('whole'), part: count('part'), renamed: count('renamed'), kept: count('kept') },
    steps: good,
    findings: findings.toSorted((a, b) => a.line - b.line),
  };
}

function open(text: string): { lines: readonly Line[]; found: readonly string[] } {
  let records: { info: { lines: number }; record: Cells }[];
  let found: string[] = [];
  try {
    records = parseCsv(text, {
      columns: (header: string[]) => (found = header.map((name) => name.normalize('NFC').trim())),
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      info: true,
    }) as unknown as typeof records;
  } catch (error) {
    throw problems.fileUnreadable({ reason: error instanceof Error ? error.message : String(error) });
  }
  if (records.length === 0) throw problems.fileEmpty();
  // The parser tells the last line of a record; a cell may hold several lines.
  const breaks = (cells: Cells) => Object.values(cells).join('').split('\n').length - 1;
  return {
    found,
    lines: records.map(({ info, record }) => ({ line: info.lines - breaks(record), cells: record })),
  };
}

const NEEDED = ['from', 'to', 'note'] as const;
const USUAL = { from: [], to: [], note: [], fromName: [], share: [], day: [] };

function chooseColumns(found: readonly string[], { columns, vocabulary }: ConversionRules): Columns {
  const usual = Object.entries({ ...USUAL, ...vocabulary.columns }).flatMap(([ours, theirs]) => {
    const names = [ours, ...theirs].map(fold);
    const column = found.find((one) => names.includes(fold(one)));
    return column === undefined ? [] : [[ours, column] as const];
  });
  const chosen: Columns = { ...(Object.fromEntries(usual) as Columns), ...columns };
  const absent = Object.values(chosen).find((column) => !found.includes(column));
  if (absent !== undefined) throw problems.columnAbsent({ column: absent, found: found.join(', ') });
  if (NEEDED.some((ours) => chosen[ours] === undefined)) {
    throw problems.conversionColumnsUnclear({ found: found.join(', ') });
  }
  return chosen;
}

const pickCells = (cells: Cells, columns: Columns): Cells =>
  Object.fromEntries(
    Object.entries(columns).map(([ours, theirs]) => [
      ours,
      (cells[theirs] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim(),
    ]),
  );

const BLANK = { from: '', to: '', fromName: '', note: '', share: '', day: '' };
type Reader = (line: number, cells: Cells) => ConversionStep | Fault;

function reader({ vocabulary, pattern, day: usualDay = '' }: ConversionRules): Reader {
  const noteOf = noteReader(vocabulary);
  const form = typeof pattern === 'string' ? compilePattern(pattern) : undefined;
  return (line, cells) => {
    const { from, to, fromName, note, share: statedShare, day: statedDay } = { ...BLANK, ...cells };
    const day = statedDay === '' ? usualDay : statedDay;
    const fault = codeFault({ from, to, called: fromName === '' ? note : fromName }, form);
    if (fault) return fault;
    if (parseDay(day) === null) return { kind: 'no-such-day', value: day };
    const meaning = noteOf(note);
    if (!meaning) return note === '' ? { kind: 'note-missing', value: from } : { kind: 'note-unknown', value: note };
    const share = statedShare === '' ? meaning.share : parseShare(statedShare);
    if (share === null) return { kind: 'share-bad', value: statedShare === '' ? note : statedShare };
    if (meaning.means === 'kept' && from !== to) return { kind: 'kept-elsewhere', value: `${from} → ${to}` };
    return stepOf({ line, means: meaning.means, fromName, from, to, day }, share);
  };
}

function stepOf(step: Omit<ConversionStep, 'kind' | 'share'>, share: number | undefined): ConversionStep {
  if (step.means !== 'part') return { ...step, kind: 'whole' };
  return { ...step, kind: 'part', ...(share !== undefined && { share }) };
}

function codeFault(
  { from, to, called }: { from: string; to: string; called: string },
  form: Automaton | undefined,
): Fault | undefined {
  if (from === '') return { kind: 'code-missing', value: called };
  if (to === '') return { kind: 'successor-missing', value: from };
  const bad = [from, to].find((code) => form?.matches(code) === false);
  return bad === undefined ? undefined : { kind: 'code-form', value: bad };
}

/** A row said twice counts once; said otherwise, the first counts. */
function single(steps: readonly ConversionStep[], findings: ConversionFinding[]): readonly ConversionStep[] {
  const seen = new Map<string, ConversionStep>();
  return steps.filter((step) => {
    const key = `${step.from}\n${step.to}\n${step.day}`;
    const other = seen.get(key);
    if (!other) return Boolean(seen.set(key, step));
    const isSame = other.means === step.means && other.share === step.share;
    const value = `${step.from} → ${step.to}`;
    findings.push({ line: step.line, kind: isSame ? 'double' : 'double-differs', value, apart: true });
    return false;
  });
}

/** What the rows of one old unit say together. */
function together(steps: readonly ConversionStep[], findings: ConversionFinding[]): readonly ConversionStep[] {
  const groups = Map.groupBy(steps, (step) => `${step.from}\n${step.day}`);
  const good = new Set<ConversionStep>();
  for (const group of groups.values()) {
    const own = sameName(group, findings);
    const fault = faultOf(own);
    if (fault) for (const { line, from } of own) findings.push({ line, kind: fault, value: from, apart: true });
    else for (const step of own) good.add(step);
    const [only] = own;
    if (own.length === 1 && only?.kind === 'part' && (only.share ?? 0) < 1) {
      findings.push({ line: only.line, kind: 'part-alone', value: only.from, apart: false });
    }
  }
  return steps.filter((step) => good.has(step));
}

/** One code, two names: the rows of the rarer name speak of another unit. */
function sameName(group: readonly ConversionStep[], findings: ConversionFinding[]): readonly ConversionStep[] {
  const names = [...Map.groupBy(group, (step) => fold(step.fromName)).values()].sort((a, b) => b.length - a.length);
  for (const step of names.slice(1).flat()) {
    findings.push({ line: step.line, kind: 'name-differs', value: `${step.from} ${step.fromName}`, apart: true });
  }
  return names[0] ?? [];
}

function faultOf(own: readonly ConversionStep[]): ConversionFault | undefined {
  if (own.length > 1 && own.some((step) => step.kind === 'whole')) return 'whole-and-more';
  const stated = own.reduce((sum, step) => sum + (step.share ?? 0), 0);
  return stated > 1 + 1e-9 ? 'shares-exceed' : undefined;
}
