/** A checked expression as a TypeScript closure over a row of typed texts (what a validator gives and COPY takes). */
import { compilePattern } from '../pattern/automaton.ts';
import type { BinaryOperator, Checked, Node, ValueType } from './ast.ts';
import { parseDay } from './civil.ts';
import * as exact from './decimal.ts';
import type { Value } from './definition.ts';
import { functions } from './functions.ts';

/** Texts as PostgreSQL prints them, null for nothing; `today` as a day number (see civil.ts). */
export interface Row {
  readonly values: readonly (string | null)[];
  readonly today: number;
}
export type Run = (row: Row) => Value;

/** @param columns where each field stands in a row's values */
export function compileExpression(checked: Checked, columns: readonly string[]): Run {
  return build(checked.root, { checked, index: new Map(columns.map((name, i) => [name, i])) });
}

interface Env {
  readonly checked: Checked;
  readonly index: ReadonlyMap<string, number>;
}

const readers: Readonly<Record<ValueType, (text: string) => Value>> = {
  text: (text) => text,
  number: (text) => exact.decimal(text) ?? null,
  boolean: (text) => text === 'true' || text === 't',
  date: parseDay,
  moment: (text) => {
    const time = Date.parse(text);
    return Number.isNaN(time) ? null : time;
  },
};

