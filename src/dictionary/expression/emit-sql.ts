/** A checked expression as SQL (PostgreSQL 15 and up): three-valued, exact, never an error for stored values. */
import { raw, sql, join, type Sql } from '../../platform/db/sql.ts';
import { toPostgres } from '../pattern/emit.ts';
import type { Checked, Node, ValueType } from './ast.ts';
import { decimal, decimalText } from './decimal.ts';
import { isWrittenDay, writtenOf } from './evaluate.ts';
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
    case 'map':
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
  const special = specialCall(node, env);
  if (special) return special;
  const items = node.items.map((item) => emit(item, env));
  if (node.name === 'join') return joined(items);
  if (node.name === 'first_of') return sql`coalesce(${join(items)})`;
  const definition = functions[node.name];
  if (!definition) throw new TypeError('refused when the expression was checked');
  const { sql: write } = definition.prepare?.(writtenOf(node)) ?? definition;
  return write(...items);
}

/** Functions whose arguments are not all values. */
function specialCall(node: Node & { kind: 'call' }, env: Env): Sql | undefined {
  const [first, second] = node.items;
  if (node.name === 'today') return sql`${env.today}::date`;
  if (node.name === 'lookup') return lookup(node, env);
  if (!first) return undefined;
  if (isWrittenDay(node) && first.kind === 'literal') return sql`${first.value}::date`;
  if (node.name === 'has' && first.kind === 'field') return sql`(${env.column(first.name)} is not null)`;
  if (node.name === 'matches' && second?.kind === 'literal') {
    return sql`(${emit(first, env)} ~ ${toPostgres(String(second.value))}::text)`;
  }
  return undefined;
}

/** One table as JSON whatever its size: a statement does not grow with it. */
function lookup(node: Node & { kind: 'call' }, env: Env): Sql {
  const [item, table, otherwise] = node.items as [Node, Node, Node | undefined];
  const isNumber = isOf(item, env, 'number');
  const key = isNumber ? sql`trim_scale(${emit(item, env)})::text` : emit(item, env);
  const result = raw(TYPES[env.checked.types.get(node) ?? 'text']);
  const found = sql`(${JSON.stringify(tableOf(table, env))}::jsonb ->> (${key}))::${result}`;
  if (!otherwise) return sql`(${found})`;
  // A missing key stays unsaid; only a key that the table does not have takes what else there is.
  return sql`(case when (${key}) is not null then coalesce(${found}, ${emit(otherwise, env)}) end)`;
}

function tableOf(table: Node, env: Env): Readonly<Record<string, string>> {
  if (table.kind === 'map') {
    const say = ({ type, value }: Node & { kind: 'literal' }) =>
      type === 'number' ? decimalText(decimal(String(value)) ?? 0) : String(value);
    return Object.fromEntries(table.entries.map(({ key, value }) => [say(key), say(value)]));
  }
  return Object.fromEntries(env.checked.tables.get(table.kind === 'literal' ? String(table.value) : '') ?? []);
}

const joined = ([separator, ...items]: readonly Sql[]) =>
  sql`nullif(concat_ws(${separator as Sql}, ${join(items.map((item) => sql`nullif(${item}, '')`))}), '')`;
