/** What is wrong with a definition, all of it at once. Pure. */
import {
  describeExpressionFinding,
  readCondition,
  readNumber,
  type EntityPlan,
  type ExpressionNode,
} from '../../../dictionary/index.ts';
import type { Translate } from '../../../platform/i18n.ts';
import type { MeasureDefinition } from './definition.ts';
import { childrenOf, readDefinition } from './read-definition.ts';

export interface MeasureFinding {
  readonly reason: string;
  /** The part of the definition. */
  readonly at: string;
  /** The field, or what is said of the expression. */
  readonly what: string;
}

export function checkDefinition(definition: MeasureDefinition, entity: EntityPlan, t: Translate): MeasureFinding[] {
  return [
    ...shapeFindings(definition),
    ...expressionFindings(definition, entity, t),
    ...groupFindings(definition, entity),
    ...fieldFindings(definition, entity),
  ];
}

const finding = (reason: string, at: string, what = ''): MeasureFinding => ({ reason, at, what });

function shapeFindings({ figure, value, counts }: MeasureDefinition): MeasureFinding[] {
  const needsValue = figure !== 'count' && figure !== 'share';
  return [
    ...(needsValue && value === undefined ? [finding('missing', 'value')] : []),
    ...(!needsValue && value !== undefined ? [finding('not-asked', 'value')] : []),
    ...(figure === 'share' && counts === undefined ? [finding('missing', 'counts')] : []),
    ...(figure !== 'share' && counts !== undefined ? [finding('not-asked', 'counts')] : []),
  ];
}

function expressionFindings(definition: MeasureDefinition, entity: EntityPlan, t: Translate): MeasureFinding[] {
  return (['value', 'counts', 'among'] as const).flatMap((at) => {
    const expression = definition[at];
    if (expression === undefined) return [];
    const read = (at === 'value' ? readNumber : readCondition)(expression, entity);
    if ('findings' in read)
      return read.findings.map((one) => finding('expression', at, describeExpressionFinding(one, t)));
    const isNothing = (node: ExpressionNode) => node.kind === 'literal' && Number(node.value) === 0;
    return divisorsIn(read.condition.checked.root).some(isNothing) ? [finding('divides-by-zero', at, expression)] : [];
  });
}

function divisorsIn(node: ExpressionNode): ExpressionNode[] {
  const here = node.kind === 'binary' && (node.operator === '/' || node.operator === '%') ? [node.right] : [];
  return [...here, ...childrenOf(node).flatMap(divisorsIn)];
}

/** What would make a group of nearly every row, or is no day. */
function groupFindings({ by = [], per }: MeasureDefinition, entity: EntityPlan): MeasureFinding[] {
  const named = [...by.map((name) => ({ at: 'by', name })), ...(per ? [{ at: 'per', name: per.field }] : [])];
  return named.flatMap(({ at, name }) => {
    const field = entity.fields.find((one) => one.name === name);
    if (!field) return [finding('no-such-field', at, name)];
    const fits = at === 'per' ? ['date', 'datetime'] : ['code', 'boolean'];
    if (fits.includes(field.dataType)) return [];
    return [finding(at === 'per' ? 'no-day' : 'too-fine', at, name)];
  });
}

/** What may stand in no figure, and the least or greatest of people's values, which is one person's. */
function fieldFindings(definition: MeasureDefinition, entity: EntityPlan): MeasureFinding[] {
  const read = readDefinition(definition, entity);
  if (!read) return [];
  const fields = entity.fields.filter(({ name }) => read.reads.includes(name));
  const secret = fields.filter(({ labels }) => labels.secrecy !== 'none');
  const isExtreme = definition.figure === 'min' || definition.figure === 'max';
  const personal = fields.filter(({ labels, name }) => labels.personal !== 'none' && read.value?.reads.includes(name));
  return [
    ...secret.map(({ name }) => finding('secret', 'register', name)),
    ...(isExtreme ? personal.map(({ name }) => finding('one-persons', 'figure', name)) : []),
  ];
}
