/** A plan's entity as a function over rows: raw cells in, typed texts ready for COPY and findings out. Pure and fast. */
import { parseDay } from '../expression/civil.ts';
import { compileExpression } from '../expression/evaluate.ts';
import { checkExpression } from '../expression/typecheck.ts';
import { expressionFields } from '../lower.ts';
import type { EntityPlan, FieldPlan, PlanSettings } from '../plan.ts';
import { reporter, type CellReader, type Settings, type Sink } from './cell.ts';
import { cleaner } from './clean.ts';
import { eventCodeReader } from './codes.ts';
import type { CellFinding } from './finding.ts';
import type { CodeLookup } from './lookup.ts';
import { quickOf, unsettledCell, type Glance, type Quick } from './quick.ts';
import { fieldReader } from './readers.ts';

export interface ValidatorOptions {
  readonly settings: PlanSettings;
  /** The day of checking, YYYY-MM-DD. */
  readonly today: string;
  /** Zone of times without one (IANA name); default UTC. */
  readonly timeZone?: string;
  /** Date columns hold Excel's day numbers. Default false. */
  readonly excelSerials?: boolean;
  /** Cells that stand as they will be stored are told at a glance. Default true; false is for holding both together. */
  readonly quick?: boolean;
}

export interface CheckedRow {
  /**
   * In the order of `entity.fields`: what COPY and the expression language take; null for nothing and for what was refused.
   * The cells themselves where nothing had to be changed: who uses their array again reads the values before.
   */
  readonly values: readonly (string | null)[];
  /** Empty for a good row. Rows with an `error` are set apart; others are stored. */
  readonly findings: readonly CellFinding[];
}

/** Cells in the order of `entity.fields`; a column that the file does not have is undefined or null. */
export type RowValidator = (cells: readonly (string | null | undefined)[]) => CheckedRow;

/** Each cell in turn is read in full. */
const everyCell = (_: unknown, from: number) => from;

const GOOD: readonly CellFinding[] = [];

export function compileValidator(entity: EntityPlan, codes: CodeLookup, options: ValidatorOptions): RowValidator {
  const settings = settingsOf(options);
  const columns = entity.fields.map((field) => compileColumn(field, settings, codes));
  const afterwards = [...eventCodes(entity, codes), ...conditions(entity), ...crossChecks(entity)];
  const today = parseDay(options.today) ?? 0;
  const glances = () => entity.fields.map((field, i) => glanceAt(field, columns[i] as Column, { settings, codes }));
  const unsettled = options.quick === false ? everyCell : unsettledCell(glances());
  const count = columns.length;
  const isSettledThen = afterwards.length === 0;
  return (cells) => {
    const first = unsettled(cells, 0);
    if (first === count && cells.length === count && isSettledThen)
      return { values: cells as CheckedRow['values'], findings: GOOD };
    const sink: Sink = { findings: undefined };
    const values = cells.slice(0, count) as (string | null)[];
    for (let i = first; i < count; i = unsettled(cells, i + 1)) values[i] = (columns[i] as Column)(cells[i], sink);
    if (afterwards.length > 0) {
      const row = { values, today };
      for (const check of afterwards) check(row, cells, sink);
    }
    return { values, findings: sink.findings ?? GOOD };
  };
}

function settingsOf(options: ValidatorOptions): Settings {
  const { settings, today, timeZone = 'UTC', excelSerials = false } = options;
  return { ...settings, today, timeZone, excelSerials };
}

type Column = (cell: string | null | undefined, sink: Sink) => string | null;

function compileColumn(field: FieldPlan, settings: Settings, codes: CodeLookup): Column {
  const clean = cleaner(field.normalise);
  // A code of the day of an event waits until that day has been read.
  const read: CellReader = isOfEvent(field) ? (text) => text : fieldReader(field, settings, codes);
  const report = reporter(field.name);
  const nothing = wordsForNothing(settings.nothing);
  const { required } = field;
  return (cell, sink) => {
    if (cell === undefined || cell === null || cell === '') return required ? report(sink, 'missing', '') : null;
    const text = clean(cell);
    if (text === null) return report(sink, 'characters', cell);
    if (text === '' || nothing.has(text)) return required ? report(sink, 'missing', cell) : null;
    return read(text, sink);
  };
}

function glanceAt(field: FieldPlan, column: Column, { settings, codes }: Pick<Glance, 'settings' | 'codes'>): Quick {
  const read = (text: string) => {
    const sink: Sink = { findings: undefined };
    const value = column(text, sink);
    return sink.findings === undefined ? value : undefined;
  };
  return quickOf(field, { settings, codes, nothing: wordsForNothing(settings.nothing), read });
}

/** A word for nothing in the casings people use. */
function wordsForNothing(words: readonly string[]): ReadonlySet<string> {
  const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
  return new Set(words.flatMap((word) => [word, word.toLowerCase(), word.toUpperCase(), capital(word.toLowerCase())]));
}

interface FilledRow {
  readonly values: (string | null)[];
  readonly today: number;
}
type After = (row: FilledRow, cells: readonly (string | null | undefined)[], sink: Sink) => void;

const isOfEvent = (field: FieldPlan) => field.codeList?.rule === 'event-date';

function eventCodes(entity: EntityPlan, codes: CodeLookup): After[] {
  return entity.fields.flatMap((field, i) => {
    if (!isOfEvent(field)) return [];
    const read = eventCodeReader(field, codes, reporter(field.name));
    const at = entity.fields.findIndex((other) => other.name === field.codeList?.dateField);
    const settle: After = (row, _, sink) => {
      const text = row.values[i] ?? null;
      if (text !== null) row.values[i] = read(text, row.values[at] ?? null, sink);
    };
    return [settle];
  });
}

/** A field that must be there when a condition holds. */
function conditions(entity: EntityPlan): After[] {
  const scope = expressionFields(entity);
  const names = entity.fields.map((field) => field.name);
  return entity.fields.flatMap((field, i) => {
    if (field.condition === undefined) return [];
    const isNeeded = compileExpression(checkExpression(field.condition, scope), names);
    const report = reporter(field.name);
    const check: After = (row, cells, sink) => {
      if (row.values[i] !== null || isRefused(sink, field.name) || isNeeded(row) !== true) return;
      report(sink, 'missing', cells[i] ?? '', { wording: 'missing-here' });
    };
    return [check];
  });
}

/** A check speaks only where every field it reads could be read. */
function crossChecks(entity: EntityPlan): After[] {
  const scope = expressionFields(entity);
  const names = entity.fields.map((field) => field.name);
  return entity.checks.map((check): After => {
    const run = compileExpression(checkExpression(check.expression, scope), names);
    const [first = names[0] ?? ''] = check.fields;
    const report = reporter(first);
    const at = names.indexOf(first);
    return (row, cells, sink) => {
      if (check.fields.some((field) => isRefused(sink, field)) || run(row) !== false) return;
      report(sink, 'check', cells[at] ?? '', { check: check.name, severity: check.severity });
    };
  });
}

const isRefused = (sink: Sink, field: string) =>
  sink.findings !== undefined &&
  sink.findings.some((finding) => finding.field === field && finding.severity === 'error');
