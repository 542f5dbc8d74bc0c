/** Text → tree, by precedence climbing. Limits make every expression cheap (README.md, cost). */
import { ExpressionError, type BinaryOperator, type MapEntry, type Node } from './ast.ts';
import { tokenise, type Token } from './tokens.ts';

const LONGEST = 2000;
/** Nodes of one expression: what it may cost at most for one record. */
export const MOST_NODES = 200;
const DEEPEST = 40;

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** @throws ExpressionError with the reason and the place */
export function parseExpression(source: string): Node {
  if (source.length > LONGEST) throw new ExpressionError('too-long', LONGEST);
  // What no database stores cannot be compared with what it stores.
  const strange = source.isWellFormed() ? source.indexOf('\0') : 0;
  if (strange >= 0) throw new ExpressionError('strange-character', strange, { character: '' });
  const parser = new Parser(tokenise(source));
  const root = parser.choice(0);
  parser.end();
  return root;
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private nodes = 0;
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  private peek(): Token {
    return this.tokens[this.next] as Token;
  }
  private accept(value: string): Token | undefined {
    const token = this.peek();
    const isWord = token.kind === 'sign' || (token.kind === 'name' && value === 'in');
    if (!isWord || token.value !== value) return undefined;
    this.next += 1;
    return token;
  }
  private expect(value: string): Token {
    const token = this.accept(value);
    if (!token) throw new ExpressionError('expected', this.peek().from, { expected: value, found: this.peek().value });
    return token;
  }
  private make<N extends Node>(node: N): N {
    this.nodes += 1;
    if (this.nodes > MOST_NODES) throw new ExpressionError('too-costly', node.from, { most: String(MOST_NODES) });
    return node;
  }
  end(): void {
    const token = this.peek();
    if (token.kind !== 'end') throw new ExpressionError('unexpected', token.from, { found: token.value });
  }

  choice(depth: number): Node {
    if (depth > DEEPEST) throw new ExpressionError('too-deep', this.peek().from);
    const condition = this.level(0, depth + 1);
    if (!this.accept('?')) return condition;
    const yes = this.choice(depth + 1);
    this.expect(':');
    const no = this.choice(depth + 1);
    return this.make({ kind: 'choose', condition, yes, no, from: condition.from, to: no.to });
  }

  private level(level: number, depth: number): Node {
    const operators = LEVELS[level];
    if (!operators) return this.unary(depth);
    let left = this.level(level + 1, depth);
    for (;;) {
      const token = operators.map((operator) => this.accept(operator)).find((found) => found !== undefined);
      if (!token) return left;
      const right = this.level(level + 1, depth);
      const place = { from: left.from, to: right.to };
      left =
        token.value === 'in'
          ? this.make({ kind: 'in', item: left, list: right, ...place })
          : this.make({ kind: 'binary', operator: token.value as BinaryOperator, left, right, ...place });
    }
  }

  private unary(depth: number): Node {
    if (depth > DEEPEST) throw new ExpressionError('too-deep', this.peek().from);
    const sign = this.accept('!') ?? this.accept('-');
    if (!sign) return this.member(depth);
    const item = this.unary(depth + 1);
    return this.make({ kind: sign.value === '!' ? 'not' : 'minus', item, from: sign.from, to: item.to });
  }

  /** `value.size()` reads like `size(value)`. */
  private member(depth: number): Node {
    let node = this.primary(depth);
    while (this.accept('.')) {
      const name = this.peek();
      if (name.kind !== 'name')
        throw new ExpressionError('expected', name.from, { expected: 'name', found: name.value });
      this.next += 1;
      this.expect('(');
      const { items, to } = this.items(')', depth);
      node = this.make({ kind: 'call', name: name.value, items: [node, ...items], from: node.from, to });
    }
    return node;
  }

  private items(close: string, depth: number): { items: Node[]; to: number } {
    const items: Node[] = [];
    let end = this.accept(close);
    while (!end) {
      items.push(this.choice(depth + 1));
      end = this.accept(close);
      if (!end) this.expect(',');
    }
    return { items, to: end.to };
  }

  private primary(depth: number): Node {
    const token = this.peek();
    this.next += 1;
    const place = { from: token.from, to: token.to };
    if (token.kind === 'number') return this.make({ kind: 'literal', type: 'number', value: token.value, ...place });
    if (token.kind === 'text') return this.make({ kind: 'literal', type: 'text', value: token.value, ...place });
    if (token.kind === 'name') return this.named(token, depth);
    if (token.kind === 'sign' && token.value === '(') {
      const inner = this.choice(depth + 1);
      const close = this.expect(')');
      return { ...inner, from: token.from, to: close.to };
    }
    if (token.kind === 'sign' && token.value === '[') {
      const { items, to } = this.items(']', depth);
      return this.make({ kind: 'list', items, from: token.from, to });
    }
    if (token.kind === 'sign' && token.value === '{') return this.map(token.from);
    throw new ExpressionError('unexpected', token.from, { found: token.kind === 'end' ? 'end' : token.value });
  }

  /** One part however many entries it has: they are looked up, not tried. */
  private map(from: number): Node {
    const entries: MapEntry[] = [];
    let end = this.accept('}');
    while (!end) {
      const key = this.mapSide();
      this.expect(':');
      entries.push({ key, value: this.mapSide() });
      end = this.accept('}');
      if (!end) this.expect(',');
    }
    return this.make({ kind: 'map', entries, from, to: end.to });
  }

  private mapSide(): Node & { kind: 'literal' } {
    const minus = this.accept('-');
    const token = this.peek();
    this.next += 1;
    const place = { from: minus?.from ?? token.from, to: token.to };
    if (token.kind === 'number') {
      return { kind: 'literal', type: 'number', value: `${minus ? '-' : ''}${token.value}`, ...place };
    }
    if (!minus && token.kind === 'text') return { kind: 'literal', type: 'text', value: token.value, ...place };
    throw new ExpressionError('literal-expected', place.from);
  }

  private named(token: Token, depth: number): Node {
    const place = { from: token.from, to: token.to };
    if (token.value === 'true' || token.value === 'false') {
      return this.make({ kind: 'literal', type: 'boolean', value: token.value === 'true', ...place });
    }
    if (token.value === 'null') return this.make({ kind: 'null', ...place });
    if (!this.accept('(')) return this.make({ kind: 'field', name: token.value, ...place });
    const { items, to } = this.items(')', depth);
    return this.make({ kind: 'call', name: token.value, items, from: token.from, to });
  }
}
