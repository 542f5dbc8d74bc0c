/** An expression on trial over the fields of an entity in force, or over stated ones, in the reader's words. */
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { currentRelease, getEntity } from './current-release.ts';
import type { Body } from '../platform/http/endpoint.ts';
import type { checkExpressionOf, ExpressionAnswer } from './expression-contract.ts';
import { MOST_COST, tryExpression } from './expression/check.ts';
import type { FieldType } from './expression/ast.ts';
import { describeExpressionFinding, describePart } from './expression/words.ts';
import { expressionFields } from './lower.ts';
import { todayOf } from './write-change.ts';

type Asked = Body<typeof checkExpressionOf>;

/** @throws problems.noRelease, problems.entityNotFound when an entity is named */
export async function answerExpression(context: Context, asked: Asked, t: Translate): Promise<ExpressionAnswer> {
  const fields =
    asked.entity === undefined ? [] : expressionFields(getEntity(await currentRelease(context.db), asked.entity));
  return judgeExpression({ ...asked, on: asked.on ?? todayOf(context) }, [...fields, ...(asked.fields ?? [])], t);
}

/** Without a node: the same answer from the same engine. */
export function judgeExpression(
  asked: Pick<Asked, 'expression' | 'result' | 'tables' | 'sample'> & { readonly on: string },
  fields: readonly FieldType[],
  t: Translate,
): ExpressionAnswer {
  const { findings, checked, cost, outcome } = tryExpression({
    expression: asked.expression,
    fields,
    result: asked.result,
    tables: new Map(Object.entries(asked.tables ?? {}).map(([name, table]) => [name, new Map(Object.entries(table))])),
    sample: asked.sample,
    today: asked.on,
  });
  return {
    ok: findings.length === 0,
    findings: findings.map((one) => ({
      reason: one.reason,
      from: one.from,
      to: one.to,
      message: describeExpressionFinding(one, t),
    })),
    ...(checked && { type: checked.type, cost }),
    reads: [...(checked?.reads ?? [])],
    mostCost: MOST_COST,
    ...(outcome && { value: outcome.value }),
    explanation: (outcome?.parts ?? []).map(({ why, ...part }) => ({
      ...part,
      words: describePart({ why, ...part }, t),
    })),
    fields: fields.map((field) => ({ ...field })),
  };
}
