/** What every part of an expression was for a row, and why the whole came out as it did: true, false, unsaid or a value. */
import type { Checked, Node, ValueType } from './ast.ts';
import { dayText } from './civil.ts';
import { decimalText, type Decimal } from './decimal.ts';
import type { Value } from './definition.ts';
import { build, type Row } from './evaluate.ts';

export interface Part {
  /** The part as written, and where it stands. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** How deep below the whole. */
  readonly depth: number;
  readonly type: ValueType;
  /** Null for unsaid: something it needs is missing, or cannot be done. */
  readonly value: string | null;
  /** Whether the whole would not be what it is without this part. */
  readonly decides: boolean;
  /** Key of the catalogue below `explained.`. */
  readonly why: Why;
}

export type Why =
  | 'field'
  | 'missing'
  | 'both-true'
  | 'one-false'
  | 'one-true'
  | 'both-false'
  | 'operand-unsaid'
  | 'holds'
  | 'fails'
  | 'turned'
  | 'found'
  | 'not-found'
  | 'not-in-table'
  | 'chose-yes'
  | 'chose-no'
  | 'made'
  | 'cannot-be';

export interface Outcome {
  readonly type: ValueType;
  readonly value: string | null;
  /** The whole first, then its parts in reading order; written-out values are left out. */
  readonly parts: readonly Part[];
}

export function explainOutcome(checked: Checked, columns: readonly string[], row: Row): Outcome {
  const env = { checked, index: new Map(columns.map((name, i) => [name, i])) };
  const scene: Scene = { checked, run: (node) => build(node, env)(row), parts: [] };
  visit(checked.root, { depth: 0, decides: true }, scene);
  const value = print(scene.run(checked.root), checked.type);
  return { type: checked.type, value, parts: scene.parts };
}

interface Scene {
  readonly checked: Checked;
  readonly run: (node: Node) => Value;
  readonly parts: Part[];
}
interface Where {
  readonly depth: number;
  readonly decides: boolean;
}

function visit(node: Node, { depth, decides }: Where, scene: Scene): void {
  if (isWritten(node)) return;
  const type = scene.checked.types.get(node) ?? 'text';
  const value = scene.run(node);
  const { from, to } = node;
  const text = scene.checked.source.slice(from, to);
  scene.parts.push({ text, from, to, depth, type, value: print(value, type), decides, why: whyOf(node, value, scene) });
  for (const child of childrenOf(node)) {
    visit(child, { depth: depth + 1, decides: decides && isDecisive(node, child, scene) }, scene);
  }
}

/** Literals say what they are. */
const isWritten = (node: Node): boolean =>
  node.kind === 'literal' ||
  (node.kind === 'minus' && node.item.kind === 'literal') ||
  node.kind === 'map' ||
  node.kind === 'list' ||
  (node.kind === 'call' && node.name === 'date' && node.items.length === 1);

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'not':
    case 'minus':
      return [node.item];
    case 'binary':
      return [node.left, node.right];
    case 'in':
      return [node.item, ...(node.list.kind === 'list' ? node.list.items : [])];
    case 'choose':
      return [node.condition, node.yes, node.no];
    case 'call':
      return node.items;
    default:
      return [];
  }
}

const isLogic = (node: Node): node is Node & { kind: 'binary' } =>
  node.kind === 'binary' && (node.operator === '&&' || node.operator === '||');

function isDecisive(node: Node, child: Node, scene: Scene): boolean {
  if (isLogic(node)) {
    const [whole, part] = [scene.run(node), scene.run(child)];
    // Unsaid comes from the side that is unsaid; true and false from the side that is the same.
    return whole === part;
  }
  if (node.kind === 'choose') {
    const condition = scene.run(node.condition);
    if (child === node.condition) return true;
    return child === (condition === true ? node.yes : condition === false ? node.no : undefined);
  }
  return true;
}

function whyOf(node: Node, value: Value, scene: Scene): Why {
  if (node.kind === 'field') return value === null ? 'missing' : 'field';
  if (isLogic(node)) return whyLogic(node.operator, value);
  if (node.kind === 'choose') {
    const condition = scene.run(node.condition);
    return condition === null ? 'operand-unsaid' : condition === true ? 'chose-yes' : 'chose-no';
  }
  if (value === null) return whyUnsaid(node, scene);
  if (node.kind === 'not') return 'turned';
  if (node.kind === 'in') return value === true ? 'found' : 'not-found';
  if (typeof value === 'boolean') return value ? 'holds' : 'fails';
  return 'made';
}

function whyUnsaid(node: Node, scene: Scene): Why {
  const isMissing = childrenOf(node).some((child) => !isWritten(child) && scene.run(child) === null);
  if (isMissing) return 'operand-unsaid';
  return node.kind === 'call' && node.name === 'lookup' ? 'not-in-table' : 'cannot-be';
}

function whyLogic(operator: string, value: Value): Why {
  if (value === null) return 'operand-unsaid';
  if (operator === '&&') return value === true ? 'both-true' : 'one-false';
  return value === true ? 'one-true' : 'both-false';
}

/** A value as a register prints it. */
export function print(value: Value, type: ValueType): string | null {
  if (value === null) return null;
  if (type === 'date') return dayText(value as number);
  if (type === 'moment') return new Date(value as number).toISOString();
  if (type === 'number') return decimalText(value as Decimal);
  return String(value);
}