export function build(node: Node, env: Env): Run {
  switch (node.kind) {
    case 'literal': {
      const value = node.type === 'number' ? readers.number(String(node.value)) : node.value;
      return () => value;
    }
    case 'field':
      return field(node.name, env);
    case 'not': {
      const item = build(node.item, env);
      return (row) => negated(item(row));
    }
    case 'minus': {
      const item = build(node.item, env);
      return (row) => {
        const value = item(row);
        return value === null ? null : exact.negate(value as exact.Decimal);
      };
    }
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

const negated = (value: Value): Value => (value === null ? null : !value);

function field(name: string, env: Env): Run {
  const at = env.index.get(name);
  const type = env.checked.fields.find((candidate) => candidate.name === name)?.type ?? 'text';
  const read = readers[type];
  if (at === undefined) return () => null;
  return (row) => {
    const text = row.values[at];
    return text === null || text === undefined ? null : read(text);
  };
}

function binary(node: Node & { kind: 'binary' }, env: Env): Run {
  const left = build(node.left, env);
  const right = build(node.right, env);
  if (node.operator === '&&') return kleene(left, right, false);
  if (node.operator === '||') return kleene(left, right, true);
  const work = operation(node.operator, env.checked.types.get(node.left) ?? 'text');
  return (row) => {
    const a = left(row);
    if (a === null) return null;
    const b = right(row);
    return b === null ? null : work(a, b);
  };
}

/** `stop` decides alone: false for &&, true for ||. */
const kleene =
  (left: Run, right: Run, stop: boolean): Run =>
  (row) => {
    const a = left(row);
    if (a === stop) return stop;
    const b = right(row);
    if (b === stop) return stop;
    return a === null || b === null ? null : !stop;
  };

type Work = (a: Value, b: Value) => Value;
type Numbers = (a: exact.Decimal, b: exact.Decimal) => Value;
const ARITHMETIC: Readonly<Record<string, Numbers>> = {
  '+': exact.add,
  '-': (a, b) => exact.add(a, exact.negate(b)),
  '*': exact.multiply,
  '/': exact.divide,
  '%': exact.remainder,
};
const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function operation(operator: BinaryOperator, type: ValueType): Work {
  if (operator === '+' && type === 'text') return (a, b) => (a as string) + (b as string);
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic) return arithmetic as Work;
  const decides = COMPARISONS[operator] as (order: number) => boolean;
  return (a, b) => decides(orderOf(type, a, b));
}

/** Negative, zero or positive. */
export function orderOf(type: ValueType, a: Value, b: Value): number {
  if (type === 'number') return exact.compare(a as exact.Decimal, b as exact.Decimal);
  if (type === 'text') return compareText(a as string, b as string);
  return Number(a) - Number(b);
}

/** By code point, as PostgreSQL's "C" collation does; UTF-16 order differs above U+FFFF. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
      if (isHigh(x) !== isHigh(y)) return isHigh(x) ? 1 : -1;
      return x - y;
    }
  }
  return a.length - b.length;
}

function membership(node: Node & { kind: 'in' }, env: Env): Run {
  const item = build(node.item, env);
  const list = (node.list.kind === 'list' ? node.list.items : []).map((one) => build(one, env));
  const type = env.checked.types.get(node.item) ?? 'text';
  return (row) => {
    const value = item(row);
    if (value === null) return null;
    let unsure = false;
    for (const one of list) {
      const candidate = one(row);
      if (candidate === null) unsure = true;
      else if (orderOf(type, value, candidate) === 0) return true;
    }
    return unsure ? null : false;
  };
}

function choose(node: Node & { kind: 'choose' }, env: Env): Run {
  const [condition, yes, no] = [build(node.condition, env), build(node.yes, env), build(node.no, env)];
  return (row) => {
    const value = condition(row);
    return value === null ? null : value ? yes(row) : no(row);
  };
}

function call(node: Node & { kind: 'call' }, env: Env): Run {
  const special = specialCall(node, env);
  if (special) return special;
  const items = node.items.map((item) => build(item, env));
  if (node.name === 'join') return joined(items);
  if (node.name === 'first_of') return firstOf(items);
  const definition = functions[node.name];
  if (!definition) throw new TypeError('refused when the expression was checked');
  const { run } = definition.prepare?.(writtenOf(node)) ?? definition;
  return strict(items, run as (...items: Value[]) => Value);
}

/** `date('2026-01-31')`: not the function of a text and a notation. */
export const isWrittenDay = (node: Node & { kind: 'call' }): boolean => node.name === 'date' && node.items.length === 1;

/** Functions whose arguments are not all values. */
function specialCall(node: Node & { kind: 'call' }, env: Env): Run | undefined {
  const [first, second] = node.items;
  if (node.name === 'today') return (row) => row.today;
  if (node.name === 'lookup') return lookup(node, env);
  if (!first) return undefined;
  if (isWrittenDay(node) && first.kind === 'literal') {
    const day = parseDay(String(first.value));
    return () => day;
  }
  if (node.name === 'has' && first.kind === 'field') {
    const at = env.index.get(first.name) ?? -1;
    return (row) => (row.values[at] ?? null) !== null;
  }
  return node.name === 'matches' && second?.kind === 'literal' ? matches(first, String(second.value), env) : undefined;
}

function matches(text: Node, pattern: string, env: Env): Run {
  const automaton = compilePattern(pattern);
  const item = build(text, env);
  return (row) => {
    const value = item(row);
    return value === null ? null : automaton.matches(value as string);
  };
}

/** The arguments that are written out, by place. */
export const writtenOf = (node: Node & { kind: 'call' }): readonly (string | undefined)[] =>
  node.items.map((item) => (item.kind === 'literal' ? String(item.value) : undefined));

function lookup(node: Node & { kind: 'call' }, env: Env): Run {
  const [item, table, otherwise] = node.items as [Node, Node, Node | undefined];
  const key = build(item, env);
  const fallback = otherwise ? build(otherwise, env) : () => null;
  const find = table.kind === 'map' ? mapReader(table) : tableReader(env, table);
  return (row) => {
    const value = key(row);
    if (value === null) return null;
    const found = find(value);
    return found === undefined ? fallback(row) : found;
  };
}

function mapReader(table: Node & { kind: 'map' }): (value: Value) => Value | undefined {
  const say = (value: Value) => (typeof value === 'string' ? value : exact.decimalText(value as exact.Decimal));
  const literal = (node: Node & { kind: 'literal' }) => readers[node.type](String(node.value));
  const found = new Map(table.entries.map(({ key, value }) => [say(literal(key)), literal(value)]));
  return (value) => found.get(say(value));
}

function tableReader(env: Env, table: Node): (value: Value) => Value | undefined {
  const found = env.checked.tables.get(table.kind === 'literal' ? String(table.value) : '');
  return (value) => found?.get(value as string);
}

/** What is missing or empty is left out; with nothing left it is unsaid. */
const joined =
  ([separator, ...items]: readonly Run[]): Run =>
  (row) => {
    const between = separator?.(row) ?? null;
    if (between === null) return null;
    const parts = items.map((item) => item(row)).filter((part) => part !== null && part !== '');
    return parts.length === 0 ? null : parts.join(between as string);
  };

const firstOf =
  (items: readonly Run[]): Run =>
  (row) => {
    for (const item of items) {
      const value = item(row);
      if (value !== null) return value;
    }
    return null;
  };

function strict(items: readonly Run[], run: (...items: Value[]) => Value): Run {
  return (row) => {
    const values: Value[] = [];
    for (const item of items) {
      const value = item(row);
      if (value === null) return null;
      values.push(value);
    }
    return run(...values);
  };
}
