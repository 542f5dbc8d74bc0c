/** What each target says of generated rows, value by value: refused, taken, or not carried by it at all. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { emitJsonSchema, type JsonSchema } from '../../emit/json-schema.ts';
import type { EntityPlan, FieldPlan, Plan } from '../../plan.ts';
import { planCodes } from '../../validate/lookup.ts';
import { compileValidator } from '../../validate/validate.ts';
import { codesToday, entityOf, TODAY } from './dictionaries.ts';
import type { Json, Row } from './oracle.ts';
import { refusedInBrowser } from './refused-in-browser.ts';

/** A dictionary with the rows that are held against it. */
export interface Case {
  readonly plan: Plan;
  readonly entity: EntityPlan;
  readonly rows: readonly Row[];
}

export type Verdict = 'refused' | 'taken' | 'unseen';
/** For a row of a case, by number, and a field. */
export type Judge = (row: number, field: FieldPlan) => Verdict;

const judge =
  (refused: readonly ReadonlySet<string>[]): Judge =>
  (row, field) =>
    refused[row]?.has(field.name) ? 'refused' : 'taken';

// ── the load path ───────────────────────────────────────────────────────────────────────────────────────────────────
/** A cell as a file or the API gives it; undefined for what no cell can hold. */
export const cellOf = (value: Json): string | null | undefined =>
  value === null || value === undefined ? null : typeof value === 'object' ? undefined : String(value);

/** What the load stores for a value that it takes as it stands. */
function asStored({ dataType }: FieldPlan, cell: string): string {
  if (dataType === 'decimal') return cell.replace(/^-(?=0(\.0*)?$)/, '');
  return dataType === 'datetime' ? cell.replace('T', ' ').replace('Z', '+00:00') : cell;
}

export interface LoadJudge {
  readonly fields: Judge;
  readonly checks: readonly ReadonlySet<string>[];
}

/** A value is taken when it is stored as it stands: what is read otherwise was not in the one notation. */
export function byLoad({ plan, rows }: Case, entity: EntityPlan = entityOf(plan)): LoadJudge {
  const validate = compileValidator(entity, planCodes(plan, TODAY), { settings: plan.settings, today: TODAY });
  const results = rows.map((row) => validate(entity.fields.map((field) => cellOf(row[field.name]))));
  const refused = results.map(({ values, findings }, r) => {
    const errors = findings.filter((finding) => finding.severity === 'error' && finding.kind !== 'check');
    const changed = entity.fields.filter((field, i) => {
      const cell = cellOf(rows[r]?.[field.name]);
      const isOwn = field.dataType !== 'datetime' || cell?.[10] === 'T';
      return typeof cell === 'string' && (!isOwn || values[i] !== asStored(field, cell));
    });
    return new Set([...errors.map((finding) => finding.field), ...changed.map((field) => field.name)]);
  });
  const checks = results.map(({ findings }) => new Set(findings.flatMap((finding) => finding.check ?? [])));
  return { fields: judge(refused), checks };
}

// ── JSON Schema, twice ──────────────────────────────────────────────────────────────────────────────────────────────
export const schemaOf = (plan: Plan): JsonSchema =>
  emitJsonSchema(entityOf(plan), { language: 'en', release: 1, codes: codesToday(plan) });

export const present = (row: Row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

export function byAjv(schema: JsonSchema, rows: readonly Row[], options: { readonly unicode?: boolean } = {}): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, ...options });
  (addFormats as unknown as (ajv: Ajv2020, options: object) => void)(ajv, { mode: 'full', keywords: true });
  const validate = ajv.compile(schema);
  return judge(
    rows.map((row) => {
      validate(present(row));
      const errors = validate.errors ?? [];
      const missing = (params: Record<string, unknown>) => params['missingProperty'] as string | undefined;
      return new Set(errors.map(({ instancePath, params }) => missing(params) ?? instancePath.split('/')[1] ?? ''));
    }),
  );
}

export const byBrowser = (schema: JsonSchema, rows: readonly Row[]): Judge =>
  judgeOf(refusedInBrowser(schema, rows.map(present)));

/** @param refused names of the fields, row by row: of a validator that ran elsewhere */
export const judgeOf = (refused: readonly (readonly string[])[]): Judge =>
  judge(refused.map((names) => new Set(names)));
