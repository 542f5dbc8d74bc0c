/**
 * What one evaluation costs at most, estimated before anything runs: steps, of which one is about a comparison.
 * Texts count by their length (a tenth of a step a character, as cel-go's estimator), and what SQL writes down several
 * times counts as often, so that nesting cannot make a statement explode.
 */
import { ExpressionError, type FieldType, type Node, type Tables, type ValueType } from './ast.ts';
import { functions } from './functions.ts';

/** Above this an expression is refused. A rule over a few fields costs 10 to 100. */
export const MOST_COST = 10_000;

/** A text field that states no length. */
const USUAL_LENGTH = 200;
const PER_CHARACTER = 0.1;

export interface Measured {
  readonly types: ReadonlyMap<Node, ValueType>;
  readonly fields: ReadonlyMap<string, FieldType>;
  readonly tables: Tables;
}

interface Weight {
  readonly cost: number;
  /** Characters, when it is a text. */
  readonly size: number;
}

/** @throws ExpressionError `over-cost` with both numbers */
export function limitCost(root: Node, scene: Measured): number {
  const cost = costOf(root, scene);
  if (cost > MOST_COST) {
    const shown = cost > 1e15 ? '10^15' : String(cost);
    throw new ExpressionError('over-cost', root.from, { cost: shown, most: String(MOST_COST) });
  }
  return cost;
}

/** Steps of one evaluation, a whole number. */
export const costOf = (root: Node, scene: Measured): number => Math.ceil(weigh(root, scene).cost);

function weigh(node: Node, scene: Measured): Weight {
  switch (node.kind) {
    case 'literal':
      return { cost: 1, size: node.type === 'text' ? String(node.value).length : 0 };
    case 'field': {
      const field = scene.fields.get(node.name);
      return { cost: 1, size: field?.type === 'text' ? (field.maxLength ?? USUAL_LENGTH) : 0 };
    }
    case 'not':
    case 'minus':
      return { cost: 1 + weigh(node.item, scene).cost, size: 0 };
    case 'binary': {
      const [left, right] = [weigh(node.left, scene), weigh(node.right, scene)];
      return { cost: 1 + left.cost + right.cost + reading(left.size + right.size), size: left.size + right.size };
    }
    case 'in':
      return membership(node, scene);
    case 'choose':
      return choice(node, scene);
    case 'call':
      return call(node, scene);
    default:
      return { cost: 1, size: 0 };
  }
}

const reading = (size: number) => size * PER_CHARACTER;

function membership(node: Node & { kind: 'in' }, scene: Measured): Weight {
  const item = weigh(node.item, scene);
  const list = (node.list.kind === 'list' ? node.list.items : []).map((one) => weigh(one, scene));
  const tried = list.reduce((sum, one) => sum + one.cost + reading(one.size + item.size), 0);
  return { cost: 1 + item.cost + tried, size: 0 };
}

function choice(node: Node & { kind: 'choose' }, scene: Measured): Weight {
  const [condition, yes, no] = [weigh(node.condition, scene), weigh(node.yes, scene), weigh(node.no, scene)];
  return { cost: 1 + condition.cost + yes.cost + no.cost, size: Math.max(yes.size, no.size) };
}

function call(node: Node & { kind: 'call' }, scene: Measured): Weight {
  const items = node.items.map((item) => weigh(item, scene));
  const sizes = items.map((item) => item.size);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const once = items.reduce((sum, item) => sum + item.cost, 0) + reading(all);
  if (node.name === 'lookup') {
    // With something else to fall back to, SQL asks twice.
    return { cost: 3 + once * (items.length > 2 ? 2 : 1), size: tableSize(node, scene) };
  }
  const definition = functions[node.name];
  // A written-out day is read once; a notation is a function like the others.
  if (!definition || (node.name === 'date' && node.items.length === 1)) return { cost: 1 + once, size: all };
  const size = definition.result === 'text' ? (definition.size?.(...sizes) ?? all) : 0;
  return { cost: 1 + once * (definition.repeats ?? 1), size };
}

function tableSize(node: Node & { kind: 'call' }, { tables }: Measured): number {
  const [, table] = node.items;
  const values = table?.kind === 'map' ? table.entries.map((entry) => String(entry.value.value)) : [];
  const named = table?.kind === 'literal' ? [...(tables.get(String(table.value))?.values() ?? [])] : [];
  return [...values, ...named].reduce((most, value) => Math.max(most, value.length), 0);
}
