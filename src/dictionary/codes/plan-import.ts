/** What an import would do to a list: periods of codes before and after. Pure, so that a dry run is the same code. */
import { compilePattern, type Automaton } from '../pattern/automaton.ts';
import { parseDay } from '../expression/civil.ts';
import { fold } from '../../platform/search/fold.ts';
import type { Texts } from '../../platform/texts.ts';
import type { CodeRecord, WrittenCode } from '../store/code.ts';

export interface ImportRow {
  /** Row of the file, from 1; 0 for what the profile itself says. */
  readonly row: number;
  readonly code: string;
  readonly names: Texts;
  readonly parent?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
}

export interface ImportFinding {
  readonly row: number;
  /** Words: `imports.<kind>` of the catalogue. */
  readonly kind:
    | 'code-missing'
    | 'name-missing'
    | 'code-form'
    | 'no-such-day'
    | 'period-empty'
    | 'double'
    | 'unknown-parent'
    | 'unknown-successor'
    | 'older'
    | 'older-taken';
  readonly value: string;
  /** What the list says since a day, where the file says what held before. */
  readonly newer?: { readonly file: Texts; readonly names: Texts; readonly since: string };
}

export interface ImportRules {
  readonly pattern: string | null;
  /** Codes a parent may have; undefined: any. */
  readonly parents: ReadonlySet<string> | undefined;
  /** First day in force of rows that do not say. */
  readonly from: string | undefined;
  /** Codes that the file does not have end on `from`. */
  readonly complete: boolean;
  readonly origin: 'source' | 'import';
  /** Rows without a day that say what the list said before its newest change; default `keep`: the newer one stays. */
  readonly older?: 'keep' | 'take' | undefined;
}

/** What would stand otherwise after the import: a new code, other words or place, an end. */
export interface ImportChange {
  readonly code: string;
  readonly kind: 'added' | 'changed' | 'ended';
  /** Null for a code or a period that was not there. */
  readonly before: Texts | null;
  readonly after: Texts;
}

export interface ImportPlan {
  readonly insert: readonly WrittenCode[];
  readonly remove: readonly { code: string; from: string | null }[];
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  /** Rows that say what the list says already; codes that the file does not name are in no count. */
  readonly unchanged: number;
  readonly changes: readonly ImportChange[];
  readonly findings: readonly ImportFinding[];
}

interface Period {
  readonly names: Texts;
  readonly parent: string | null;
  readonly aliases: readonly string[];
  readonly origin: string;
  /** '' stands for since ever, LAST for until further notice: both compare as texts. */
  readonly from: string;
  readonly to: string;
}

const LAST = '9999-99-99';

/** Rows without a fault are applied; the others become findings. */
export function planImport(
  existing: readonly CodeRecord[],
  rows: readonly ImportRow[],
  rules: ImportRules,
): ImportPlan {
  const findings: ImportFinding[] = [];
  const sane = sound(rows, rules, findings);
  // What an earlier source said is replaced as a whole; what people imported stays and is built upon.
  const kept = rules.origin === 'source' ? existing.filter((record) => record.origin !== 'source') : existing;
  const state = new Map<string, Period[]>();
  for (const record of kept) state.set(record.code, [...(state.get(record.code) ?? []), toPeriod(record)]);
  // Two sources may give one unit two codes: the list knows the other as an alias, and a row under it is no new unit.
  const aliases = new Map(kept.flatMap((record) => record.aliases.map((alias) => [alias, record.code] as const)));
  const ownCode = (code: string) => (state.has(code) ? code : (aliases.get(code) ?? code));
  const known = sane.map((row) => ({ ...row, code: ownCode(row.code) }));
  const good = known.filter((row) => !isOlder(row, state.get(row.code) ?? [], rules, findings));
  for (const row of good) state.set(row.code, place(state.get(row.code) ?? [], row, rules));
  if (rules.complete && rules.from !== undefined) endAbsent(state, new Set(known.map((row) => row.code)), rules.from);
  return { ...compare(existing, state, known), findings };
}

