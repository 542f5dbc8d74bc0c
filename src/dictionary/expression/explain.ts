/** Why an expression is false for a row: the smallest parts that made it so, with the values they saw. */
import type { Checked, Node } from './ast.ts';
import type { Value } from './definition.ts';
import { build, type Row } from './evaluate.ts';
import { print } from './explain-outcome.ts';

export interface Cause {
  /** The part of the expression, as written. */
  readonly text: string;
  /** What its operands were worth, by their own text: `{ 'admitted_on': '2021-02-03' }`; null = missing. */
  readonly values: Readonly<Record<string, string | null>>;
}

/** Empty when the expression is not false for the row. */
export function explainFalse(checked: Checked, columns: readonly string[], row: Row): readonly Cause[] {
  const env = { checked, index: new Map(columns.map((name, i) => [name, i])) };
  const run = (node: Node) => build(node, env)(row);
  return run(checked.root) === false ? blame(checked.root, false, { checked, run }) : [];
}

interface Scene {
  readonly checked: Checked;
  readonly run: (node: Node) => Value;
}

/** The parts that made `node` worth `worth`. */
function blame(node: Node, worth: boolean, scene: Scene): readonly Cause[] {
  if (node.kind === 'not') return blame(node.item, !worth, scene);
  if (node.kind === 'binary' && (node.operator === '&&' || node.operator === '||')) {
    return [node.left, node.right]
      .filter((side) => scene.run(side) === worth)
      .flatMap((side) => blame(side, worth, scene));
  }
  if (node.kind === 'choose') return blame(scene.run(node.condition) ? node.yes : node.no, worth, scene);
  const values = operands(node).map((operand) => {
    const type = scene.checked.types.get(operand) ?? 'text';
    return [text(operand, scene.checked), print(scene.run(operand), type)] as const;
  });
  return [{ text: text(node, scene.checked), values: Object.fromEntries(values) }];
}

const text = (node: Node, checked: Checked) => checked.source.slice(node.from, node.to);

function operands(node: Node): readonly Node[] {
  const isTelling = (item: Node) =>
    item.kind !== 'literal' && item.kind !== 'list' && !(item.kind === 'call' && item.name === 'date');
  switch (node.kind) {
    case 'binary':
      return [node.left, node.right].filter(isTelling);
    case 'in':
      return [node.item].filter(isTelling);
    case 'call':
      return node.items.filter(isTelling);
    default:
      return isTelling(node) ? [node] : [];
  }
}
