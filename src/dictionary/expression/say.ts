/** An expression as a sentence, in the reader's words: “state is “A”, and born on is before today”. */
import type { Translate } from '../../platform/i18n.ts';
import type { Texts } from '../../platform/texts.ts';
import { pick } from '../../platform/texts.ts';
import type { Checked, Node } from './ast.ts';

export interface SayOptions {
  readonly t: Translate;
  readonly language: string;
  /** Names of the fields by physical name; a field without any is called as it is written. */
  readonly names: ReadonlyMap<string, Texts>;
}

export function sayExpression(checked: Checked, options: SayOptions): string {
  return say(checked.root, { ...options, checked });
}

interface Saying extends SayOptions {
  readonly checked: Checked;
}

const COMPARED: Readonly<Record<string, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};
/** Functions that have a sentence of their own; any other is said as it is written. */
const SAID = new Set([
  ...['has', 'matches', 'starts_with', 'ends_with', 'contains', 'size', 'today', 'year', 'month', 'day'],
  ...['years_between', 'months_between', 'days_between', 'add_days', 'add_months', 'add_years'],
]);

const word = ({ t }: Saying, key: string, params: Readonly<Record<string, string>> = {}) =>
  t(`dictionary:said.${key}`, params);

function say(node: Node, how: Saying): string {
  switch (node.kind) {
    case 'literal':
      return node.type === 'text' ? word(how, 'text', { a: String(node.value) }) : literal(node.value, how);
    case 'field':
      return nameOf(node.name, how);
    case 'not':
      return negation(node.item, how);
    case 'minus':
      return `−${say(node.item, how)}`;
    case 'binary':
      return binary(node, how);
    case 'in':
      return word(how, 'in', { a: say(node.item, how), b: say(node.list, how) });
    case 'choose':
      return word(how, 'choose', { a: say(node.condition, how), b: say(node.yes, how), c: say(node.no, how) });
    case 'list':
      return sayAll(node.items, how);
    case 'call':
      return call(node, how);
    case 'map':
    case 'null':
      return how.checked.source.slice(node.from, node.to);
  }
}

const nameOf = (field: string, { names, language }: Saying) => pick(names.get(field) ?? {}, language) || field;

const negation = (item: Node, how: Saying) =>
  item.kind === 'call' && item.name === 'has'
    ? word(how, 'hasNot', { a: sayAll(item.items, how) })
    : word(how, 'not', { a: say(item, how) });

const literal = (value: string | boolean, how: Saying) =>
  typeof value === 'boolean' ? how.t(`dictionary:explained.${String(value)}`) : value;

const sayAll = (nodes: readonly Node[], how: Saying) => nodes.map((one) => say(one, how)).join(', ');

function binary(node: Node & { kind: 'binary' }, how: Saying): string {
  const { operator, left, right } = node;
  if (operator === '&&' || operator === '||') {
    const side = (one: Node) => (isOther(one, operator) ? `(${say(one, how)})` : say(one, how));
    return word(how, operator === '&&' ? 'and' : 'or', { a: side(left), b: side(right) });
  }
  const params = { a: say(left, how), b: say(right, how) };
  const compared = COMPARED[operator];
  if (compared === undefined) return `${params.a} ${operator} ${params.b}`;
  const isDay = how.checked.types.get(left) === 'date' && compared !== 'eq' && compared !== 'ne';
  return word(how, isDay ? `${compared}Day` : compared, params);
}

/** `a and (b or c)`: the brackets of the other connective are heard. */
const isOther = (node: Node, operator: string) =>
  node.kind === 'binary' && (node.operator === '&&' || node.operator === '||') && node.operator !== operator;

function call(node: Node & { kind: 'call' }, how: Saying): string {
  const [first, second] = node.items;
  if (node.name === 'date' && node.items.length === 1 && first?.kind === 'literal') return String(first.value);
  if (!SAID.has(node.name)) return `${node.name}(${sayAll(node.items, how)})`;
  return word(how, node.name, {
    a: first ? say(first, how) : '',
    b: second ? (second.kind === 'literal' ? String(second.value) : say(second, how)) : '',
  });
}