function sound(rows: readonly ImportRow[], rules: ImportRules, findings: ImportFinding[]): ImportRow[] {
  const form = rules.pattern === null ? undefined : compilePattern(rules.pattern);
  const seen = new Map<string, ImportRow>();
  return rows.filter((row) => {
    const fault = faultOf(row, form, rules);
    if (fault) {
      findings.push({ row: row.row, ...fault });
      return false;
    }
    const key = `${row.code}\n${row.from ?? ''}`;
    const other = seen.get(key);
    // The profile's patch (row 0) may say anew what the file said.
    if (other && row.row > 0) {
      if (!sameNames(other.names, row.names)) findings.push({ row: row.row, kind: 'double', value: row.code });
      return false;
    }
    seen.set(key, row);
    return true;
  });
}

const sameNames = (a: Texts, b: Texts) => Object.entries(b).every(([language, name]) => a[language] === name);

type Fault = Pick<ImportFinding, 'kind' | 'value'>;

function faultOf(row: ImportRow, form: Automaton | undefined, rules: ImportRules): Fault | undefined {
  if (row.code === '') return { kind: 'code-missing', value: Object.values(row.names)[0] ?? '' };
  if (Object.values(row.names).every((name) => name === '')) return { kind: 'name-missing', value: row.code };
  if (form && !form.matches(row.code)) return { kind: 'code-form', value: row.code };
  const bad = [row.from, row.to].find((day) => day !== undefined && parseDay(day) === null);
  if (bad !== undefined) return { kind: 'no-such-day', value: bad };
  if ((row.from ?? '') >= (row.to ?? LAST)) return { kind: 'period-empty', value: row.code };
  if (row.parent !== undefined && rules.parents && !rules.parents.has(row.parent)) {
    return { kind: 'unknown-parent', value: row.parent };
  }
  return undefined;
}

/** A row without a day is held against what the code meant before its newest period began: the file is older than the list. */
function isOlder(
  row: ImportRow,
  periods: readonly Period[],
  { from, older = 'keep' }: ImportRules,
  findings: ImportFinding[],
): boolean {
  if (row.from !== undefined || row.to !== undefined || from !== undefined) return false;
  const now = periods.find((period) => period.to === LAST);
  const before = periods.find((period) => now !== undefined && period.to === now.from);
  if (!now || !before || means(now, row)) return false;
  // Another place of a tone mark is another spelling of what held before, where it is none of what holds now.
  if (!means(before, row) && (isSpelt(now, row) || !isSpelt(before, row))) return false;
  const newer = { file: row.names, names: now.names, since: now.from };
  findings.push({ row: row.row, kind: older === 'keep' ? 'older' : 'older-taken', value: row.code, newer });
  return older === 'keep';
}

/** The same words and the same place, whatever the marks and capitals. */
const isSpelt = (period: Period, row: ImportRow): boolean =>
  (row.parent === undefined || period.parent === row.parent) &&
  Object.entries(row.names).every(([language, name]) => fold(period.names[language] ?? '') === fold(name));

const toPeriod = ({ names, parent, aliases, origin, from, to }: CodeRecord): Period => ({
  names,
  parent,
  aliases,
  origin,
  from: from ?? '',
  to: to ?? LAST,
});

/** Puts a row into the periods of its code: the same meaning stays, another one ends what it meets. */
function place(periods: readonly Period[], row: ImportRow, rules: ImportRules): Period[] {
  const from = firstDay(periods, row, rules);
  const met = periods.find((period) => period.from <= from && from < period.to);
  if (met && means(met, row) && (row.to === undefined || row.to === met.to)) return [...periods];
  const next = periods.filter((period) => period.from > from).map((period) => period.from);
  const to = [row.to ?? met?.to ?? LAST, ...next].sort()[0] ?? LAST;
  // Said anew from the same first day: other languages and what the row leaves out stay.
  const placed = { ...combine(met?.from === from ? met : undefined, row), origin: rules.origin, from, to };
  const others = periods.filter((period) => period !== met);
  const before = met && met.from < from ? [{ ...met, to: from }] : [];
  return [...others, ...before, placed];
}

