/** A checked expression as SQL (PostgreSQL 15 and up): three-valued, exact, never an error for stored values. */
import { raw, sql, join, type Sql } from '../../platform/db/sql.ts';
import { toPostgres } from '../pattern/emit.ts';
import type { Checked, Node, ValueType } from './ast.ts';
import { functions } from './functions.ts';

export interface SqlOptions {
  /** The column of a field, quoted: `(name) => id('r', name)`. */
  readonly column: (name: string) => Sql;
  /** What `today()` is, YYYY-MM-DD. */
  readonly today: string;
}

export function expressionSql(checked: Checked, options: SqlOptions): Sql {
  return emit(checked.root, { ...options, checked });
}

type Env = SqlOptions & { readonly checked: Checked };

const TYPES: Readonly<Record<ValueType, string>> = {
  text: 'text',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  moment: 'timestamptz',
};
const OPERATORS: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '==': '=', '!=': '<>' };

function emit(node: Node, env: Env): Sql {
  switch (node.kind) {
    case 'literal':
      return node.type === 'boolean' ? raw(String(node.value)) : sql`${node.value}::${raw(TYPES[node.type])}`;
    case 'field':
      return field(node.name, env);
    case 'not':
      return sql`(not ${emit(node.item, env)})`;
    case 'minus':
      return sql`(- ${emit(node.item, env)})`;
    case 'binary':
      return binary(node, env);
    case 'in':
      return membership(node, env);
    case 'choose':
      return choose(node, env);
    case 'call':
      return call(node, env);
    case 'list':
    case 'null':
      throw new TypeError('refused when the expression was checked');
  }
}

function field(name: string, env: Env): Sql {
  const type = env.checked.fields.find((candidate) => candidate.name === name);
  const column = env.column(name);
  if (type?.partial) return sql`(case when char_length(${column}) = 10 then ${column}::date end)`;
  return type?.type === 'number' ? sql`${column}::numeric` : column;
}

const isOf = (node: Node, env: Env, type: ValueType) => env.checked.types.get(node) === type;

function binary(node: Node & { kind: 'binary' }, env: Env): Sql {
  const left = emit(node.left, env);
  const right = emit(node.right, env);
  if (node.operator === '/') {
    return sql`(div(${left} * 10000000000, nullif(${right}, 0)) * 0.0000000001)`;
  }
  if (node.operator === '%') return sql`(${left} % nullif(${right}, 0))`;
  if (isOf(node.left, env, 'text')) {
    // Byte order of UTF-8 is the order of code points, whatever the database's locale.
    const operator = node.operator === '+' ? '||' : (OPERATORS[node.operator] ?? node.operator);
    return sql`(${left} ${raw(operator)} ${right} collate "C")`;
  }
  return sql`(${left} ${raw(OPERATORS[node.operator] ?? node.operator)} ${right})`;
}

function membership(node: Node & { kind: 'in' }, env: Env): Sql {
  const items = node.list.kind === 'list' ? node.list.items : [];
  return sql`(${emit(node.item, env)} in (${join(items.map((item) => emit(item, env)))}))`;
}

/** A condition that cannot be said makes the whole unsaid. */
function choose(node: Node & { kind: 'choose' }, env: Env): Sql {
  const condition = emit(node.condition, env);
  return sql`(case ${condition} when true then ${emit(node.yes, env)} when false then ${emit(node.no, env)} end)`;
}

function call(node: Node & { kind: 'call' }, env: Env): Sql {
  const [first, second] = node.items;
  if (node.name === 'today') return sql`${env.today}::date`;
  if (node.name === 'date' && first?.kind === 'literal') return sql`${first.value}::date`;
  if (node.name === 'has' && first?.kind === 'field') return sql`(${env.column(first.name)} is not null)`;
  if (node.name === 'matches' && first && second?.kind === 'literal') {
    return sql`(${emit(first, env)} ~ ${toPostgres(String(second.value))}::text)`;
  }
  const definition = functions[node.name];
  if (!definition) throw new TypeError('refused when the expression was checked');
  return definition.sql(...node.items.map((item) => emit(item, env)));
}
