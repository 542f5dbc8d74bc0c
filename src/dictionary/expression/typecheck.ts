/** Gives every node its type, so that an expression that passed can never fail while it runs. */
import { PatternError } from '../pattern/parse.ts';
import { compilePattern } from '../pattern/automaton.ts';
import { ExpressionError, type Checked, type FieldType, type Node, type Tables, type ValueType } from './ast.ts';
import { parseDay } from './civil.ts';
import { decimal, decimalText } from './decimal.ts';
import { isSameKind } from './conversions.ts';
import { limitCost } from './cost.ts';
import type { Definition } from './definition.ts';
import { functions, specialFunctions } from './functions.ts';
import { parseExpression } from './parse.ts';

const NO_TABLES: Tables = new Map();

/**
 * Parses and checks an expression over the given fields.
 * @param result the type it must give; `any` for whatever it is
 * @throws ExpressionError with reason, place and what was expected; `over-cost` when one evaluation could be dear
 */
export function checkExpression(
  source: string,
  fields: readonly FieldType[],
  result: ValueType | 'any' = 'boolean',
  tables: Tables = NO_TABLES,
): Checked {
  const root = parseExpression(source);
  const checker = new Checker(fields, tables);
  const type = checker.type(root);
  if (result !== 'any' && type !== result) {
    throw new ExpressionError('wrong-result', root.from, { expected: result, found: type });
  }
  const { types, reads } = checker;
  const cost = limitCost(root, { types, tables, fields: new Map(fields.map((field) => [field.name, field])) });
  return { source, root, type, types, fields, reads: [...reads], tables, cost };
}

const COMPARABLE: readonly ValueType[] = ['text', 'number', 'date', 'moment'];

class Checker {
  readonly types = new Map<Node, ValueType>();
  readonly reads = new Set<string>();
  private readonly fields: ReadonlyMap<string, FieldType>;
  private readonly tables: Tables;
  constructor(fields: readonly FieldType[], tables: Tables) {
    this.fields = new Map(fields.map((field) => [field.name, field]));
    this.tables = tables;
  }

  type(node: Node): ValueType {
    const type = this.find(node);
    this.types.set(node, type);
    return type;
  }

  private find(node: Node): ValueType {
    switch (node.kind) {
      case 'literal':
        return node.type;
      case 'null':
        throw new ExpressionError('use-has', node.from);
      case 'list':
        throw new ExpressionError('list-outside-in', node.from);
      case 'map':
        throw new ExpressionError('map-outside-lookup', node.from);
      case 'field':
        return this.field(node);
      case 'not':
        return this.expect(node.item, 'boolean');
      case 'minus':
        return this.expect(node.item, 'number');
      case 'binary':
        return this.binary(node);
      case 'in':
        return this.membership(node);
      case 'choose':
        this.expect(node.condition, 'boolean');
        return this.expect(node.no, this.type(node.yes));
      case 'call':
        return this.call(node);
    }
  }

  private expect(node: Node, expected: ValueType): ValueType {
    const found = this.type(node);
    if (found !== expected) throw new ExpressionError('wrong-type', node.from, { expected, found });
    return found;
  }

  private field(node: Node & { kind: 'field' }): ValueType {
    const field = this.fields.get(node.name);
    if (!field) throw new ExpressionError('unknown-field', node.from, { name: node.name });
    if (field.sealed) throw new ExpressionError('sealed-field', node.from, { name: node.name });
    this.reads.add(node.name);
    return field.type;
  }

  private binary(node: Node & { kind: 'binary' }): ValueType {
    const { operator, left, right } = node;
    if (operator === '||' || operator === '&&') {
      this.expect(left, 'boolean');
      return this.expect(right, 'boolean');
    }
    const type = this.type(left);
    if (operator === '==' || operator === '!=') {
      this.expect(right, type);
      return 'boolean';
    }
    if (['<', '<=', '>', '>='].includes(operator)) {
      if (!COMPARABLE.includes(type)) throw new ExpressionError('not-comparable', left.from, { found: type });
      this.expect(right, type);
      return 'boolean';
    }
    if (operator === '+' && type === 'text') return this.expect(right, 'text');
    this.expect(left, 'number');
    return this.expect(right, 'number');
  }

  private membership(node: Node & { kind: 'in' }): ValueType {
    const type = this.type(node.item);
    if (node.list.kind !== 'list') throw new ExpressionError('list-expected', node.list.from);
    if (node.list.items.length === 0) throw new ExpressionError('empty-list', node.list.from);
    for (const item of node.list.items) this.expect(item, type);
    return 'boolean';
  }

