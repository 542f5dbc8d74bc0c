/** Gives every node its type, so that an expression that passed can never fail while it runs. */
import { PatternError } from '../pattern/parse.ts';
import { compilePattern } from '../pattern/automaton.ts';
import { ExpressionError, type Checked, type FieldType, type Node, type ValueType } from './ast.ts';
import { parseDay } from './civil.ts';
import { functions, specialFunctions } from './functions.ts';
import { parseExpression } from './parse.ts';

/**
 * Parses and checks an expression over the given fields.
 * @throws ExpressionError with reason, place and what was expected
 */
export function checkExpression(source: string, fields: readonly FieldType[], result: ValueType = 'boolean'): Checked {
  const root = parseExpression(source);
  const checker = new Checker(fields);
  const type = checker.type(root);
  if (type !== result) throw new ExpressionError('wrong-result', root.from, { expected: result, found: type });
  return { source, root, type, types: checker.types, fields, reads: [...checker.reads] };
}

const COMPARABLE: readonly ValueType[] = ['text', 'number', 'date', 'moment'];

class Checker {
  readonly types = new Map<Node, ValueType>();
  readonly reads = new Set<string>();
  private readonly fields: ReadonlyMap<string, FieldType>;
  constructor(fields: readonly FieldType[]) {
    this.fields = new Map(fields.map((field) => [field.name, field]));
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
    if ((specialFunctions as readonly string[]).includes(node.name)) return this.special(node);
    const definition = Object.hasOwn(functions, node.name) ? functions[node.name] : undefined;
    if (!definition) throw new ExpressionError('unknown-function', node.from, { name: node.name });
    this.count(node, definition.params.length);
    definition.params.forEach((type, i) => this.expect(node.items[i] as Node, type));
    return definition.result;
  }

  private count(node: Node & { kind: 'call' }, expected: number): void {
    if (node.items.length !== expected) {
      throw new ExpressionError('wrong-count', node.from, { name: node.name, expected: String(expected) });
    }
  }

  private special(node: Node & { kind: 'call' }): ValueType {
    if (node.name === 'today') {
      this.count(node, 0);
      return 'date';
    }
    this.count(node, node.name === 'matches' ? 2 : 1);
    const [first, second] = node.items as [Node, Node];
    if (node.name === 'has') {
      if (first.kind !== 'field') throw new ExpressionError('field-expected', first.from);
      this.type(first);
      return 'boolean';
    }
    if (node.name === 'date') {
      if (first.kind !== 'literal' || parseDay(String(first.value)) === null) {
        throw new ExpressionError('day-expected', first.from);
      }
      return 'date';
    }
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