const combine = (base: Period | undefined, row: ImportRow): Pick<Period, 'names' | 'parent' | 'aliases'> => ({
  names: { ...base?.names, ...row.names },
  parent: row.parent ?? base?.parent ?? null,
  aliases: row.aliases ?? base?.aliases ?? [],
});

/** Without a day a row speaks of what is in force until further notice; a row that only ends began since ever. */
function firstDay(periods: readonly Period[], row: ImportRow, rules: ImportRules): string {
  if (row.from !== undefined) return row.from;
  if (row.to !== undefined) return '';
  return rules.from ?? periods.find((period) => period.to === LAST)?.from ?? '';
}

const means = (period: Period, row: ImportRow) =>
  sameNames(period.names, row.names) &&
  (row.parent === undefined || row.parent === period.parent) &&
  (row.aliases === undefined || row.aliases.join('\n') === period.aliases.join('\n'));

function endAbsent(state: Map<string, Period[]>, present: ReadonlySet<string>, day: string): void {
  for (const [code, periods] of state) {
    if (present.has(code)) continue;
    state.set(
      code,
      periods
        .map((period) => (period.from < day && period.to > day ? { ...period, to: day } : period))
        .filter((period) => period.from < day),
    );
  }
}

function compare(
  existing: readonly CodeRecord[],
  state: ReadonlyMap<string, readonly Period[]>,
  rows: readonly ImportRow[],
): Omit<ImportPlan, 'findings'> {
  const before = new Map(existing.map((record) => [`${record.code}\n${record.from ?? ''}`, record]));
  const insert: WrittenCode[] = [];
  const remove: { code: string; from: string | null }[] = [];
  const changes: ImportChange[] = [];
  const counts = { added: 0, changed: 0, ended: 0 };
  const desired = [...state].flatMap(([code, periods]) => periods.map((period) => toWritten(code, period)));
  for (const written of desired) {
    const key = `${written.code}\n${written.from ?? ''}`;
    const old = before.get(key);
    before.delete(key);
    const fate = fateOf(old, written);
    if (fate === 'unchanged') continue;
    counts[fate] += 1;
    changes.push({ code: written.code, kind: fate, before: old?.names ?? null, after: written.names });
    if (old) remove.push({ code: old.code, from: old.from });
    insert.push(written);
  }
  for (const gone of before.values()) {
    remove.push({ code: gone.code, from: gone.from });
    changes.push({ code: gone.code, kind: 'ended', before: gone.names, after: gone.names });
    counts.ended += 1;
  }
  const touched = new Set([...insert, ...remove].map(({ code }) => code));
  return { insert, remove, ...counts, changes, unchanged: rows.filter(({ code }) => !touched.has(code)).length };
}

function fateOf(old: CodeRecord | undefined, written: WrittenCode): 'added' | 'changed' | 'ended' | 'unchanged' {
  if (!old) return 'added';
  if (equal(old, written)) return 'unchanged';
  return equal({ ...old, to: written.to }, written) ? 'ended' : 'changed';
}

const toWritten = (code: string, period: Period): WrittenCode => ({
  code,
  names: period.names,
  parent: period.parent,
  aliases: period.aliases,
  origin: period.origin,
  from: period.from === '' ? null : period.from,
  to: period.to === LAST ? null : period.to,
});

/** Where a row came from is not part of what it means. */
const equal = (a: Omit<WrittenCode, 'code'>, b: Omit<WrittenCode, 'code'>) =>
  a.to === b.to &&
  a.parent === b.parent &&
  a.aliases.join('\n') === b.aliases.join('\n') &&
  Object.keys(a.names).length === Object.keys(b.names).length &&
  sameNames(a.names, b.names);
