/**
 * Set-based queries that list the rows which break a rule: for what a CHECK must not hold (thousands of codes, today,
 * several fields) and to ask of data that are there already what a tighter rule would refuse.
 */
import { id, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { expressionSql } from '../expression/emit-sql.ts';
import { checkExpression } from '../expression/typecheck.ts';
import { expressionFields } from '../lower.ts';
import type { EntityPlan, FieldPlan } from '../plan.ts';
import { notStored } from '../validate/clean.ts';
import { columnIn, shapesOf } from './shape.ts';

export interface RuleQuery {
  /** `person_id_format`, `sex_code`, `out_after_in`. */
  readonly rule: string;
  readonly field: string;
  readonly kind: 'missing' | 'format' | 'length' | 'range' | 'code' | 'check';
  readonly severity: 'error' | 'warning';
  /** Whether the table itself holds the rule, as a CHECK: then no row that breaks it can be there. */
  readonly inTable: boolean;
  /** Whether every writer brings values into this form: worth asking of stored rows only where the form has changed. */
  readonly isForm: boolean;
  /** Over a row `r` of a relation: true, false, or null where there is nothing to judge. */
  holds(about: Pick<Relation, 'today' | 'codes'>): Sql;
  /** Rows of `relation` that break the rule: `(id, value)`. */
  rows(relation: Relation): Sql;
}

export interface Relation {
  /** What stands after FROM: a table, a function, a subselect in brackets. */
  readonly from: Sql;
  /** The column that names a row: `record_id`, `row_number`. */
  readonly id: string;
  /** The day of checking, YYYY-MM-DD. */
  readonly today: string;
  /** Codes that are not those of the node: a relation `(code, valid_from, valid_to)`, or undefined for the node's own. */
  readonly codes?: (list: string) => Sql | undefined;
}

/** Every rule of the entity, each as one query. */
export function emitChecks(entity: EntityPlan): readonly RuleQuery[] {
  return [
    ...shapesOf(entity).map((shape): RuleQuery => {
      const kind = shape.kind === 'required' ? 'missing' : shape.kind;
      return query({ rule: shape.name, field: shape.field, kind, severity: 'error', inTable: true }, () =>
        raw(`(${shape.condition(columnIn('r'))})`),
      );
    }),
    ...entity.fields.flatMap((field) => [
      ...stored(field),
      ...conditional(entity, field),
      ...upToToday(field),
      ...membership(field),
    ]),
    ...crossChecks(entity),
  ];
}

type Head = Pick<RuleQuery, 'rule' | 'field' | 'kind' | 'severity'> & {
  readonly inTable?: true;
  readonly isForm?: true;
};

/** `holds`: SQL over row r; a row breaks the rule when it is false. */
const query = (head: Head, holds: RuleQuery['holds']): RuleQuery => ({
  ...head,
  holds,
  inTable: head.inTable ?? false,
  isForm: head.isForm ?? false,
  rows: (relation) =>
    sql`select ${id('r', relation.id)} as id, ${id('r', head.field)}::text as value
          from ${relation.from} r where (${holds(relation)}) is false`,
});

const WORDS = new Set<FieldPlan['dataType']>(['string', 'text', 'identifier', 'reference']);

/** The stored form of a text (docs/semantics.md). */
function stored({ name, dataType, normalise }: FieldPlan): RuleQuery[] {
  if (!WORDS.has(dataType)) return [];
  const head: Head = { rule: `${name}_stored`, field: name, kind: 'format', severity: 'error', isForm: true };
  return [
    query(head, () => {
      const column = id('r', name);
      return sql`${column} is nfc normalized and ${column} !~ ${notStored(normalise)}`;
    }),
  ];
}

function conditional(entity: EntityPlan, field: FieldPlan): RuleQuery[] {
  const { condition } = field;
  if (condition === undefined) return [];
  const checked = checkExpression(condition, expressionFields(entity));
  const head: Head = { rule: `${field.name}_condition`, field: field.name, kind: 'missing', severity: 'error' };
  return [
    query(head, ({ today }) => {
      const needed = expressionSql(checked, { column: (name) => id('r', name), today });
      return sql`${id('r', field.name)} is not null or (${needed}) is not true`;
    }),
  ];
}

function upToToday(field: FieldPlan): RuleQuery[] {
  const isPartial = field.dataType === 'partialDate';
  const column = id('r', field.name);
  const head: Head = { rule: `${field.name}_today`, field: field.name, kind: 'range', severity: 'error' };
  const compared = (today: string) =>
    isPartial ? sql`left(${today}::text, char_length(${column})) collate "C"` : sql`${today}::date`;
  const min = field.range?.min === 'today' ? [query(head, ({ today }) => sql`${column} >= ${compared(today)}`)] : [];
  const max = field.range?.max === 'today' ? [query(head, ({ today }) => sql`${column} <= ${compared(today)}`)] : [];
  return [...min, ...max];
}

function membership(field: FieldPlan): RuleQuery[] {
  const use = field.codeList;
  if (!use) return [];
  const column = id('r', field.name);
  const head: Head = { rule: `${field.name}_code`, field: field.name, kind: 'code', severity: 'error' };
  return [
    query(head, ({ today, codes }) => {
      const day =
        use.rule === 'event-date' && use.dateField !== undefined
          ? sql`coalesce(${id('r', use.dateField)}, ${today}::date)`
          : sql`${today}::date`;
      // What was ever in force has begun by today.
      const inForce =
        use.rule === 'ever'
          ? sql`and c.valid_from <= ${today}::date`
          : sql`and c.valid_from <= ${day} and c.valid_to > ${day}`;
      const own = codes?.(use.list);
      const source = own ? sql`${own} c where` : sql`dictionary.code c where c.list = ${use.list} and`;
      return sql`${column} is null or exists (select from ${source} c.code = ${column} ${inForce})`;
    }),
  ];
}

function crossChecks(entity: EntityPlan): RuleQuery[] {
  const fields = expressionFields(entity);
  return entity.checks.map((check) => {
    const checked = checkExpression(check.expression, fields);
    const field = check.fields[0] ?? entity.fields[0]?.name ?? '';
    return query({ rule: check.name, field, kind: 'check', severity: check.severity }, ({ today }) =>
      expressionSql(checked, { column: (name) => id('r', name), today }),
    );
  });
}
