/**
 * From raw rows to lines for COPY: validated, given a home body and an id; what cannot be stored becomes findings.
 * The one place that touches the dictionary's validator.
 */
import { noMarks, type Marks } from '../platform/marks/index.ts';
import type { CellFinding, CheckedRow, EntityPlan, RowValidator } from '../dictionary/index.ts';
import { copyValue, copyValues, type RecordIds } from './encode-rows.ts';
import type { IdentifierGuard } from './guard-identifiers.ts';
import type { HomeBodies } from './home-bodies.ts';
import { problems as intakeProblems, type RawRow } from './intake/index.ts';
import type { ColumnMapping, Finding } from './model.ts';

export interface RowReader {
  /** The line of a good row without its end, or undefined when it has an error. Findings of both are added to the list. */
  read(row: RawRow): string | undefined;
  /** The lines of the good rows of a batch, each with its end: by `sealed` on the way where there is one. */
  lines(rows: readonly RawRow[]): string | Promise<string>;
  readonly findings: Finding[];
  /** How many rows so far were let through although a code of theirs is undecided. */
  undecided(): number;
}

/** A good row on its way into a line. */
export interface ReadRow {
  readonly row: number;
  /** What identifies it, if it becomes a record; another's where the register holds its key already. */
  record: string;
  readonly body: number;
  readonly period: string;
  /** In the order of the entity's fields. */
  readonly values: (string | null)[];
}

/** A row of another layout, made into one of the register's. */
export interface MappedRow {
  /** In the order of the entity's fields. */
  readonly cells: readonly (string | null)[];
  /** What nothing could be made of: errors of this row, in the place of what the validator says of the field. */
  readonly misses: readonly Omit<Finding, 'row' | 'severity'>[];
  /** What stood in the file for a field; undefined when nothing of the file fills it. */
  readonly written: (field: string) => string | undefined;
}

export type RowMapper = (row: RawRow) => MappedRow;

export interface RowReaderParts {
  readonly entity: EntityPlan;
  readonly columns: readonly ColumnMapping[];
  readonly check: RowValidator;
  /** Files of another layout; without it each column is one field. */
  readonly mapper?: RowMapper | undefined;
  readonly ids: RecordIds;
  readonly homes: HomeBodies;
  readonly guard: IdentifierGuard | undefined;
  /** Looks for marks of secrecy in every row; absent: nothing does. */
  readonly marks?: Marks | undefined;
  /** Puts the columns of the target before the fields: number, id, home body… */
  readonly lead: (row: number, record: string, body: number) => string;
  /** Whether a row goes on whose only errors are codes that could stand for several: into a stage, never into a register. */
  readonly keepsUndecided: boolean;
  /** Seals in place what is stored sealed, a batch at a time; absent: nothing is. */
  readonly seal?: ((rows: readonly ReadRow[]) => Promise<void>) | undefined;
  /** The day on which valid time begins when the file does not say. */
  readonly today: string;
}

/** A finding that only says which row is wrong has no value. */
const LONGEST = 200;

/**
 * Reads rows of one file. Rows come in any number; the findings are taken away by the caller from time to time.
 * @throws problems.realIdentifierRefused at the first real identifier on a trial node, intake's markedSecret at the first
 *   row with a mark of secrecy: nothing of it has been written anywhere then
 */
