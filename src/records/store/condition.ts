/** A filter's conditions as SQL: every value typed by the plan, every field known to it. */
import { isSealed, type FieldPlan } from '../../dictionary/index.ts';
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { fieldOf, type Condition, type Operator, type RegisterTable } from '../model.ts';
import { problems } from '../problems.ts';
import { isDay } from './relation.ts';

const comparisons: Readonly<Partial<Record<Operator, string>>> = { lt: '<', le: '<=', gt: '>', ge: '>=' };

/** Escapes what LIKE takes as a sign. */
const literally = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** @throws problems.unknownField, problems.invalidFilter, problems.fieldSealed */
export function conditionSql(table: Pick<RegisterTable, 'register' | 'entity'>, condition: Condition): Sql {
  const field = fieldOf(table.entity, condition.field);
  if (!field) throw problems.unknownField({ field: condition.field, register: table.register });
  if (isSealed(field)) throw problems.fieldSealed({ field: field.name, register: table.register });
  const column = id('r', field.name);
  const { op, values } = condition;
  if (op === 'null') return sql`${column} is null`;
  if (op === 'notnull') return sql`${column} is not null`;
  if (op === 'in') return sql`${column} in (${join(values.map((value) => typed(field, value)))})`;
  const [value = ''] = values;
  if (op === 'eq') return sql`${column} = ${typed(field, value)}`;
  if (op === 'ne') return sql`${column} is distinct from ${typed(field, value)}`;
  if (op === 'prefix' || op === 'contains') return textCondition(field, op, value);
  return sql`${column} ${raw(comparisons[op] ?? '=')} ${typed(field, value)}`;
}

function textCondition(field: FieldPlan, op: 'prefix' | 'contains', value: string): Sql {
  if (field.sqlType !== 'text') throw invalid(field, `${op}:${value}`);
  const column = id('r', field.name);
  return op === 'prefix'
    ? sql`${column} like ${`${literally(value)}%`}`
    : sql`${column} ilike ${`%${literally(value)}%`}`;
}

const invalid = (field: FieldPlan, filter: string) =>
  problems.invalidFilter({ field: field.name, filter, expected: field.sqlType });

const forms: Readonly<Record<FieldPlan['sqlType'], (value: string) => boolean>> = {
  text: () => true,
  numeric: (value) => /^-?\d{1,100}(\.\d{1,100})?$/.test(value),
  bigint: (value) => /^-?\d{1,18}$/.test(value),
  date: isDay,
  timestamptz: (value) =>
    /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value)),
  boolean: (value) => value === 'true' || value === 'false',
  // Nothing is found by what is sealed.
  bytea: () => false,
  uuid: (value) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value),
};

/** A value of the field's own type. */
export function typed(field: FieldPlan, value: string): Sql {
  if (!forms[field.sqlType](value) || value.includes('\0')) throw invalid(field, value);
  return sql`${value}::${raw(field.sqlType)}`;
}
