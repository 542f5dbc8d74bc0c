/** A mapping on sample rows: what each becomes, what the compiled validator finds, and how many pass. Nothing is kept. */
import type { EntityPlan, PlanSettings } from '../plan.ts';
import type { CellFinding } from '../validate/finding.ts';
import type { CodeLookup } from '../validate/lookup.ts';
import { compileValidator } from '../validate/validate.ts';
import { compileMapping, type Miss, type SourceRow } from './compile-mapping.ts';
import type { Mapping } from './model.ts';
import type { Recodings } from './recodings.ts';

export interface TriedRow {
  /** From 1. */
  readonly row: number;
  /** What the validator read, by field; only what a line fills. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly findings: readonly CellFinding[];
  readonly misses: readonly Miss[];
  readonly passes: boolean;
}

export interface Trial {
  readonly rows: readonly TriedRow[];
  readonly count: number;
  readonly passed: number;
  /** Source values that no line could make anything of, the most frequent first. */
  readonly missed: readonly { readonly field: string; readonly value: string; readonly count: number }[];
}

export interface TrialOptions {
  readonly settings: PlanSettings;
  readonly today: string;
  readonly codes: CodeLookup;
  readonly recodings?: Recodings | undefined;
}

/** Required fields that no line fills are said once by the coverage; here a row is judged by what is mapped. */
export function tryRows(
  mapping: Mapping,
  entity: EntityPlan,
  rows: readonly SourceRow[],
  options: TrialOptions,
): Trial {
  const { settings, today, codes } = options;
  const compiled = compileMapping(mapping, entity, options);
  const shown = entity.fields.map((field) => compiled.filled.has(field.name));
  const validate = compileValidator(entity, codes, { settings, today });
  const missed = new Map<string, { field: string; value: string; count: number }>();
  const tried = rows.map((row, i): TriedRow => {
    const { cells, misses } = compiled.apply(row);
    const { values, findings } = validate(cells);
    for (const { field, value } of misses) {
      const key = `${field}\n${value}`;
      const before = missed.get(key) ?? { field, value, count: 0 };
      missed.set(key, { ...before, count: before.count + 1 });
    }
    const own = findings.filter(
      (one) => compiled.filled.has(one.field) && !misses.some((miss) => miss.field === one.field),
    );
    return {
      row: i + 1,
      values: Object.fromEntries(
        entity.fields.flatMap((field, place) => (shown[place] ? [[field.name, values[place] ?? null] as const] : [])),
      ),
      findings: own,
      misses,
      passes: misses.length === 0 && own.every((one) => one.severity !== 'error'),
    };
  });
  return {
    rows: tried,
    count: tried.length,
    passed: tried.filter((row) => row.passes).length,
    missed: [...missed.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, 500),
  };
}