export function rowReader(parts: RowReaderParts): RowReader {
  const { entity, guard } = parts;
  const findings: Finding[] = [];
  const gather = cellGatherer(parts);
  let undecided = 0;
  const refuseMarks = markGate(parts);
  const isWrong = judge(parts, findings, () => void (undecided += 1));
  const place = new Map(entity.fields.map((field, i) => [field.name, i]));
  const home = entity.body.how === 'code' && entity.body.field !== undefined ? place.get(entity.body.field) : undefined;
  const periods = entity.validTime ? periodReader(parts) : undefined;
  const homeOf = (row: RawRow, values: CheckedRow['values']): number | undefined => {
    const body = parts.homes.of(home === undefined ? null : (values[home] ?? null));
    if (body.finding) findings.push({ row: row.number, field: entity.body.field ?? null, ...body.finding });
    return body.id;
  };
  const take = (row: RawRow): ReadRow | undefined => {
    refuseMarks(row);
    const mapped = parts.mapper?.(row);
    const checked = parts.check(mapped ? mapped.cells : gather(row));
    const wrong = isWrong(row, checked, mapped);
    guard?.check(checked.values, row.number);
    if (wrong) return undefined;
    const body = homeOf(row, checked.values);
    const period = periods ? periods(row, findings) : '';
    if (body === undefined || period === undefined) return undefined;
    return {
      row: row.number,
      record: parts.ids(row.number),
      body,
      period,
      values: checked.values as (string | null)[],
    };
  };
  const line = ({ row, record, body, period, values }: ReadRow) =>
    parts.lead(row, record, body) + period + copyValues(values);
  const read = (row: RawRow): string | undefined => {
    const taken = take(row);
    return taken && line(taken);
  };
  return { read, lines: lineMaker(parts, { take, line }), findings, undecided: () => undecided };
}

interface Making {
  readonly take: (row: RawRow) => ReadRow | undefined;
  readonly line: (row: ReadRow) => string;
}

function lineMaker({ seal }: RowReaderParts, { take, line }: Making): RowReader['lines'] {
  if (!seal) {
    return (rows) => {
      let text = '';
      for (const row of rows) {
        const taken = take(row);
        if (taken) text += `${line(taken)}\n`;
      }
      return text;
    };
  }
  return async (rows) => {
    // The validator may use its array again for the next row.
    const taken = rows.flatMap((row) => {
      const one = take(row);
      return one ? [{ ...one, values: [...one.values] }] : [];
    });
    await seal(taken);
    return taken.map((one) => `${line(one)}\n`).join('');
  };
}

/** Stops at a row with a mark: in any of its cells, or as the value of a field that holds degrees of secrecy. */
function markGate({ marks = noMarks, entity, columns }: RowReaderParts): (row: RawRow) => void {
  const named = entity.fields.filter(({ names }) => Object.values(names).some((name) => marks.isLabel(name)));
  const degrees = columns.filter(
    ({ field, header }) => marks.isLabel(header) || named.some(({ name }) => name === field),
  );
  return ({ cells, number }) => {
    const found = marks.findInRow(cells);
    const held = found ? undefined : degrees.find(({ column }) => marks.isDegree(cells[column] ?? ''));
    const rule = found?.rule ?? (held && 'labelled');
    if (rule) throw intakeProblems.markedSecret({ place: 'cells', row: number, rule });
  };
}

/** The cells of a row in the order of the fields; the array is used again for the next row. */
function cellGatherer({ entity, columns }: RowReaderParts): (row: RawRow) => readonly string[] {
  const source = entity.fields.map((field) => columns.find((column) => column.field === field.name)?.column ?? -1);
  const cells = source.map(() => '');
  return (row) => {
    for (let i = 0; i < source.length; i++) {
      const from = source[i] as number;
      cells[i] = from < 0 ? '' : (row.cells[from] ?? '');
    }
    return cells;
  };
}

/** Whether a row has an error that keeps it out; every finding goes to the list. */
function judge(
  parts: RowReaderParts,
  findings: Finding[],
  onUndecided: () => void,
): (row: RawRow, checked: CheckedRow, mapped: MappedRow | undefined) => boolean {
  const fieldAt = new Map(parts.columns.map((column) => [column.column, column.field]));
  // A code that could stand for several waits in the stage: a comparison may settle it.
  const waits = ({ candidates }: Pick<Finding, 'candidates'>) => parts.keepsUndecided && (candidates?.length ?? 0) > 0;
  return (row, checked, mapped) => {
    let wrong = row.troubles !== undefined && addTroubles(row, { fieldAt, findings, guard: parts.guard });
    for (const miss of mapped?.misses ?? []) {
      findings.push({ ...miss, row: row.number, severity: 'error', value: shown(miss, parts.guard) });
      if (waits(miss)) onUndecided();
      else wrong = true;
    }
    for (const found of checked.findings) {
      if (mapped?.misses.some((miss) => miss.field === found.field)) continue;
      findings.push(withSource(toFinding(found, row.number, parts.guard), mapped, parts.guard));
      if (found.severity !== 'error') continue;
      if (waits(found)) onUndecided();
      else wrong = true;
    }
    return wrong;
  };
}

