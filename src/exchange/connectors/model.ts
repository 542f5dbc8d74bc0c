/** The words of connectors: what each kind must be able to do, and what a run comes to. Pure. */
import type { TSchema } from 'typebox';
import type { Outgoing } from '../../platform/http/outgoing.ts';

/** Where the next run of a source goes on; what it says is the kind's own matter. Text only: it is stored as JSON. */
export type Cursor = Readonly<Record<string, string>>;

/** Rows as a source gave them: cells in the order of `columns`, empty where it gave nothing. */
export interface SourceBatch {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where a run goes on that has taken this batch and all before it. */
  readonly cursor: Cursor;
}

/** What a kind may reach for. */
export interface Reach {
  readonly out: Outgoing;
  /** @throws problems.secretMissing */
  secret(name: string): string;
  readonly signal: AbortSignal;
  /** Fields that the mapping reads: a source without columns of its own gives these; none without a mapping. */
  readonly wanted: readonly string[];
}

/** A collection that a described source offers. */
export interface Offered {
  readonly path: string;
  /** Where its items stand in an answer, with dots; empty: the answer is the list. */
  readonly items: string;
  readonly summary: string;
  readonly columns: readonly string[];
  /** Names of its query parameters. */
  readonly parameters: readonly string[];
}

/** What a source says of itself. */
export interface Described {
  readonly columns: readonly string[];
  readonly offered: readonly Offered[];
}

/**
 * A source that is asked for rows. Obligations: `read` begins after the cursor and gives batches in an order in which a
 * later run goes on; what it gives twice is stored once; it ends soon when the signal says so.
 */
export interface SourceKind<S = never> {
  readonly kind: string;
  readonly Settings: TSchema;
  /** Host and port that the settings lead to, with the kind's usual port: held against the list before it is asked. */
  describe(settings: S, reach: Reach): Promise<Described>;
  read(settings: S, reach: Reach, cursor: Cursor | undefined): AsyncIterable<SourceBatch>;
}

/** Rows come as files that somebody puts into a folder. */
export const FOLDER = 'folder';

export type Outcome = 'stored' | 'same' | 'nothing' | 'failed';

export interface RunCounts {
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly wrong: number;
}

export const NO_ROWS: RunCounts = { rows: 0, new: 0, changed: 0, unchanged: 0, wrong: 0 };

// A source that does not answer is asked less and less often, at least once a day.
const LONGEST_MINUTES = 24 * 60;

/** When a scheduled connector runs next, after so many failures in a row. */
export function nextRun(now: Date, everyMinutes: number | null, failures: number): Date | null {
  if (everyMinutes === null) return null;
  const minutes = Math.min(everyMinutes * 2 ** Math.min(failures, 10), Math.max(LONGEST_MINUTES, everyMinutes));
  return new Date(now.getTime() + minutes * 60_000);
}

/** A value of JSON or of a driver as a cell. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value);
}

/** The later of two marks of a source: numbers as numbers, all else as text (ISO 8601 sorts by itself). */
export function later(a: string | undefined, b: string): string {
  if (a === undefined) return b;
  const numbers = /^-?\d{1,15}$/;
  if (numbers.test(a) && numbers.test(b)) return Number(a) >= Number(b) ? a : b;
  return a >= b ? a : b;
}
