/** Conditions of agreements: checked against the register's entity, and said in every language of the node. */
import {
  currentRelease,
  readCondition,
  sayCondition,
  type EntityPlan,
  type ExpressionFinding,
  type Plan,
} from '../dictionary/index.ts';
import { Problem } from '../platform/http/problem.ts';
import type { Catalogues } from '../platform/i18n.ts';
import type { Db } from '../platform/db/db.ts';
import type { Texts } from '../platform/texts.ts';
import { listRegisters } from './store/register.ts';

/** Undefined before the first release. */
export async function planInForce(db: Db): Promise<Plan | undefined> {
  try {
    return (await currentRelease(db)).plan;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

export type Entities = ReadonlyMap<string, EntityPlan>;

/** The entity of each register under the release in force; a register without one is absent, and all before there is one. */
export async function entitiesOfRegisters(db: Db): Promise<Entities> {
  const plan = await planInForce(db);
  const entities = new Map(plan?.entities.map((entity) => [entity.name, entity]));
  const registers = await listRegisters(db, true);
  return new Map(
    registers.flatMap(({ name, entity }) => {
      const found = entities.get(entity);
      return found ? [[name, found] as const] : [];
    }),
  );
}

/** What is wrong with a condition; empty when it can be kept. */
export function conditionFindings(condition: string, entity: EntityPlan): readonly ExpressionFinding[] {
  const read = readCondition(condition, entity);
  return 'findings' in read ? read.findings : [];
}

/**
 * A condition in words. One that the release in force cannot read any more opens nothing, and stands as it is written.
 */
export function conditionWords(condition: string, entity: EntityPlan | undefined, words: Catalogues): Texts {
  const read = entity && readCondition(condition, entity);
  if (read && 'condition' in read && entity) return sayCondition(read.condition, entity, words);
  return Object.fromEntries(words.languages.map((language) => [language, condition]));
}
