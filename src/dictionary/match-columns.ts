/** Recognises the columns of an officer's own sheet: by every name a field ever had, with and without marks. */
import { fold } from '../platform/search/fold.ts';
import type { EntityPlan, FieldPlan, PlanSettings } from './plan.ts';

export type MatchReason =
  'name' | 'synonym' | 'physical-name' | 'part-of-name' | 'similar-name' | 'skip' | 'empty' | 'unknown';

export interface ColumnProposal {
  /** From 0. */
  readonly column: number;
  readonly header: string;
  /** Physical name of the field; absent when the column is skipped or not known. */
  readonly field?: string;
  /** Element code. */
  readonly element?: string;
  /** 0–1; 1 for an exact name. */
  readonly confidence: number;
  /** Words: `columns.<why>` of the catalogue. */
  readonly why: MatchReason;
  /** What was recognised: the name that the header equals or resembles. */
  readonly matched?: string;
  /** Skipped on purpose: a running number, remarks. */
  readonly skipped: boolean;
}

/** Below this a resemblance is not proposed. */
const LEAST_SIMILAR = 0.75;

/**
 * Proposes a field for each column; a field is proposed at most once (the best column has it).
 * @param headers one header row, or several: merged cells are filled to the right and joined downwards
 */
export function matchColumns(
  entity: EntityPlan,
  headers: readonly string[] | readonly (readonly string[])[],
  settings: Pick<PlanSettings, 'skipColumns'>,
): readonly ColumnProposal[] {
  const titles = mergeHeaders(headers);
  const index = nameIndex(entity.fields);
  const skips = new Set(settings.skipColumns.map(fold));
  const options = titles.map((title) => (isSkipped(title, skips) ? [] : rate(title, index)));
  const chosen = assign(options);
  return titles.map((title, column) => {
    const header = title.at(0) ?? '';
    const best = chosen.get(column);
    if (best) {
      const { field, why, matched, confidence } = best;
      return { column, header, field: field.name, element: field.element, why, matched, confidence, skipped: false };
    }
    if (isSkipped(title, skips)) return { column, header, confidence: 1, why: 'skip', skipped: true };
    return { column, header, confidence: 0, why: header === '' ? 'empty' : 'unknown', skipped: header === '' };
  });
}

/** Each column's readings of its header, the fullest first: all rows joined, then each alone from the bottom up. */
function mergeHeaders(headers: readonly string[] | readonly (readonly string[])[]): readonly (readonly string[])[] {
  const rows = (Array.isArray(headers[0]) ? headers : [headers]) as readonly (readonly string[])[];
  const width = Math.max(0, ...rows.map((row) => row.length));
  const filled = rows.map((row, i) => (i < rows.length - 1 ? fillRight(row, width) : row));
  return Array.from({ length: width }, (_, column) => {
    const cells = filled.map((row) => (row[column] ?? '').replace(/\s+/g, ' ').trim()).filter((cell) => cell !== '');
    const parts = [...new Set(cells)];
    // A reader of files gives the names above one another as one: "Person / Name".
    const levels = [...new Set(parts.flatMap((part) => part.split(' / ')))];
    return levels.length <= 1 ? parts : [...new Set([parts.join(' '), levels.join(' '), ...levels.toReversed()])];
  });
}

/** A merged title stands in its first cell; the cells beside it are empty. */
function fillRight(row: readonly string[], width: number): string[] {
  let last = '';
  return Array.from({ length: width }, (_, i) => {
    if ((row[i] ?? '').trim() !== '') last = row[i] as string;
    return last;
  });
}

const isSkipped = (readings: readonly string[], skips: ReadonlySet<string>) =>
  readings.some((reading) => skips.has(fold(reading)));

interface Name {
  readonly field: FieldPlan;
  readonly text: string;
  readonly folded: string;
  readonly why: 'name' | 'synonym' | 'physical-name';
}

function nameIndex(fields: readonly FieldPlan[]): readonly Name[] {
  return fields.flatMap((field) => {
    const proper = new Set(Object.values(field.names).map(fold));
    const physical = new Set([fold(field.name), fold(field.element)]);
    return field.synonyms.map((text): Name => {
      const folded = fold(text);
      const why = proper.has(folded) ? 'name' : physical.has(folded) ? 'physical-name' : 'synonym';
      return { field, text, folded, why };
    });
  });
}

interface Option {
  readonly field: FieldPlan;
  readonly why: MatchReason;
  readonly matched: string;
  readonly confidence: number;
}

const EXACT = { name: 1, synonym: 0.97, 'physical-name': 0.95 } as const;
// A later reading of a two-row header says less than the whole.
const PER_READING = 0.02;

function rate(readings: readonly string[], names: readonly Name[]): readonly Option[] {
  const best = new Map<string, Option>();
  readings.forEach((reading, depth) => {
    const folded = bare(reading);
    if (folded === '') return;
    for (const name of names) {
      const option = resemblance(folded, name);
      if (!option) continue;
      const confidence = option.confidence - depth * PER_READING;
      const other = best.get(name.field.name);
      if (!other || other.confidence < confidence) best.set(name.field.name, { ...option, confidence });
    }
  });
  return [...best.values()].sort((a, b) => b.confidence - a.confidence);
}

/** Folded, without what stands in brackets and without a numbering in front: `(3) Date of birth (dd/mm/yyyy)`. */
function bare(header: string): string {
  const inner = header.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ').replace(/^\s*\d+[.)\s]+/, '');
  return fold(inner) || fold(header);
}

function resemblance(folded: string, name: Name): Option | undefined {
  const { field, text: matched, why } = name;
  if (folded === name.folded) return { field, matched, why, confidence: EXACT[why] };
  if (name.folded.length < 4 || folded.length < 4) return undefined;
  const [short, long] = folded.length < name.folded.length ? [folded, name.folded] : [name.folded, folded];
  const share = short.length / long.length;
  if (share >= 0.5 && ` ${long} `.includes(` ${short} `)) {
    return { field, matched, why: 'part-of-name', confidence: 0.75 + 0.15 * share };
  }
  const likeness = dice(folded, name.folded);
  return likeness >= LEAST_SIMILAR ? { field, matched, why: 'similar-name', confidence: likeness * 0.85 } : undefined;
}

/** Sørensen–Dice over pairs of letters. */
function dice(a: string, b: string): number {
  const pairs = (text: string) => {
    const counts = new Map<string, number>();
    for (let i = 0; i < text.length - 1; i += 1) {
      const pair = text.slice(i, i + 2);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    return counts;
  };
  const [left, right] = [pairs(a), pairs(b)];
  let common = 0;
  for (const [pair, n] of left) common += Math.min(n, right.get(pair) ?? 0);
  return (2 * common) / Math.max(1, a.length + b.length - 2);
}

/** The surest pair first; each column and each field once. */
function assign(options: readonly (readonly Option[])[]): ReadonlyMap<number, Option> {
  const pairs = options.flatMap((list, column) => list.map((option) => ({ column, option })));
  pairs.sort((a, b) => b.option.confidence - a.option.confidence || a.column - b.column);
  const chosen = new Map<number, Option>();
  const taken = new Set<string>();
  for (const { column, option } of pairs) {
    if (chosen.has(column) || taken.has(option.field.name)) continue;
    chosen.set(column, option);
    taken.add(option.field.name);
  }
  return chosen;
}
