/** An expression on trial over the fields of an entity in force, or over stated ones, in the reader's words. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Translate } from '../platform/i18n.ts';
import type { Texts } from '../platform/texts.ts';
import { currentRelease, getEntity } from './current-release.ts';
import type { Body } from '../platform/http/endpoint.ts';
import type { checkExpressionOf, ExpressionAnswer } from './expression-contract.ts';
import { MOST_COST, tryExpression } from './expression/check.ts';
import type { FieldType } from './expression/ast.ts';
import { describeExpressionFinding, describePart } from './expression/words.ts';
import { sayExpression } from './expression/say.ts';
import { expressionField } from './lower.ts';
import type { DataType, ElementPlan, Plan } from './plan.ts';
import { ofProposal } from './store/proposal-entry.ts';
import { todayOf } from './write-change.ts';

type Asked = Body<typeof checkExpressionOf>;

/** @throws problems.noRelease, problems.entityNotFound when an entity is named */
export async function answerExpression(context: Context, asked: Asked, reader: Reader): Promise<ExpressionAnswer> {
  const { fields, names } = await scopeOf(context, asked);
  const given = { ...asked, on: asked.on ?? todayOf(context) };
  return judgeExpression(given, [...fields, ...(asked.fields ?? [])], reader.t, { language: reader.language, names });
}

export interface Reader {
  readonly t: Translate;
  readonly language: string;
}

interface Scope {
  readonly fields: readonly FieldType[];
  readonly names: ReadonlyMap<string, Texts>;
}

/** What an expression may read where it stands: each field once, under the name that is written. */
async function scopeOf({ db }: Context, asked: Asked): Promise<Scope> {
  const { entity, elements, beside } = asked;
  if (entity === undefined && elements === undefined && beside === undefined) return { fields: [], names: new Map() };
  const release = await currentRelease(db);
  const named = entity === undefined ? [] : [getEntity(release, entity)];
  const held = release.plan.entities.filter((one) => one.fields.some((field) => field.element === beside));
  const standing = [...named, ...held].flatMap((one) => one.fields);
  const found = new Map<string, Pick<ElementPlan, 'dataType' | 'names'>>();
  for (const field of standing) if (!found.has(field.name)) found.set(field.name, field);
  for (const [name, element] of await writtenFields(db, release.plan, asked)) found.set(name, element);
  return {
    fields: [...found].map(([name, { dataType }]) => expressionField(name, dataType)),
    names: new Map([...found].map(([name, { names }]) => [name, names])),
  };
}

/** The fields of an entity that is still being written: by the proposal's elements, else by those in force. */
async function writtenFields(db: Db, plan: Plan, { elements = [], proposal }: Asked): Promise<[string, Proposed][]> {
  if (elements.length === 0) return [];
  const proposed = proposal === undefined ? new Map<string, Proposed>() : await proposedElements(db, proposal);
  return elements.flatMap(({ element, as }): [string, Proposed][] => {
    const known = proposed.get(element) ?? plan.elements.find((one) => one.code === element);
    return known ? [[as ?? known.physicalName, known]] : [];
  });
}

type Proposed = Pick<ElementPlan, 'physicalName' | 'dataType' | 'names'>;

/** Elements as a proposal has them, half written or not: what is not even named is left out. */
async function proposedElements(db: Db, proposal: number): Promise<ReadonlyMap<string, Proposed>> {
  const entries = await ofProposal(db, proposal);
  return new Map(
    entries.flatMap(({ kind, key, authored }) => {
      const physicalName = authored?.['physicalName'];
      if (kind !== 'element' || typeof physicalName !== 'string') return [];
      const { dataType, names } = authored as { dataType?: DataType; names?: Texts };
      return [[key, { physicalName, dataType: dataType ?? 'string', names: names ?? {} }] as const];
    }),
  );
}

/** Without a node: the same answer from the same engine. */
export function judgeExpression(
  asked: Pick<Asked, 'expression' | 'result' | 'tables' | 'sample'> & { readonly on: string },
  fields: readonly FieldType[],
  t: Translate,
  say: { readonly language: string; readonly names: ReadonlyMap<string, Texts> } = { language: 'en', names: new Map() },
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
    ...(checked && { type: checked.type, cost, said: sayExpression(checked, { t, ...say }) }),
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