const shown = ({ field, value }: Pick<Finding, 'field' | 'value'>, guard: IdentifierGuard | undefined) =>
  guard && field !== null && value !== null ? guard.shown(field, value) : value;

/** Where a mapping made another value of it, what the file says is kept beside. */
function withSource(finding: Finding, mapped: MappedRow | undefined, guard: IdentifierGuard | undefined): Finding {
  const { field, value, values } = finding;
  const written = field === null ? undefined : mapped?.written(field);
  if (written === undefined || written === value) return finding;
  return { ...finding, values: { ...values, written: shown({ field, value: written.slice(0, LONGEST) }, guard) } };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Valid time of a row, from the columns that fill `valid_from` and `valid_to`; without them it begins today. */
function periodReader(parts: RowReaderParts): (row: RawRow, findings: Finding[]) => string | undefined {
  const columnOf = (name: string) => parts.columns.find((column) => column.field === name)?.column ?? -1;
  const from = columnOf('valid_from');
  const to = columnOf('valid_to');
  return (row, findings) => {
    const begin = row.cells[from] || parts.today;
    const end = row.cells[to] || null;
    if (DAY.test(begin) && (end === null || (DAY.test(end) && begin < end))) return `${begin}\t${copyValue(end)}\t`;
    const value = [begin, end].join(' – ').slice(0, LONGEST);
    const finding = { kind: 'date', rule: 'invalid-period', catalogue: 'records', severity: 'error', value } as const;
    findings.push({ row: row.number, field: null, ...finding });
    return undefined;
  };
}

/** A finding of the validator as this room stores it. */
export function toFinding(found: CellFinding, row: number, guard: IdentifierGuard | undefined): Finding {
  return {
    row,
    field: found.field,
    kind: found.kind,
    rule: found.wording,
    catalogue: 'dictionary',
    severity: found.severity,
    value: guard ? guard.shown(found.field, found.value) : found.value,
    values: found.check === undefined ? found.params : { ...found.params, check: found.check },
    suggestion: found.suggestion ?? null,
    candidates: found.candidates ?? null,
  };
}

interface Troubled {
  readonly fieldAt: ReadonlyMap<number, string | null>;
  readonly findings: Finding[];
  readonly guard: IdentifierGuard | undefined;
}

function addTroubles(row: RawRow, { fieldAt, findings, guard }: Troubled): boolean {
  let wrong = false;
  for (const trouble of row.troubles ?? []) {
    const field = fieldAt.get(trouble.column);
    // A column that fills nothing may hold anything.
    if (trouble.column >= 0 && (field === undefined || field === null)) continue;
    wrong = true;
    findings.push({
      row: row.number,
      field: field ?? null,
      kind: 'format',
      rule: trouble.rule,
      catalogue: 'intake',
      severity: 'error',
      value: shown({ field: field ?? null, value: trouble.value.slice(0, LONGEST) }, guard),
    });
  }
  return wrong;
}

/** Lead of a stage line: row number, record id, home body. */
export const stageLead = (row: number, record: string, body: number): string =>
  `${String(row)}\t${record}\t${String(body)}\t`;

/** Lead of a line that goes straight into the register. */
export const registerLead = (version: number, changeSet: number) => {
  const fixed = `\t${String(version)}\t${String(changeSet)}\t`;
  return (_row: number, record: string, body: number): string => `${record}${fixed}${String(body)}\t`;
};
