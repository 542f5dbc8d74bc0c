/** One record's values through the same validator as a load: named values in, typed texts out, or findings. */
import type { EntityPlan, RowValidator } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import { dayOf } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import type { Values } from './contract.ts';
import { identifierGuard } from './guard-identifiers.ts';
import { fieldOf, type Finding, type RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import { toFinding } from './read-rows.ts';
import { rememberedCheck } from './row-check.ts';
import type { TypedValues } from './store/write.ts';

export interface RecordCheck {
  /** What is stored, or the values of a new record. */
  readonly values: Values;
  /** Fields that the caller named: only what is wrong with them, or with a rule they take part in, is refused. */
  readonly touched: ReadonlySet<string>;
}

/**
 * @param reads the transaction it is checked in
 * @returns every field's typed value, and the warnings
 * @throws problems.unknownField, problems.invalidRecord with its findings, problems.realIdentifierRefused
 */
export async function checkRecord(
  context: Pick<Context, 'db' | 'clock' | 'profile'>,
  table: RegisterTable,
  what: RecordCheck,
  reads: Db = context.db,
): Promise<CheckedRecord> {
  const { clock, profile } = context;
  mustBeKnown(table, what.values);
  const check = await rememberedCheck(context, table, { today: dayOf(clock.now(), profile.timeZone), reads });
  return checkValues(context, { table, check }, what);
}

export interface CheckedRecord {
  readonly typed: TypedValues;
  readonly warnings: readonly Finding[];
}

function mustBeKnown({ entity, register }: RegisterTable, values: Values): void {
  const unknown = Object.keys(values).find((name) => !fieldOf(entity, name));
  if (unknown !== undefined) throw problems.unknownField({ field: unknown, register });
}

/** The same with a validator at hand. @throws as checkRecord */
export function checkValues(
  { profile }: Pick<Context, 'profile'>,
  { table, check }: { readonly table: RegisterTable; readonly check: RowValidator },
  { values, touched }: RecordCheck,
): CheckedRecord {
  const { entity } = table;
  mustBeKnown(table, values);
  const mark = table.plan.settings.decimalMark;
  const result = check(entity.fields.map((field) => asWritten(values[field.name] ?? null, field.dataType, mark)));
  const guard = identifierGuard(profile, entity);
  const findings = result.findings
    .filter((found) => touched.has(found.field) || checkTouches(entity, found.check, touched))
    .map((found) => toFinding(found, 0, guard));
  // Before anything is said of a real identifier: nothing of it is repeated.
  guard?.check(result.values, 0);
  const errors = findings.filter((found) => found.severity === 'error');
  if (errors.length > 0) throw problems.invalidRecord({ findings: errors });
  const typed = new Map(entity.fields.map((field, i) => [field.name, result.values[i] ?? null]));
  return { typed, warnings: findings };
}

const JSON_DECIMAL = /^-?(0|[1-9][0-9]*)\.[0-9]+$/;

/**
 * A number as a person of the deployment writes it, so that the validator cannot read a thousands mark into it: JSON's
 * numbers, and decimals in the one notation of docs/semantics.md (`1.234` is less than two, whatever mark is used here).
 */
function asWritten(value: Values[string], type: string, mark: string): string | null {
  if (value === null) return value;
  if (typeof value === 'number') return String(value).replace('.', mark);
  const isNumber = typeof value === 'string' && type === 'decimal' && JSON_DECIMAL.test(value);
  return isNumber ? value.replace('.', mark) : String(value);
}

const checkTouches = (entity: EntityPlan, name: string | undefined, touched: ReadonlySet<string>): boolean =>
  entity.checks.find((check) => check.name === name)?.fields.some((field) => touched.has(field)) ?? false;
