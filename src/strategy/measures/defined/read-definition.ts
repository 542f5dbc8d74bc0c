/** A definition read against the rows as the release in force has them: its expressions and the fields that they read. Pure. */
import {
  readCondition,
  readNumber,
  type EntityPlan,
  type ExpressionNode,
  type RowCondition,
} from '../../../dictionary/index.ts';
import type { MeasureDefinition } from './definition.ts';

export interface ReadMeasure {
  readonly definition: MeasureDefinition;
  readonly value: RowCondition | undefined;
  readonly counts: RowCondition | undefined;
  readonly among: RowCondition | undefined;
  /** Fields that are read, each once. */
  readonly reads: readonly string[];
  /** Whether it moves when only the day turns. */
  readonly timed: boolean;
}

/** Undefined: the release in force cannot read it (any more). */
export function readDefinition(definition: MeasureDefinition, entity: EntityPlan): ReadMeasure | undefined {
  const { value, counts, among, by = [], per } = definition;
  const grouped = [...by, ...(per ? [per.field] : [])];
  if (grouped.some((name) => !entity.fields.some((field) => field.name === name))) return undefined;
  const read = [
    value === undefined ? null : readNumber(value, entity),
    ...[counts, among].map((one) => (one === undefined ? null : readCondition(one, entity))),
  ];
  if (read.some((one) => one && 'findings' in one)) return undefined;
  const [number, hit, row] = read.map((one) => (one && 'condition' in one ? one.condition : undefined));
  const parts = [number, hit, row].filter((one) => one !== undefined);
  return {
    definition,
    value: number,
    counts: hit,
    among: row,
    reads: [...new Set([...grouped, ...parts.flatMap(({ reads }) => reads)])],
    timed: parts.some(({ checked }) => someNode(checked.root, (node) => node.kind === 'call' && node.name === 'today')),
  };
}

/** Whether a part of the expression, or all of it, is so. */
function someNode(node: ExpressionNode, is: (node: ExpressionNode) => boolean): boolean {
  return is(node) || childrenOf(node).some((child) => someNode(child, is));
}

export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'not':
    case 'minus':
      return [node.item];
    case 'binary':
      return [node.left, node.right];
    case 'in':
      return [node.item, node.list];
    case 'choose':
      return [node.condition, node.yes, node.no];
    case 'call':
    case 'list':
      return node.items;
    default:
      return [];
  }
}