  private call(node: Node & { kind: 'call' }): ValueType {
    const isDay = node.name === 'date' && node.items.length === 1;
    if (isDay || (node.name !== 'date' && (specialFunctions as readonly string[]).includes(node.name))) {
      return this.special(node);
    }
    const definition = Object.hasOwn(functions, node.name) ? functions[node.name] : undefined;
    if (!definition) throw new ExpressionError('unknown-function', node.from, { name: node.name });
    this.count(node, definition.params.length, definition.least);
    node.items.forEach((item, i) => this.expect(item, definition.params[i] as ValueType));
    this.written(node, definition);
    return definition.result;
  }

  private count(node: Node & { kind: 'call' }, most: number, least = most): void {
    const found = node.items.length;
    if (found < least || found > most) {
      const expected = least === most ? String(most) : `${String(least)}–${String(most)}`;
      throw new ExpressionError('wrong-count', node.from, { name: node.name, expected });
    }
  }

  /** What must stand in the expression itself: a notation, a unit, digits. */
  private written(node: Node & { kind: 'call' }, { written = {} }: Definition): void {
    for (const [place, { reason, accepts }] of Object.entries(written)) {
      const item = node.items[Number(place)];
      if (!item) continue;
      const isRight = item.kind === 'literal' && accepts(String(item.value));
      if (!isRight) throw new ExpressionError(reason, item.from);
    }
    if (node.name !== 'convert') return;
    const [, from, to] = node.items.map((item) => (item.kind === 'literal' ? String(item.value) : ''));
    if (!isSameKind(from ?? '', to ?? '')) {
      throw new ExpressionError('other-kind-of-unit', node.from, { from: from ?? '', to: to ?? '' });
    }
  }

  private special(node: Node & { kind: 'call' }): ValueType {
    switch (node.name) {
      case 'today':
        this.count(node, 0);
        return 'date';
      case 'has':
        return this.has(node);
      case 'date':
        return day(node.items[0] as Node);
      case 'lookup':
        return this.lookup(node);
      case 'join':
        this.count(node, MOST_JOINED, 2);
        for (const item of node.items) this.expect(item, 'text');
        return 'text';
      case 'first_of':
        return this.firstOf(node);
      default:
        return this.matches(node);
    }
  }

  private has(node: Node & { kind: 'call' }): ValueType {
    this.count(node, 1);
    const [first] = node.items as [Node];
    if (first.kind !== 'field') throw new ExpressionError('field-expected', first.from);
    this.type(first);
    return 'boolean';
  }

  private firstOf(node: Node & { kind: 'call' }): ValueType {
    this.count(node, MOST_JOINED, 1);
    const [first, ...others] = node.items as [Node, ...Node[]];
    const type = this.type(first);
    for (const item of others) this.expect(item, type);
    return type;
  }

  private lookup(node: Node & { kind: 'call' }): ValueType {
    this.count(node, 3, 2);
    const [item, table, otherwise] = node.items as [Node, Node, Node | undefined];
    const result = table.kind === 'map' ? this.mapOf(item, table) : this.named(item, table);
    if (otherwise) this.expect(otherwise, result);
    return result;
  }

  private mapOf(item: Node, table: Node & { kind: 'map' }): ValueType {
    const [first] = table.entries;
    if (!first) throw new ExpressionError('empty-map', table.from);
    this.expect(item, first.key.type);
    const seen = new Set<string>();
    for (const { key, value } of table.entries) {
      this.expect(key, first.key.type);
      this.expect(value, first.value.type);
      const said = key.type === 'number' ? decimalText(decimal(String(key.value)) ?? 0) : String(key.value);
      if (seen.has(said)) throw new ExpressionError('double-key', key.from, { found: said });
      seen.add(said);
    }
    return first.value.type;
  }

  private named(item: Node, table: Node): ValueType {
    if (table.kind !== 'literal' || table.type !== 'text') throw new ExpressionError('table-expected', table.from);
    if (!this.tables.has(String(table.value))) {
      throw new ExpressionError('unknown-table', table.from, { name: String(table.value) });
    }
    this.expect(item, 'text');
    return 'text';
  }

  private matches(node: Node & { kind: 'call' }): ValueType {
    this.count(node, 2);
    const [first, second] = node.items as [Node, Node];
    this.expect(first, 'text');
    if (second.kind !== 'literal' || second.type !== 'text') throw new ExpressionError('pattern-expected', second.from);
    try {
      compilePattern(String(second.value));
    } catch (error) {
      if (error instanceof PatternError)
        throw new ExpressionError('bad-pattern', second.from, { reason: error.reason });
      throw error;
    }
    return 'boolean';
  }
}

const MOST_JOINED = 50;

function day(item: Node): ValueType {
  if (item.kind !== 'literal' || parseDay(String(item.value)) === null) {
    throw new ExpressionError('day-expected', item.from);
  }
  return 'date';
}
